/** The program as its users run it: servers in processes of their own, which can be killed, and commands. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from './client.ts';
import { patience } from './patience.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

type Environment = { readonly [variable: string]: string };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Environment;
  readonly cwd?: string;
  /** The file to run instead of the one in the sources. */
  readonly program?: string;
  /** A command that is given the program's own command line as further arguments. */
  readonly under?: readonly string[];
}

export interface ServerProcess {
  readonly pid: number;
  /** As its log tells it. */
  readonly url: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
  client(key: string): Client;
}

/** Runs a command of `tenure` to its end; one that hangs is ended after two minutes of a free machine. */
export async function runTenure(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const command = start(args, options);
  const timer = setTimeout(() => void command.kill('SIGKILL'), patience(120_000));
  const ended = await command.ended;
  clearTimeout(timer);
  return ended;
}

/** Starts `tenure serve` on a free port and waits until it listens; fails with what it printed where it does not. */
export async function startProcess(
  t: Pick<TestContext, 'after'>,
  data: string,
  { args = [], ...options }: RunOptions & { readonly args?: readonly string[] } = {},
): Promise<ServerProcess> {
  const server = start(['serve', '--port', '0', '--data', data, ...args], options);
  t.after(() => server.kill('SIGKILL'));
  const url = await Promise.race([
    server.listening,
    server.ended.then(({ code, stdout, stderr }) => assert.fail(`It ended with ${code}:\n${stdout}${stderr}`)),
  ]);
  return { ...server, url, client: (key) => new Client(url, key, 'default') };
}

/** Starts the program without waiting for anything; who starts it ends it. */
export function start(args: readonly string[], { env, cwd, program = main, under = [] }: RunOptions = {}) {
  const [command, ...rest] = [...under, process.execPath, program, ...args];
  const child = spawn(command as string, rest, { cwd, env: { ...bareEnvironment(), ...env } });
  let [stdout, stderr] = ['', ''];
  let heard: (url: string) => void;
  const listening = new Promise<string>((resolve) => (heard = resolve));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const line = stdout.split('\n').find((each) => each.includes('"listening"'));
    if (line?.endsWith('}')) heard(JSON.parse(line).url);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    pid: child.pid as number,
    listening,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    kill(signal: NodeJS.Signals) {
      child.kill(signal);
      return ended;
    },
  };
}

/** This environment without what is meant for the tests themselves; compiled code is kept, or starting takes twice the time. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TENURE|NODE)_/.test(name));
  const cache = process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'tenure-test-compile-cache');
  return { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: cache };
}

/** A folder that is gone after the test. */
export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface ToolResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the system; gives its exit code, and what it prints. A missing one has no exit code. */
export function runTool(name: string, ...args: string[]): ToolResult {
  return spawnSync(name, args, { encoding: 'utf8' });
}

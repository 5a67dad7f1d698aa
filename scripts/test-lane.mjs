// Runs test files one after another, in processes of scripts/test-process.mjs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { patience } from './test-patience.mjs';

const SILENCE = 15 * 60_000; // without any event a process is ended: a file may block its own timers
const END_TIMEOUT = 30_000; // for closing what the files of a process have shared

/**
 * @typedef {object} Job  A file to run.
 * @property {string} file
 * @property {boolean} shares  Whether it runs in one process with others that do.
 * @property {NodeJS.ProcessEnv} env
 * @property {string} label  Follows the file's name in what is printed.
 */

/** Has at most one process at a time, which lives as long as its files share it. */
export class Lane {
  #flags;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  /** @type {NodeJS.ProcessEnv | undefined} */
  #env;

  /** @param {readonly string[]} flags  Of Node. */
  constructor(flags) {
    this.#flags = [...flags, `--test-reporter=${import.meta.resolve('./test-reporter.mjs')}`];
  }

  /**
   * Runs a file; gives what its process tells and writes to `hear`. `end` comes last, or `died` where the process does
   * not outlive its file.
   * @param {Job} job
   * @param {(event: any) => void} hear
   */
  async run({ file, shares, env }, hear) {
    if (!shares || env !== this.#env || !this.#process?.connected) await this.end();
    const child = (this.#process ??= this.#start(env));
    this.#env = env;
    const watchdog = setTimeout(() => child.kill('SIGKILL'), SILENCE * patience());
    await new Promise((resolve) => {
      const pass = (/** @type {any} */ event) => {
        watchdog.refresh();
        hear(event);
        // What it wrote before has arrived, but may not have been read.
        if (event.type === 'end' || event.type === 'died') setImmediate(resolve);
      };
      child
        .removeAllListeners()
        .on('message', pass)
        .on('error', () => {});
      child.once('close', (code, signal) => pass({ type: 'died', code, signal }));
      for (const stream of [child.stdout, child.stderr])
        stream?.removeAllListeners('data').on('data', (chunk) => hear({ type: 'output', message: String(chunk) }));
      child.send({ file, patience: patience() });
    });
    clearTimeout(watchdog);
    if (!shares) await this.end();
  }

  /** Tells the process how much longer than usual things may take from now on. */
  tellPatience() {
    if (this.#process?.connected) this.#process.send({ patience: patience() });
  }

  /** Lets the process go, and waits until it has closed what it had opened. */
  async end() {
    const child = this.#process;
    this.#process = undefined;
    if (!child?.connected) return;
    const killer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT * patience());
    child.disconnect();
    await once(child, 'exit');
    clearTimeout(killer);
  }

  #start(/** @type {NodeJS.ProcessEnv} */ env) {
    return fork(new URL('test-process.mjs', import.meta.url), { execArgv: this.#flags, env, silent: true });
  }
}

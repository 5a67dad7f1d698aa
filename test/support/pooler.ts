/** PgBouncer in transaction mode before a PostgreSQL server, where the machine has it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort, sql } from './postgres.ts';
import { until } from './until.ts';

const nobody = 65_534;

/** Why there is none; false where there is. */
export const noPooler = (): string | false =>
  findPooler() === undefined && 'no pgbouncer on this machine (Debian: apt-get install pgbouncer)';

function findPooler(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((file) => spawnSync(file, ['--version']).status === 0);
}

export interface Pooler {
  /** Of the same database, by way of the pooler. */
  urlOf(url: string): string;
  stop(): Promise<void>;
}

/** Starts a pooler that shares a few connections to each database between all its clients. */
export async function startPooler(url: string): Promise<Pooler> {
  const { hostname, port, username, password } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'tenure-pooler-'));
  const own = await freePort();
  const login = `host=${hostname} port=${port || 5432} user=${username}${password && ` password=${password}`}`;
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
`,
  );
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(folder, nobody, nobody);
  const child: ChildProcess = spawn(findPooler() as string, ['-q', join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
    ...(asRoot && { uid: nobody, gid: nobody }),
  });
  const pooled = (direct: string): string => {
    const target = new URL(direct);
    target.host = `127.0.0.1:${own}`;
    target.password = '';
    return target.href;
  };
  await until(() =>
    sql(pooled(url), 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
  return {
    urlOf: pooled,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

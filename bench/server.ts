/** A real server: a process of its own on a temporary folder, and an HTTP client for it. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const apiKey = 'a-key-for-the-benchmark';
const startMs = 10_000;

export interface BenchServer {
  readonly url: string;
  readonly folder: string;
  readonly file: string;
  close(): Promise<void>;
}

/** `flags` go to the server's Node.js, such as `--cpu-prof`, `options` to the server itself. */
export async function startServer(flags: readonly string[], options: readonly string[] = []): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  // Its log goes to a file: a pipe that the busy benchmark does not read would hold the server up.
  const log = join(folder, 'server.log');
  const output = openSync(log, 'w');
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const server = spawn(process.execPath, [...flags, main, 'serve', '--port', '0', '--data', folder, ...options], {
    env: { ...process.env, TENURE_API_KEY: apiKey },
    stdio: ['ignore', output, 'inherit'],
  });
  closeSync(output);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    return {
      url: await urlIn(log),
      folder,
      file: join(folder, 'tenure.db'),
      async close() {
        server.kill('SIGTERM');
        await ended;
        remove();
      },
    };
  } catch (error) {
    server.kill('SIGKILL');
    remove();
    throw error;
  }
}

async function urlIn(log: string): Promise<string> {
  for (let waited = 0; waited < startMs; waited += 20) {
    const [, url] = /"url":"([^"]+)"/.exec(readFileSync(log, 'utf8')) ?? [];
    if (url !== undefined) return url;
    await wait(20);
  }
  throw new Error('The server did not start');
}

/** A client that keeps one connection. */
export class BenchClient {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url: string) {
    this.#url = url;
  }

  /** The bytes of the answer; throws where it is not a 200. */
  send(method: 'GET' | 'POST', path: string, body?: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#url}/api/v2${path}`,
        { method, agent: this.#agent, headers: { 'x-api-key': apiKey, 'content-length': body?.length ?? 0 } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const bytes = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve(bytes);
            else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${bytes.toString()}`));
          });
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** Uploads records; throws where any was not applied. */
  async upload(path: string, body: Buffer): Promise<void> {
    const answer = (await this.send('POST', path, body)).toString();
    if (answer !== '{"status_is_ok":true,"failed_results":[]}') throw new Error(`The upload failed: ${answer}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}

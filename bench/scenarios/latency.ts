/** How long one account takes to read while uploads of 10,000 run without pause. */
import { Worker } from 'node:worker_threads';
import { AccountSource } from '../data.ts';
import { figuresOf, quantile, type Result } from '../measure.ts';
import { BenchClient, type BenchServer } from '../server.ts';

const records = 10_000;
const aim = 20;

/** Every body is made beforehand: the load must not take the processor from what is measured. */
export async function benchLatency(server: BenchServer, uploads: number): Promise<Result[]> {
  const source = new AccountSource(2);
  const ids: string[] = [];
  const bodies = Array.from({ length: uploads }, () => {
    const batch = Array.from({ length: records }, () => source.next());
    ids.push(...batch.slice(0, 100).map((account) => account.account_id as string));
    return Buffer.from(JSON.stringify({ records: batch }));
  });
  const client = new BenchClient(server.url);
  try {
    const [warmUp, ...timed] = bodies as [Buffer, ...Buffer[]];
    await client.upload('/accounts', warmUp);
    const prober = new Prober({ url: server.url, ids: ids.slice(0, 100) });
    await prober.ready;
    for (const body of timed) await client.upload('/accounts', body);
    const times = (await prober.stop()).toSorted((a, b) => a - b);
    const measured = figuresOf(times);
    const line = (name: string, figure: number): Result => ({ name, measured, figure, aim, unit: 'ms' });
    return [
      line('GET of one account beside uploads, p50', measured.median),
      line('GET of one account beside uploads, p99', quantile(times, 0.99)),
      line('GET of one account beside uploads, max', measured.max),
    ];
  } finally {
    client.close();
  }
}

/** A thread that reads one account after another and notes how long each took. */
class Prober {
  readonly ready: Promise<unknown>;
  readonly #worker: Worker;

  constructor(workerData: { url: string; ids: string[] }) {
    this.#worker = new Worker(new URL('../prober.ts', import.meta.url), { workerData });
    this.ready = new Promise((resolve) => this.#worker.once('message', resolve));
  }

  async stop(): Promise<number[]> {
    const times = new Promise<number[]>((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
    this.#worker.postMessage('stop');
    return times;
  }
}

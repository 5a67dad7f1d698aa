/** Reads accounts one after another over one connection until it is told to stop, then gives the times, ms. */
import { parentPort, workerData } from 'node:worker_threads';
import { time } from './measure.ts';
import { BenchClient } from './server.ts';

const { url, ids } = workerData as { url: string; ids: string[] };
const client = new BenchClient(url);
const times: number[] = [];
const stop = new AbortController();
parentPort?.once('message', () => stop.abort());

for (const id of ids) await client.send('GET', `/accounts/${id}`);
parentPort?.postMessage('ready');
for (let index = 0; !stop.signal.aborted; index++)
  times.push(await time(() => client.send('GET', `/accounts/${ids[index % ids.length]}`)));
client.close();
parentPort?.postMessage(times);

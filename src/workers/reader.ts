/** A reader: a thread with read-only connections for what may read a whole table. */
import { parentPort, workerData } from 'node:worker_threads';
import { execute } from '../operations/execute.ts';
import type { Request } from '../operations/request.ts';
import { openDatabase } from '../store/database.ts';
import type { Received, Sent, WorkerData } from './job.ts';

const { spec, connections } = workerData as WorkerData;
const database = openDatabase(spec, 'reader', connections);

parentPort?.on('message', async (sent: Sent | 'close') => {
  if (sent === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  const finished = await execute(database, sent.job as Request);
  parentPort?.postMessage({ id: sent.id, finished } satisfies Received, [finished.body.buffer]);
});
parentPort?.postMessage('ready' satisfies Received);

/** A reader: a thread with a read-only connection for what may read a whole table. */
import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from '../store/sqlite/connection.ts';
import { execute } from './execute.ts';
import type { Job, WorkerData } from './job.ts';

const connection = new Connection((workerData as WorkerData).file, 'reader');

parentPort?.on('message', async (job: Job | 'close') => {
  if (job === 'close') {
    connection.close();
    parentPort?.close();
    return;
  }
  const finished = await execute(connection, job);
  parentPort?.postMessage(finished, [finished.body.buffer]);
});

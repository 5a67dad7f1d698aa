/** A reader: a thread with a read-only connection for what may read a whole table. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../store/database.ts';
import { execute } from './execute.ts';
import type { Job, WorkerData } from './job.ts';

const database = openDatabase((workerData as WorkerData).spec, 'reader');

parentPort?.on('message', async (job: Job | 'close') => {
  if (job === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  const finished = await execute(database, job);
  parentPort?.postMessage(finished, [finished.body.buffer]);
});

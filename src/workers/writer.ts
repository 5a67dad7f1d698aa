/** The writer: the only thread with a connection that can write. It takes one job at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from '../store/sqlite/connection.ts';
import { execute, refresh } from './execute.ts';
import { type Finished, type Job, Permit, type Refresh, type WorkerData } from './job.ts';

const connection = new Connection((workerData as WorkerData).file, 'writer');
const nothing: Finished = { status: 200, body: new Uint8Array(), ok: true, code: undefined, records: 0 };

parentPort?.on('message', async (job: Job | Refresh | 'close') => {
  if (job === 'close') {
    connection.close();
    parentPort?.close();
    return;
  }
  if (new Permit(job.permit).isWithdrawn) return parentPort?.postMessage(nothing);
  await refresh(connection, job);
  const finished = job.route === 'refresh' ? nothing : await execute(connection, job);
  parentPort?.postMessage(finished, [finished.body.buffer]);
});

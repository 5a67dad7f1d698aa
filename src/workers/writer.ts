/** The writer: the only thread with a connection that can write. It takes one job at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../store/database.ts';
import { execute, refresh } from './execute.ts';
import { type Finished, type Job, Permit, type Refresh, type WorkerData } from './job.ts';

const database = openDatabase((workerData as WorkerData).spec, 'writer');
/** Made anew each time: its bytes are transferred, which can be done once. */
const nothing = (): Finished => ({ status: 200, body: new Uint8Array(), ok: true, code: undefined, records: 0 });

parentPort?.on('message', async (job: Job | Refresh | 'close') => {
  if (job === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  if (new Permit(job.permit).isWithdrawn) return parentPort?.postMessage(nothing());
  await refresh(database, job);
  const finished = job.route === 'refresh' ? nothing() : await execute(database, job);
  parentPort?.postMessage(finished, [finished.body.buffer]);
});

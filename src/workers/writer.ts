/** The writer: the only thread with connections that can write. */
import { parentPort, workerData } from 'node:worker_threads';
import { routes } from '../http/routes.ts';
import { openDatabase } from '../store/database.ts';
import { execute, failed, refresh } from './execute.ts';
import { type Finished, type Job, Permit, type Refresh, type Sent, type WorkerData } from './job.ts';

const { spec, connections } = workerData as WorkerData;
const database = openDatabase(spec, 'writer', connections);
/** Made anew each time: its bytes are transferred, which can be done once. */
const nothing = (): Finished => ({ status: 200, body: new Uint8Array(), ok: true, code: undefined, records: 0 });

parentPort?.on('message', async (sent: Sent | 'close') => {
  if (sent === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  const { id, job } = sent;
  const finished = new Permit(job.permit).isWithdrawn ? nothing() : await carryOut(job);
  parentPort?.postMessage({ id, finished }, [finished.body.buffer]);
});

async function carryOut(job: Job | Refresh): Promise<Finished> {
  try {
    await refresh(database, job);
  } catch (error) {
    return failed(error as Error, job.route === 'refresh' ? undefined : routes[job.route]?.kind);
  }
  return job.route === 'refresh' ? nothing() : execute(database, job);
}

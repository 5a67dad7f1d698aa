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

/** The latest instant up to which a tenant's were passed. What came before it and is applied later finds them passed. */
const passed = new Map<number, number>();

async function carryOut(sent: Job | Refresh): Promise<Finished> {
  const { tenant_id } = sent.tenant;
  const now = Math.max(sent.now, passed.get(tenant_id) ?? sent.now);
  const job = { ...sent, now };
  try {
    if (await refresh(database, job)) passed.set(tenant_id, now);
  } catch (error) {
    return failed(error as Error, job.route === 'refresh' ? undefined : routes[job.route]?.kind);
  }
  return job.route === 'refresh' ? nothing() : execute(database, job);
}

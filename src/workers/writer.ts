/** The writer: the only thread with connections that can write. */
import { parentPort, workerData } from 'node:worker_threads';
import { passDueInstants } from '../derive/accounts.ts';
import { execute, refused } from '../operations/execute.ts';
import { type Finished, Permit } from '../operations/request.ts';
import { table } from '../operations/table.ts';
import { openDatabase } from '../store/database.ts';
import { isRefresh, type Job, type Sent, type WorkerData } from './job.ts';

const { spec, connections } = workerData as WorkerData;
const database = openDatabase(spec, 'writer', connections);
/** Made anew each time: its bytes are transferred, which can be done once. */
const emptyResult = (): Finished => ({ status: 200, body: new Uint8Array(), ok: true, code: undefined, records: 0 });

parentPort?.on('message', async (sent: Sent | 'close') => {
  if (sent === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  const { id, job } = sent;
  const finished = new Permit(job.permit).isWithdrawn ? emptyResult() : await finish(job);
  parentPort?.postMessage({ id, finished }, [finished.body.buffer]);
});

/** The latest instant up to which a tenant's were passed. What came before it and is applied later finds them passed. */
const passed = new Map<number, number>();

/** Passes the instants that are due, so that what is written next finds the present, and does the job. */
async function finish(job: Job): Promise<Finished> {
  const { tenant_id } = job.tenant;
  const now = Math.max(job.now, passed.get(tenant_id) ?? job.now);
  try {
    const store = database.store(tenant_id);
    if (await store.read((reader) => reader.isDue(now))) {
      await store.write((writer) => passDueInstants(writer, now));
      passed.set(tenant_id, now);
    }
  } catch (error) {
    return refused(error as Error, table.get(job.operation)?.kind);
  }
  return isRefresh(job) ? emptyResult() : execute(database, { ...job, now });
}
parentPort?.postMessage('ready');

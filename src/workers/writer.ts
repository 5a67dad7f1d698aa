/** The writer: the only thread with connections that can write. */
import { parentPort, workerData } from 'node:worker_threads';
import { passAccounts, passSlice } from '../derive/time.ts';
import { execute, refused } from '../operations/execute.ts';
import { type Finished, Permit } from '../operations/request.ts';
import { openDatabase } from '../store/database.ts';
import { isRefresh, type Job, type Refresh, type Sent, type WorkerData } from './job.ts';

const { spec, connections } = workerData as WorkerData;
const database = openDatabase(spec, 'writer', connections);

parentPort?.on('message', async (sent: Sent | 'close') => {
  if (sent === 'close') {
    await database.close();
    parentPort?.close();
    return;
  }
  const { id, job } = sent;
  const finished = await finish(job);
  parentPort?.postMessage({ id, finished }, [finished.body.buffer]);
});

function finish(job: Job): Promise<Finished> | Finished {
  if (new Permit(job.permit).isWithdrawn) return result({});
  return isRefresh(job) ? refresh(job) : execute(database, job);
}

/** Passes instants that are due: those of one account, or of a slice of the tenant's accounts. */
async function refresh({ tenant, accountId }: Refresh): Promise<Finished> {
  try {
    let setBackMs: number | undefined;
    const onSetBack = (ms: number): void => {
      setBackMs = ms;
    };
    const isMore = await database.store(tenant.tenant_id, { onSetBack }).write(async (writer) => {
      if (accountId === undefined) return passSlice(writer);
      await passAccounts(writer, [accountId]);
      return false;
    });
    return result({ isMore, setBackMs });
  } catch (error) {
    return refused(error as Error);
  }
}

/** Made anew each time: its bytes are transferred, which can be done once. */
const result = (more: Partial<Finished>): Finished => ({
  status: 200,
  body: new Uint8Array(),
  ok: true,
  code: undefined,
  records: 0,
  ...more,
});

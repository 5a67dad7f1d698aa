/** Fills an empty database with the sample portfolio, through the same handlers as any other upload. */
import type { Logger } from 'pino';
import { Permit, type Request } from '../operations/request.ts';
import { table } from '../operations/table.ts';
import { defaultTenant, type Tenant } from '../store/directory.ts';
import { SetupError } from '../store/setup-error.ts';
import type { Dispatcher } from '../workers/dispatcher.ts';

const seed = 'cocoa';
/** A label on the first account while the load is under way: a start after one that was cut short finds it. */
const unfinished = 'demo_load';

/**
 * Loads the demo where the default tenant has no account yet; a tenant that has some is served as it is.
 * @param now epoch ms; the portfolio ends on its day
 * @throws SetupError where an earlier load was cut short or a record is refused
 */
export async function loadDemo(dispatcher: Dispatcher, now: number, log: Logger): Promise<void> {
  const tenant = await dispatcher.directory.tenant(defaultTenant);
  if (tenant === undefined) throw new SetupError(`The demo needs the tenant "${defaultTenant}"`);
  const accounts = await listAccounts(dispatcher, tenant, now);
  if (accounts.some(({ custom_label_dimensions: labels }) => Object.hasOwn(labels, unfinished)))
    throw new SetupError(
      'An earlier start was ended while it loaded the demo: start again on an empty database or data folder',
    );
  if (accounts.length > 0) {
    log.info({ tenant: tenant.name }, 'no demo loaded: there are accounts already');
    return;
  }
  log.info({ tenant: tenant.name }, 'loading the demo');
  const start = performance.now();
  const loaded = await loadPortfolio(dispatcher, tenant, now);
  log.info({ ...loaded, duration_ms: Math.round(performance.now() - start) }, 'demo loaded');
}

/** Sends every upload; gives how many there were, and of how many records. */
async function loadPortfolio(dispatcher: Dispatcher, tenant: Tenant, now: number) {
  // Nothing of it is read by a start that does not want it.
  const { buildUploads } = await import('../../demo/uploads.ts');
  const uploads = buildUploads(seed, now);
  const [first] = uploads[0]?.body.records ?? [];
  const id = first?.account_id ?? '';
  const mark = { account_id: id, custom_label_dimensions: [{ key: unfinished, value: 'under way' }] };
  // One is written while the text of the next is made.
  let written: Promise<unknown> = Promise.resolve();
  for (const [index, { path, now: at, source, body }] of uploads.entries()) {
    const records = index === 0 ? [...body.records, mark] : body.records;
    const text = JSON.stringify({ ...body, records });
    await written;
    written = run(dispatcher, { operation: `POST ${path}`, tenant, now: at, source, text });
  }
  await written;
  const operation = 'DELETE /accounts/{id}/dimension_labels[/{key}]';
  await run(dispatcher, { operation, tenant, now, source: 'demo', params: { id, key: unfinished } });
  return { uploads: uploads.length, records: uploads.reduce((sum, { body }) => sum + body.records.length, 0) };
}

interface ListedAccount {
  readonly custom_label_dimensions: object;
}

async function listAccounts(dispatcher: Dispatcher, tenant: Tenant, now: number): Promise<ListedAccount[]> {
  const query = Object.entries({ include_inactive: 'true', include: 'custom_label_dimensions', direction: 'asc' });
  return (await run(dispatcher, { operation: 'GET /accounts', tenant, now, source: 'demo', query })).results;
}

type Wanted = Pick<Request, 'operation' | 'tenant' | 'now' | 'source'> &
  Partial<Pick<Request, 'params' | 'query'>> & { readonly text?: string };

/** Carries out an operation by its name, such as "POST /accounts"; throws `SetupError` where any of it failed. */
async function run(dispatcher: Dispatcher, wanted: Wanted) {
  const { operation: name } = wanted;
  const operation = table.get(name);
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  const finished = await dispatcher.run(operation, requestOf(wanted));
  const answer = JSON.parse(new TextDecoder().decode(finished.body));
  const [failed] = answer.failed_results ?? [];
  if (!finished.ok || failed !== undefined) {
    const why = failed === undefined ? answer.message : `record ${failed.record}: ${failed.message}`;
    throw new SetupError(`The demo could not be loaded: ${name} answered "${why}"`);
  }
  return answer;
}

const encoder = new TextEncoder();

const requestOf = ({ text = '', params = {}, query = [], ...wanted }: Wanted): Request => ({
  ...wanted,
  // The story is of the past: each upload is made as of its own day.
  at: wanted.now,
  params,
  query,
  body: encoder.encode(text),
  permit: new Permit().buffer,
});

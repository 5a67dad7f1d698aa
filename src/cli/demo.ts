/** Fills an empty database with the demo, through the same handlers as any other upload. */
import type { Logger } from 'pino';
import { routes } from '../http/routes.ts';
import { defaultTenant, type Tenant } from '../store/directory.ts';
import { SetupError } from '../store/setup-error.ts';
import type { Dispatcher } from '../workers/dispatcher.ts';
import { Permit } from '../workers/job.ts';

const seed = 'cocoa';
/** A label on the first account while the load is under way: a start after one that was cut short finds it. */
const unfinished = 'demo_load';

/** Loads the demo where the default tenant has no account yet; a tenant that has some is served as it is. */
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
    written = run(dispatcher, `POST ${path}`, { tenant, now: at, source, text });
  }
  await written;
  const params = { id, key: unfinished };
  await run(dispatcher, 'DELETE /accounts/{id}/dimension_labels[/{key}]', { tenant, now, source: 'demo', params });
  const records = uploads.reduce((sum, { body }) => sum + body.records.length, 0);
  const duration_ms = Math.round(performance.now() - start);
  log.info({ uploads: uploads.length, records, duration_ms }, 'demo loaded');
}

interface Request {
  readonly tenant: Tenant;
  readonly now: number;
  readonly source: string;
  readonly text?: string;
  readonly params?: { readonly [name: string]: string };
  readonly query?: readonly (readonly [string, string])[];
}

interface ListedAccount {
  readonly custom_label_dimensions: object;
}

async function listAccounts(dispatcher: Dispatcher, tenant: Tenant, now: number): Promise<ListedAccount[]> {
  const query = Object.entries({ include_inactive: 'true', include: 'custom_label_dimensions', direction: 'asc' });
  return (await run(dispatcher, 'GET /accounts', { tenant, now, source: 'demo', query })).results;
}

const encoder = new TextEncoder();

/** Carries out a request by the name of its route, such as "POST /accounts"; throws where any of it failed. */
async function run(dispatcher: Dispatcher, name: string, request: Request) {
  const index = routes.findIndex(({ method, path }) => `${method} ${path}` === name);
  const route = routes[index];
  if (route === undefined) throw new Error(`there is no route ${name}`);
  const { tenant, now, source, text = '', params = {}, query = [] } = request;
  const permit = new Permit().buffer;
  const body = encoder.encode(text);
  const finished = await dispatcher.run(route.kind, { route: index, tenant, params, query, body, now, source, permit });
  const answer = JSON.parse(new TextDecoder().decode(finished.body));
  const [failed] = answer.failed_results ?? [];
  if (!finished.ok || failed !== undefined) {
    const why = failed === undefined ? answer.message : `record ${failed.record}: ${failed.message}`;
    throw new SetupError(`The demo could not be loaded: ${name} answered "${why}"`);
  }
  return answer;
}

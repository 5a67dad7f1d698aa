/** Requests that reach every statement of the program: each route with all that its query and its path can hold. */
import { type BoundOperation, table } from '../../src/operations/table.ts';
import { scalarsOf } from '../../src/resources/fields.ts';
import { resources } from '../../src/resources/index.ts';

export interface Request {
  readonly route: BoundOperation;
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly body: object | undefined;
}

/** Every name by which some list can be ordered. */
const orders = [
  ...new Set([...resources.flatMap(scalarsOf).map(({ name }) => name), 'id', 'at', 'due_date', 'timestamp']),
];

/** A record of each type that can be uploaded, with what brings in other tables. */
const samples: { readonly [path: string]: object } = {
  '/accounts': { account_id: 'a', name: 'A', join_date: 1, parent_account_id: 'b', stage: 'live', tier: 'gold' },
  '/account_users': {
    account_id: 'a',
    user_id: 'x',
    first_name: 'F',
    last_name: 'L',
    custom_label_dimensions: [{ key: 'k', value: 'v' }],
  },
  '/account_contacts': { account_id: 'a', user_id: 'x', first_name: 'F', last_name: 'L' },
  '/metrics': { account_id: 'a', name: 'x', metrics: [{ timestamp: 1, value: 2 }] },
  '/subscriptions': {
    account_id: 'a',
    subscription_id: 'x',
    event: 'revenue',
    effective_start_date: 1,
    total_revenue: 100,
    cycle_unit: 'month',
    cycle_length: 1,
  },
  '/statements': { account_id: 'a', invoice_id: 'x', start_date: 1 },
  '/support_tickets': { account_id: 'a', ticket_id: 'x', state: 'open', subject: 's', create_time: 1 },
  '/interactions': { account_id: 'a', external_id: 'x', type: 'call', create_time: 1 },
  '/notes': { account_id: 'a', external_id: 'x', create_time: 1 },
};

/** The values of path parameters with which the samples are found. */
const params = {
  id: 'x',
  name: 'x',
  key: 'k',
  email: 'e@x.com',
  timestamp: '1',
  account_id: 'a',
  ticket_id: 'x',
  external_id: 'x',
};
const paramsOf = (route: BoundOperation): Request['params'][] => {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof typeof params);
  const optional = [...route.path.matchAll(/\[\/\{(\w+)\}\]/g)].length;
  const given = (count: number) =>
    Object.fromEntries(names.slice(0, count).map((name) => [name, valueOf(route, name)]));
  return Array.from({ length: optional + 1 }, (_, left) => given(names.length - left));
};
const valueOf = (route: BoundOperation, name: keyof typeof params): string =>
  name === 'id' && route.path.startsWith('/accounts/') ? 'a' : params[name];

const period = { from: '0', to: '4000000000000', interval: 'year' };
const conditions = [
  { attribute: 'name', operator: 'like', value: 'x' },
  { attribute: 'assigned_csm', operator: 'eq', value: 'x' },
  { attribute: 'label:k', operator: 'eq', value: 'x' },
  { attribute: 'label:k', operator: 'like', value: 'x' },
  { attribute: 'value:k', operator: 'gt', value: 1 },
  { attribute: 'account_id', operator: 'eq', value: 'a' },
];

function bodiesOf(route: BoundOperation): (object | undefined)[] {
  if (route.method === 'GET' || route.method === 'DELETE') return [undefined];
  if (route.kind === 'scan') {
    const attributes =
      route.path === '/search/account_users' || route.path === '/search/account_contacts'
        ? ['email', 'user_id']
        : undefined;
    const records = attributes?.map((attribute) => ({ attribute, operator: 'eq', value: 'x' })) ?? conditions;
    return [{ records: [] }, ...records.map((record) => ({ records: [record] }))];
  }
  const sample = samples[`/${route.path.split('/')[1]}`];
  if (sample === undefined) throw new Error(`no sample of a record for ${route.path}`);
  return [route.method === 'POST' ? { records: [sample] } : { data: sample }];
}

type Key = readonly (string | number)[];
/** A key of each shape that a list has. */
const keys: readonly Key[] = [[], ['a'], ['a', 'a'], ['a', 1], [1, 'a'], ['a', 'a', 'a'], [1, 'a', 'a'], [1, 'a', 1]];

const cursor = (order: string, direction: string, sortValue: string | number | null, key: Key): string =>
  Buffer.from(JSON.stringify([order, direction, 1, [sortValue, ...key]])).toString('base64url');

const plainQueries: Request['query'][] = [
  {},
  { page: '3' },
  { q: 'x' },
  { include: 'assigned_csms,documents' },
  { account_id: 'a' },
  { account_id: 'a', include_inactive: 'true' },
  { create_time: '1' },
  { modify_time: '1' },
  { create_time: '1', account_id: 'a' },
  { class: 'new' },
  { class: 'new', account_id: 'a' },
];
const deleteQueries: Request['query'][] = [{}, { account_id: 'a' }, { dimension: 'k' }, { all_dimensions: 'true' }];

/** What became of a request: whether it was done, and the order that its answer names. */
export interface Outcome {
  readonly status_is_ok: boolean;
  readonly order_by?: string;
}

/** Sends every request; what a list can be ordered by, and what its keys hold, is found by asking. */
export async function sendAll(send: (request: Request) => Promise<Outcome>): Promise<void> {
  const byMethod = ['POST', 'PUT', 'GET', 'DELETE'];
  for (const route of [...table.values()].toSorted((a, b) => byMethod.indexOf(a.method) - byMethod.indexOf(b.method)))
    for (const given of paramsOf(route)) {
      const bodies = bodiesOf(route);
      const request = (query: Request['query'], body = bodies[0]): Request => ({
        route,
        params: given,
        query: route.path.startsWith('/reports/') ? { ...period, ...query } : query,
        body,
      });
      const queries = route.method === 'DELETE' ? deleteQueries : route.kind === 'scan' ? plainQueries : [{}];
      for (const body of bodies) for (const query of queries) await send(request(query, body));
      if (route.kind === 'scan') await sendOrders((query) => send(request(query)));
    }
}

async function sendOrders(send: (query: Request['query']) => Promise<Outcome>): Promise<void> {
  let key: Key | undefined;
  for (const order_by of orders) {
    if ((await send({ order_by })).order_by !== order_by) continue;
    for (const direction of ['asc', 'desc'])
      for (const further of [{}, { include_inactive: 'true' }, { modify_time: '1' }]) {
        const asked = { order_by, direction, ...further };
        const behind = (value: string | number | null, of: Key) =>
          send({ ...asked, cursor: cursor(order_by, direction, value, of) });
        await send(asked);
        key ??= await findKey(behind);
        for (const value of ['a', 1, null]) await behind(value, key);
      }
  }
}

async function findKey(behind: (value: string | number, key: Key) => Promise<Outcome>): Promise<Key> {
  for (const key of keys) for (const value of ['a', 1]) if ((await behind(value, key)).status_is_ok) return key;
  throw new Error('no key of a cursor fits');
}

/**
 * Every statement that the program prepares, with what SQLite makes of it. The program is driven by its own table of
 * routes, so that a new one is looked at without being named here.
 */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, mock, test } from 'node:test';
import { openDatabase } from '../../src/store/database.ts';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { execute } from '../../src/operations/execute.ts';
import { Permit } from '../../src/operations/request.ts';
import { table as operations } from '../../src/operations/table.ts';
import { type Outcome, type Request, sendAll } from './requests.ts';
import { newFile } from './sqlite-file.ts';

interface Statement {
  readonly sql: string;
  /** The request that prepared it first; undefined for what no route asks for. */
  readonly request: Request | undefined;
  readonly plan: string;
}

/** `scan`: reads a whole table. `tenant`: reads all that a tenant has in it. `sort`: sorts what it finds of a tenant. */
type Problem = 'scan' | 'tenant' | 'sort';

/** The columns by which lists are ordered without sorting; an account's own are few and may be sorted. */
const indexedOrders: { readonly [table: string]: readonly string[] } = {
  accounts: ['account_id', 'name', 'join_date', 'current_mrr', 'renewal_date', 'is_active', 'modify_time'],
  account_users: ['account_id', 'user_id', 'modify_time'],
  account_contacts: ['account_id', 'user_id', 'modify_time'],
  statements: ['account_id', 'invoice_id', 'start_date', 'modify_time'],
  support_tickets: ['account_id', 'ticket_id', 'create_time', 'modify_time'],
  interactions: ['account_id', 'id', 'create_time', 'modify_time'],
  notes: ['account_id', 'id', 'create_time', 'modify_time'],
  subscriptions: ['account_id', 'subscription_id', 'start_date', 'modify_time'],
};

/** Statements that may read much, and why. */
const allowed: readonly { readonly problem: Problem; readonly why: string; fits(statement: Statement): boolean }[] = [
  {
    problem: 'sort',
    why: 'an order without an index is a top-n scan in a reader; thirty indexes would make loading six times slower',
    fits: ({ sql }) => !(indexedOrders[tableOf(sql)] ?? []).includes(orderOf(sql)),
  },
  {
    problem: 'sort',
    why: 'the indexes of accounts are for the list that hides inactive ones; a search finds those too',
    fits: ({ sql }) =>
      tableOf(sql) === 'accounts' && !sql.includes('"is_active" = ?') && orderOf(sql) !== 'modify_time',
  },
  {
    problem: 'sort',
    why: 'what has changed since a time is mostly little, and is read by modify_time and sorted',
    fits: ({ sql, plan }) =>
      orderOf(sql) !== 'modify_time' && plan.includes('_by_modify_time (tenant_id=? AND modify_time>?)'),
  },
  {
    problem: 'tenant',
    why: 'a report reads what is kept of all the accounts that it is about',
    fits: ({ request }) => request?.route.path.startsWith('/reports/') === true,
  },
  {
    problem: 'scan',
    why: 'tenants and keys are few, and listed for a person',
    fits: ({ sql }) => ['tenants', 'api_keys'].includes(tableOf(sql)) && sql.includes('ORDER BY'),
  },
];

const tableOf = (sql: string): string => /\b(?:FROM|UPDATE|INTO) (\w+)/.exec(sql)?.[1] ?? '';
const orderOf = (sql: string): string => /ORDER BY "(\w+)"/.exec(sql)?.[1] ?? '';

/** Drives the program on a database of its own and collects what it prepares. */
async function prepared(): Promise<Statement[]> {
  const { file, remove } = await newFile();
  const found = new Map<string, Request | undefined>();
  let current: Request | undefined;
  const prepare = DatabaseSync.prototype.prepare;
  const hook = mock.method(DatabaseSync.prototype, 'prepare', function (this: DatabaseSync, sql: string) {
    if (!found.has(sql)) found.set(sql, current);
    return prepare.call(this, sql);
  });
  const database = openDatabase({ kind: 'sqlite', file }, 'writer');
  const tenant = (await database.directory.tenant('default')) ?? assert.fail();
  await sendAll(async (request) => {
    current = request;
    const { body, error } = await execute(database, {
      operation: request.route.name,
      tenant,
      params: request.params,
      query: Object.entries(request.query),
      body: new TextEncoder().encode(request.body && JSON.stringify(request.body)),
      now: 5,
      source: 'test',
      permit: new Permit().buffer,
    });
    assert.equal(error, undefined, `${request.route.method} ${request.route.path}`);
    return JSON.parse(new TextDecoder().decode(body)) as Outcome;
  });
  current = undefined;
  await database.store(tenant.tenant_id).read((reader) => reader.loadDue(0, ['account_id'], { limit: 1 }));
  await database.directory.identify('none', 0);
  await database.directory.tenants();
  await database.directory.keys();
  await database.close();
  hook.mock.restore();
  const connection = new Connection(file, 'reader');
  const planned = [...found]
    .filter(([sql]) => !/^\s*(PRAGMA|INSERT[^]* VALUES )/.test(sql) && !isImpossible(connection, sql))
    .map(([sql, request]): Statement => {
      const steps = connection.all(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail);
      return { sql, request, plan: steps.join('; ') };
    });
  connection.close();
  remove();
  return planned;
}

/** A null in a column that has none: the last part of a walk, which SQLite knows to be empty. */
function isImpossible(connection: Connection, sql: string): boolean {
  const columns = [...sql.matchAll(/"(\w+)" IS NULL/g)].map(([, column]) => column as string);
  const filled = connection.all('SELECT name FROM pragma_table_info(?) WHERE "notnull"', tableOf(sql));
  return columns.some((column) => filled.some(({ name }) => name === column));
}

function problemsOf({ sql, plan }: Statement): Problem[] {
  // The list in a parameter, what tells of the schema, the rows of a recursion or of a subquery are no tables.
  const passing = new Set(['CONSTANT', ...[...plan.matchAll(/CO-ROUTINE (\S+);/g)].map(([, name]) => name)]);
  const scans = plan.matchAll(/\bSCAN ([^\s;]+)(?!( EXISTS)? VIRTUAL TABLE)(?=[\s;]|$)/g);
  if ([...scans].some(([, name]) => !passing.has(name))) return ['scan'];
  const searches = [...plan.matchAll(/SEARCH \w+ USING [^(;]*\(([^;]*)\)/g)].map(([, terms]) => terms as string);
  const narrow = (terms: string): boolean => /\b(?!tenant_id|is_active)\w+=\?/.test(terms);
  if (searches.every(narrow)) return [];
  if (/TEMP B-TREE FOR (ORDER|GROUP)/.test(plan)) return ['sort'];
  const passesOthersBy = !narrow(searches[0] ?? '') && sql.includes('"account_id" = ?');
  return passesOthersBy || !/\bLIMIT\b/.test(sql) ? ['tenant'] : [];
}

/** The query parameters that a handler has read, as `GET /accounts page`. */
const parametersRead = new Set<string>();
for (const operation of operations.values()) {
  const { name, handler } = operation;
  const noting: typeof handler = (context) => {
    const get = (values: object, parameter: string): unknown => {
      parametersRead.add(`${name} ${parameter}`);
      return Reflect.get(values, parameter);
    };
    const query = new Proxy<object>(context.query, { get: get as (values: object, key: string | symbol) => unknown });
    return handler({ ...context, query } as typeof context);
  };
  Object.assign(operation, { handler: noting });
}
const statements = await prepared();

test('every query parameter that an operation declares is read by its handler', () => {
  const declared = [...operations.values()].flatMap(({ name, parameters }) =>
    Object.keys(parameters).map((parameter) => `${name} ${parameter}`),
  );
  assert.deepEqual(
    declared.filter((parameter) => !parametersRead.has(parameter)),
    [],
  );
});

describe('the statements of the program', () => {
  test('are found for every table, every order with an index, every kind of request', () => {
    for (const [table, orders] of Object.entries(indexedOrders))
      for (const order of orders)
        for (const direction of ['ASC', 'DESC'])
          assert.ok(
            statements.some(({ sql }) => tableOf(sql) === table && sql.includes(`ORDER BY "${order}" ${direction}`)),
            `${table} by ${order} ${direction}`,
          );
    for (const verb of ['SELECT', 'UPDATE', 'DELETE', 'WITH'])
      assert.ok(statements.some(({ sql }) => sql.startsWith(verb)));
  });

  test('read no whole table, nor all that a tenant has, unless it is known why', () => {
    const unknown = statements.flatMap((statement) =>
      problemsOf(statement)
        .filter((problem) => !allowed.some((one) => one.problem === problem && one.fits(statement)))
        .map((problem) => `${problem}: ${said(statement)}`),
    );
    assert.deepEqual(unknown, []);
  });

  test('find what has changed since a time by modify_time in any order, but for the records of one account', () => {
    // Rows without a value in the order's column are taken to be few by the fixed statistics.
    const isFew = (sql: string): boolean =>
      sql.includes('"account_id" = ?') || sql.includes(`"${orderOf(sql)}" IS NULL`);
    const increments = statements.filter(({ sql }) => sql.includes('"modify_time" >= ?') && !isFew(sql));
    for (const table of Object.keys(indexedOrders))
      assert.ok(
        increments.some(({ sql }) => tableOf(sql) === table && orderOf(sql) !== 'modify_time'),
        table,
      );
    assert.deepEqual(increments.filter(({ plan }) => !plan.includes('_by_modify_time (tenant_id=? AND')).map(said), []);
  });

  test('begin a walk by modify_time at its cursor, also where a filter names an earlier time', () => {
    for (const table of Object.keys(indexedOrders)) {
      const walks = statements.filter(
        ({ sql }) => tableOf(sql) === table && orderOf(sql) === 'modify_time' && sql.includes('("modify_time", '),
      );
      assert.ok(walks.length > 0, table);
      const others = walks.filter(({ plan }) => !/\((tenant_id=\?.*AND )?\(modify_time,[a-z_,]+\)[<>]/.test(plan));
      // What one account has, and the people who share an id, are few and may be sorted.
      const isFew = (sql: string): boolean => sql.includes('"account_id" = ?') || sql.includes('"user_id" = ?');
      assert.deepEqual(others.filter(({ sql }) => !isFew(sql)).map(said), []);
    }
  });

  for (const { problem, why, fits } of allowed)
    test(`still need the allowance that ${why}`, () => {
      assert.ok(statements.some((statement) => problemsOf(statement).includes(problem) && fits(statement)));
    });
});

const said = ({ request, plan, sql }: Statement): string =>
  `${request?.route.method} ${request?.route.path} ${JSON.stringify(request?.query)}\n  ${plan}\n  ${sql.replace(/\s+/g, ' ').replace(/json_(object|patch)\(.* AS json/, '…')}`;

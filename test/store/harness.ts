/** What the suite needs of a database under test, and how it makes tenants and rows there. */
import { applyToAccount } from '../../src/domain/account/account.ts';
import { Parents } from '../../src/domain/account/hierarchy.ts';
import { ListColumns } from '../../src/domain/list-columns.ts';
import { contactRules, userRules } from '../../src/domain/person.ts';
import type { Row } from '../../src/domain/row.ts';
import { applyStatement } from '../../src/domain/statement.ts';
import { applyTicket } from '../../src/domain/ticket.ts';
import type { SharedClock } from '../../src/store/clock.ts';
import type { Database } from '../../src/store/database.ts';
import type { PageQuery, Store } from '../../src/store/store.ts';
import {
  type Table,
  accounts,
  accountContacts,
  accountUsers,
  statements,
  supportTickets,
} from '../../src/store/tables.ts';

export interface Harness {
  /** Another opening of the one database under test, which has its schema; by a clock of its own where one is given. */
  open(clock?: SharedClock): Promise<Database>;
}

export interface TestTenant {
  readonly id: number;
  readonly name: string;
  readonly store: Store;
}

let count = 0;

/** A tenant that has nothing yet. */
export async function newTenant({ directory, store }: Database): Promise<TestTenant> {
  const name = `store-${process.pid}-${++count}`;
  await directory.createTenant({ name, time_zone: 'UTC', currency: 'USD' }, 0);
  const id = (await directory.tenant(name))?.tenant_id as number;
  return { id, name, store: store(id) };
}

/** A whole row of a table, with these values in it. */
export type Make = (values: Row) => Row;

const context = { now: 0, overwriteCsms: false, parents: new Parents() };
const make =
  (blank: unknown): Make =>
  (values) => ({ ...(blank as Row), modify_time: 0, ...values });

export const account = make(applyToAccount(undefined, { account_id: '', name: '', join_date: 0 }, context));
const person = { account_id: '', user_id: '', first_name: '', last_name: '' };
export const user = make(userRules.apply(undefined, person, 0, new ListColumns()));
export const contact = make(contactRules.apply(undefined, person, 0, new ListColumns()));
export const statement = make(
  applyStatement(undefined, { account_id: '', invoice_id: '', start_date: 0 }, 0, new ListColumns()),
);
const opened = { account_id: '', ticket_id: '', state: '', subject: '', create_time: 0 };
export const ticket = make(applyTicket(undefined, opened, 0));

export const makers: ReadonlyMap<Table, Make> = new Map([
  [accounts, account],
  [accountUsers, user],
  [accountContacts, contact],
  [statements, statement],
  [supportTickets, ticket],
]);

/** A page of everything, of which a test changes what it is about. */
export const pageOf = (table: Table, changes: Partial<PageQuery> = {}): PageQuery => ({
  table,
  output: table.key.map((name) => ({ name, column: name })),
  where: {},
  conditions: [],
  ownerConditions: [],
  order: table.key[0] as string,
  direction: 'asc',
  limit: 1000,
  offset: 0,
  after: undefined,
  ...changes,
});

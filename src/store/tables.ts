/** The tables of a database. Most columns derive from the declarations; internal ones are added here. */
import { accounts as accountFields } from '../resources/accounts.ts';
import type { Field, Resource } from '../resources/fields.ts';
import { interactions as interactionFields } from '../resources/interactions.ts';
import { notes as noteFields } from '../resources/notes.ts';
import { accountContacts as contactFields, accountUsers as userFields } from '../resources/people.ts';
import { statements as statementFields } from '../resources/statements.ts';
import { supportTickets as ticketFields } from '../resources/support-tickets.ts';

/** The type of a column. A `json` column holds JSON text. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'json';
/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The column is never null. */
  readonly filled?: true;
  /** A text that sorts by its first `sortedLength` code points, because the cursor of a list carries the sort value. */
  readonly long?: true;
}
/** The number of code points by which a long text sorts. */
export const sortedLength = 512;

/** A table of tenants' data. */
export interface Table {
  readonly name: string;
  /** All columns except the tenant's id. */
  readonly columns: readonly Column[];
  /** The columns that, together with the tenant's id, are the primary key. */
  readonly key: readonly string[];
  /** The text, list and map columns that case-insensitive search may look at. */
  readonly folded: {
    readonly texts: readonly string[];
    readonly lists: readonly string[];
    readonly maps: readonly string[];
  };
}

const kinds: { readonly [type in Field['type']]: ColumnKind } = {
  string: 'text',
  integer: 'integer',
  long: 'integer',
  double: 'real',
  boolean: 'boolean',
  array: 'json',
};

const column = (field: Field): Column => ({
  name: field.name,
  kind: kinds[field.type],
  ...((field.required !== undefined || field.filled) && { filled: true }),
  ...((field.maxLength ?? 0) > sortedLength && { long: true }),
});
const integer = (name: string): Column => ({ name, kind: 'integer' });
const json = (name: string): Column => ({ name, kind: 'json' });
const text = (name: string): Column => ({ name, kind: 'text' });
const filled = (nullable: Column): Column => ({ ...nullable, filled: true });

const recordColumns = (resource: Resource): Column[] =>
  [...resource.fields.filter((field) => !field.writeOnly), ...resource.derived].map(column);

const textColumns = (resource: Resource): string[] =>
  recordColumns(resource).flatMap(({ name, kind }) => (kind === 'text' ? [name] : []));

const nothingFolded = { texts: [], lists: [], maps: [] };

export const accounts: Table = {
  name: 'accounts',
  columns: [
    ...recordColumns(accountFields),
    integer('create_time'),
    integer('manual_renewal_date'),
    integer('subscription_renewal_date'),
    integer('stage_due'),
    integer('money_due'),
    integer('next_change_due'),
  ],
  key: ['account_id'],
  folded: { texts: textColumns(accountFields), lists: ['assigned_csms'], maps: ['custom_label_dimensions'] },
};

const personTable = (resource: Resource): Table => ({
  name: resource.name,
  columns: recordColumns(resource),
  key: ['account_id', 'user_id'],
  folded: { texts: textColumns(resource), lists: [], maps: [] },
});

export const accountUsers = personTable(userFields);
export const accountContacts = personTable(contactFields);

export const statements: Table = {
  name: 'statements',
  columns: [...recordColumns(statementFields), integer('given_recurring'), integer('given_non_recurring')],
  key: ['account_id', 'invoice_id'],
  folded: nothingFolded,
};

export const supportTickets: Table = {
  name: 'support_tickets',
  columns: recordColumns(ticketFields),
  key: ['account_id', 'ticket_id'],
  folded: nothingFolded,
};

const messageTable = (resource: Resource): Table => ({
  name: resource.name,
  columns: recordColumns(resource),
  key: ['account_id', 'id'],
  folded: nothingFolded,
});

export const interactions = messageTable(interactionFields);
export const notes = messageTable(noteFields);

/** Subscriptions. Their entries are a column, because they are always read and written with their subscription. */
export const subscriptions: Table = {
  name: 'subscriptions',
  columns: [
    text('account_id'),
    text('subscription_id'),
    filled(integer('start_date')),
    json('entries'),
    json('custom_dimensions'),
    filled(integer('modify_time')),
  ],
  key: ['account_id', 'subscription_id'],
  folded: nothingFolded,
};

/** Derived from subscriptions: every change of an account's MRR, sorted as the ledger is. */
export const mrrMovements: Table = {
  name: 'mrr_movements',
  columns: [
    text('account_id'),
    integer('at'),
    integer('rank'),
    text('class'),
    integer('amount'),
    integer('mrr_before'),
    integer('mrr_after'),
    json('causes'),
  ],
  key: ['at', 'account_id', 'rank'],
  folded: nothingFolded,
};

/** Derived from movements, by the store itself: their sum for each UTC day, over all accounts of a tenant. */
export const mrrDays: Table = {
  name: 'mrr_days',
  columns: [integer('day'), integer('mrr'), integer('accounts')],
  key: ['day'],
  folded: nothingFolded,
};

/** Derived from subscriptions: every renewal that falls due. */
export const dueDates: Table = {
  name: 'due_dates',
  columns: [
    text('account_id'),
    text('subscription_id'),
    integer('due_date'),
    text('state'),
    integer('value'),
    integer('renewed_at'),
    integer('renewed_value'),
    text('plan_code'),
    integer('last_end'),
  ],
  key: ['due_date', 'account_id', 'subscription_id'],
  folded: nothingFolded,
};

/** The change history of accounts. */
export const accountChanges: Table = {
  name: 'account_changes',
  columns: [
    text('account_id'),
    integer('id'),
    filled(integer('at')),
    text('what'),
    json('from'),
    json('to'),
    text('source'),
  ],
  key: ['account_id', 'id'],
  folded: nothingFolded,
};

/** Whether a table has the column `folded` for case-insensitive search. */
export const isFolded = (table: Table): boolean => table.folded !== nothingFolded;

/** A table with its column `folded`, for reading. Only the store writes that column. */
export const withFolded = (table: Table): Table => ({ ...table, columns: [...table.columns, text('folded')] });

/** Points of metrics. They are read and written as `Point`s; the table is for code that walks all tables. */
export const metricPoints: Table = {
  name: 'metric_points',
  columns: [text('account_id'), text('name'), integer('timestamp'), { name: 'value', kind: 'real' }],
  key: ['account_id', 'name', 'timestamp'],
  folded: nothingFolded,
};

/** Which accounts have points of which metric. It finds the accounts of a metric without reading the points. */
export const metricSeries: Table = {
  name: 'metric_series',
  columns: [text('name'), text('account_id')],
  key: ['name', 'account_id'],
  folded: nothingFolded,
};

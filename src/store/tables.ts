/** Tables as the stores see them. Declarations hold the document's names only; what is internal is added here. */
import { accounts as accountFields } from '../resources/accounts.ts';
import type { Field, Resource } from '../resources/fields.ts';
import { interactions as interactionFields } from '../resources/interactions.ts';
import { notes as noteFields } from '../resources/notes.ts';
import { accountContacts as contactFields, accountUsers as userFields } from '../resources/people.ts';
import { statements as statementFields } from '../resources/statements.ts';
import { supportTickets as ticketFields } from '../resources/support-tickets.ts';

export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'json';
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Never null. */
  readonly filled?: true;
  /** A text that is sorted by its beginning, of `sortedLength` code points: what sorts a list travels in its cursor. */
  readonly long?: true;
}
export const sortedLength = 512;

export interface Table {
  readonly name: string;
  /** All but the tenant's id. */
  readonly columns: readonly Column[];
  /** Unique together with the tenant's id. */
  readonly key: readonly string[];
  /** Text columns, lists and maps that are searched without case. */
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
  ...(field.required !== undefined && { filled: true }),
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

/** Entries are read and written with their subscription, so they are a column of it. */
export const subscriptions: Table = {
  name: 'subscriptions',
  columns: [
    text('account_id'),
    text('subscription_id'),
    filled(integer('start_date')),
    json('entries'),
    json('custom_dimensions'),
  ],
  key: ['account_id', 'subscription_id'],
  folded: nothingFolded,
};

/** Derived: every change of an account's MRR, in the order of the ledger. */
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

/** Derived from the movements: by how much they change the MRR of all accounts on a day of UTC, kept by the store. */
export const mrrDays: Table = {
  name: 'mrr_days',
  columns: [integer('day'), integer('mrr'), integer('accounts')],
  key: ['day'],
  folded: nothingFolded,
};

/** Derived: every renewal that falls due. */
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

/** Whether a table has the column of folded text. */
export const isFolded = (table: Table): boolean => table.folded !== nothingFolded;

/** A table with its column of folded text, to be read: what is written there is the store's own. */
export const withFolded = (table: Table): Table => ({ ...table, columns: [...table.columns, text('folded')] });

/** Written and read as points; a table like others to whoever goes through all there is. */
export const metricPoints: Table = {
  name: 'metric_points',
  columns: [text('account_id'), text('name'), integer('timestamp'), { name: 'value', kind: 'real' }],
  key: ['account_id', 'name', 'timestamp'],
  folded: nothingFolded,
};

/** Which accounts have points of which metric, so that a metric finds its accounts without reading its points. */
export const metricSeries: Table = {
  name: 'metric_series',
  columns: [text('name'), text('account_id')],
  key: ['name', 'account_id'],
  folded: nothingFolded,
};

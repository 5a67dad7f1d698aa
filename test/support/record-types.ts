/** Every record type with its declaration, so that tests can be made for each of its fields. */
import type { Field, Resource } from '../../src/resources/fields.ts';
import { resources } from '../../src/resources/index.ts';
import { account } from './cases.ts';
import type { Dump, Row } from './dump.ts';
import { interaction, invoice, metric, note, person, subscription, ticket } from './records.ts';

export interface RecordType {
  readonly resource: Resource;
  /** The field that tells records of one account apart. */
  readonly idField: string;
  /** A record that is enough to insert it. */
  readonly make: (accountId: string, id: string) => object;
  /** The records in a dump, under the names of what was sent, where they are answered otherwise. */
  readonly rows?: (all: Dump) => Row[];
}

const facts: { readonly [resource: string]: Omit<RecordType, 'resource'> } = {
  accounts: { idField: 'account_id', make: (_, id) => account(id) },
  account_users: { idField: 'user_id', make: person },
  account_contacts: { idField: 'user_id', make: person },
  metrics: { idField: 'name', make: (accountId, name) => metric(accountId, name, [1, 1]), rows: metricRows },
  subscriptions: { idField: 'subscription_id', make: subscription, rows: subscriptionRows },
  statements: { idField: 'invoice_id', make: invoice },
  support_tickets: { idField: 'ticket_id', make: ticket },
  interactions: { idField: 'external_id', make: interaction },
  notes: { idField: 'external_id', make: note },
};

export const recordTypes: readonly RecordType[] = resources.map((resource) => {
  const known = facts[resource.name];
  if (known === undefined) throw new Error(`${resource.name} needs its line here`);
  return { resource, ...known };
});

export const rowsOf = ({ resource, rows }: RecordType, all: Dump): Row[] => rows?.(all) ?? all[resource.name] ?? [];

function metricRows(all: Dump): Row[] {
  return (all.metrics ?? []).flatMap((row) =>
    Object.entries(row.metrics).map(([name, points]) => ({ account_id: row.account_id, name, metrics: points })),
  );
}

function subscriptionRows(all: Dump): Row[] {
  return (all.subscriptions ?? []).map(({ records: [entry], ...row }) => ({
    ...row,
    ...entry,
    effective_start_date: entry.start_date,
    effective_end_date: entry.end_date,
  }));
}

/** A field of a record or of one item of a list in it. */
export interface Place {
  readonly field: Field;
  /** The list that the field is in. */
  readonly list?: Field;
  /** As messages call it: `documents.name`. */
  readonly name: string;
}

export const placesOf = ({ fields }: Resource): Place[] =>
  fields.flatMap((field): Place[] => [
    { field, name: field.name },
    ...(field.items ?? []).map((item) => ({ field: item, list: field, name: `${field.name}.${item.name}` })),
  ]);

/** Fields that count only beside others. */
const company: { readonly [field: string]: object } = {
  inactive_time: { is_deleted: true },
  inactive_reason: { is_deleted: true },
  effective_end_date: { effective_start_date: -8.64e15 },
};

/** What a record holds that has one value, or none, in a place. */
export function valueAt({ field, list }: Place, value: unknown): object {
  if (list === undefined) return { ...company[field.name], [field.name]: value };
  const others = (list.items ?? []).filter((item) => item.required !== undefined && item !== field);
  const sample = Object.fromEntries(others.map((item) => [item.name, samples[item.type]]));
  return { [list.name]: [{ ...sample, [field.name]: value }] };
}

const samples: { readonly [type in Field['type']]?: unknown } = { string: 'x', long: 1, double: 1, boolean: true };

/** Fields that are sent and not answered as such. */
export const isAnswered = ({ name }: Place): boolean => !['event', 'previous_renewal_date'].includes(name);

/** What is answered of a place of which one value was sent. */
export function answeredAt(row: Row, { field, list }: Place): unknown {
  if (list === undefined) return row[field.name === 'stage' ? 'current_stage' : field.name];
  const items = row[list.name];
  if (!Array.isArray(items)) return field.name === 'key' ? Object.keys(items)[0] : Object.values(items)[0];
  return typeof items[0] === 'string' ? items[0] : items[0]?.[field.name];
}

/** The least and the greatest value of a number field. */
export function rangeOf({ type, unit, minimum, maximum }: Field): [number, number] {
  const limit =
    type === 'double' ? Number.MAX_VALUE : unit === 'ms' ? 8.64e15 : unit === 'cents' ? 1e12 : Number.MAX_SAFE_INTEGER;
  return [minimum ?? -limit, maximum ?? limit];
}

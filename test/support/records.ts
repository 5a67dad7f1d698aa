/** Records that are enough to insert one of each type, and the calls that send and find them. */
import assert from 'node:assert/strict';
import { type Call, account, post, upload } from './cases.ts';

/** 2025-03-01T00:00:00Z, when the records of these tests were made. */
export const made = Date.UTC(2025, 2, 1);

/** An upload of records of any type. */
export const load = (type: string, ...records: unknown[]): Call => post(`/${type}`, { records });
/** The same with options. */
export const loadWith = (type: string, options: unknown, ...records: unknown[]): Call =>
  post(`/${type}`, { options, records });
/** An upload of accounts of these ids. */
export const accounts = (...accountIds: string[]): Call => upload(...accountIds.map((id) => account(id)));
/** A search over any type. */
export const find = (type: string, records: unknown, query = ''): Call => post(`/search/${type}${query}`, { records });

export const person = (account_id: unknown, user_id: unknown, fields: object = {}): object => ({
  account_id,
  user_id,
  first_name: 'Abby',
  last_name: 'Russel',
  ...fields,
});
export const invoice = (account_id: unknown, invoice_id: unknown, fields: object = {}): object => ({
  account_id,
  invoice_id,
  start_date: made,
  ...fields,
});
export const subscription = (account_id: unknown, subscription_id: unknown, fields: object = {}): object => ({
  account_id,
  subscription_id,
  event: 'revenue',
  effective_start_date: made,
  total_revenue: 100,
  cycle_unit: 'month',
  cycle_length: 1,
  ...fields,
});
export const ticket = (account_id: unknown, ticket_id: unknown, fields: object = {}): object => ({
  account_id,
  ticket_id,
  state: 'open',
  subject: 'Beatae blanditiis',
  create_time: made,
  ...fields,
});
export const interaction = (account_id: unknown, external_id: unknown, fields: object = {}): object => ({
  account_id,
  external_id,
  type: 'email',
  create_time: made,
  ...fields,
});
export const note = (account_id: unknown, external_id: unknown, fields: object = {}): object => ({
  account_id,
  external_id,
  create_time: made,
  ...fields,
});
/** A metric with its points as pairs of timestamp and value. */
export const metric = (
  account_id: unknown,
  name: unknown,
  ...points: readonly (readonly [unknown, unknown])[]
): object => ({
  account_id,
  name,
  metrics: points.map(([timestamp, value]) => ({ timestamp, value })),
});

/** The values of one property in the results, in order. */
export const each =
  (property: string, ...expected: unknown[]) =>
  (results: unknown, where: string): void =>
    assert.deepEqual(
      (results as { [key: string]: unknown }[]).map((row) => row[property]),
      expected,
      where,
    );

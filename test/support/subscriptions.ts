/** Short ways to write subscription records and what is answered of their entries. */
import { account, type Call, type Case, exactly, get, post, upload } from './cases.ts';

/** The instant of a UTC midnight; of the year's or month's first day where the rest is left out. */
export const utc = (date: string): number => Date.parse(`${date}-01-01`.slice(0, 10));

export interface Terms {
  readonly total_revenue: number;
  readonly cycle_unit: string;
  readonly cycle_length: number;
}
export const monthly = (cents: number): Terms => ({ total_revenue: cents, cycle_unit: 'month', cycle_length: 1 });
export const yearly = (cents: number): Terms => ({ total_revenue: cents, cycle_unit: 'year', cycle_length: 1 });

type Day = string | number;
const instant = (day: Day): number => (typeof day === 'string' ? utc(day) : day);

/** A record of subscription `s` of account `a`, unless the fields say otherwise; days are UTC midnights. */
const record =
  (event: string) =>
  (start: Day, ...fields: object[]): object => ({
    account_id: 'a',
    subscription_id: 's',
    event,
    effective_start_date: instant(start),
    ...Object.assign({}, ...fields),
  });
export const revenue = record('revenue');
export const renewal = record('renewal');
export const end = record('end');
export const current = record('current');
/** Of subscription or account `id`. */
export const of = (subscription_id: string, account_id = 'a'): object => ({ account_id, subscription_id });
export const until = (day: Day): object => ({ effective_end_date: instant(day) });
export const next = (day: Day): object => ({ next_renewal_date: instant(day) });

/** An upload of subscription records. */
export const send = (...records: unknown[]): Call => post('/subscriptions', { records });
export const accountsNamed = (...ids: string[]): Call => upload(...ids.map((id) => account(id)));
/** Account `a`, and these records of subscriptions. */
export const given = (...records: object[]): Call[] =>
  records.length === 0 ? [accountsNamed('a')] : [accountsNamed('a'), ...records.map((each) => send(each))];

interface EntryFields extends Partial<Terms> {
  readonly mrr: number;
  readonly next?: string;
  readonly is_end?: boolean;
  readonly is_renewal?: boolean;
  readonly plan_code?: string;
  readonly source?: string;
}

/** An entry as it is answered, of which every field counts. */
export function entry(start: Day, to: Day | null, { mrr, next: due, ...fields }: EntryFields): object {
  const { total_revenue, cycle_unit, cycle_length } = { ...monthly(mrr), ...fields };
  const next_renewal_date = due === undefined ? null : utc(due);
  return {
    start_date: instant(start),
    end_date: to === null ? null : instant(to),
    is_end: fields.is_end ?? false,
    is_renewal: fields.is_renewal ?? false,
    expiration_date: next_renewal_date,
    next_renewal_date,
    plan_code: fields.plan_code ?? null,
    total_revenue,
    revenue: total_revenue,
    cycle_unit,
    cycle_length,
    mrr,
    source: fields.source ?? null,
  };
}

/** That the whole history of a subscription is these entries. */
export const history = (entries: readonly object[], id = 's') => ({
  request: get(`/subscriptions/${id}?history=true`),
  expect: { status_is_ok: true, results: [{ subscription_id: id, records: exactly(entries) }] },
});

/** That there is no such subscription. */
export const gone = (id = 's') => ({
  request: get(`/subscriptions/${id}`),
  expect: { status_is_ok: false, message: 'Record not found', results: [] },
});

/** A case: what these records, one upload each, make of subscription `s`. */
export const leaves = (name: string, records: readonly object[], entries: readonly object[]): Case => ({
  name,
  given: given(...records),
  ...(entries.length === 0 ? gone() : history(entries)),
});

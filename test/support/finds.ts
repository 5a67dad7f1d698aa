/** Cases of a search by one condition. */
import { type Call, type Case, ids, search } from './cases.ts';

/** A condition and the ids of the accounts that it finds, between spaces. */
export type Row = readonly [attribute: string, operator: string | undefined, value: unknown, found: string];

export const finds = (name: string, given: readonly Call[], rows: readonly Row[]): Case[] =>
  rows.map(([attribute, operator, value, found]) => ({
    name: `${name}: ${attribute} ${operator ?? '(eq)'} ${JSON.stringify(value) ?? '(no value)'} finds ${found || 'none'}`,
    given,
    request: search([{ attribute, operator, value }], '?direction=asc'),
    expect: { status_is_ok: true, results: ids(...found.split(' ').filter((id) => id !== '')) },
  }));

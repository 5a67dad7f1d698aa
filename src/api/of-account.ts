/** What the handlers do alike that read what belongs to an account. */
import { ApiError } from '../domain/errors.ts';
import type { Row } from '../domain/row.ts';
import { columnCondition, type Condition } from '../domain/search.ts';
import type { Reader } from '../store/store.ts';
import type { Context, ListAnswer } from './context.ts';
import { answerPage, type Filter, type List, type PageParameters } from './pages.ts';

/** The accounts of rows, each once. */
export const accountsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map((row) => row.account_id as string))];

/** Refuses with "Account not found" where there is no such account. */
export async function requireAccount(reader: Reader, id: string): Promise<void> {
  const known = await reader.knownAccounts([id]);
  if (!known.has(id)) throw new ApiError('not_found', 'Account not found');
}

/** What the query parameter `account_id` narrows to. */
export const accountWhere = ({ query }: Context<object, AccountParameter>): { account_id?: string } =>
  query.account_id === undefined ? {} : { account_id: query.account_id };

export interface AccountParameter {
  readonly account_id: string | undefined;
}

/** The conditions of the time filters that a list declares: at that time or later. */
export function sinceConditions({ query }: Context<object, SinceParameters>): Condition[] {
  const { create_time, modify_time } = query;
  return Object.entries({ create_time, modify_time }).flatMap(([column, time]) =>
    time === undefined ? [] : [columnCondition(column, 'ge', time)],
  );
}

export interface SinceParameters {
  /** Epoch ms. */
  readonly create_time?: number | undefined;
  /** Epoch ms. */
  readonly modify_time?: number | undefined;
}

/** The list of a type over all accounts, or over the one that `account_id` names. */
export function answerAll(
  context: Context<object, PageParameters & AccountParameter & SinceParameters>,
  list: List,
  filter: Omit<Filter, 'conditions'> = {},
): Promise<ListAnswer> {
  const where = { ...filter.where, ...accountWhere(context) };
  const conditions = sinceConditions(context);
  return context.store.read((reader) => answerPage(reader, context, list, { ...filter, where, conditions }));
}

/** The list of a type for the account that the path names, which must exist. */
export function answerOfAccount(
  context: Context<{ readonly id: string }, PageParameters & SinceParameters>,
  list: List,
  filter: Omit<Filter, 'conditions'> = {},
): Promise<ListAnswer> {
  const account_id = context.params.id;
  return context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    const where = { ...filter.where, account_id };
    return answerPage(reader, context, list, { ...filter, where, conditions: sinceConditions(context) });
  });
}

/**
 * Revenue reports (ours): MRR and its movements, retention, renewals. They read what is kept, and recompute nothing.
 */
import { ApiError } from '../domain/errors.ts';
import { jsonRows } from '../domain/json-rows.ts';
import type { Value } from '../domain/row.ts';
import { columnCondition, type Condition, notDeleted } from '../domain/search.ts';
import type { DueDate } from '../domain/subscription/due-dates.ts';
import { dueStateAt } from '../domain/subscription/money.ts';
import { type BareMovement, mrrSteps } from '../domain/subscription/movements.ts';
import { type Period, periodsOf } from '../domain/subscription/periods.ts';
import { mrrRows, renewalRates, retention, type Baseline } from '../domain/subscription/reports.ts';
import { MOVEMENT_CLASSES, mrrMovements as movementShape } from '../resources/reports.ts';
import type { Reader } from '../store/store.ts';
import { dueDates, mrrMovements } from '../store/tables.ts';
import type { Answer, Context, ContextOf, ReadContext } from './context.ts';
import { answerItems, type SortedList } from './memory-pages.ts';
import { type AccountParameter, requireAccount } from './of-account.ts';
import { answerPage, type List, outputField } from './pages.ts';
import { findAccountAttribute, readSearch } from './search.ts';

/** Conditions on the accounts that a report is over. */
export type Selection = readonly Condition[];

/** The conditions in the body of a report that is asked for with POST. */
export const readSelection = ({ body }: Context): Selection => readSearch(body, findAccountAttribute);

const maxPeriods = 1200;
const mrrFormula = 'closing = opening + new + reactivation + expansion - contraction - churn, all in cents';
const retentionFormula = {
  gross: 'sum of min(opening, closing) / sum of opening, over accounts with MRR just before from',
  net: 'sum of closing / sum of opening, over the same accounts',
  logo_churn: 'accounts with a closing of 0 / all of the same accounts',
};
const ratesFormula = {
  logo: 'renewed / all due dates not later than now, rescheduled ones left out',
  gross: 'sum of min(renewed_value, value) / sum of value, over the same',
  net: 'sum of renewed_value / sum of value, over the same',
};

export async function reportMrr(context: ContextOf<'GET /reports/mrr'>, selection: Selection): Promise<Answer> {
  const { query, tenant, now } = context;
  const range = readRange(context);
  const { interval, basis } = query;
  const periods = periodsOf(range, interval, tenant.time_zone, maxPeriods);
  if ('fault' in periods) throw new ApiError('invalid_parameter', periods.fault.message, periods.fault.field);
  const { movements, baseline } = await readMovements(context, selection, range);
  return answerReport(mrrRows(periods, movements, basis, now, baseline), {
    interval,
    basis,
    time_zone: tenant.time_zone,
    currency: tenant.currency,
    formula: mrrFormula,
  });
}

export async function reportRetention(
  context: ContextOf<'GET /reports/retention'>,
  selection: Selection,
): Promise<Answer> {
  const range = readRange(context);
  const { movements, baseline } = await readMovements(context, selection, range);
  return answerReport([retention(range, movements, context.now, baseline)], { formula: retentionFormula });
}

const ledger: List = {
  table: mrrMovements,
  output: movementShape.output.map(outputField),
  orders: new Map([['at', 'at']]),
  defaultOrder: 'at',
  defaultDirection: 'asc',
};

/** The ledger behind any number of the MRR report. */
export async function reportMovements(
  context: ContextOf<'GET /reports/mrr/movements'>,
  selection: Selection,
): Promise<Answer> {
  const { start, end } = readRange(context);
  const wanted = context.query.class;
  const conditions = [
    columnCondition('at', 'ge', start),
    columnCondition('at', 'lt', end),
    columnCondition('at', 'le', context.now),
  ];
  if (wanted !== undefined) conditions.push(columnCondition('class', 'eq', wanted));
  return withAccounts(context, selection, (reader, own, selected) =>
    answerPage(reader, context, ledger, {
      conditions: [...conditions, ...own],
      ownerConditions: selected,
      echo: { currency: context.tenant.currency },
    }),
  );
}

type Renewal = DueDate & { readonly account_id: string; readonly subscription_id: string };

const renewalList: SortedList<Renewal> = {
  orders: new Map([['due_date', 'due_date']]),
  defaultOrder: 'due_date',
  defaultDirection: 'asc',
  key: ({ account_id, subscription_id }) => [account_id, subscription_id],
};

export async function reportRenewals(
  context: ContextOf<'GET /reports/renewals'>,
  selection: Selection,
): Promise<Answer> {
  const { start, end } = readRange(context);
  const conditions = [columnCondition('due_date', 'ge', start), columnCondition('due_date', 'lt', end)];
  const rows = await withAccounts(context, selection, (reader, own, ownerConditions) =>
    reader.rows({
      table: dueDates,
      columns: dueColumns,
      conditions: [...conditions, ...own],
      ownerConditions,
      order: dueDates.key,
    }),
  );
  const renewals = rows.map((row) => renewalAt(row, context.now));
  const page = answerItems(context, renewalList, renewals);
  const { currency } = context.tenant;
  const rates = renewalRates(renewals, context.now);
  return { ...page, fields: { ...page.fields, currency, rates, formula: ratesFormula } };
}

const dueColumns = dueDates.columns.map(({ name }) => name);

function renewalAt(values: readonly Value[], now: number): Renewal {
  const row = Object.fromEntries(dueColumns.map((name, index) => [name, values[index]]));
  const { last_end, ...due } = row as unknown as Renewal & { last_end: number | null };
  return { ...due, state: dueStateAt(due.state, due.due_date, last_end, now) };
}

const stepList: SortedList<{ at: number; mrr: number }> = {
  orders: new Map([['at', 'at']]),
  defaultOrder: 'at',
  defaultDirection: 'asc',
  key: () => [],
};

/** The MRR of an account as steps, foreseen ones too. */
export async function listMrrSteps(context: ContextOf<'GET /accounts/{id}/mrr'>): Promise<Answer> {
  const account_id = context.params.id;
  const rows = await context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    return reader.rows({
      ...movementRows,
      conditions: [columnCondition('account_id', 'eq', account_id)],
      ownerConditions: [],
    });
  });
  return answerItems(context, stepList, mrrSteps(rows.map(toMovement)));
}

interface RangeParameters extends AccountParameter {
  /** Epoch ms. */
  readonly from: number;
  /** Epoch ms, not included. */
  readonly to: number;
}

function readRange({ query }: Context<object, RangeParameters>): Period {
  const { from: start, to: end } = query;
  if (end <= start) throw new ApiError('invalid_parameter', "'to' value must be later than 'from'", 'to');
  return { start, end };
}

const movementRows = {
  table: mrrMovements,
  columns: ['account_id', 'at', 'rank', 'amount', 'mrr_before', 'mrr_after'],
  order: mrrMovements.key,
};

type AccountMovement = BareMovement & { readonly account_id: string };

const toMovement = ([account_id, at, rank, amount, mrr_before, mrr_after]: readonly Value[]): AccountMovement =>
  ({ account_id, at, class: MOVEMENT_CLASSES[rank as number], amount, mrr_before, mrr_after }) as AccountMovement;

/** The movements of each account in a range, none later than now, and what accounts without any in it have. */
async function readMovements(
  context: ReadContext<object, RangeParameters>,
  selection: Selection,
  { start, end }: Period,
): Promise<{ movements: AccountMovement[][]; baseline: Baseline }> {
  const until = columnCondition('at', 'le', Math.min(context.now, end - 1));
  return withAccounts(context, selection, async (reader, own, selected) => {
    const rows = await reader.rows({
      ...movementRows,
      conditions: [columnCondition('at', 'ge', start), until, ...own],
      ownerConditions: selected,
    });
    const movements = byAccount(rows);
    const isChosen = own.length > 0 || selected.length > 1;
    const chosen = isChosen ? [...own, ...selected] : undefined;
    const total = await reader.mrrBefore(Math.min(start, context.now + 1), chosen);
    const moving = movements.map(([first]) => first?.mrr_before ?? 0).filter((mrr) => mrr > 0);
    const mrr = moving.reduce((rest, opening) => rest - opening, total.mrr);
    return { movements, baseline: { mrr, accounts: total.accounts - moving.length } };
  });
}

function byAccount(rows: readonly Value[][]): AccountMovement[][] {
  const accounts = new Map<string, AccountMovement[]>();
  for (const row of rows) {
    const movement = toMovement(row);
    const list = accounts.get(movement.account_id);
    if (list) list.push(movement);
    else accounts.set(movement.account_id, [movement]);
  }
  return [...accounts.values()];
}

/** Reads for the accounts that the request selects: not deleted, the one named, those that its conditions find. */
async function withAccounts<T>(
  context: Context<object, AccountParameter>,
  selection: Selection,
  work: (reader: Reader, own: Condition[], selected: Condition[]) => Promise<T>,
): Promise<T> {
  const { account_id } = context.query;
  const own = account_id === undefined ? [] : [columnCondition('account_id', 'eq', account_id)];
  const selected = [notDeleted, ...selection];
  return context.store.read(async (reader) => {
    if (account_id !== undefined) await requireAccount(reader, account_id);
    return work(reader, own, selected);
  });
}

const answerReport = (rows: readonly object[], fields: object): Answer => ({
  ok: true,
  fields: { ...fields },
  results: jsonRows(rows.map((row) => JSON.stringify(row))),
  records: rows.length,
});

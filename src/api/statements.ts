/** Invoice statements (document "Invoice Statements"). */
import { applyStatement, checkStatement } from '../domain/statement.ts';
import { statements } from '../resources/statements.ts';
import { statements as table } from '../store/tables.ts';
import { answerAll, answerOfAccount, deleteChild, loadByOwnId, modifyChild, planChildren } from './children.ts';
import type { Answer, Context } from './context.ts';
import { answerMatches, listOf } from './lists.ts';
import { type Planner, upload } from './records.ts';

const list = listOf(statements, table, { defaultOrder: 'start_date', id: 'invoice_id' });

const planStatements: Planner = async (writer, checked, _options, { now }) => {
  const stored = await loadByOwnId(writer, table, 'invoice_id', checked);
  return planChildren(
    writer,
    checked,
    stored,
    (before, supplied, lists) => applyStatement(before, supplied, now, lists),
    (rows) => writer.upsert(table, rows),
  );
};

const inPath = ({ params }: Context) => ({ field: 'invoice_id', value: params.id as string });

export const listStatements = (context: Context): Promise<Answer> => answerAll(context, list);
export const listStatementsOfAccount = (context: Context): Promise<Answer> => answerOfAccount(context, list);
export const getStatement = (context: Context): Promise<Answer> =>
  answerMatches(context, list, { invoice_id: context.params.id as string });
export const uploadStatements = (context: Context): Promise<Answer> =>
  upload(context, checkStatement, planStatements, table.key);
export const modifyStatement = (context: Context): Promise<Answer> =>
  modifyChild(context, table, inPath(context), checkStatement, planStatements);
export const deleteStatement = (context: Context): Promise<Answer> => deleteChild(context, table, inPath(context));

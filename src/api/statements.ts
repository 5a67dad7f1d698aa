/** Invoice statements (document "Invoice Statements"). */
import type { Row } from '../domain/row.ts';
import { applyStatement, checkStatement } from '../domain/statement.ts';
import { statements } from '../resources/statements.ts';
import type { Writer } from '../store/store.ts';
import { statements as table } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, readBatch, readRecord } from './batch.ts';
import { applyChildren, batchOfPath, loadByOwnId, removeMatches } from './children.ts';
import type { Answer, ContextOf } from './context.ts';
import { answerAll, answerOfAccount } from './of-account.ts';
import { answerMatches, listOf } from './pages.ts';

const list = listOf(statements, table, { defaultOrder: 'start_date', id: 'invoice_id' });

export const listStatements = (context: ContextOf<'GET /statements'>): Promise<Answer> => answerAll(context, list);
export const listStatementsOfAccount = (context: ContextOf<'GET /accounts/{id}/statements'>): Promise<Answer> =>
  answerOfAccount(context, list);
export const getStatement = (context: ContextOf<'GET /statements/{id}'>): Promise<Answer> =>
  answerMatches(context, list, { invoice_id: context.params.id });

export async function uploadStatements({ body, store }: ContextOf<'POST /statements'>): Promise<Answer> {
  const batch = readBatch(body, checkStatement);
  if (batch.isRefused) return answerUpload(batch, table.key);
  return store.write(async (writer) => {
    const rows = await applyStatements(writer, batch);
    if (batch.isWritten) await writer.upsert(table, rows);
    return answerUpload(batch, table.key);
  });
}

export async function modifyStatement({ body, store, params }: ContextOf<'PUT /statements/{id}'>): Promise<Answer> {
  const sent = readRecord(body);
  return store.write(async (writer) => {
    const batch = await batchOfPath(writer, sent, table, { field: 'invoice_id', value: params.id }, checkStatement);
    const rows = await applyStatements(writer, batch);
    if (batch.isWritten) await writer.upsert(table, rows);
    return answerModification(batch, table.key);
  });
}

export const deleteStatement = ({ store, params }: ContextOf<'DELETE /statements/{id}'>): Promise<Answer> =>
  store.write(async (writer) => {
    const rows = await removeMatches(writer, table, 'invoice_id', params.id);
    return { ok: true, records: rows.length };
  });

async function applyStatements(writer: Writer, batch: Batch): Promise<Row[]> {
  const stored = await loadByOwnId(writer, table, 'invoice_id', batch);
  return applyChildren(writer, batch, stored, (before, supplied, lists) =>
    applyStatement(before, supplied, writer.now, lists),
  );
}

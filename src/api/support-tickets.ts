/** Support tickets (document "Support Tickets"). */
import { applyTicket, checkTicket } from '../domain/ticket.ts';
import type { Row } from '../domain/row.ts';
import { deriveOpenTickets } from '../derive/accounts.ts';
import { supportTickets } from '../resources/support-tickets.ts';
import type { Writer } from '../store/store.ts';
import { supportTickets as table } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, readBatch, readRecord } from './batch.ts';
import { applyChildren, batchOfPath, loadByOwnId, removeMatches } from './children.ts';
import type { Answer, ContextOf } from './context.ts';
import { accountsOf, answerAll, answerOfAccount } from './of-account.ts';
import { answerMatches, listOf } from './pages.ts';

const list = listOf(supportTickets, table, { defaultOrder: 'create_time', id: 'ticket_id' });

export const listTickets = (context: ContextOf<'GET /support_tickets'>): Promise<Answer> => answerAll(context, list);
export const listTicketsOfAccount = (context: ContextOf<'GET /accounts/{id}/support_tickets'>): Promise<Answer> =>
  answerOfAccount(context, list);
export const getTicket = (context: ContextOf<'GET /support_tickets/{ticket_id}'>): Promise<Answer> =>
  answerMatches(context, list, { ticket_id: context.params.ticket_id });

export async function uploadTickets({ body, store }: ContextOf<'POST /support_tickets'>): Promise<Answer> {
  const batch = readBatch(body, checkTicket);
  if (batch.isRefused) return answerUpload(batch, table.key);
  return store.write(async (writer) => {
    const rows = await applyTickets(writer, batch);
    if (batch.isWritten) await saveTickets(writer, rows);
    return answerUpload(batch, table.key);
  });
}

export async function modifyTicket(context: ContextOf<'PUT /support_tickets/{ticket_id}'>): Promise<Answer> {
  const { body, store, params } = context;
  const sent = readRecord(body);
  return store.write(async (writer) => {
    const batch = await batchOfPath(writer, sent, table, { field: 'ticket_id', value: params.ticket_id }, checkTicket);
    const rows = await applyTickets(writer, batch);
    if (batch.isWritten) await saveTickets(writer, rows);
    return answerModification(batch, table.key);
  });
}

export const deleteTicket = ({ store, params }: ContextOf<'DELETE /support_tickets/{ticket_id}'>): Promise<Answer> =>
  store.write(async (writer) => {
    const rows = await removeMatches(writer, table, 'ticket_id', params.ticket_id);
    await deriveOpenTickets(writer, accountsOf(rows));
    return { ok: true, records: rows.length };
  });

async function applyTickets(writer: Writer, batch: Batch): Promise<Row[]> {
  const stored = await loadByOwnId(writer, table, 'ticket_id', batch);
  return applyChildren(writer, batch, stored, (before, supplied) => applyTicket(before, supplied, writer.now));
}

async function saveTickets(writer: Writer, rows: readonly Row[]): Promise<void> {
  await writer.upsert(table, rows);
  await deriveOpenTickets(writer, accountsOf(rows));
}

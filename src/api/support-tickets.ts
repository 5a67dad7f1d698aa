/** Support tickets (document "Support Tickets"). */
import { applyTicket, checkTicket } from '../domain/ticket.ts';
import { supportTickets } from '../resources/support-tickets.ts';
import type { Row } from '../domain/row.ts';
import type { Writer } from '../store/store.ts';
import { supportTickets as table } from '../store/tables.ts';
import {
  accountsOf,
  answerAll,
  answerOfAccount,
  deleteChild,
  loadByOwnId,
  modifyChild,
  planChildren,
} from './children.ts';
import type { Answer, Context } from './context.ts';
import { answerMatches, listOf } from './pages.ts';
import { type Planner, upload } from './records.ts';

const list = listOf(supportTickets, table, { defaultOrder: 'create_time', id: 'ticket_id' });

const planTickets: Planner = async (writer, checked, _options, { now }) => {
  const stored = await loadByOwnId(writer, table, 'ticket_id', checked);
  return planChildren(
    writer,
    checked,
    stored,
    (before, supplied) => applyTicket(before, supplied, now),
    async (rows) => {
      await writer.upsert(table, rows);
      await recount(writer, rows);
    },
  );
};

const recount = (writer: Writer, rows: readonly Row[]): Promise<void> => writer.countOpenTickets(accountsOf(rows));

const inPath = ({ params }: Context) => ({ field: 'ticket_id', value: params.ticket_id as string });

export const listTickets = (context: Context): Promise<Answer> => answerAll(context, list);
export const listTicketsOfAccount = (context: Context): Promise<Answer> => answerOfAccount(context, list);

export const getTicket = (context: Context): Promise<Answer> =>
  answerMatches(context, list, { ticket_id: context.params.ticket_id as string });
export const uploadTickets = (context: Context): Promise<Answer> =>
  upload(context, checkTicket, planTickets, table.key);

export const modifyTicket = (context: Context): Promise<Answer> =>
  modifyChild(context, table, inPath(context), checkTicket, planTickets);

export const deleteTicket = (context: Context): Promise<Answer> =>
  deleteChild(context, table, inPath(context), recount);

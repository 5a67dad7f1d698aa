/** Support tickets, and the number of open ones that their account carries. */
import {
  account,
  type Call,
  type Case,
  del,
  exactly,
  get,
  put,
  runCases,
  search,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';
import { childBatches } from '../support/child-batches.ts';
import { childLists } from '../support/child-lists.ts';
import { childModifications, childRemovals } from '../support/child-modifications.ts';
import type { Child } from '../support/child.ts';
import { accounts, each, load, loadWith, made, ticket } from '../support/records.ts';

const tickets: Child = {
  type: 'support_tickets',
  idField: 'ticket_id',
  make: ticket,
  path: (id) => `/support_tickets/${id}`,
  subList: 'support_tickets',
  onInsert: 'state',
  optional: 'source',
  number: ['create_time', 'must be a Long'],
  idLength: 80,
  ownsId: true,
  defaultOrder: 'create_time',
};

const server = useServer();
runCases(server, [
  ...childBatches(tickets),
  ...childLists(tickets),
  ...childModifications(tickets),
  ...childRemovals(tickets),
  ...fields(),
  ...openTickets(),
]);

function fields(): Case[] {
  const whole = {
    ticket_id: '21623876183',
    account_id: 'a',
    state: 'closed',
    subject: 'Beatae blanditiis',
    create_time: 1410055451006,
    type: 'problem',
    close_time: 1411351451006,
    priority: 'normal',
    assignee_id: '45493',
    assignee_email: 'Orelia.Langosh@dnb.com',
    description: '<b>Et et</b> provident',
    source: 'zendesk',
    csat_label: 'satisfied',
    csat_value: -4,
    last_update_time: 1411351451007,
  };
  return [
    {
      name: 'support_tickets: every field that is sent is answered, and no other',
      given: [accounts('a')],
      request: load('support_tickets', whole),
      later: [
        {
          request: get('/support_tickets/21623876183'),
          expect: { results: [exactly({ ...whole, modify_time: testNow })] },
        },
      ],
    },
    {
      name: 'support_tickets: fields that are not sent are null',
      given: [accounts('a')],
      request: load('support_tickets', ticket('a', '1')),
      later: [
        {
          request: get('/support_tickets/1'),
          expect: {
            results: [{ type: null, close_time: null, csat_value: null, last_update_time: null, description: null }],
          },
        },
      ],
    },
    {
      name: 'support_tickets: state, subject and create_time are needed on insert, in this order',
      given: [accounts('a')],
      request: load(
        'support_tickets',
        { account_id: 'a', ticket_id: '1' },
        { account_id: 'a', ticket_id: '2', state: 'open' },
        { account_id: 'a', ticket_id: '3', state: 'open', subject: 'x' },
      ),
      expect: {
        status_is_ok: false,
        failed_results: ['state', 'subject', 'create_time'].map((field) => ({
          message: `Missing required field for insert: '${field}'`,
        })),
      },
    },
    {
      name: 'support_tickets: ticket_id stands before account_id in its table, and so do their faults',
      request: load('support_tickets', {}, { ticket_id: '1' }),
      expect: {
        failed_results: [
          { message: 'Invalid record, missing required field: ticket_id' },
          { message: 'Invalid record, missing required field: account_id' },
        ],
      },
    },
    {
      name: 'support_tickets: numbers are whole and in range',
      given: [accounts('a')],
      request: load(
        'support_tickets',
        ticket('a', '1', { csat_value: 2 ** 53 }),
        ticket('a', '2', { create_time: 8.64e15 + 1 }),
        ticket('a', '3', { close_time: 'now' }),
        ticket('a', '4', { create_time: true }),
      ),
      expect: {
        status_is_ok: false,
        failed_results: [
          { field: 'csat_value', code: 'out_of_range' },
          { field: 'create_time', code: 'out_of_range' },
          { message: "'close_time' value must be a Long" },
          { message: "'create_time' value must be a Long" },
        ],
      },
    },
    {
      name: 'support_tickets: a list is ordered by create_time, latest first, when nothing is asked',
      given: [
        accounts('a'),
        load(
          'support_tickets',
          ticket('a', '1', { create_time: 2 }),
          ticket('a', '2', { create_time: 3 }),
          ticket('a', '3', { create_time: 1 }),
        ),
      ],
      request: get('/support_tickets'),
      expect: { results: each('ticket_id', '2', '1', '3') },
      later: [
        {
          request: get('/accounts/a/support_tickets?direction=asc'),
          expect: { results: each('ticket_id', '3', '1', '2') },
        },
        {
          request: get('/support_tickets?order_by=id'),
          expect: { order_by: 'ticket_id', results: each('ticket_id', '3', '2', '1') },
        },
      ],
    },
    {
      name: 'support_tickets: tickets without a close_time come last in both directions',
      given: [
        accounts('a'),
        load(
          'support_tickets',
          ticket('a', '1'),
          ticket('a', '2', { close_time: made + 2 }),
          ticket('a', '3', { close_time: made + 1 }),
        ),
      ],
      request: get('/support_tickets?order_by=close_time'),
      expect: { results: each('ticket_id', '2', '3', '1') },
      later: [
        {
          request: get('/support_tickets?order_by=close_time&direction=asc'),
          expect: { results: each('ticket_id', '3', '2', '1') },
        },
      ],
    },
  ];
}

/** Open tickets of a, b and c wherever accounts are answered. */
function counts(...[a, b, c]: number[]) {
  return [
    { request: get('/accounts?direction=asc'), expect: { results: each('open_tickets', a, b, c) } },
    { request: get('/accounts/a'), expect: { results: [{ open_tickets: a }] } },
    { request: search([{ attribute: 'account_id', value: 'b' }]), expect: { results: [{ open_tickets: b }] } },
  ];
}

function openTickets(): Case[] {
  const given: Call[] = [
    accounts('a', 'b', 'c'),
    load(
      'support_tickets',
      ticket('a', '1'),
      ticket('a', '2'),
      ticket('a', '3', { close_time: made }),
      ticket('b', '4'),
    ),
  ];
  return [
    {
      name: 'open_tickets of an account counts its tickets without a close_time',
      given,
      request: get('/accounts/a'),
      expect: { results: [{ open_tickets: 2 }] },
      later: counts(2, 1, 0),
    },
    {
      name: 'open_tickets of a new account is 0',
      request: upload(account('a')),
      later: [{ request: get('/accounts/a'), expect: { results: [{ open_tickets: 0 }] } }],
    },
    {
      name: 'open_tickets follows a ticket that is closed and opened again by PUT',
      given,
      request: put('/support_tickets/1', { data: { close_time: made } }),
      later: [
        ...counts(1, 1, 0),
        { request: put('/support_tickets/1', { data: { close_time: null } }) },
        ...counts(2, 1, 0),
      ],
    },
    {
      name: 'open_tickets asks for close_time, not for the word of the state',
      given,
      request: put('/support_tickets/1', { data: { state: 'closed' } }),
      later: [
        ...counts(2, 1, 0),
        { request: put('/support_tickets/3', { data: { state: 'open' } }) },
        ...counts(2, 1, 0),
      ],
    },
    {
      name: 'open_tickets follows an upload over several accounts, with doubles and failures in it',
      given,
      request: load(
        'support_tickets',
        ticket('a', '1', { close_time: made }),
        ticket('c', '5'),
        ticket('c', '6', { close_time: made }),
        ticket('c', '6', { close_time: null }),
        ticket('b', '1'),
        ticket('nowhere', '7'),
        ticket('b', '4', { close_time: made }),
      ),
      expect: { status_is_ok: true, failed_results: [{ record: 4 }, { record: 5 }] },
      later: counts(1, 0, 2),
    },
    {
      name: 'open_tickets stays when a close_time moves to another time',
      given,
      request: put('/support_tickets/3', { data: { close_time: made + 5 } }),
      later: counts(2, 1, 0),
    },
    {
      name: 'open_tickets follows a DELETE',
      given,
      request: del('/support_tickets/2'),
      later: [
        ...counts(1, 1, 0),
        { request: del('/support_tickets/3') },
        ...counts(1, 1, 0),
        { request: del('/support_tickets/4') },
        ...counts(1, 0, 0),
      ],
    },
    {
      name: 'open_tickets stays after refused batches, dry runs and deletes of nothing',
      given,
      request: loadWith('support_tickets', { dry_run: true }, ticket('c', '5')),
      expect: { status_is_ok: true },
      later: [
        {
          request: load('support_tickets', ticket('c', '5'), ticket('c', '6', { state: {} })),
          expect: { status_is_ok: false },
        },
        { request: del('/support_tickets/nothing'), expect: { status_is_ok: false } },
        { request: put('/support_tickets/1', { data: { close_time: made }, options: { dry_run: true } }) },
        ...counts(2, 1, 0),
      ],
    },
    {
      name: 'open_tickets stays when its account is written, deleted and brought back',
      given,
      request: upload({ account_id: 'a', tier: 'Gold', open_tickets: 99 }),
      later: [
        { request: put('/accounts/a', { open_tickets: 5, is_deleted: true }) },
        { request: load('support_tickets', ticket('a', '9')) },
        { request: put('/accounts/a', { is_deleted: false }) },
        ...counts(3, 1, 0),
      ],
    },
    {
      name: 'accounts are ordered by open_tickets',
      given,
      request: get('/accounts?order_by=open_tickets'),
      expect: { order_by: 'open_tickets', results: each('account_id', 'a', 'b', 'c') },
      later: [
        {
          request: get('/accounts?order_by=open_tickets&direction=asc'),
          expect: { results: each('account_id', 'c', 'b', 'a') },
        },
        { request: load('support_tickets', ...['5', '6', '7'].map((id) => ticket('c', id))) },
        { request: get('/accounts?order_by=open_tickets'), expect: { results: each('account_id', 'c', 'a', 'b') } },
      ],
    },
    {
      name: 'accounts are searched by open_tickets',
      given,
      request: search([{ attribute: 'open_tickets', operator: 'ge', value: 1 }], '?direction=asc'),
      expect: { results: each('account_id', 'a', 'b') },
      later: [
        { request: search([{ attribute: 'open_tickets', value: 0 }]), expect: { results: each('account_id', 'c') } },
        { request: del('/support_tickets/4') },
        {
          request: search([{ attribute: 'open_tickets', value: 0 }]),
          expect: { results: each('account_id', 'c', 'b') },
        },
        {
          request: search([{ attribute: 'open_tickets', operator: 'like', value: '1' }]),
          expect: { status_is_ok: false },
        },
      ],
    },
  ];
}

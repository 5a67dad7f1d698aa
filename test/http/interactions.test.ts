/** Interactions, and the time of the last one that their account carries. */
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
import { childBatches } from '../support/child-batches.ts';
import { childLists } from '../support/child-lists.ts';
import { childModifications, childRemovals } from '../support/child-modifications.ts';
import type { Child } from '../support/child.ts';
import { messageCases } from '../support/messages.ts';
import { accounts, each, interaction, load, loadWith, made } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const interactions: Child = {
  type: 'interactions',
  idField: 'external_id',
  make: interaction,
  path: (id) => `/interactions/external_id/${id}`,
  onInsert: 'type',
  optional: 'subject',
  number: ['create_time', 'must be a Long'],
  idLength: 80,
  ownsId: true,
  defaultOrder: 'create_time',
};
/** PUT by external id inserts, so what a PUT of the missing answers is told here. */
const modifications = [...childModifications(interactions), ...childRemovals(interactions)].filter(
  ({ name }) => !/not there, without an account|that the path names, once/.test(name),
);

const server = useServer();
runCases(server, [
  ...childBatches(interactions),
  ...childLists(interactions),
  ...modifications,
  ...messageCases(interactions),
  ...fields(),
  ...inserts(),
  ...lastInteraction(),
]);

function fields(): Case[] {
  const sent = {
    account_id: 'a',
    external_id: 'x',
    type: 'in-person',
    create_time: made,
    rep_email: 'joe@company.com',
    rep_first_name: 'Joe',
    rep_last_name: 'Rep',
    user_id: 'crm-1',
    user: 'abby@volkman.biz',
    details: 'Long talk',
    subject: 'Renewal',
    source: 'intercom',
    is_html: true,
  };
  return [
    {
      name: 'interactions: every field that is sent is answered, with the id, the time of change and no other',
      given: [accounts('a')],
      request: load('interactions', sent),
      later: [
        {
          request: get('/interactions/external_id/x'),
          expect: {
            results: [
              (row: { id: number }, where: string) =>
                exactly({ ...sent, id: row.id, modify_time: testNow })(row, where),
            ],
          },
        },
      ],
    },
    {
      name: 'interactions: type and create_time are needed on insert, in this order',
      given: [accounts('a')],
      request: load(
        'interactions',
        { account_id: 'a', external_id: 'x' },
        { account_id: 'a', external_id: 'y', type: 'email' },
      ),
      expect: {
        status_is_ok: false,
        failed_results: ['type', 'create_time'].map((field) => ({
          message: `Missing required field for insert: '${field}'`,
        })),
      },
    },
    {
      name: 'interactions: details hold 262144 code points',
      given: [accounts('a')],
      request: load('interactions', interaction('a', 'x', { details: '😀'.repeat(262_144) })),
      expect: { status_is_ok: true },
      later: [
        {
          request: load('interactions', interaction('a', 'x', { details: 'x'.repeat(262_145) })),
          expect: { status_is_ok: false },
        },
        {
          request: get('/interactions/external_id/x'),
          expect: { results: [{ details: '😀'.repeat(262_144) }] },
        },
      ],
    },
    {
      name: 'interactions and notes of one external id have nothing to do with each other',
      given: [accounts('a', 'b'), load('notes', { account_id: 'b', external_id: 'x', create_time: 1 })],
      request: load('interactions', interaction('a', 'x')),
      expect: { failed_results: [] },
      later: [
        { request: get('/notes/external_id/x'), expect: { results: [{ account_id: 'b' }] } },
        { request: del('/interactions/external_id/x') },
        { request: get('/notes/external_id/x'), expect: { results: [{ account_id: 'b' }] } },
      ],
    },
  ];
}

function inserts(): Case[] {
  const given: Call[] = [accounts('a', 'b')];
  const path = '/interactions/external_id/x';
  const absent = { request: get('/interactions'), expect: { results: [] } };
  return [
    {
      name: 'interactions: PUT by an unknown external id inserts',
      given,
      request: put(path, {
        data: { account_id: 'a', type: 'email', create_time: made },
        options: { return: 'outcomes' },
      }),
      expect: exactly({ status_is_ok: true, outcomes: ['created'] }),
      later: [
        { request: get(path), expect: { results: [{ account_id: 'a', external_id: 'x', type: 'email' }] } },
        { request: put(`${path}/`, { subject: 's' }), expect: exactly({ status_is_ok: true }) },
        { request: get('/interactions'), expect: { results: [{ external_id: 'x', subject: 's' }] } },
      ],
    },
    {
      name: 'interactions: PUT that would insert needs the account and what an insert needs',
      given,
      request: put(path, { data: { type: 'email', create_time: made } }),
      expect: { status_is_ok: false, message: 'Invalid record, missing required field: account_id' },
      later: [
        {
          request: put(path, { data: { account_id: 'a' } }),
          expect: { status_is_ok: false, message: "Missing required field for insert: 'type'" },
        },
        {
          request: put(path, { data: { account_id: 'a', type: 'email' } }),
          expect: { message: "Missing required field for insert: 'create_time'" },
        },
        absent,
      ],
    },
    {
      name: 'interactions: PUT that would insert at an unknown account is answered as an upload’s first record',
      given,
      request: put(path, { data: interaction('nowhere', undefined) }),
      expect: {
        status_is_ok: true,
        failed_results: [{ record: 0, message: 'Account not found', account_id: 'nowhere' }],
      },
      later: [
        {
          request: put(path, { data: interaction('nowhere', 'x'), options: { ignore_missing_accounts: false } }),
          expect: { status_is_ok: false },
        },
        absent,
      ],
    },
    {
      name: 'interactions: PUT that would insert heeds dry_run and the id of the path',
      given,
      request: put(path, { data: interaction('a', 'x'), options: { dry_run: true } }),
      expect: exactly({ status_is_ok: true }),
      later: [
        {
          request: put(path, { data: interaction('a', 'y') }),
          expect: { status_is_ok: false, message: "'external_id' value must be that of the path" },
        },
        absent,
      ],
    },
    {
      name: 'interactions: PUT cannot insert what a path cannot name',
      given,
      request: put(`/interactions/external_id/${'x'.repeat(81)}`, { data: interaction('a', undefined) }),
      expect: { status_is_ok: false, message: "'external_id' value is longer than 80 characters" },
      later: [
        {
          request: put('/interactions/external_id//', { data: interaction('a', undefined) }),
          expect: { status_is_ok: false },
        },
        absent,
      ],
    },
    {
      name: 'interactions: DELETE removes the record that the path names, once',
      given: [...given, load('interactions', interaction('a', 'x'), interaction('b', 'y'))],
      request: del(path),
      expect: exactly({ status_is_ok: true }),
      later: [
        { request: del(path), expect: { status_is_ok: false, message: 'Record not found' } },
        { request: get('/interactions'), expect: { results: each('external_id', 'y') } },
      ],
    },
  ];
}

/** The last interactions of a, b and c wherever accounts are answered. */
function last(...[a, b, c]: (number | null)[]) {
  return [
    { request: get('/accounts?direction=asc'), expect: { results: each('last_interaction_time', a, b, c) } },
    { request: get('/accounts/a'), expect: { results: [{ last_interaction_time: a }] } },
    { request: search([{ attribute: 'account_id', value: 'b' }]), expect: { results: [{ last_interaction_time: b }] } },
  ];
}

function lastInteraction(): Case[] {
  const given: Call[] = [
    accounts('a', 'b', 'c'),
    load(
      'interactions',
      interaction('a', '1', { create_time: 100 }),
      interaction('a', '2', { create_time: 300 }),
      interaction('b', '3', { create_time: 200 }),
    ),
  ];
  return [
    {
      name: 'last_interaction_time of an account is the greatest create_time of its interactions',
      given,
      request: get('/accounts/a'),
      expect: { results: [{ last_interaction_time: 300 }] },
      later: last(300, 200, null),
    },
    {
      name: 'last_interaction_time of a new account is null',
      request: upload(account('a', { last_interaction_time: 7 })),
      later: [{ request: get('/accounts/a'), expect: { results: [{ last_interaction_time: null }] } }],
    },
    {
      name: 'last_interaction_time follows an upload, a later one and an earlier one',
      given,
      request: load(
        'interactions',
        interaction('a', '4', { create_time: 50 }),
        interaction('b', '5', { create_time: 250 }),
        interaction('c', '6', { create_time: 1 }),
        interaction('nowhere', '7'),
      ),
      later: last(300, 250, 1),
    },
    {
      name: 'last_interaction_time follows a create_time that is moved',
      given,
      request: put('/interactions/external_id/2', { data: { create_time: 10 } }),
      later: [
        ...last(100, 200, null),
        { request: put('/interactions/external_id/1', { data: { create_time: 500 } }) },
        ...last(500, 200, null),
      ],
    },
    {
      name: 'last_interaction_time follows a PUT that inserts',
      given,
      request: put('/interactions/external_id/new', { data: { account_id: 'c', type: 'phone', create_time: -5 } }),
      later: last(300, 200, -5),
    },
    {
      name: 'last_interaction_time follows a DELETE by either id, down to none',
      given,
      request: del('/interactions/external_id/2'),
      later: [...last(100, 200, null), { request: del('/interactions/external_id/1') }, ...last(null, 200, null)],
    },
    {
      name: 'last_interaction_time stays after refused batches, dry runs and a write that leaves the time',
      given,
      request: loadWith('interactions', { dry_run: true }, interaction('a', '4', { create_time: 900 })),
      later: [
        {
          request: load(
            'interactions',
            interaction('a', '4', { create_time: 900 }),
            interaction('a', '5', { type: {} }),
          ),
          expect: { status_is_ok: false },
        },
        { request: put('/interactions/external_id/2', { data: { subject: 'x' } }) },
        { request: put('/accounts/a', { last_interaction_time: 7, is_deleted: true }) },
        ...last(300, 200, null).slice(1),
      ],
    },
    {
      name: 'accounts are ordered and searched by last_interaction_time, those without one last',
      given,
      request: get('/accounts?order_by=last_interaction_time&direction=asc'),
      expect: { order_by: 'last_interaction_time', results: each('account_id', 'b', 'a', 'c') },
      later: [
        {
          request: get('/accounts?order_by=last_interaction_time'),
          expect: { results: each('account_id', 'a', 'b', 'c') },
        },
        {
          request: search([{ attribute: 'last_interaction_time', operator: 'gt', value: 200 }]),
          expect: { results: each('account_id', 'a') },
        },
        {
          request: search([{ attribute: 'last_interaction_time', value: null }]),
          expect: { results: each('account_id', 'c') },
        },
        { request: del('/interactions/external_id/2') },
        {
          request: get('/accounts?order_by=last_interaction_time'),
          expect: { results: each('account_id', 'b', 'a', 'c') },
        },
        {
          request: search([{ attribute: 'last_interaction_time', operator: 'gt', value: 200 }]),
          expect: { results: [] },
        },
      ],
    },
  ];
}

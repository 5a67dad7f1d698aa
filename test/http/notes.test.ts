/** Notes. */
import { type Case, exactly, get, put, runCases, useServer } from '../support/cases.ts';
import { childBatches } from '../support/child-batches.ts';
import { childLists } from '../support/child-lists.ts';
import { childModifications, childRemovals } from '../support/child-modifications.ts';
import type { Child } from '../support/child.ts';
import { messageCases } from '../support/messages.ts';
import { accounts, load, made, note } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const notes: Child = {
  type: 'notes',
  idField: 'external_id',
  make: note,
  path: (id) => `/notes/external_id/${id}`,
  onInsert: 'create_time',
  optional: 'subject',
  number: ['create_time', 'must be a Long'],
  idLength: 80,
  ownsId: true,
  defaultOrder: 'create_time',
};

const server = useServer();
runCases(server, [
  ...childBatches(notes),
  ...childLists(notes),
  ...childModifications(notes),
  ...childRemovals(notes),
  ...messageCases(notes),
  ...own(),
]);

function own(): Case[] {
  const sent = {
    account_id: 'a',
    external_id: 'x',
    create_time: made,
    rep_email: 'joe@company.com',
    editor_first_name: 'Joe',
    editor_last_name: 'Rep',
    note: 'Renewal at risk',
    subject: 'Renewal',
    source: 'crm',
    is_html: false,
  };
  return [
    {
      name: 'notes: every field that is sent is answered, with the id, the time of change and no other',
      given: [accounts('a')],
      request: load('notes', sent),
      later: [
        {
          request: get('/notes/external_id/x'),
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
      name: 'notes: PUT by an unknown external id modifies only, it never inserts',
      given: [accounts('a')],
      request: put('/notes/external_id/x', { data: sent }),
      expect: { status_is_ok: false, message: 'Record not found' },
      later: [{ request: get('/notes'), expect: { results: [] } }],
    },
    {
      name: 'notes: they do not count as interactions of their account',
      given: [accounts('a')],
      request: load('notes', sent),
      later: [{ request: get('/accounts/a'), expect: { results: [{ last_interaction_time: null }] } }],
    },
    {
      name: 'notes: an account has no list of them',
      given: [accounts('a')],
      request: get('/accounts/a/notes'),
      status: 404,
      later: [{ request: get('/accounts/a/interactions'), status: 404 }],
    },
  ];
}

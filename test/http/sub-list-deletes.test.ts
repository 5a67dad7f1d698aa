/** Deletes of an account's sub-lists: all, one entry, what is not there. */
import { account, type Case, del, exactly, get, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
const filled = upload(
  account('1', {
    assigned_csms: ['Joe@company.com', 'fred@company.com'],
    custom_label_dimensions: [
      { key: 'fruit', value: 'mango' },
      { key: 'a/b %', value: 'x' },
    ],
    custom_value_dimensions: [
      { key: 'offices', value: 1 },
      { key: 'trucks', value: 2 },
    ],
    custom_event_dimensions: [
      { key: 'kick-off', value: 1 },
      { key: 'review', value: 2 },
    ],
    documents: [
      { name: 'offer', url: 'u' },
      { name: 'plan', url: 'u' },
    ],
    stage_history: [
      { name: 'trial', start_date: 10, end_date: 20 },
      { name: 'pilot', start_date: 20, end_date: 30 },
      { name: 'trial', start_date: 30 },
    ],
    nps_history: [
      { nps_score: 0, date: 10 },
      { nps_score: 50, date: 10, username: 'a' },
      { nps_score: 100, date: 20 },
    ],
  }),
  account('2', { assigned_csms: ['joe@company.com'], documents: [{ name: 'plan', url: 'u' }] }),
);
const sub = '/accounts/1';
const holds = (expected: object) => [{ request: get(sub), expect: { results: [expected] } }];

/** A delete of what is there, and what is left. */
const deleted: [string, object][] = [
  ['stage_history', { stage_history: [], current_stage: null }],
  ['stage_history/trial', { stage_history: [{ name: 'pilot' }], current_stage: null }],
  ['stage_history/pilot', { stage_history: [{ start_date: 10 }, { start_date: 30 }], current_stage: 'trial' }],
  ['stage_history/trial/30', { stage_history: [{ start_date: 10 }, { start_date: 20 }], current_stage: null }],
  ['dimension_labels', { custom_label_dimensions: exactly({}), custom_value_dimensions: { offices: 1 } }],
  ['dimension_labels/fruit', { custom_label_dimensions: exactly({ 'a/b %': 'x' }) }],
  ['dimension_labels/a%2Fb%20%25', { custom_label_dimensions: exactly({ fruit: 'mango' }) }],
  ['dimension_values', { custom_value_dimensions: exactly({}), custom_event_dimensions: { review: 2 } }],
  ['dimension_values/offices', { custom_value_dimensions: exactly({ trucks: 2 }) }],
  ['dimension_events', { custom_event_dimensions: exactly({}), custom_label_dimensions: { fruit: 'mango' } }],
  ['dimension_events/kick-off', { custom_event_dimensions: exactly({ review: 2 }) }],
  ['assigned_csms', { assigned_csms: exactly([]) }],
  ['assigned_csms/joe%40COMPANY.com', { assigned_csms: exactly(['fred@company.com']) }],
  ['assigned_csms/Joe@company.com', { assigned_csms: exactly(['fred@company.com']) }],
  ['nps_history', { nps_history: [], current_nps_score: null }],
  ['nps_history/10', { nps_history: [{ date: 20 }], current_nps_score: 100 }],
  ['nps_history/20', { nps_history: [{ date: 10 }, { date: 10 }], current_nps_score: 25 }],
  ['documents', { documents: [] }],
  ['documents/plan', { documents: [{ name: 'offer' }] }],
];
const present = deleted.map(
  ([path, left]): Case => ({
    name: `DELETE …/${path} takes away what it names and leaves the rest`,
    given: [filled],
    request: del(`${sub}/${path}`),
    expect: exactly({ status_is_ok: true }),
    later: [
      ...holds(left),
      { request: get('/accounts/2'), expect: { results: [{ assigned_csms: ['joe@company.com'], documents: [{}] }] } },
    ],
  }),
);

const everything = {
  stage_history: [{}, {}, {}],
  custom_label_dimensions: { fruit: 'mango' },
  custom_value_dimensions: { offices: 1 },
  custom_event_dimensions: { 'kick-off': 1 },
  assigned_csms: ['Joe@company.com', 'fred@company.com'],
  nps_history: [{}, {}, {}],
  documents: [{}, {}],
};
const missing = [
  'stage_history/Trial',
  'stage_history/trial/20',
  'stage_history/unknown/10',
  'dimension_labels/Fruit',
  'dimension_labels/offices',
  'dimension_labels/a%252Fb%20%25',
  'dimension_values/fruit',
  'dimension_events/offices',
  'dimension_values/__proto__',
  'dimension_values/constructor',
  'assigned_csms/joe@company.co',
  'assigned_csms/%20joe@company.com',
  'nps_history/11',
  'nps_history/0',
  'documents/Plan',
  'documents/plan%20',
];
const absent = missing.map(
  (path): Case => ({
    name: `DELETE …/${path}, which is not there, is false and changes nothing`,
    given: [filled],
    request: del(`${sub}/${path}`),
    expect: { status_is_ok: false, message: 'Record not found', code: 'not_found' },
    later: holds(everything),
  }),
);

const lists = [
  'stage_history',
  'dimension_labels',
  'dimension_values',
  'dimension_events',
  'assigned_csms',
  'nps_history',
  'documents',
];
const groups = lists.flatMap((list): Case[] => [
  {
    name: `DELETE …/${list} of an account that has none is true`,
    given: [upload(account('1'))],
    request: del(`${sub}/${list}`),
    expect: exactly({ status_is_ok: true }),
  },
  {
    name: `DELETE …/${list} of an unknown account is false`,
    given: [filled],
    request: del(`/accounts/9/${list}`),
    expect: { status_is_ok: false, message: 'Account not found' },
    later: holds(everything),
  },
  {
    name: `DELETE …/${list} of a deleted account is carried out and leaves it deleted`,
    given: [filled, del(sub)],
    request: del(`${sub}/${list}`),
    expect: exactly({ status_is_ok: true }),
    later: holds({ is_deleted: true }),
  },
]);

runCases(server, [...present, ...absent, ...groups]);

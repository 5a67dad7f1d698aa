/** `modify_time` of accounts, users and contacts, set by deletes, by writes of other records, and by the clock. */
import { account, at, type Call, type Case, del, get, put, runCases, search, useServer } from '../support/cases.ts';
import { accounts, each, load, made, person, subscription, ticket } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const server = useServer();

/** A moment after the insert. */
const later = (n: number): number => testNow + n * 1000;
const dated = (path: string, modify_time: number) => ({ request: get(path), expect: { results: [{ modify_time }] } });

const users: Case[] = ['account_users', 'account_contacts'].flatMap((type) => {
  const labels = { custom_label_dimensions: [{ key: 'k', value: 'v' }] };
  const given = [accounts('a'), load(type, person('a', '1', labels))];
  const path = `/${type}/1`;
  return [
    {
      name: `${type}: a deactivation sets modify_time, once`,
      given,
      request: at(later(1), del(path)),
      later: [dated(path, later(1)), { request: at(later(2), del(path)) }, dated(path, later(1))],
    },
    {
      name: `${type}: a list of what has changed shows a deactivated person where inactive ones are asked for`,
      given: [...given, at(later(1), del(path))],
      request: get(`/${type}?modify_time=${later(1)}&order_by=modify_time`),
      expect: { results: [] },
      later: [dated(`/${type}?modify_time=${later(1)}&order_by=modify_time&include_inactive=true`, later(1))],
    },
    {
      name: `${type}: a dimension that is deleted sets modify_time, none that was there leaves it`,
      given,
      request: at(later(1), del(`${path}?dimension=k`)),
      later: [
        dated(path, later(1)),
        { request: at(later(2), del(`${path}?all_dimensions=true`)) },
        dated(path, later(1)),
      ],
    },
  ];
});

const whole = account('a', {
  assigned_csms: ['joe@x.com'],
  custom_label_dimensions: [{ key: 'k', value: 'v' }],
  custom_value_dimensions: [{ key: 'k', value: 1 }],
  custom_event_dimensions: [{ key: 'k', value: 1 }],
  documents: [{ name: 'd', url: 'u' }],
  stage_history: [{ name: 'trial', start_date: made }],
  nps_history: [{ nps_score: 1, date: made }],
});
const subLists = {
  assigned_csms: '/joe@x.com',
  dimension_labels: '/k',
  dimension_values: '/k',
  dimension_events: '/k',
  documents: '/d',
  stage_history: '/trial',
  nps_history: `/${made}`,
};
const deletes: Case[] = [
  ...Object.entries(subLists).flatMap(([name, part]) =>
    ['', part].map((end) => ({
      name: `accounts: DELETE of ${name}${end} sets modify_time, and leaves it where nothing is there`,
      given: [load('accounts', whole)],
      request: at(later(1), del(`/accounts/a/${name}${end}`)),
      later: [
        dated('/accounts/a', later(1)),
        { request: at(later(2), del(`/accounts/a/${name}`)) },
        dated('/accounts/a', later(1)),
      ],
    })),
  ),
  {
    name: 'accounts: a deactivation sets modify_time, once',
    given: [accounts('a')],
    request: at(later(1), del('/accounts/a')),
    later: [
      dated('/accounts/a', later(1)),
      { request: at(later(2), del('/accounts/a')) },
      dated('/accounts/a', later(1)),
      { request: get(`/accounts?modify_time=${later(1)}`), expect: { results: [] } },
      dated(`/accounts?modify_time=${later(1)}&include_inactive=true`, later(1)),
    ],
  },
  {
    name: 'subscriptions: a deleted entry sets modify_time',
    given: [
      accounts('a'),
      load('subscriptions', subscription('a', 's'), subscription('a', 's', { effective_start_date: made + 1 })),
    ],
    request: at(later(1), del(`/subscriptions/s?start_date=${made}`)),
    later: [dated('/subscriptions/s', later(1))],
  },
];

runCases(server, [...users, ...deletes]);

const closed = { close_time: made };
/** What writes of other records do to an account. */
const derived: readonly {
  readonly name: string;
  readonly given?: Call[];
  readonly does: Call;
  readonly dates: boolean;
}[] = [
  { name: 'a ticket that is opened', does: load('support_tickets', ticket('a', '1')), dates: true },
  { name: 'a ticket that comes closed', does: load('support_tickets', ticket('a', '1', closed)), dates: false },
  {
    name: 'a ticket that is closed',
    given: [load('support_tickets', ticket('a', '1'))],
    does: put('/support_tickets/1', closed),
    dates: true,
  },
  {
    name: 'a ticket that stays open',
    given: [load('support_tickets', ticket('a', '1'))],
    does: put('/support_tickets/1', { subject: 'x' }),
    dates: false,
  },
  {
    name: 'an open ticket that is deleted',
    given: [load('support_tickets', ticket('a', '1'))],
    does: del('/support_tickets/1'),
    dates: true,
  },
  {
    name: 'the latest interaction',
    does: load('interactions', { account_id: 'a', external_id: 'x', type: 'call', create_time: made }),
    dates: true,
  },
  {
    name: 'an interaction before the latest',
    given: [load('interactions', { account_id: 'a', external_id: 'x', type: 'call', create_time: made })],
    does: load('interactions', { account_id: 'a', external_id: 'y', type: 'call', create_time: made - 1 }),
    dates: false,
  },
  {
    name: 'the latest interaction that is deleted',
    given: [load('interactions', { account_id: 'a', external_id: 'x', type: 'call', create_time: made })],
    does: del('/interactions/external_id/x'),
    dates: true,
  },
  { name: 'a note', does: load('notes', { account_id: 'a', external_id: 'x', create_time: made }), dates: false },
  { name: 'a user', does: load('account_users', person('a', '1')), dates: false },
  { name: 'a subscription with MRR', does: load('subscriptions', subscription('a', 's')), dates: true },
  {
    name: 'a subscription that is to begin',
    does: load('subscriptions', subscription('a', 's', { effective_start_date: testNow + 1e9 })),
    dates: false,
  },
  {
    name: 'a renewal date of a subscription',
    does: load(
      'subscriptions',
      subscription('a', 's', { effective_start_date: testNow + 1e9, next_renewal_date: testNow + 2e9 }),
    ),
    dates: true,
  },
  {
    name: 'a subscription that is deleted',
    given: [load('subscriptions', subscription('a', 's'))],
    does: del('/subscriptions/s'),
    dates: true,
  },
];
runCases(
  server,
  derived.map(({ name, given = [], does, dates }) => ({
    name: `accounts: ${name} ${dates ? 'sets' : 'leaves'} modify_time of its account, and leaves that of others`,
    given: [accounts('a', 'b'), ...given],
    request: at(later(1), does),
    later: [dated('/accounts/a', dates ? later(1) : testNow), dated('/accounts/b', testNow)],
  })),
);

/** What the passing of an instant does to an account. */
const stages = (...named: [string, number][]) => ({
  stage_history: named.map(([name, start_date]) => ({ name, start_date })),
});
const clock: readonly { readonly name: string; readonly given: Call[]; readonly dates: boolean }[] = [
  {
    name: 'a stage that begins',
    given: [load('accounts', account('a', { stage_history: [{ name: 'trial', start_date: later(1) }] }))],
    dates: true,
  },
  {
    name: 'a stage that follows one of the same name',
    given: [
      load('accounts', account('a', { stage_history: [{ name: 'trial', start_date: made, end_date: later(1) }] })),
      load('accounts', { account_id: 'a', ...stages(['trial', later(1)]) }),
    ],
    dates: false,
  },
  {
    name: 'an entry that begins',
    given: [accounts('a'), load('subscriptions', subscription('a', 's', { effective_start_date: later(1) }))],
    dates: true,
  },
  {
    name: 'an entry that renews at the same price',
    given: [
      accounts('a'),
      load('subscriptions', subscription('a', 's'), subscription('a', 's', { effective_start_date: later(1) })),
    ],
    dates: false,
  },
];
runCases(
  server,
  clock.map(({ name, given, dates }) => {
    const walk = `/accounts?modify_time=${testNow + 1}&order_by=modify_time&direction=asc`;
    return {
      name: `accounts: ${name} by the clock ${dates ? 'sets modify_time when it is found' : 'leaves modify_time'}`,
      given,
      ...dated('/accounts/a', testNow),
      later: [
        { request: at(later(1) - 1, get(walk)), expect: { results: [] } },
        { request: at(later(2), get(walk)), expect: { results: each('modify_time', ...(dates ? [later(2)] : [])) } },
        { request: at(later(3), search([])), expect: { results: [{ modify_time: dates ? later(2) : testNow }] } },
      ],
    };
  }),
);

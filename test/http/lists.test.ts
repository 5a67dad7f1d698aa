/** Lists of accounts: pages, what is echoed, orders, inactive ones, further fields. */
import { accounts } from '../../src/resources/accounts.ts';
import { account, type Case, del, exactly, get, ids, runCases, search, upload, useServer } from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const three = upload(account('1'), account('2'), account('3'));
const empty = { status_is_ok: true, max_page_size: 1000, next_page: null, next_cursor: null };

const pages: Case[] = [
  {
    name: 'a list without accounts is one empty page',
    request: get('/accounts'),
    expect: exactly({ ...empty, current_page: 0, results: [] }),
  },
  {
    name: 'a page past the end is empty',
    given: [three],
    request: get('/accounts?page=1'),
    expect: { ...empty, current_page: 1, results: [] },
  },
  ...['999999999999999', '900719925474099', '1000000000', '9'.repeat(40)].map((page) => ({
    name: `page ${page} is past the end`,
    given: [three],
    request: get(`/accounts?page=${page}`),
    expect: { ...empty, current_page: Math.min(Number(page), Number.MAX_SAFE_INTEGER), results: [] },
  })),
  ...['', '%20', 'x', '-1', '1.5', '1e3', '0x1', 'null', '1%201'].map((page) => ({
    name: `the page "${page}" is the first`,
    given: [three],
    request: get(`/accounts?page=${page}`),
    expect: { ...empty, current_page: 0, results: ids('3', '2', '1') },
  })),
];

const echo = (query: string, expected: object): Case => ({
  name: `?${query} is echoed as ${JSON.stringify(expected)}`,
  given: [upload(account('1', { tier: 'Gold' }))],
  request: get(`/accounts?${query}`),
  expect: (body: { results: unknown }, where: string) => {
    const { results: _, ...rest } = body;
    exactly({ ...empty, current_page: 0, ...expected })(rest, where);
  },
});
const echoes: Case[] = [
  echo('', {}),
  echo('order_by=name', { order_by: 'name' }),
  echo('order_by=id', { order_by: 'account_id' }),
  echo('order_by=unknown', { order_by: 'account_id' }),
  echo('order_by=', { order_by: 'account_id' }),
  echo('direction=asc', { direction: 'asc' }),
  echo('direction=ASC', { direction: 'asc' }),
  echo('direction=up', { direction: 'desc' }),
  echo('direction=', { direction: 'desc' }),
  echo('include_inactive=False', { include_inactive: false }),
  echo('include_inactive=2', { include_inactive: true }),
  echo('page=0&include=documents&q=1', {}),
  echo('api_key=wrong&unknown=1&status_is_ok=false&results=x&max_page_size=5&current_page=7', {}),
  echo('order_by=name&order_by=tier', { order_by: 'name' }),
  echo('Order_By=name', {}),
  echo('order_by=__proto__', { order_by: 'account_id' }),
];

const inactive = [three, del('/accounts/2'), del('/accounts/3?churn=true')];
const flags: Case[] = [
  ...['true', 'TRUE', 'True', '1', '2', '-1', '007', '%2B1'].map((value): [string, boolean] => [value, true]),
  ...['false', 'False', '0', '-0', '000', '', 'yes', 'on', '1.0', '1e1', 'truth', '%20true'].map(
    (value): [string, boolean] => [value, false],
  ),
].map(([value, included]) => ({
  name: `include_inactive=${value} ${included ? 'shows' : 'hides'} deleted and churned accounts`,
  given: inactive,
  request: get(`/accounts?include_inactive=${value}`),
  expect: { include_inactive: included, results: included ? ids('3', '2', '1') : ids('1') },
}));

const lists = [
  'assigned_csms',
  'documents',
  'stage_history',
  'nps_history',
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
];
const none = Object.fromEntries(lists.map((name) => [name, undefined]));
const includes: Case[] = [
  {
    name: 'a list holds no sub-lists unasked',
    given: [three],
    request: get('/accounts?page=0'),
    expect: { results: [none, none, none] },
  },
  ...lists.map((name) => ({
    name: `include=${name} adds that and no other`,
    given: [upload(account('1'))],
    request: get(`/accounts?include=${name}`),
    expect: { results: [{ ...none, [name]: exactly(name.startsWith('custom') ? {} : []) }] },
  })),
  {
    name: 'include tolerates spaces, blanks, repeats and unknown names',
    given: [upload(account('1'))],
    request: get(
      '/accounts?include=%20documents%20,,unknown,N%2Co%2Cn%2Ce,__proto__,stage,name,assigned_csms+,documents',
    ),
    expect: { results: [{ ...none, documents: [], assigned_csms: [] }] },
  },
  {
    name: 'include names are told apart by case',
    given: [upload(account('1'))],
    request: get('/accounts?include=Documents'),
    expect: { results: [none] },
  },
  {
    name: 'include counts in a search too',
    given: [upload(account('1', { documents: [{ name: 'plan', url: 'u' }] }))],
    request: search([], '?include=documents'),
    expect: { results: [{ ...none, documents: [{ name: 'plan' }] }] },
  },
  {
    name: 'one account holds everything that include can name',
    given: [upload(account('1'))],
    request: get('/accounts/1'),
    expect: {
      results: [Object.fromEntries(lists.map((name) => [name, exactly(name.startsWith('custom') ? {} : [])]))],
    },
  },
  {
    name: 'an account in a list has every scalar field, null where it has no value, and nothing else',
    given: [upload(account('1'))],
    request: get('/accounts'),
    expect: {
      results: [
        exactly({
          ...Object.fromEntries(
            [...accounts.fields, ...accounts.derived]
              .filter(({ type, writeOnly }) => type !== 'array' && !writeOnly)
              .map(({ name }) => [name, null]),
          ),
          account_id: '1',
          name: 'Account 1',
          join_date: 1_312_685_594_018,
          is_deleted: false,
          is_churned: false,
          is_active: true,
          open_tickets: 0,
          modify_time: testNow,
        }),
      ],
    },
  },
  {
    name: 'q keeps the accounts whose name or id contains a text, without case',
    given: [upload(account('STRAẞE'), account('2', { name: 'An der Straße' }), account('3', { name: 'Strand' }))],
    request: get('/accounts?q=straße&direction=asc'),
    expect: { results: ids('2', 'STRAẞE') },
    later: [
      { request: get('/accounts?q=%25'), expect: { results: [] } },
      { request: get('/accounts?q='), expect: { results: ids('STRAẞE', '3', '2') } },
    ],
  },
];

runCases(server, [...pages, ...echoes, ...flags, ...includes]);

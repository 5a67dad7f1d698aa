/** How a path finds its route: slashes, decoding, what is not there, in which order a request is refused. */
import {
  type Case,
  account,
  at,
  day,
  del,
  get,
  ids,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const notFound = { status_is_ok: false, code: 'not_found', message: 'Account not found', results: [] };
const routeNotFound = { status_is_ok: false, code: 'route_not_found', results: undefined };

const slashes: Case[] = [
  {
    name: 'a list is answered with a slash before its query',
    given: [upload(account('1'))],
    request: get('/accounts/?page=0'),
    expect: { results: ids('1') },
  },
  {
    name: 'one account is answered with a slash behind its id',
    given: [upload(account('1'))],
    request: get('/accounts/1/'),
    expect: { results: ids('1') },
  },
  {
    name: 'an upload is taken with a slash behind it',
    request: post('/accounts/', { records: [account('1')] }),
    later: [{ request: get('/accounts'), expect: { results: ids('1') } }],
  },
  {
    name: 'a modification is taken with a slash behind the id',
    given: [upload(account('1'))],
    request: put('/accounts/1/', { tier: 'Gold' }),
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: 'Gold' }] } }],
  },
  {
    name: 'a search is answered with a slash behind it',
    given: [upload(account('1'))],
    request: post('/search/accounts/', { records: [] }),
    expect: { results: ids('1') },
  },
  {
    name: 'a sub-list is emptied with a slash behind it',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: del('/accounts/1/assigned_csms/'),
    later: [{ request: get('/accounts/1'), expect: { results: [{ assigned_csms: [] }] } }],
  },
  {
    name: 'an entry is deleted with a slash behind its name',
    given: [upload(account('1', { assigned_csms: ['joe@company.com', 'fred@company.com'] }))],
    request: del('/accounts/1/assigned_csms/joe@company.com/'),
    later: [{ request: get('/accounts/1'), expect: { results: [{ assigned_csms: ['fred@company.com'] }] } }],
  },
  {
    name: 'a second slash is an empty name, not a list',
    given: [upload(account('1'))],
    request: get('/accounts//'),
    expect: notFound,
  },
  {
    name: 'the words of a path are decoded as its ids are',
    given: [upload(account('1', { documents: [{ name: 'd', url: 'u' }] }))],
    request: get('/%61ccounts/1/docu%6Dents'),
    expect: { results: [{ name: 'd' }] },
  },
  { name: 'a third slash names nothing', request: get('/accounts///'), status: 404, expect: routeNotFound },
  {
    name: 'an empty segment inside a path is an empty id',
    given: [upload(account('1'))],
    request: get('/accounts//documents'),
    expect: notFound,
  },
  {
    name: 'an empty segment before the resource names nothing',
    request: get('//accounts'),
    status: 404,
    expect: routeNotFound,
  },
  {
    name: 'an empty name of an entry deletes nothing',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: del('/accounts/1/assigned_csms//'),
    expect: { status_is_ok: false },
    later: [{ request: get('/accounts/1'), expect: { results: [{ assigned_csms: ['joe@company.com'] }] } }],
  },
];

/** Ids as they are stored, and the spellings of them in a path. */
const spellings: [string, ...string[]][] = [
  ['joe@x.com', 'joe@x.com', 'joe%40x.com'],
  ['a/b', 'a%2Fb', 'a%2fb'],
  ['a%2Fb', 'a%252Fb'],
  ['100%', '100%25'],
  ['a b', 'a%20b'],
  ['a+b', 'a+b', 'a%2Bb'],
  ['what?#&;=', 'what%3F%23%26;=', '%77hat%3f%23&%3B%3D'],
  ['a\\b', 'a%5Cb'],
  ['čokoláda 🍫', '%C4%8Dokol%C3%A1da%20%F0%9F%8D%AB', 'čokoláda%20🍫'],
  ['\u0001\n\t', '%01%0A%09'],
  ['...', '...'],
  [':id', ':id'],
  ['{id}', '%7Bid%7D'],
  ['*', '*'],
  ['documents', 'documents'],
  ['🍫'.repeat(256), encodeURIComponent('🍫'.repeat(256))],
];
const decoding: Case[] = spellings.flatMap(([id, ...encodings]) =>
  encodings.map((encoded) => ({
    name: `/accounts/${encoded.slice(0, 40)} is the account ${JSON.stringify(id.slice(0, 40))}`,
    given: [upload(account(id), account('another'), account('a'), account('b'))],
    request: get(`/accounts/${encoded}`),
    expect: { results: ids(id) },
    later: [
      { request: del(`/accounts/${encoded}`), expect: { status_is_ok: true } },
      { request: get('/accounts'), expect: { results: ids('b', 'another', 'a') } },
    ],
  })),
);

const malformed: Case[] = ['%', '%zz', '%E0%A4%A', '%C0%AF', '%ff', '%ED%A0%80', 'ok%2'].map((id) => ({
  name: `the malformed escape ${id} is refused`,
  request: get(`/accounts/${id}`),
  status: 400,
  expect: { status_is_ok: false, code: 'invalid_url' },
}));

const absent: Case[] = [
  ...[
    get('/accountz'),
    get('/Accounts'),
    get(''),
    get('/'),
    get('/accounts/1/unknown'),
    get('/accounts/1/documents/a/b'),
    post('/search/nothing', { records: [] }),
    post('/search', { records: [] }),
    del('/accounts/1/stage_history/a/1/2'),
    put('/unknown/1', {}),
    get('/__proto__'),
  ].map((request) => ({
    name: `there is no route ${request.method} ${request.path || '(none)'}`,
    request,
    status: 404,
    expect: routeNotFound,
  })),
  {
    name: 'subscription is another name of subscriptions',
    given: [upload(account('1'))],
    request: get('/accounts/1/subscription'),
    expect: { current_page: 0, max_page_size: 1000, results: [] },
  },
  ...[
    '',
    '/documents',
    '/metrics',
    '/statements',
    '/subscriptions',
    '/support_tickets',
    '/users',
    '/contacts',
    '/changes',
  ].map((sub) => ({
    name: `an unknown id of /accounts/{id}${sub} is no 404`,
    given: [upload(account('1'))],
    request: get(`/accounts/unknown${sub}`),
    expect: notFound,
  })),
  {
    name: 'an account without metrics has one empty object of them',
    given: [upload(account('1'))],
    request: get('/accounts/1/metrics'),
    expect: { current_page: 0, results: [{}] },
  },
  {
    name: 'the page of metrics after the first is empty',
    given: [upload(account('1'))],
    request: get('/accounts/1/metrics?page=1'),
    expect: { current_page: 1, results: [] },
  },
  {
    name: 'a deleted account is found by its id',
    given: [upload(account('1')), at(testNow + day, del('/accounts/1'))],
    request: get('/accounts/1'),
    expect: { results: [{ is_deleted: true, inactive_time: testNow + day }] },
  },
];

runCases(server, [...slashes, ...decoding, ...malformed, ...absent]);

/** Net promoter scores of an account: their history and the score in effect. */
import {
  account,
  at,
  type Case,
  day,
  exactly,
  get,
  post,
  put,
  refused,
  runCases,
  search,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const t = testNow;
type Entry = [nps_score: number, date: number, username?: string | null, comments?: string | null];
const responses = (...entries: Entry[]) =>
  entries.map(([nps_score, date, username = null, comments = null]) => ({ nps_score, date, username, comments }));
const scored = (...entries: Entry[]) => upload(account('1', { nps_history: responses(...entries) }));
const direct = (current_nps_score: unknown) => upload(account('1', { current_nps_score }));
const scores = (current_nps_score: number | null) => [
  { request: get('/accounts/1'), expect: { results: [{ current_nps_score }] } },
];
const holds = (...entries: object[]) => [
  { request: get('/accounts/1'), expect: { results: [{ nps_history: exactly(entries) }] } },
];

/** Scores a day apart, the last of them at `t`. */
const daily = (...values: number[]): Entry[] => values.map((score, n) => [score, t - (values.length - 1 - n) * day]);
const means: [string, Entry[], number | null][] = [
  ['of no scores', [], null],
  ['of one score', daily(-7), -7],
  ['of two scores', daily(50, 100), 75],
  ['of a half is rounded up', daily(1, 2), 2],
  ['of a negative half is rounded up, towards zero', daily(-1, -2), -1],
  ['of minus a half is zero, not minus zero', daily(-1, 0), 0],
  ['of a third is rounded down', daily(1, 0, 0), 0],
  ['of two negative thirds is rounded down', daily(-1, -1, 0), -1],
  ['of extremes', daily(100, -100, 100), 33],
  [
    'counts a score that is 30 days older than the latest',
    [
      [100, t - 30 * day],
      [0, t],
    ],
    50,
  ],
  [
    'leaves out a score that is a millisecond older than that',
    [
      [100, t - 30 * day - 1],
      [0, t],
    ],
    0,
  ],
  [
    'goes by the latest score, however old that is',
    [
      [100, 5],
      [50, 5 + 29 * day],
    ],
    75,
  ],
  [
    'goes by the latest score, though it lies ahead',
    [
      [100, t],
      [50, t + 365 * day],
    ],
    50,
  ],
  [
    'counts users of one instant each',
    [
      [10, t, 'a'],
      [20, t, 'b'],
      [60, t],
    ],
    30,
  ],
  [
    'does not depend on the order of arrival',
    [
      [0, t],
      [100, t - 31 * day],
      [50, t - day],
    ],
    25,
  ],
];
const meanCases = means.map(
  ([what, entries, score]): Case => ({ name: `the mean ${what}`, request: scored(...entries), later: scores(score) }),
);

const [first, second] = responses([10, 5, 'a', 'fine'], [20, 6]) as [object, object];
const histories: Case[] = [
  {
    name: 'scores come by date, whatever order they arrive in',
    given: [scored([20, 6])],
    request: scored([10, 5, 'a', 'fine']),
    later: holds(first, second),
  },
  {
    name: 'a score of the same date and user takes the place of the one before',
    given: [scored([10, 5, 'a', 'fine'])],
    request: scored([30, 5, 'a', 'better']),
    later: holds({ nps_score: 30, date: 5, username: 'a', comments: 'better' }),
  },
  {
    name: 'a score keeps comments that are left out and loses those that are null',
    given: [scored([10, 5, 'a', 'fine'], [20, 6, 'a', 'good'])],
    request: upload({
      account_id: '1',
      nps_history: [
        { nps_score: 11, date: 5, username: 'a' },
        { nps_score: 21, date: 6, username: 'a', comments: null },
      ],
    }),
    later: holds(
      { nps_score: 11, date: 5, username: 'a', comments: 'fine' },
      { nps_score: 21, date: 6, username: 'a', comments: null },
    ),
  },
  {
    name: 'users differ by case, and from none',
    request: scored([1, 5, 'a'], [2, 5, 'A'], [3, 5, ''], [4, 5]),
    later: scores(3),
  },
  {
    name: 'an entry needs a score',
    request: upload(account('1', { nps_history: [{ date: 5 }] })),
    expect: refused('Invalid record, missing required field: nps_history.nps_score'),
  },
  {
    name: 'an entry needs a date',
    request: upload(account('1', { nps_history: [{ nps_score: 5 }] })),
    expect: refused('Invalid record, missing required field: nps_history.date'),
  },
];

const directEntry = (nps_score: number, date: number) => ({
  nps_score,
  date,
  username: null,
  comments: null,
  direct: true,
});
const directs: Case[] = [
  {
    name: 'a score set directly is entered in the history at the present',
    request: direct(40),
    later: [...scores(40), ...holds(directEntry(40, t))],
  },
  {
    name: 'a score set directly rules alone, whatever the mean',
    given: [scored([0, t - day], [10, t - 2 * day])],
    request: direct(40),
    later: scores(40),
  },
  {
    name: 'a score that equals the one in effect is no change',
    given: [scored([10, t - day], [20, t - 2 * day])],
    request: direct(15),
    later: [...scores(15), ...holds(...responses([20, t - 2 * day], [10, t - day]))],
  },
  {
    name: 'a score with a fraction that equals the one in effect when it is cut is no change',
    given: [scored([10, t - day])],
    request: direct(10.9),
    later: holds(...responses([10, t - day])),
  },
  {
    name: 'a score set directly rules until a later one arrives, then counts in the mean',
    given: [direct(40)],
    request: at(t + day, scored([0, t + day])),
    later: scores(20),
  },
  {
    name: 'a score set directly rules on when an earlier one arrives',
    given: [direct(40)],
    request: scored([0, t - day]),
    later: scores(40),
  },
  {
    name: 'a history with a score set directly is no change when it is sent back as it was answered',
    given: [scored([10, t - day]), direct(40)],
    request: post('/accounts', {
      records: [{ account_id: '1', nps_history: [...responses([10, t - day]), directEntry(40, t)] }],
      options: { return: 'outcomes' },
    }),
    expect: { outcomes: exactly(['unchanged']) },
    later: [...scores(40), ...holds(...responses([10, t - day]), directEntry(40, t))],
  },
  {
    name: 'a response of the same time with another score takes the place of one set directly',
    given: [scored([10, t - day]), direct(40)],
    request: upload(account('1', { nps_history: [{ nps_score: 20, date: t }] })),
    later: scores(15),
  },
  {
    name: 'a score set directly twice is entered twice',
    given: [direct(40)],
    request: at(t + day, direct(50)),
    later: [...scores(50), ...holds(directEntry(40, t), directEntry(50, t + day))],
  },
  {
    name: 'the history in a record is merged before its direct score',
    request: upload(account('1', { current_nps_score: 40, nps_history: responses([0, t - day]) })),
    later: [...scores(40), ...holds(...responses([0, t - day]), directEntry(40, t))],
  },
  {
    name: 'a direct score that the history in its record gives already is no entry',
    request: upload(account('1', { current_nps_score: 15, nps_history: responses([10, t - day], [20, t - day, 'a']) })),
    later: holds(...responses([10, t - day], [20, t - day, 'a'])),
  },
  {
    name: 'a null score is as if absent',
    given: [direct(40)],
    request: direct(null),
    later: scores(40),
  },
  {
    name: 'a client can not call a score of its own direct',
    request: upload(
      account('1', {
        nps_history: [
          { nps_score: 50, date: t, direct: true },
          { nps_score: 0, date: t, username: 'a' },
        ],
      }),
    ),
    later: [
      ...scores(25),
      {
        request: get('/accounts/1'),
        expect: { results: [{ nps_history: [{ direct: undefined }, { direct: undefined }] }] },
      },
    ],
  },
  {
    name: 'a modification sets a score as an upload does',
    given: [direct(40)],
    request: at(t + day, put('/accounts/1', { current_nps_score: -40 })),
    later: scores(-40),
  },
  {
    name: 'the score in effect is searched and sorted by',
    given: [direct(40), upload(account('2', { nps_history: responses([60, 5], [41, 6]) }), account('3'))],
    request: search([{ attribute: 'current_nps_score', operator: 'ge', value: 50 }]),
    expect: { results: [{ account_id: '2', current_nps_score: 51 }] },
    later: [
      {
        request: get('/accounts?order_by=current_nps_score&direction=asc'),
        expect: { results: [{ account_id: '1' }, { account_id: '2' }, { account_id: '3' }] },
      },
    ],
  },
];

runCases(server, [...meanCases, ...histories, ...directs]);

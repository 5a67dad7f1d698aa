/** What events make of a history, as it is stored and answered. */
import { applied, type Case, exactly, get, post, runCases, useServer } from '../support/cases.ts';
import {
  accountsNamed,
  current,
  end,
  entry,
  given,
  gone,
  history,
  leaves,
  monthly,
  next,
  of,
  renewal,
  revenue,
  send,
  until,
  utc,
  yearly,
} from '../support/subscriptions.ts';

const server = useServer();

/** That the last of these records is refused, and the others leave what they leave. */
const leavesIn = (name: string, batch: readonly object[], entries: readonly object[]): Case => ({
  name,
  given: given(),
  request: send(...batch),
  expect: applied,
  later: [history(entries)],
});

const first = revenue('2026-01', monthly(100), { plan_code: 'basic', source: 'crm' }, next('2026-06'));
const basic = { mrr: 100, plan_code: 'basic', source: 'crm', next: '2026-06' };
const lead = { next: '2026-06' };

runCases(server, [
  leaves(
    'a revenue event begins a subscription',
    [revenue('2026-01', monthly(100))],
    [entry('2026-01', null, { mrr: 100 })],
  ),
  leaves('every field of a record is answered', [first], [entry('2026-01', null, basic)]),
  leaves(
    'a closed range has an end that is one',
    [revenue('2026-01', monthly(100), until('2026-03'))],
    [entry('2026-01', '2026-03', { mrr: 100, is_end: true })],
  ),
  leaves(
    'an open revenue event replaces everything later',
    [revenue('2026-01', monthly(100)), revenue('2026-05', monthly(300)), revenue('2026-03', monthly(200))],
    [entry('2026-01', '2026-03', { mrr: 100 }), entry('2026-03', null, { mrr: 200 })],
  ),
  leaves(
    'a closed one resumes the former state after it',
    [revenue('2026-01', monthly(100)), revenue('2026-03', monthly(200), until('2026-04'))],
    [
      entry('2026-01', '2026-03', { mrr: 100 }),
      entry('2026-03', '2026-04', { mrr: 200 }),
      entry('2026-04', null, { mrr: 100 }),
    ],
  ),
  leaves(
    'one that covers several entries replaces those inside and moves the start of the last',
    [
      revenue('2026-01', monthly(100)),
      revenue('2026-02', monthly(200)),
      revenue('2026-03', monthly(300)),
      revenue('2026-01-15', monthly(900), until('2026-03-15')),
    ],
    [
      entry('2026-01', '2026-01-15', { mrr: 100 }),
      entry('2026-01-15', '2026-03-15', { mrr: 900 }),
      entry('2026-03-15', null, { mrr: 300 }),
    ],
  ),
  leaves(
    'one before the first entry is put before it',
    [revenue('2026-03', monthly(100)), revenue('2026-01', monthly(50), until('2026-02'))],
    [entry('2026-01', '2026-02', { mrr: 50, is_end: true }), entry('2026-03', null, { mrr: 100 })],
  ),
  leaves(
    'what remains of a renewal on the right of a range is no renewal',
    [first, renewal('2026-06', next('2027-06')), revenue('2026-08', monthly(500), until('2026-09'))],
    [
      entry('2026-01', '2026-06', basic),
      entry('2026-06', '2026-08', { ...basic, is_renewal: true, next: '2027-06' }),
      entry('2026-08', '2026-09', { ...basic, mrr: 500, next: '2027-06' }),
      entry('2026-09', null, { ...basic, next: '2027-06' }),
    ],
  ),
  leaves(
    'a renewal takes over price, plan and source, and no renewal date',
    [first, renewal('2026-06')],
    [
      entry('2026-01', '2026-06', basic),
      entry('2026-06', null, { mrr: 100, plan_code: 'basic', source: 'crm', is_renewal: true }),
    ],
  ),
  leaves(
    'a renewal may name a price of its own, and take over the cycle',
    [revenue('2026-01', yearly(1200)), renewal('2026-06', { total_revenue: 2400 })],
    [
      entry('2026-01', '2026-06', { ...yearly(1200), mrr: 100 }),
      entry('2026-06', null, { ...yearly(2400), mrr: 200, is_renewal: true }),
    ],
  ),
  leaves(
    'a closed renewal falls back to the old price after it',
    [first, renewal('2026-06', { total_revenue: 200 }, until('2027-06'))],
    [
      entry('2026-01', '2026-06', basic),
      entry('2026-06', '2027-06', { mrr: 200, plan_code: 'basic', source: 'crm', is_renewal: true }),
      entry('2027-06', null, basic),
    ],
  ),
  leaves(
    'a renewal after a gap takes over the price of what ended last, and nothing else',
    [first, end('2026-03'), renewal('2026-06')],
    [entry('2026-01', '2026-03', { ...basic, is_end: true }), entry('2026-06', null, { mrr: 100, is_renewal: true })],
  ),
  leaves(
    'a renewal may be the first event where it says all',
    [renewal('2026-01', monthly(100))],
    [entry('2026-01', null, { mrr: 100, is_renewal: true })],
  ),
  leaves(
    'a revenue event takes over plan, source and a renewal date that is still to come',
    [first, revenue('2026-03', monthly(200))],
    [entry('2026-01', '2026-03', basic), entry('2026-03', null, { ...basic, mrr: 200 })],
  ),
  leaves(
    'a revenue event does not take over a renewal date that has passed',
    [first, revenue('2026-06', monthly(200))],
    [entry('2026-01', '2026-06', basic), entry('2026-06', null, { mrr: 200, plan_code: 'basic', source: 'crm' })],
  ),
  leaves(
    'null clears what would be taken over',
    [first, revenue('2026-03', monthly(200), { plan_code: null, source: null, next_renewal_date: null })],
    [entry('2026-01', '2026-03', basic), entry('2026-03', null, { mrr: 200 })],
  ),
  leaves(
    'a revenue event takes over from an entry that ends where it starts',
    [first, end('2026-03'), revenue('2026-03', monthly(200))],
    [entry('2026-01', '2026-03', basic), entry('2026-03', null, { ...basic, mrr: 200 })],
  ),
  leaves(
    'a revenue event after a gap takes over nothing',
    [first, end('2026-03'), revenue('2026-03-02', monthly(200))],
    [entry('2026-01', '2026-03', { ...basic, is_end: true }), entry('2026-03-02', null, { mrr: 200 })],
  ),
  leaves(
    'rewriting the past does not reach into what was taken over from it',
    [
      first,
      revenue('2026-03', monthly(200)),
      revenue('2026-01', monthly(100), { plan_code: 'free' }, until('2026-03')),
    ],
    [entry('2026-01', '2026-03', { ...basic, plan_code: 'free' }), entry('2026-03', null, { ...basic, mrr: 200 })],
  ),
  leaves(
    'a revenue event at the instant of a renewal replaces it',
    [first, renewal('2026-06'), revenue('2026-06', monthly(200))],
    [entry('2026-01', '2026-06', basic), entry('2026-06', null, { mrr: 200, plan_code: 'basic', source: 'crm' })],
  ),
  leaves(
    'an end cuts off what is open',
    [first, end('2026-03')],
    [entry('2026-01', '2026-03', { ...basic, is_end: true })],
  ),
  leaves(
    'an end removes what was to come after it',
    [revenue('2026-01', monthly(100)), revenue('2026-03', monthly(200)), end('2026-02')],
    [entry('2026-01', '2026-02', { mrr: 100, is_end: true })],
  ),
  leaves(
    'an end behind the last end changes nothing',
    [revenue('2026-01', monthly(100), until('2026-02')), end('2026-04')],
    [entry('2026-01', '2026-02', { mrr: 100, is_end: true })],
  ),
  leaves(
    'an end at the first start ends the subscription itself',
    [revenue('2026-01', monthly(100)), end('2026-01')],
    [],
  ),
  leaves('an end before the first start does, too', [revenue('2026-01', monthly(100)), end('2025-01')], []),
  leaves(
    'two entries that touch are no end between them',
    [revenue('2026-01', monthly(100), until('2026-02')), revenue('2026-02', monthly(200), until('2026-03'))],
    [entry('2026-01', '2026-02', { mrr: 100 }), entry('2026-02', '2026-03', { mrr: 200, is_end: true })],
  ),
  leaves(
    'ends that are a day too early leave a day without anything',
    [revenue('2026-01', yearly(1200), until('2026-12-31')), revenue('2027-01', yearly(1200))],
    [
      entry('2026-01', '2026-12-31', { ...yearly(1200), mrr: 100, is_end: true }),
      entry('2027-01', null, { ...yearly(1200), mrr: 100 }),
    ],
  ),

  leavesIn(
    'records of one subscription in a batch apply in order',
    [
      revenue('2026-01', monthly(100)),
      revenue('2026-03', monthly(300)),
      revenue('2026-02', monthly(200)),
      end('2026-04'),
    ],
    [entry('2026-01', '2026-02', { mrr: 100 }), entry('2026-02', '2026-04', { mrr: 200, is_end: true })],
  ),
  leavesIn(
    'the same records in another order leave something else',
    [
      revenue('2026-01', monthly(100)),
      end('2026-04'),
      revenue('2026-03', monthly(300)),
      revenue('2026-02', monthly(200)),
    ],
    [entry('2026-01', '2026-02', { mrr: 100 }), entry('2026-02', null, { mrr: 200 })],
  ),
  {
    name: 'records of several subscriptions may be mixed in a batch',
    given: [accountsNamed('a', 'b')],
    request: send(
      revenue('2026-01', monthly(100)),
      revenue('2026-01', monthly(7), of('t', 'b')),
      revenue('2026-02', monthly(200)),
      end('2026-02', of('t', 'b')),
    ),
    expect: applied,
    later: [
      history([entry('2026-01', '2026-02', { mrr: 100 }), entry('2026-02', null, { mrr: 200 })]),
      history([entry('2026-01', '2026-02', { mrr: 7, is_end: true })], 't'),
    ],
  },
  {
    name: 'of a batch with a record that fails, those before and after it are applied',
    given: given(),
    request: send(
      renewal('2026-01'),
      revenue('2026-01', monthly(100)),
      renewal('2026-06'),
      renewal('2025-06', of('t')),
    ),
    expect: { status_is_ok: true, failed_results: [{ record: 0 }, { record: 3 }] },
    later: [
      history([entry('2026-01', '2026-06', { mrr: 100 }), entry('2026-06', null, { mrr: 100, is_renewal: true })]),
      gone('t'),
    ],
  },
  ...[
    revenue('2026-03', monthly(200), until('2026-04'), lead),
    renewal('2026-06', next('2027-06')),
    end('2026-03'),
    current('2026-01', monthly(150), next('2027-01')),
  ].map(
    (record): Case => ({
      name: `a ${(record as { event: string }).event} sent twice is unchanged the second time`,
      given: given(first, record),
      request: post('/subscriptions', { records: [record, record], options: { return: 'outcomes' } }),
      expect: { status_is_ok: true, outcomes: ['unchanged', 'unchanged'] },
    }),
  ),
]);

const dimensions = (...pairs: [string, string | null][]): object => ({
  custom_dimensions: pairs.map(([key, value]) => ({ key, value })),
});
const shows = (...pairs: [string, string | null][]) => ({
  request: get('/subscriptions/s'),
  expect: {
    results: [{ custom_dimensions: exactly(pairs.map(([key, value]) => ({ key, value }))) }],
  },
});

runCases(server, [
  {
    name: 'a subscription has no custom dimensions until some are sent',
    given: given(first),
    ...shows(),
  },
  {
    name: 'custom dimensions are merged by key, whatever the event, and a null value keeps its key',
    given: given(
      { ...first, ...dimensions(['region', 'eu'], ['tier', 'gold']) },
      renewal('2026-06', dimensions(['tier', null], ['seats', '9'])),
      current('2026-01', monthly(100), dimensions(['seats', '10'])),
      revenue('2026-07', monthly(300)),
    ),
    ...shows(['region', 'eu'], ['tier', null], ['seats', '10']),
  },
  {
    name: 'the last of a key that is sent twice wins, and a number stands for its text',
    given: given({ ...first, custom_dimensions: [{ key: 'k', value: 'v' }, { key: 'k', value: 5 }, { key: 'l' }] }),
    ...shows(['k', '5'], ['l', null]),
  },
  {
    name: 'an end ignores custom dimensions',
    given: given({ ...first, ...dimensions(['k', 'v']) }, end('2026-03', dimensions(['k', 'w'], ['l', 'x']))),
    ...shows(['k', 'v']),
  },
  {
    name: 'null and an empty list leave custom dimensions as they are',
    given: given(
      { ...first, ...dimensions(['k', 'v']) },
      revenue('2026-02', monthly(1), { custom_dimensions: null }),
      revenue('2026-03', monthly(2), dimensions()),
    ),
    ...shows(['k', 'v']),
  },
  {
    name: 'custom dimensions go with their subscription',
    given: given({ ...first, ...dimensions(['k', 'v']) }, end('2026-01'), first),
    ...shows(),
  },
  {
    name: 'custom dimensions go with their subscription within a batch',
    given: given({ ...first, ...dimensions(['k', 'v']) }),
    request: send(end('2026-01'), { ...first, ...dimensions(['l', 'w']) }),
    later: [shows(['l', 'w'])],
  },
  {
    name: 'custom dimensions may have any key, and are no property of anything else',
    given: given({ ...first, ...dimensions(['__proto__', 'v'], ['records', 'w'], ['1', 'x']) }),
    ...shows(['__proto__', 'v'], ['records', 'w'], ['1', 'x']),
  },
]);

const mrrOf = (name: string, terms: object, mrr: number): Case => ({
  name,
  given: given(revenue('2026-01', terms)),
  request: get('/subscriptions/s'),
  expect: { results: [{ records: [{ mrr }] }] },
  later: [{ request: get('/accounts/a'), expect: { results: [{ current_mrr: mrr }] } }],
});
const every = (total_revenue: number, cycle_length: number, cycle_unit: string): object => ({
  total_revenue,
  cycle_unit,
  cycle_length,
});

runCases(server, [
  mrrOf("the document's 818,019 cents per 45 days are 552,920 a month", every(818_019, 45, 'day'), 552_920),
  mrrOf("the document's 188,595 cents per 3 months are 62,865 a month", every(188_595, 3, 'month'), 62_865),
  mrrOf('100 cents per 3 months are 33 a month', every(100, 3, 'month'), 33),
  mrrOf('a half cent is rounded up', every(1, 2, 'month'), 1),
  mrrOf('less than half a cent is nothing', every(5, 1, 'year'), 0),
  mrrOf('365 days are a year', every(120_000, 365, 'day'), 10_000),
  mrrOf('two years are 24 months', every(240_000, 2, 'year'), 10_000),
  mrrOf('a cycle longer than any life brings nothing', every(1e12, Number.MAX_SAFE_INTEGER, 'day'), 0),
  {
    name: 'the MRR of an account is that of all its subscriptions',
    given: given(
      revenue('2026-01', monthly(100)),
      revenue('2026-02', monthly(20), of('t')),
      revenue('2026-04', monthly(3), of('u')),
      revenue('2025-01', monthly(4000), of('v'), until('2026-03')),
    ),
    request: get('/accounts/a'),
    expect: { results: [{ current_mrr: 120 }] },
  },
  {
    name: 'a churned or deleted account keeps its MRR until its subscriptions end',
    given: given(revenue('2026-01', monthly(100))),
    request: { method: 'PUT', path: '/accounts/a', body: { is_churned: true, is_deleted: true } },
    later: [
      { request: get('/accounts/a'), expect: { results: [{ current_mrr: 100, is_active: false }] } },
      { request: send(end('2026-03')), expect: applied },
      { request: get('/accounts/a'), expect: { results: [{ current_mrr: 0 }] } },
    ],
  },
]);

const pro = { plan_code: 'pro' };
const a = { ...pro, next: '2025-01-15' };

runCases(server, [
  {
    name: 'worked case A: rewriting the past',
    given: given(
      revenue('2024-01-15', yearly(120_000), pro, next('2025-01-15')),
      revenue('2024-07-01', yearly(180_000)),
      revenue('2024-03-01', monthly(0), until('2024-04-01')),
      renewal('2025-01-20', next('2026-01-15')),
      end('2025-06-01'),
    ),
    ...history([
      entry('2024-01-15', '2024-03', { ...yearly(120_000), mrr: 10_000, ...a }),
      entry('2024-03', '2024-04', { mrr: 0, ...a }),
      entry('2024-04', '2024-07', { ...yearly(120_000), mrr: 10_000, ...a }),
      entry('2024-07', '2025-01-20', { ...yearly(180_000), mrr: 15_000, ...a }),
      entry('2025-01-20', '2025-06', {
        ...yearly(180_000),
        mrr: 15_000,
        ...pro,
        next: '2026-01-15',
        is_renewal: true,
        is_end: true,
      }),
    ]),
    later: [
      {
        request: get(`/reports/mrr/movements?from=0&to=${utc('2027')}`),
        expect: {
          results: [
            { at: utc('2024-01-15'), class: 'new', amount: 10_000, mrr_before: 0, mrr_after: 10_000 },
            { at: utc('2024-03'), class: 'churn', amount: 10_000, mrr_before: 10_000, mrr_after: 0 },
            { at: utc('2024-04'), class: 'reactivation', amount: 10_000, mrr_before: 0, mrr_after: 10_000 },
            { at: utc('2024-07'), class: 'expansion', amount: 5_000, mrr_before: 10_000, mrr_after: 15_000 },
            { at: utc('2025-06'), class: 'churn', amount: 15_000, mrr_before: 15_000, mrr_after: 0 },
          ],
        },
      },
      {
        request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
        expect: {
          results: [
            { due_date: utc('2025-01-15'), state: 'renewed', value: 15_000, renewed_at: utc('2025-01-20') },
            { due_date: utc('2026-01-15'), state: 'lost', value: 15_000, renewed_at: null },
          ],
        },
      },
    ],
  },
  {
    name: 'worked case C: a subscription ends where another begins',
    given: given(
      revenue('2026-01', monthly(10_000), of('x'), until('2026-02')),
      revenue('2026-02', monthly(4000), of('y')),
    ),
    request: get(`/reports/mrr/movements?from=${utc('2026-02')}&to=${utc('2026-03')}`),
    expect: { results: [{ class: 'churn', amount: 6000, mrr_before: 10_000, mrr_after: 4000 }] },
  },
  {
    name: 'worked case C: one shrinks while another ends',
    given: given(
      revenue('2026-01', monthly(10_000), of('x')),
      revenue('2026-02', monthly(7000), of('x')),
      revenue('2026-01', monthly(1000), of('z'), until('2026-02')),
    ),
    request: get(`/reports/mrr/movements?from=${utc('2026-02')}&to=${utc('2026-03')}`),
    expect: {
      results: [
        { class: 'contraction', amount: 3000, mrr_before: 11_000, mrr_after: 7000 },
        { class: 'churn', amount: 1000, mrr_before: 11_000, mrr_after: 7000 },
      ],
    },
  },
  {
    name: 'worked case D: churned, back, renewed',
    given: given(
      renewal('2025-01', yearly(120_000), next('2026-01')),
      end('2025-07'),
      revenue('2026-01-15', yearly(120_000), next('2026-08')),
      renewal('2026-08'),
    ),
    request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
    expect: {
      results: [
        { due_date: utc('2026-01'), state: 'lost', value: 10_000, renewed_at: null, renewed_value: null },
        {
          due_date: utc('2026-08'),
          state: 'renewed',
          value: 10_000,
          renewed_at: utc('2026-08'),
          renewed_value: 10_000,
        },
      ],
    },
  },
]);

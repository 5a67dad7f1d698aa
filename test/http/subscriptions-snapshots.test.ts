/** `current` records: snapshots, which take effect at the start of the tenant's day. */
import { applied, at, type Case, get, runCases, type Exchange, useServer } from '../support/cases.ts';
import type { TestServer } from '../support/server.ts';
import {
  accountsNamed,
  current,
  end,
  entry,
  given,
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
const hour = 3_600_000;
const today = '2026-03-10';

const sent = (time: number, ...records: object[]): Exchange => ({
  request: at(time, send(...records)),
  expect: applied,
});
const first = current('2026-01', monthly(100), { plan_code: 'pro', source: 'crm' }, next('2026-06'));
const pro = { mrr: 100, plan_code: 'pro', source: 'crm', next: '2026-06' };
const seen = (cents: number, ...fields: object[]): object => current('2026-01', monthly(cents), ...fields);

runCases(server, [
  leaves('the first snapshot begins where it says that the subscription began', [first], [entry('2026-01', null, pro)]),
  leaves(
    'a first snapshot may say that the subscription has ended, or will',
    [current('2026-01', monthly(100), until('2026-05'))],
    [entry('2026-01', '2026-05', { mrr: 100, is_end: true })],
  ),
  leaves(
    'a snapshot of what has not begun yet replaces it, and takes over what it leaves out',
    [
      revenue('2026-05', monthly(100), { plan_code: 'pro', source: 'crm' }, next('2026-06')),
      revenue('2026-07', monthly(300)),
      current('2026-04', monthly(50)),
    ],
    [entry('2026-04', null, { ...pro, mrr: 50 })],
  ),
  leaves('one that says nothing new changes nothing', [first, first], [entry('2026-01', null, pro)]),
  leaves(
    'one that says nothing new wipes what was foreseen',
    [first, revenue('2026-05', monthly(300)), first],
    [entry('2026-01', null, pro)],
  ),
  leaves(
    'its start is not looked at while the subscription runs',
    [first, current('2025-01', monthly(100))],
    [entry('2026-01', null, pro)],
  ),
  leaves(
    'a new price takes effect today, and what is left out stays',
    [first, seen(200)],
    [entry('2026-01', today, pro), entry(today, null, { ...pro, mrr: 200 })],
  ),
  leaves(
    'the same price by another cycle is a change',
    [first, current('2026-01', yearly(1200))],
    [entry('2026-01', today, pro), entry(today, null, { ...pro, ...yearly(1200), mrr: 100 })],
  ),
  leaves('another source alone is no change', [first, seen(100, { source: 'erp' })], [entry('2026-01', null, pro)]),
  leaves(
    'a later renewal date is a renewal today, be it by two weeks',
    [first, seen(100, next('2026-06-15'))],
    [entry('2026-01', today, pro), entry(today, null, { ...pro, next: '2026-06-15', is_renewal: true })],
  ),
  leaves(
    'an earlier renewal date is none',
    [first, seen(100, next('2026-05'))],
    [entry('2026-01', today, pro), entry(today, null, { ...pro, next: '2026-05' })],
  ),
  leaves(
    'a renewal date where there was none is none',
    [seen(100), seen(100, next('2026-05'))],
    [entry('2026-01', today, { mrr: 100 }), entry(today, null, { mrr: 100, next: '2026-05' })],
  ),
  leaves(
    'null takes the renewal date away',
    [first, seen(100, { next_renewal_date: null })],
    [entry('2026-01', today, pro), entry(today, null, { mrr: 100, plan_code: 'pro', source: 'crm' })],
  ),
  leaves(
    'a renewal date that has passed is not lost',
    [seen(100, next('2026-02')), seen(200)],
    [entry('2026-01', today, { mrr: 100, next: '2026-02' }), entry(today, null, { mrr: 200, next: '2026-02' })],
  ),
  leaves(
    'an end to come is put down, and taken away by a snapshot without one',
    [first, seen(100, until('2026-09')), first],
    [entry('2026-01', null, pro)],
  ),
  leaves(
    'an end that has come cuts off what was known to run',
    [first, seen(100, until('2026-03'))],
    [entry('2026-01', '2026-03', { ...pro, is_end: true })],
  ),
  leaves(
    'an end that has come never lengthens what had ended',
    [first, end('2026-02'), seen(100, until('2026-03'))],
    [entry('2026-01', '2026-02', { ...pro, is_end: true })],
  ),
  leaves(
    'an ended subscription that came and went again has a new entry',
    [first, end('2026-02'), current('2026-02-10', monthly(300), until('2026-03'))],
    [entry('2026-01', '2026-02', { ...pro, is_end: true }), entry('2026-02-10', '2026-03', { mrr: 300, is_end: true })],
  ),
  leaves(
    'an ended subscription that is back since a day of its own begins there',
    [first, end('2026-02'), current('2026-02-10', monthly(300))],
    [entry('2026-01', '2026-02', { ...pro, is_end: true }), entry('2026-02-10', null, { mrr: 300 })],
  ),
  leaves(
    'one that is back with its old start begins today',
    [first, end('2026-02'), seen(300)],
    [entry('2026-01', '2026-02', { ...pro, is_end: true }), entry(today, null, { mrr: 300 })],
  ),
  leaves(
    'one that goes on where it ended with a later renewal date is renewed',
    [first, end('2026-02'), current('2026-02', monthly(300), next('2027-02'))],
    [entry('2026-01', '2026-02', pro), entry('2026-02', null, { ...pro, mrr: 300, next: '2027-02', is_renewal: true })],
  ),
  leaves(
    'a renewal sent as an event and seen in a snapshot afterwards is one renewal',
    [first, renewal('2026-02', next('2026-12')), seen(100, next('2026-12'))],
    [entry('2026-01', '2026-02', pro), entry('2026-02', null, { ...pro, next: '2026-12', is_renewal: true })],
  ),
  {
    name: 'the next day a later renewal date is compared with what holds then',
    given: given(first, seen(100, next('2027-01'))),
    ...sent(utc('2026-03-11'), seen(100, next('2027-02'))),
    later: [
      history([
        entry('2026-01', today, pro),
        entry(today, '2026-03-11', { ...pro, next: '2027-01', is_renewal: true }),
        entry('2026-03-11', null, { ...pro, next: '2027-02', is_renewal: true }),
      ]),
    ],
  },
  {
    name: 'several snapshots of a batch are one after the other',
    given: given(),
    request: send(first, seen(200), seen(300, next('2027-01')), current('2026-01', monthly(1), of('t'))),
    expect: applied,
    later: [
      history([
        entry('2026-01', today, pro),
        entry(today, null, { ...pro, mrr: 300, next: '2027-01', is_renewal: true }),
      ]),
      history([entry('2026-01', null, { mrr: 1 })], 't'),
    ],
  },
]);

const known = { ...yearly(1_200_000), mrr: 100_000, plan_code: 'pro', next: '2025-04-01' };
const snapshot = (cents: number, due: string, ...fields: object[]): object =>
  current('2024-04-01', yearly(cents), { plan_code: 'pro' }, next(due), ...fields);
const morning = (day: string): number => utc(day) + 9 * hour;
const renewed = { ...yearly(1_500_000), mrr: 125_000, plan_code: 'pro', next: '2026-04-01', is_renewal: true };

runCases(server, [
  {
    name: 'worked case B: snapshots over four months',
    given: [accountsNamed('a')],
    ...sent(morning('2025-03-10'), snapshot(1_200_000, '2025-04-01')),
    later: [
      history([entry('2024-04-01', null, known)]),
      sent(morning('2025-03-12'), snapshot(1_200_000, '2025-04-01')),
      history([entry('2024-04-01', null, known)]),
      sent(morning('2025-03-20'), snapshot(1_200_000, '2026-04-01')),
      history([
        entry('2024-04-01', '2025-03-20', known),
        entry('2025-03-20', null, { ...known, next: '2026-04-01', is_renewal: true }),
      ]),
      sent(morning('2025-03-20') + 5 * hour, snapshot(1_500_000, '2026-04-01')),
      history([entry('2024-04-01', '2025-03-20', known), entry('2025-03-20', null, renewed)]),
      sent(morning('2025-05-02'), snapshot(1_500_000, '2026-04-01', until('2025-05-31'))),
      history([
        entry('2024-04-01', '2025-03-20', known),
        entry('2025-03-20', '2025-05-31', { ...renewed, is_end: true }),
      ]),
      sent(morning('2025-07-02'), snapshot(600_000, '2026-07-02')),
      history([
        entry('2024-04-01', '2025-03-20', known),
        entry('2025-03-20', '2025-05-31', { ...renewed, is_end: true }),
        entry('2025-07-02', null, { ...yearly(600_000), mrr: 50_000, plan_code: 'pro', next: '2026-07-02' }),
      ]),
      {
        request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
        expect: {
          results: [
            { due_date: utc('2025-04-01'), state: 'renewed', value: 100_000, renewed_at: utc('2025-03-20') },
            { due_date: utc('2026-04-01'), state: 'lost', value: 125_000 },
            { due_date: utc('2026-07-02'), state: 'upcoming', value: 50_000 },
          ],
        },
      },
      {
        request: get(`/reports/mrr/movements?from=0&to=${utc('2027')}`),
        expect: {
          results: [
            { at: utc('2024-04-01'), class: 'new', amount: 100_000 },
            { at: utc('2025-03-20'), class: 'expansion', amount: 25_000 },
            { at: utc('2025-05-31'), class: 'churn', amount: 125_000 },
            { at: utc('2025-07-02'), class: 'reactivation', amount: 50_000 },
          ],
        },
      },
    ],
  },
]);

const inZone = (time_zone: string) => (): TestServer => ({
  ...server(),
  tenant: (options) => server().tenant({ ...options, time_zone }),
});
const iso = (text: string): number => Date.parse(text);

/** That a change seen at `time` takes effect at `start`. */
const begins = (name: string, time: string, start: string): Case => ({
  name,
  given: [accountsNamed('a'), at(iso('2026-01-02T12:00Z'), send(seen(100)))],
  ...sent(iso(time), seen(200)),
  later: [history([entry('2026-01', iso(start), { mrr: 100 }), entry(iso(start), null, { mrr: 200 })])],
});

runCases(server, [
  begins('a day of UTC begins at midnight', '2026-03-10T00:00:00Z', '2026-03-10T00:00Z'),
  begins('a day of UTC lasts to its last millisecond', '2026-03-10T23:59:59.999Z', '2026-03-10T00:00Z'),
]);
runCases(inZone('Pacific/Apia'), [
  begins('in Apia it is tomorrow already', '2026-03-10T11:00:00Z', '2026-03-10T11:00Z'),
  begins('in Apia it is still the day that began yesterday', '2026-03-10T10:59:59.999Z', '2026-03-09T11:00Z'),
  {
    name: 'two snapshots of one day in Apia are of one day, be there a midnight of UTC between them',
    given: [
      accountsNamed('a'),
      at(iso('2026-01-02T12:00Z'), send(first)),
      at(iso('2026-03-10T12:00Z'), send(seen(100, next('2027-01')))),
    ],
    ...sent(iso('2026-03-11T10:00Z'), seen(500, next('2027-01'))),
    later: [
      history([
        entry('2026-01', iso('2026-03-10T11:00Z'), pro),
        entry(iso('2026-03-10T11:00Z'), null, { ...pro, mrr: 500, next: '2027-01', is_renewal: true }),
      ]),
    ],
  },
]);
runCases(inZone('Asia/Kathmandu'), [
  begins('in Kathmandu days begin at a quarter past six in the evening', '2026-03-10T18:15Z', '2026-03-10T18:15Z'),
  begins('in Kathmandu days end at a quarter past six in the evening', '2026-03-10T18:14Z', '2026-03-09T18:15Z'),
]);
runCases(inZone('America/New_York'), [
  begins('in New York the day of 23 hours begins in winter time', '2026-03-08T20:00Z', '2026-03-08T05:00Z'),
  begins('in New York the day of 23 hours ends early', '2026-03-09T04:00Z', '2026-03-09T04:00Z'),
  begins('in New York the day of 25 hours begins in summer time', '2026-11-01T04:00Z', '2026-11-01T04:00Z'),
  begins('in New York the day of 25 hours ends late', '2026-11-02T04:59Z', '2026-11-01T04:00Z'),
]);
runCases(inZone('America/Santiago'), [
  begins('in Santiago a day without a midnight begins at one', '2026-09-06T12:00Z', '2026-09-06T04:00Z'),
]);

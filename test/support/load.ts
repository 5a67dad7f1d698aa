/** Random records of every type that something is derived from. */
import assert from 'node:assert/strict';
import { account } from './cases.ts';
import type { Client } from './client.ts';
import { current, end, monthly, of, renewal, revenue, until, yearly } from './subscriptions.ts';

const day = 86_400_000;

/** A random event of one of a few subscriptions, some days around an instant. */
export function randomEvent(random: () => number, now: number, subscriptions: number, accounts: number): object {
  const below = (limit: number): number => Math.floor(random() * limit);
  const any = (): number => now + (below(400) - 200) * day;
  const number = below(subscriptions);
  const start = any();
  const fields = [
    of(`s${number}`, `a${number % accounts}`),
    random() < 0.4 ? until(start + (1 + below(200)) * day) : {},
    random() < 0.5 ? { next_renewal_date: any() } : {},
    random() < 0.3 ? { plan_code: `plan ${below(3)}` } : {},
  ];
  const price = random() < 0.5 ? monthly(below(4) * 1000) : yearly(below(9) * 5000);
  const kind = random();
  if (kind < 0.45) return revenue(start, price, ...fields);
  if (kind < 0.65) return renewal(start, ...fields, random() < 0.5 ? { previous_renewal_date: any() } : {});
  if (kind < 0.8) return end(start, ...fields);
  return current(start, price, ...fields);
}

/** Loads accounts and records of theirs, and takes some away again. */
export async function loadAtRandom(client: Client, random: () => number, now: number, accounts: number): Promise<void> {
  const below = (limit: number): number => Math.floor(random() * limit);
  const any = (): number => now + (below(400) - 200) * day;
  const some = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
  const owner = (): string => `a${below(accounts)}`;
  const name = (n: number): string => (n % 3 === 0 ? `ÄRGER ${n}` : n % 3 === 1 ? `Trouble ${n}` : `Σίσυφος ${n}`);
  await client.load(
    'accounts',
    some(accounts).map((n) =>
      account(`a${n}`, {
        name: name(n),
        is_churned: n % 7 === 0,
        is_deleted: n % 11 === 0,
        ...(n % 2 ? { renewal_date: any() } : {}),
        custom_label_dimensions: n % 5 ? [] : [{ key: 'Größe', value: name(n) }],
        assigned_csms: n % 4 ? [] : [`É${n}@example.com`],
        stage_history: some(below(4)).map((index) => ({ name: `stage ${index}`, start_date: any(), end_date: any() })),
        nps_history: some(below(4)).map((index) => ({ nps_score: below(101), date: any(), username: `u${index}` })),
      }),
    ),
  );
  const person = (n: number): object => ({
    account_id: owner(),
    user_id: `p${n}`,
    first_name: name(n),
    last_name: 'x',
    is_primary: true,
  });
  await client.load('account_users', some(accounts).map(person));
  await client.load('account_contacts', some(accounts).map(person));
  await client.load(
    'support_tickets',
    some(accounts * 2).map((n) => ({
      account_id: `a${n % accounts}`,
      ticket_id: `t${n}`,
      state: 'x',
      subject: 'x',
      create_time: any(),
      ...(random() < 0.5 ? { close_time: any() } : {}),
    })),
  );
  await client.load(
    'interactions',
    some(accounts).map((n) => ({
      external_id: `i${n}`,
      account_id: owner(),
      type: 'call',
      create_time: any(),
      is_html: false,
    })),
  );
  await client.load(
    'metrics',
    some(accounts * 2).map((n) => ({
      account_id: owner(),
      name: `m${n % 5}`,
      metrics: some(3).map(() => ({ timestamp: any(), value: random() })),
    })),
  );
  const { status } = await client.post('/subscriptions', {
    records: some(accounts * 6).map(() => randomEvent(random, now, Math.ceil(accounts * 1.5), accounts)),
  });
  assert.equal(status, 200);
  for (const path of [
    '/support_tickets/t1',
    '/interactions/external_id/i1',
    '/metrics/m1?account_id=a1',
    '/subscriptions/s1',
  ])
    await client.delete(path);
  await client.put('/support_tickets/t2', { close_time: now });
  await client.delete('/accounts/a1');
}

/** Invoices, as they follow from what was bought, and how well they are paid. */
import { addDays, addMonths, daysBetween, hourMs, longDate, yearOf } from './calendar.ts';
import { type Subscription, type Term, platform } from './deals.ts';
import type { Event } from './feeds.ts';
import { type Invoice, type Line, paymentsOf } from './payments.ts';
import { cycleStart } from './plans.ts';
import { type Story, tierOn } from './story.ts';
import { tiers } from './tiers.ts';
import type { World } from './world.ts';

interface Charge {
  readonly day: number;
  readonly line: Line;
}
const monthsBack = 36;

export function invoiceEvents(story: Story, world: World): Event[] {
  const random = story.random('payments');
  return invoicesOf(story, world).flatMap((invoice): Event[] => {
    const { invoice_id, day, due, lines } = invoice;
    const key = { account_id: story.account_id, invoice_id };
    const issued = { ...key, start_date: day, due_date: due, line_items: lines, source: 'billing' };
    return [
      { feed: 'statements', at: day + 6 * hourMs, record: issued },
      ...paymentsOf(story, random, invoice, world.today).map((payment): Event => {
        return { feed: 'statements', at: payment.day + 7 * hourMs, record: { ...key, ...payment.fields } };
      }),
    ];
  });
}

/** The days on which invoices fell due that have not been paid to this day. */
export function overdueDays(story: Story, world: World): number[] {
  const random = story.random('payments');
  const unpaid = invoicesOf(story, world).filter((invoice) => {
    const payments = paymentsOf(story, random, invoice, world.today);
    return invoice.amount > 0 && !payments.some(({ fields }) => !fields.is_failed);
  });
  return unpaid.map(({ due }) => due).filter((due) => due < world.today);
}

function invoicesOf(story: Story, world: World): Invoice[] {
  const charges = [
    ...story.subscriptions.flatMap((subscription) => chargesFor(subscription, world)),
    ...extras(story, world),
  ];
  const since = addMonths(world.today, -monthsBack);
  const days = [...new Set(charges.map(({ day }) => day))].filter((day) => day >= since).sort((a, b) => a - b);
  return days.map((day, index) => {
    const lines = charges.filter((charge) => charge.day === day).map(({ line }) => line);
    const amount = lines.reduce((sum, line) => sum + line.amount, 0);
    const byCard = tierOn(story, day) === tiers[0] && amount < 150_000;
    const invoice_id = `INV-${yearOf(day)}-${story.account_id}-${index + 1}`;
    return { invoice_id, day, due: byCard ? day : addDays(day, 30), byCard, lines, amount };
  });
}

function chargesFor({ product, terms }: Subscription, { today }: World): Charge[] {
  return terms.flatMap((term, index) => {
    if (term.amount === 0) return [];
    // What comes after the contract is charged when it has been renewed.
    const until = Math.min(term.end ?? today, term.renews ?? today, today);
    const charges: Charge[] = [];
    const first = firstCharge(term, terms[index - 1], product);
    if (first && term.start < until) charges.push(first);
    for (let n = 0, day = term.anchor; day < until; day = cycleStart(term.anchor, term.cycle, ++n))
      if (day > term.start) charges.push({ day, line: wholeCycle(term, n, product) });
    return charges;
  });
}

/** A change in the course of a cycle is charged for the rest of that cycle; all other terms begin with a whole one. */
function firstCharge(term: Term, before: Term | undefined, product: string): Charge | undefined {
  const { start, anchor, cycle, why, plan, seats } = term;
  let n = 0;
  while (cycleStart(anchor, cycle, n + 1) <= start) n++;
  const [from, to] = [cycleStart(anchor, cycle, n), cycleStart(anchor, cycle, n + 1)];
  if (from === start || why === 'renewal' || before === undefined)
    return { day: start, line: wholeCycle(term, n, product) };
  const rest = daysBetween(start, to) / daysBetween(from, to);
  const amount = Math.round((term.amount - before.amount) * rest);
  const what =
    plan === before.plan ? `${seats - before.seats} further seats` : `Change to ${plan} plan, ${seats} seats`;
  const description = `${what}, ${longDate(start)} to ${longDate(addDays(to, -1))}`;
  return amount === 0 ? undefined : { day: start, line: { amount, is_recurring: true, description } };
}

/** The n-th cycle of a term. */
function wholeCycle({ anchor, cycle, amount, plan, seats }: Term, n: number, product: string): Line {
  const [from, to] = [cycleStart(anchor, cycle, n), addDays(cycleStart(anchor, cycle, n + 1), -1)];
  const what = product === platform ? `${plan} plan, ${seats} seats` : product;
  return { amount, is_recurring: true, description: `${what}, ${longDate(from)} to ${longDate(to)}` };
}

const once = (day: number, amount: number, description: string): Charge => ({
  day,
  line: { amount, is_recurring: false, description },
});

/** What is paid once: help at the beginning, trainings, and a discount here and there. */
function extras(story: Story, { today }: World): Charge[] {
  const { signed, tier } = story;
  const first = story.subscriptions[0]?.terms.find(({ why }) => why === 'start');
  if (signed === undefined || first === undefined) return [];
  const random = story.random('extras');
  const charges: Charge[] = [];
  if (tier !== tiers[0]) charges.push(once(signed, 50_000 * random.whole(2, 12), 'Onboarding package'));
  if (random.chance(0.15)) charges.push(once(signed, -Math.round(first.amount * 0.1), 'Discount on the first invoice'));
  const end = story.left ?? today;
  for (let day = addMonths(signed, random.whole(5, 20)); day < end; day = addMonths(day, random.whole(8, 30)))
    if (tier !== tiers[0] && story.mood(day) > 0.5)
      charges.push(once(day, 140_000 * random.whole(1, 2), 'Training day, on site'));
  return charges;
}

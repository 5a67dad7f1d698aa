/** Subscription events and invoices, as they follow from what was bought, and how well invoices are paid. */
import { addDays, addMonths, daysBetween, hourMs, longDate, yearOf } from './calendar.ts';
import { cycleStart, type Term } from './contracts.ts';
import { type Event, type Fields, recording } from './events.ts';
import { lowTouch } from './life.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

/** Subscription events, in the order in which billing learnt of them. */
export const subscriptionEvents = ({ account_id, subscriptions }: Story): Event[] =>
  subscriptions.flatMap(({ subscription_id, terms }) =>
    terms.flatMap(({ start, end, why, amount, cycle, renews, plan, seats }, index) => {
      const event = recording('subscriptions', { account_id, subscription_id });
      const began = event(start, {
        event: why === 'renewal' ? 'renewal' : 'revenue',
        effective_start_date: start,
        // A trial is known to end; everything else goes on until billing hears otherwise.
        effective_end_date: why === 'trial' ? end : undefined,
        previous_renewal_date: why === 'renewal' ? terms[index - 1]?.renews : undefined,
        total_revenue: amount,
        cycle_unit: cycle.unit,
        cycle_length: cycle.length,
        next_renewal_date: renews ?? null,
        plan_code: plan,
        source: 'billing',
        custom_dimensions: [{ key: 'seats', value: String(seats) }],
      });
      const goesOn = why === 'trial' || end === undefined || terms[index + 1]?.start === end;
      return goesOn ? [began] : [began, event(end, { event: 'end', effective_start_date: end })];
    }),
  );

export const invoiceEvents = (story: Story): Event[] =>
  invoicesOf(story).flatMap(({ invoice_id, day, due, line_items, payments }) => {
    const event = recording('statements', { account_id: story.account_id, invoice_id });
    return [
      event(day + 6 * hourMs, { start_date: day, due_date: due, line_items, source: 'billing' }),
      ...payments.map((payment) => event(payment.day + 7 * hourMs, payment.fields)),
    ];
  });

/** The due dates of invoices that are overdue today. */
export const overdueDays = (story: Story): number[] =>
  invoicesOf(story)
    .filter(({ amount, payments }) => amount > 0 && payments.every(({ fields }) => fields.is_failed))
    .flatMap(({ due }) => (due < story.today ? [due] : []));

function invoicesOf(story: Story) {
  const { account_id, subscriptions, today, random } = story;
  const draw = random('payments');
  const bought = subscriptions.flatMap(({ product, terms }) => chargesFor(product, terms, today));
  const since = addMonths(today, -36);
  const charges = [...bought, ...extras(story)].filter(({ day }) => day >= since).sort((a, b) => a.day - b.day);
  return [...Map.groupBy(charges, ({ day }) => day)].map(([day, lines], index) => {
    const line_items = lines.map(({ line }) => line);
    const amount = line_items.reduce((sum, line) => sum + line.amount, 0);
    // Charged to a card on the day; others have a month to pay.
    const byCard = story.tierOn(day) === lowTouch && amount < 150_000;
    const invoice_id = `INV-${yearOf(day)}-${account_id}-${index + 1}`;
    const payments = paymentsOf(story, draw, day, amount, byCard).filter((payment) => payment.day < today);
    return { invoice_id, day, due: byCard ? day : addDays(day, 30), line_items, amount, payments };
  });
}

const charge = (day: number, amount: number, is_recurring: boolean, description: string) => {
  return { day, line: { amount, is_recurring, description } };
};
type Charge = ReturnType<typeof charge>;

/** Every cycle as it begins; more seats in the course of one are charged for what is left of it. */
function chargesFor(product: string, terms: readonly Term[], today: number): Charge[] {
  return terms.flatMap(({ start, end, anchor, renews, cycle, plan, seats, amount, why }, index) => {
    // What comes after the contract is charged when it has been renewed.
    const until = Math.min(end ?? today, renews ?? today, today);
    const charges: Charge[] = [];
    for (let n = 0; cycleStart(anchor, cycle, n) < until; n++) {
      const [from, to] = [cycleStart(anchor, cycle, n), cycleStart(anchor, cycle, n + 1)];
      const day = Math.max(from, start);
      if (amount === 0 || to <= start || day >= until) continue;
      const before = why === 'expansion' && from < start ? terms[index - 1] : undefined;
      const share = before ? daysBetween(start, to) / daysBetween(from, to) : 1;
      const what = before ? `Change to ${seats} seats, ${plan} plan` : `${plan} plan, ${seats} seats`;
      const dates = `${longDate(before ? start : from)} to ${longDate(addDays(to, -1))}`;
      const description = `${product === 'Platform' ? what : product}, ${dates}`;
      charges.push(charge(day, Math.round((amount - (before?.amount ?? 0)) * share), true, description));
    }
    return charges;
  });
}

/** What is paid once: help at the beginning, trainings, and a discount here and there. */
function extras({ signed, terms, left, today, mood, tierOn, random }: Story): Charge[] {
  if (signed === undefined) return [];
  const draw = random('extras');
  const amount = terms.find(({ why }) => why === 'start')?.amount ?? 0;
  const discount = charge(signed, -Math.round(amount * 0.1), false, 'Discount on the first invoice');
  const charges = draw.chance(0.15) ? [discount] : [];
  if (tierOn(signed) === lowTouch) return charges;
  charges.push(charge(signed, 50_000 * draw.whole(2, 12), false, 'Onboarding package'));
  for (let day = addMonths(signed, draw.whole(5, 20)); day < (left ?? today); day = addMonths(day, draw.whole(8, 30)))
    if (mood(day) > 0.5) charges.push(charge(day, 140_000 * draw.whole(1, 2), false, 'Training day, on site'));
  return charges;
}

/** Payments and failures of an invoice, each on its day. Discontented customers pay later. */
function paymentsOf({ fate, end, today, mood }: Story, random: Random, day: number, amount: number, byCard: boolean) {
  const discontent = (1 - mood(day)) ** 2;
  const isLast = end !== undefined && day > addDays(end, -100);
  const risk = isLast ? 0.3 : day < addDays(today, -130) ? 0 : fate.name === 'sliding' ? 0.45 : 0.03;
  const isUnpaid = amount <= 0 || random.chance(risk);
  const fails = byCard && amount > 0 && (isUnpaid || random.chance(0.012 + 0.07 * discontent));
  const failed: { day: number; fields: Fields }[] = fails ? [{ day, fields: { is_failed: true } }] : [];
  if (isUnpaid) return failed;
  const days = byCard ? (fails ? random.whole(3, 24) : 0) : Math.max(3, 25 + 9 * random.normal() + 22 * discontent);
  const parts = amount > 1_500_000 && random.chance(0.25) ? random.whole(2, 3) : 1;
  const share = Math.ceil(amount / parts);
  const paid = Array.from({ length: parts }, (_, index) => {
    const paid_date = addDays(day, days + 45 * index);
    const paid_amount = Math.min(share, amount - share * index);
    const transactions = [{ tx_id: `tx-${index + 1}`, paid_amount, paid_date }];
    const fields = parts > 1 ? { transactions } : { paid_date, is_failed: fails ? false : undefined };
    return { day: paid_date, fields };
  });
  return [...failed, ...paid];
}

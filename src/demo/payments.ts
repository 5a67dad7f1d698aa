/** How an invoice is paid: in time, late, in parts, or not at all. The discontented are slower. */
import { addDays } from './calendar.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

export interface Line {
  readonly amount: number;
  readonly is_recurring: boolean;
  readonly description: string;
}

export interface Invoice {
  readonly invoice_id: string;
  readonly day: number;
  readonly due: number;
  /** Charged to a card on the day; others have a month to pay. */
  readonly byCard: boolean;
  readonly lines: readonly Line[];
  /** Cents. */
  readonly amount: number;
}

/** What becomes known of an invoice on a day. */
export interface Payment {
  readonly day: number;
  readonly fields: {
    readonly is_failed?: boolean;
    readonly paid_date?: number;
    readonly transactions?: readonly { tx_id: string; paid_amount: number; paid_date: number }[];
  };
}

/** Cents from which some pay in parts. */
const largeAmount = 1_500_000;

/** The payments of an invoice up to today. */
export function paymentsOf(story: Story, random: Random, invoice: Invoice, today: number): Payment[] {
  if (invoice.amount <= 0) return [];
  const payments = isUnpaid(story, random, invoice, today) ? [] : planned(story, random, invoice);
  const failed: Payment[] =
    invoice.byCard && payments[0]?.day !== invoice.day ? [{ day: invoice.day, fields: { is_failed: true } }] : [];
  return [...failed, ...payments].filter(({ day }) => day < today);
}

function isUnpaid({ fate, left, returned }: Story, random: Random, { day }: Invoice, today: number): boolean {
  if (left !== undefined && returned === undefined && day > addDays(left, -100)) return random.chance(0.3);
  return day > addDays(today, -130) && random.chance(fate === 'sliding' ? 0.45 : 0.03);
}

function planned(story: Story, random: Random, { day, amount, byCard }: Invoice): Payment[] {
  const sorrow = 1 - story.mood(day);
  if (byCard) {
    if (!random.chance(0.012 + 0.07 * sorrow ** 2)) return [{ day, fields: { paid_date: day } }];
    const again = addDays(day, random.whole(3, 24));
    return [{ day: again, fields: { is_failed: false, paid_date: again } }];
  }
  const paid = addDays(day, Math.max(3, Math.round(25 + 9 * random.normal() + 22 * sorrow ** 2)));
  if (amount < largeAmount || !random.chance(0.25)) return [{ day: paid, fields: { paid_date: paid } }];
  const parts = random.whole(2, 3);
  return Array.from({ length: parts }, (_, index): Payment => {
    const at = addDays(paid, 45 * index);
    const share = Math.floor(amount / parts);
    const paid_amount = index === 0 ? amount - share * (parts - 1) : share;
    return { day: at, fields: { transactions: [{ tx_id: `tx-${index + 1}`, paid_amount, paid_date: at }] } };
  });
}

/** What was bought as subscription events, in the order in which billing learnt of them. */
import type { Subscription, Term } from './deals.ts';
import type { Event } from './feeds.ts';
import type { Story } from './story.ts';

export const subscriptionEvents = ({ account_id, subscriptions }: Story): Event[] =>
  subscriptions.flatMap(({ subscription_id, terms }) => {
    const event = (at: number, name: string, fields: object): Event => ({
      feed: 'subscriptions',
      at,
      record: { account_id, subscription_id, event: name, effective_start_date: at, ...fields },
    });
    return terms.flatMap((term, index) => [
      event(term.start, term.why === 'renewal' ? 'renewal' : 'revenue', fieldsOf(term, terms[index - 1])),
      ...(stops(terms, index) ? [event(term.end as number, 'end', {})] : []),
    ]);
  });

function fieldsOf({ end, why, plan, seats, cycle, amount, renews }: Term, before: Term | undefined): object {
  return {
    // A trial is known to end; everything else goes on until billing hears otherwise.
    ...(why === 'trial' && { effective_end_date: end }),
    ...(why === 'renewal' && { previous_renewal_date: before?.renews }),
    total_revenue: amount,
    cycle_unit: cycle.unit,
    cycle_length: cycle.length,
    next_renewal_date: renews ?? null,
    plan_code: plan,
    source: 'billing',
    custom_dimensions: [{ key: 'seats', value: String(seats) }],
  };
}

/** Whether nothing follows a term directly; a trial has said so itself. */
function stops(terms: Subscription['terms'], index: number): boolean {
  const { end, why } = terms[index] as Term;
  return why !== 'trial' && end !== undefined && terms[index + 1]?.start !== end;
}

/** The account itself as the CRM knows it: its first record, and what changes later. */
import { addDays, addMonths, yearOf } from './calendar.ts';
import { type Term, termOn } from './contracts.ts';
import parts from './data/companies.json' with { type: 'json' };
import { type Event, type Fields, prefixed, recording } from './events.ts';
import { lowTouch } from './life.ts';
import { fullName } from './people.ts';
import type { Story } from './story.ts';
import { businessReviewDays } from './talks.ts';
import { salesReps, vendor } from './team.ts';

export function accountEvents(story: Story): Event[] {
  const { account_id, first, today, left, returned, end, reason, fate } = story;
  const event = recording('crm', { account_id });
  const changes = [
    ...stagesOf(story).map(([name, start]) => event(start, { stage_history: [{ name, start_date: start }] })),
    ...story.terms.map((term) => event(term.start, termFields(story, term))),
    ...story.csms.map(({ day, csm }) => event(day, { assigned_csms: [{ email: csm.email }] })),
    ...story.moves.map(({ day, tier }) => event(day, { tier: tier.name })),
  ];
  const later = changes.filter(({ at }) => at > first);
  const flag = fate.name === 'mistake' ? { is_deleted: true } : { is_churned: true };
  if (left !== undefined) later.push(event(left, { ...flag, inactive_time: left, inactive_reason: reason }));
  if (returned !== undefined) later.push(event(returned, { is_churned: false }));
  if (end === undefined) later.push(event(today, presentFields(story)));
  return [event(first, { ...masterFields(story), ...firstFields(story) }), ...later];
}

/** What never changes in the demo. */
function masterFields({ account_id, company, reason, themes, joined, random }: Story): Fields {
  const draw = random('account');
  const rep = draw.pick(salesReps);
  return {
    name: reason?.startsWith('Test') ? 'Test account, do not use' : company.name,
    join_date: joined,
    billing_account_id: `bil-${account_id}`,
    support_account_id: `desk-${account_id}`,
    crm_account_id: `crm-${account_id}`,
    ...prefixed('billing', company.address),
    phone: company.phone,
    employees: company.employees,
    industry: company.industry.name,
    sales_rep_name: fullName(rep),
    sales_rep_email: rep.email,
    source: draw.pick(parts.sources),
    website: `https://www.${company.domain}`,
    description: `Uses ${vendor.name} for ${themes.goal}.`,
    parent_account_id: company.parent_account_id,
    hierarchy_label: company.hierarchy_label,
  };
}

/** How it stood on the day of its first record. */
function firstFields(story: Story): Fields {
  const { first, company, themes, signed } = story;
  const stages = stagesOf(story).filter(([, start]) => start <= first);
  const [term, csm, tier] = [termOn(story.terms, first), story.csmOn(first), story.tierOn(first)];
  const { region, language } = company.country;
  return {
    tier: tier.name,
    assigned_csms: csm ? [{ email: csm.email }] : [],
    stage_history: stages.map(([name, start_date], index) => ({ name, start_date, end_date: stages[index + 1]?.[1] })),
    custom_label_dimensions: labelled({ region, language, goal: themes.goal, ...(term && labelsOf(term)) }),
    custom_value_dimensions: labelled({ offices: Math.ceil(company.employees ** 0.35), seats_licensed: term?.seats }),
    custom_event_dimensions: labelled({ contract_signed: signed }),
    documents: [
      ...(tier === lowTouch ? [] : [documentOf(story, 'Success plan', `How ${vendor.name} helps`)]),
      ...(term ? orderOf(story, term) : []),
    ],
  };
}

const labelsOf = ({ plan, cycle }: Term): Fields => ({ plan, billing_cycle: `${cycle.length} ${cycle.unit}` });

const termFields = (story: Story, term: Term): Fields => ({
  custom_label_dimensions: labelled(labelsOf(term)),
  custom_value_dimensions: labelled({ seats_licensed: term.seats }),
  documents: orderOf(story, term),
});

/** What is bought by the day needs no order. */
const orderOf = (story: Story, { start, plan, seats, cycle }: Term): Fields[] =>
  cycle.unit === 'day' ? [] : [documentOf(story, `Order form ${yearOf(start)}`, `${plan}, ${seats} seats`)];

const documentOf = ({ account_id }: Story, name: string, description: string): Fields => ({
  name,
  url: `https://docs.${vendor.domain}/${account_id}/${name.toLowerCase().replaceAll(' ', '-')}`,
  description,
});

const labelled = (values: Fields): Fields[] =>
  Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));

/** What the CRM knows today. */
function presentFields(story: Story): Fields {
  const { today, fate, company, users, random } = story;
  const last = businessReviewDays(story).at(-1);
  const training_hours = Math.round(random('training').between(0, 6) * Math.log2(2 + users.length));
  return {
    employees: fate.name === 'growing' ? Math.round(company.employees * 1.2) : undefined,
    custom_label_dimensions: labelled({ reference_customer: fate.name === 'champion' ? 'yes' : undefined }),
    custom_value_dimensions: labelled({ training_hours }),
    custom_event_dimensions: labelled({
      last_business_review: last,
      next_business_review: last && Math.max(addMonths(last, 4), addDays(today, 9)),
      rescue_plan_review: fate.name === 'sliding' ? addDays(today, 12) : undefined,
    }),
  };
}

type Stage = readonly [name: string, start: number];

const settlingIn = (from: number, onboarding: number, adoption: number): Stage[] => [
  ['onboarding', from],
  ['adoption', addDays(from, onboarding)],
  ['established', addDays(from, onboarding + adoption)],
];

/** The stages of an account up to today, in order; each lasts until the next begins. */
function stagesOf({ joined, signed, left, returned, fate, today, terms, random }: Story): Stage[] {
  const draw = random('stages');
  const stages: Stage[] = signed === joined || fate.name === 'mistake' ? [] : [['trial', joined]];
  if (signed !== undefined) stages.push(...settlingIn(signed, draw.whole(30, 75), draw.whole(90, 210)));
  for (const [index, { renews, why, start }] of terms.entries()) {
    if (why === 'renewal') stages.push(['established', start]);
    // Ten weeks before a contract ends its renewal is prepared, until it is signed.
    if (renews !== undefined && terms[index + 1]?.renews !== renews) stages.push(['renewal', addDays(renews, -70)]);
  }
  if (left !== undefined && signed !== undefined && fate.name !== 'cut off')
    stages.push(['offboarding', addDays(left, -25)]);
  const again = returned === undefined ? [] : settlingIn(returned, 35, 80);
  const ordered = [...stages.filter(([, start]) => start < (left ?? today)), ...again]
    .filter(([, start]) => start < today)
    .sort(([, a], [, b]) => a - b);
  return ordered.filter(([name], index) => name !== ordered[index - 1]?.[0]);
}

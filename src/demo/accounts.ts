/** The account itself as the CRM knows it: its first record, and what changes later. */
import { addDays, addMonths, yearOf } from './calendar.ts';
import { type Term, termOn } from './deals.ts';
import type { Event } from './feeds.ts';
import { businessReviewDays } from './meetings.ts';
import { fullName } from './names.ts';
import { stagesOf } from './stages.ts';
import { endOf, type Story, tierOn } from './story.ts';
import { salesReps, vendor } from './team.ts';
import { tiers } from './tiers.ts';
import { leadSources } from './words.ts';
import { csmOn, handoverDays, type World } from './world.ts';

type Fields = { readonly [field: string]: unknown };

export function accountEvents(story: Story, world: World): Event[] {
  const { account_id, left, returned, newTier, reason, fate } = story;
  const first = Math.max(world.start, story.joined);
  const event = (at: number, fields: Fields): Event => ({ feed: 'crm', at, record: { account_id, ...fields } });
  const later: Event[] = [];
  const stages = stagesOf(story, world.today);
  for (const { name, start } of stages.filter((stage) => stage.start > first))
    later.push(event(start, { stage_history: [{ name, start_date: start }] }));
  for (const term of story.terms.filter(({ start }) => start > first))
    later.push(event(term.start, termFields(story, term)));
  for (const day of handoverDays(world, story, first)) later.push(event(day, csmFields(story, world, day)));
  if (newTier !== undefined && newTier.day > first) later.push(event(newTier.day, { tier: newTier.tier }));
  if (left !== undefined) {
    const flag = fate === 'mistake' ? { is_deleted: true } : { is_churned: true };
    later.push(event(left, { ...flag, inactive_time: left, inactive_reason: reason }));
  }
  if (returned !== undefined) later.push(event(returned, { is_churned: false }));
  if (endOf(story) === undefined) later.push(event(world.today, presentFields(story, world)));
  return [event(first, { ...masterFields(story), ...firstFields(story, world, first) }), ...later];
}

/** What never changes in the demo. */
function masterFields(story: Story): Fields {
  const { account_id, company, parent_account_id, goal } = story;
  const random = story.random('account');
  const rep = random.pick(salesReps);
  const { country, city, state, postalCode } = company.place;
  return {
    name: story.reason?.startsWith('Test') ? 'Test account, do not use' : company.name,
    join_date: story.joined,
    billing_account_id: `bil-${account_id}`,
    support_account_id: `desk-${account_id}`,
    crm_account_id: `crm-${account_id}`,
    billing_street: company.street,
    billing_city: city,
    billing_postal_code: postalCode,
    billing_state: state,
    billing_country: country.name,
    phone: company.phone,
    employees: company.employees,
    industry: company.industry.name,
    sales_rep_name: fullName(rep),
    sales_rep_email: rep.email,
    source: random.pick(leadSources),
    website: `https://www.${company.domain}`,
    description: `Uses ${vendor.name} for ${goal}.`,
    parent_account_id,
    hierarchy_label: company.label,
  };
}

/** How it stood on the day of its first record. */
function firstFields(story: Story, world: World, day: number): Fields {
  const stages = stagesOf(story, world.today).filter(({ start }) => start <= day);
  const term = termOn(story.terms, day);
  return {
    tier: tierOn(story, day),
    ...csmFields(story, world, day),
    ...(term && termFields(story, term)),
    stage_history: stages.map(({ name, start }, index) => {
      const next = stages[index + 1];
      return { name, start_date: start, ...(next && { end_date: next.start }) };
    }),
    ...dimensions(
      { region: story.company.place.country.region, language: story.company.place.country.language, goal: story.goal },
      { offices_count: Math.max(1, Math.round(story.company.employees ** 0.35)) },
      story.signed === undefined ? {} : { contract_signed: story.signed },
    ),
    documents: tierOn(story, day) === tiers[0] ? [] : [documentOf(story, 'Success plan', `How ${vendor.name} helps`)],
  };
}

const csmFields = (story: Story, world: World, day: number): Fields => {
  const csm = csmOn(world, story, day);
  return csm ? { assigned_csms: [{ email: csm.email }] } : {};
};

function termFields(story: Story, { start, why, plan, seats, cycle }: Term): Fields {
  const order = documentOf(story, `Order form ${yearOf(start)}`, `${plan}, ${seats} seats`);
  return {
    custom_label_dimensions: labelled({ plan, billing_cycle: `${cycle.length} ${cycle.unit}` }),
    custom_value_dimensions: labelled({ seats_licensed: seats }),
    ...(why !== 'trial' && cycle.unit !== 'day' && { documents: [order] }),
  };
}

/** What the CRM knows today. */
function presentFields(story: Story, world: World): Fields {
  const { today } = world;
  const reviews = businessReviewDays(story, world);
  const last = reviews.at(-1);
  const next = last && Math.max(addMonths(last, 4), addDays(today, 9));
  const grown = story.fate === 'growing' && { employees: Math.round(story.company.employees * 1.2) };
  return {
    ...grown,
    ...dimensions(
      story.fate === 'champion' ? { reference_customer: 'yes' } : {},
      { training_hours: Math.round(story.random('training').between(0, 6) * Math.log2(2 + story.cast.users.length)) },
      {
        ...(last !== undefined && { last_business_review: last, next_business_review: next }),
        ...(story.fate === 'sliding' && { rescue_plan_review: addDays(today, 12) }),
      },
    ),
  };
}

const documentOf = ({ account_id }: Story, name: string, description: string): Fields => ({
  name,
  url: `https://docs.${vendor.domain}/${account_id}/${name.toLowerCase().replaceAll(' ', '-')}`,
  description: description.slice(0, 80),
});

const labelled = (values: Fields): object[] => Object.entries(values).map(([key, value]) => ({ key, value }));

const dimensions = (labels: Fields, values: Fields, events: Fields): Fields => ({
  custom_label_dimensions: labelled(labels),
  custom_value_dimensions: labelled(values),
  custom_event_dimensions: labelled(events),
});

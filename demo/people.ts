/** The people at a customer: contacts, with whom one speaks, and users of the product; and how many are active. */
import { addDays, daysBetween, monthOf, nextWeekday, yearOf } from './calendar.ts';
import { type Company, plain } from './companies.ts';
import { type Contract, termOn } from './contracts.ts';
import jobs from './data/jobs.json' with { type: 'json' };
import names from './data/names.json' with { type: 'json' };
import type { Random } from './random.ts';

/** A name as people of a place have it, or of anywhere: every place has people from elsewhere. */
function drawName(random: Random, { country, domain }: Company) {
  const home = names.find(({ culture }) => culture === country.culture);
  const origin = (random.chance(0.65) && home) || random.pick(names);
  const family = random.chance(0.9) ? origin : random.pick(names);
  const [first, last] = [random.pick(origin.given), random.pick(family.family)];
  return { first, last, email: addressOf(first, last, domain) };
}

export const fullName = ({ first, last }: { first: string; last: string }): string => `${first} ${last}`;
export const addressOf = (first: string, last: string, domain: string): string =>
  `${plain(first)}.${plain(last)}@${domain}`;

type Hire = ReturnType<typeof hiring>;
export type Person = ReturnType<Hire>;

/** Draws people of a company, none of whom has the address of another. */
function hiring({ account_id, company, random }: Contract) {
  const draw = random('names');
  const taken = new Set<string>();
  return (number: string, job: { role: string; title: string; department: string }, since: number) => {
    let name = drawName(draw, company);
    while (taken.has(name.email)) name = drawName(draw, company);
    taken.add(name.email);
    const [id, phone] = [`${account_id}-${number}`, draw.fill(company.country.phone)];
    return { id, ...name, phone, ...job, since, until: undefined as number | undefined };
  };
}

/** The account with its people. The first contact is the one to speak to until another takes over. */
export function drawPeople(contract: Contract) {
  const { terms, joined, until } = contract;
  const hire = hiring(contract);
  const seats = Math.max(3, ...terms.map((term) => term.seats));
  const count = Math.max(1, Math.min(jobs.contacts.length, Math.round(Math.log2(seats)) - 1));
  const contacts = jobs.contacts.slice(0, count).map((job, index) => hire(`c${index + 1}`, job, joined));
  const random = contract.random('champion');
  const gone = championLeaves(contract, random);
  const successor = addDays(gone, random.whole(10, 60));
  if (successor < until) contacts.push(hire('c9', jobs.successor, successor));
  if (gone > joined && gone < until && contacts.length > 1) (contacts[0] as Person).until = gone;
  const users = drawUsers(contract, hire, contacts);
  return { ...contract, contacts, users, activity: drawActivity(contract, users) };
}

/** When the person who carried the product inside the company leaves it: often the beginning of the end. */
function championLeaves({ fate, left, turn, joined }: Contract, random: Random): number {
  const { name } = fate;
  if (name === 'leaving' && left !== undefined && random.chance(0.45)) return addDays(left, -random.whole(200, 280));
  if ((name === 'sliding' || name === 'recovered') && random.chance(0.45)) return addDays(turn, -random.whole(0, 40));
  return random.chance(0.1) ? addDays(joined, random.whole(300, 900)) : Number.POSITIVE_INFINITY;
}

/** The contacts who use the product themselves, then all to whom a seat is given, in the order of their coming. */
function drawUsers({ joined, terms, until, random }: Contract, hire: Hire, contacts: readonly Person[]): Person[] {
  const draw = random('users');
  const own = contacts.filter(({ role }) => terms.length > 0 && role !== 'Procurement' && role !== 'Economic buyer');
  const users = own.map((contact) => ({ ...contact, id: contact.id.replace('-c', '-u'), role: 'admin' }));
  const reach = draw.between(0.75, 1);
  for (let day = joined; day < until; day = addDays(day, 7)) {
    const seats = termOn(terms, day)?.seats;
    if (seats === undefined) continue;
    const there = presentOn(users, day);
    for (const user of there.slice(seats)) user.until = day;
    // Many have a seat at the start, the others get one by one what is left.
    const given = reach * (1 - 0.5 * Math.exp(-daysBetween(joined, day) / 120));
    const wanted = Math.min(seats, Math.max(3, Math.round(seats * given)));
    for (let count = there.length; count < wanted; count++) {
      const role = draw.weighted({ analyst: 35, viewer: 58, admin: 7 });
      const since = Math.min(addDays(day, draw.whole(0, 6)), addDays(until, -1));
      const user = hire(`u${users.length + 10}`, { ...draw.pick(jobs.users), role }, since);
      const leaves = addDays(since, draw.between(60, 1800));
      if (leaves < until && draw.chance(0.25)) user.until = leaves;
      users.push(user);
    }
  }
  return users;
}

export const presentOn = (people: readonly Person[], day: number): Person[] =>
  people.filter(({ since, until }) => since <= day && (until === undefined || until > day));

/** The one to speak to on a day. */
export function championOn({ contacts }: { readonly contacts: readonly Person[] }, day: number): Person {
  const there = presentOn(contacts, day);
  return there.find(({ role }) => role === 'Champion') ?? there[0] ?? (contacts[0] as Person);
}

/** How many people use the product, by the week: metrics, texts and users speak of the same. */
function drawActivity(contract: Contract, users: readonly Person[]) {
  const { joined, returned, fate, mood, today, random } = contract;
  const draw = random('activity');
  const first = nextWeekday(Math.max(joined, addDays(contract.first, -250)), 1);
  const people: number[] = [];
  for (let week = first; week < today; week = addDays(week, 7)) {
    // Holidays empty the offices, the turn of the year more than the summer.
    const month = monthOf(addDays(week, 3));
    const isTurnOfYear = month % 11 === 0 && yearOf(addDays(week, 14)) > yearOf(addDays(week, -1));
    const season = isTurnOfYear ? 0.45 : month === 6 || month === 7 ? 0.86 : 1;
    // It takes time to begin, and use declines before anyone complains.
    const since = daysBetween(returned !== undefined && week >= returned ? returned : joined, week);
    const share = fate.appetite * (1 - 0.6 * Math.exp(-since / 40)) * (0.1 + 0.97 * mood(addDays(week, 25)));
    const active = Math.min(0.97, share * season * (1 + 0.05 * draw.normal()));
    people.push(Math.round(presentOn(users, week).length * active));
  }
  const before = (day: number, weeks: number): number[] => {
    const end = Math.max(0, Math.floor(daysBetween(first, day) / 7));
    return people.slice(Math.max(0, end - weeks), end);
  };
  return {
    /** Logins a week of a person who is active. */
    logins: draw.between(2.4, 4.5),
    inWeek: (monday: number): number => people[daysBetween(first, monday) / 7] ?? 0,
    /** People who were active in the four whole weeks before a day. */
    inMonth: (day: number): number => Math.max(0, ...before(day, 4)),
    /** Whether clearly fewer have been active in the last four weeks than in the quarter before them. */
    falls: (day: number): boolean => {
      const [earlier, lately] = [before(addDays(day, -28), 12), before(day, 4)];
      return earlier.length === 12 && sum(lately) / 4 < (0.85 * sum(earlier)) / 12;
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

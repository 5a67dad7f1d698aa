/** The people at a customer: contacts, with whom one speaks, and users of the product. */
import { addDays, daysBetween } from './calendar.ts';
import { fillPattern } from './companies.ts';
import { type Contract, termOn } from './contracts.ts';
import jobs from './data/jobs.json' with { type: 'json' };
import { addressOf, drawName, fullName, type PersonName } from './names.ts';
import type { Random } from './random.ts';

export interface Person extends PersonName {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly department: string;
  readonly role: string;
  readonly since: number;
  until: number | undefined;
}

/** The account with its people. The first contact is the one to speak to until another takes over. */
export function drawPeople(contract: Contract) {
  const { terms, joined } = contract;
  const random = contract.random('people');
  const hire = hiring(contract, random);
  const end = contract.end ?? contract.today;
  const seats = Math.max(3, ...terms.map((term) => term.seats));
  const count = Math.max(1, Math.min(jobs.contacts.length, Math.round(Math.log2(seats)) - 1));
  const contacts = jobs.contacts.slice(0, count).map((job, index) => hire(`c${index + 1}`, job, joined));
  const gone = championLeaves(contract, random);
  const successor = addDays(gone, random.whole(10, 60));
  if (successor < end) contacts.push(hire('c9', jobs.successor, successor));
  if (gone > joined && gone < end && contacts.length > 1) (contacts[0] as Person).until = gone;
  return { ...contract, contacts, users: drawUsers(contract, random, hire, contacts) };
}

export type Cast = ReturnType<typeof drawPeople>;

type Hire = (id: string, job: Pick<Person, 'role' | 'title' | 'department'>, since: number) => Person;

/** Draws people of a company, none of whom has the mail address of another. */
function hiring({ account_id, company }: Contract, random: Random): Hire {
  const { culture, phone } = company.address.country;
  const taken = new Set<string>();
  return (id, job, since) => {
    let name = drawName(random, culture);
    while (taken.has(fullName(name))) name = drawName(random, culture);
    taken.add(fullName(name));
    const ways = { email: addressOf(name, company.domain), phone: fillPattern(random, phone) };
    return { ...name, ...job, ...ways, id: `${account_id}-${id}`, since, until: undefined };
  };
}

/** When the person who carried the product inside the company leaves it: often the beginning of the end. */
function championLeaves({ fate, left, turn, joined }: Contract, random: Random): number {
  const { name } = fate;
  if (name === 'leaving' && left !== undefined && random.chance(0.45)) return addDays(left, -random.whole(200, 280));
  if ((name === 'sliding' || name === 'recovered') && random.chance(0.45)) return addDays(turn, -random.whole(0, 40));
  return random.chance(0.1) ? addDays(joined, random.whole(300, 900)) : Number.POSITIVE_INFINITY;
}

/** The contacts who use the product themselves, then all to whom a seat is given, in the order of their coming. */
function drawUsers(contract: Contract, random: Random, hire: Hire, contacts: readonly Person[]): Person[] {
  const { joined, terms, today } = contract;
  const end = contract.end ?? today;
  const users: Person[] = contacts
    .filter(({ role }) => role !== 'Procurement' && role !== 'Economic buyer')
    .map((contact) => ({ ...contact, id: contact.id.replace('-c', '-u'), role: 'admin' }));
  const reach = random.between(0.75, 1);
  for (let day = joined; day < end; day = addDays(day, 7)) {
    const seats = termOn(terms, day)?.seats;
    if (seats === undefined) continue;
    const there = presentOn(users, day);
    for (const user of there.slice(seats)) user.until = day;
    // Many have a seat at the start, the others get one by one what is left.
    const given = reach * (1 - 0.5 * Math.exp(-daysBetween(joined, day) / 120));
    const wanted = Math.min(seats, Math.max(3, Math.round(seats * given)));
    for (let count = there.length; count < wanted; count++) {
      const role = random.weighted({ analyst: 35, viewer: 58, admin: 7 });
      const since = Math.min(addDays(day, random.whole(0, 6)), addDays(end, -1));
      const user = hire(`u${users.length + 10}`, { ...random.pick(jobs.users), role }, since);
      const leaves = addDays(since, random.between(60, 1800));
      if (leaves < end && random.chance(0.25)) user.until = leaves;
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

/** The people at a customer: contacts, with whom one speaks, and users of the product. */
import { addDays, daysBetween } from './calendar.ts';
import type { Company } from './companies.ts';
import { type Term, termOn } from './deals.ts';
import type { FateName, Life } from './fates.ts';
import { addressOf, type PersonName, pickName } from './names.ts';
import { phoneIn } from './places.ts';
import type { Random } from './random.ts';
import { readTable } from './tables.ts';

export interface Person extends PersonName {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly department: string;
  readonly role: string;
  readonly since: number;
  readonly until: number | undefined;
}

export interface Cast {
  /** The first is the one to speak to until another takes over. */
  readonly contacts: readonly Person[];
  readonly users: readonly Person[];
}

const contactRoles = readTable(`
Champion | Head of Analytics | Data
Economic buyer | Chief Financial Officer | Finance
Technical contact | Data Engineer | IT
Executive sponsor | Chief Operating Officer | Management
Procurement | Purchasing Manager | Purchasing
Power user | Business Analyst | Operations
`);
const userJobs = readTable(`
Business Analyst | Operations
Controller | Finance
Data Engineer | IT
Marketing Manager | Marketing
Operations Manager | Operations
Regional Manager | Sales
Reporting Specialist | Finance
Product Manager | Product
Team Lead | Customer Service
Planner | Supply Chain
`);

export function drawCast(
  random: Random,
  accountId: string,
  company: Company,
  fate: FateName,
  terms: readonly Term[],
  life: Life,
  today: number,
): Cast {
  const end = life.returned === undefined ? (life.left ?? today) : today;
  const taken = new Set<string>();
  const draw: Draw = (id, [role, title, department], since) => {
    const name = uniqueName(random, company, taken);
    const email = addressOf(name, company.domain);
    const phone = phoneIn(random, company.place);
    return { ...name, id: `${accountId}-${id}`, email, phone, title, department, role, since, until: undefined };
  };

  const seats = Math.max(3, ...terms.map((term) => term.seats));
  const contactCount = Math.max(1, Math.min(6, Math.round(Math.log2(seats)) - 1));
  const contacts = contactRoles
    .slice(0, contactCount)
    .map((row, index) => draw(`c${index + 1}`, row as [string, string, string], life.joined));
  const gone = championLeaves(random, fate, life);
  const successor = addDays(gone ?? end, random.whole(10, 60));
  const isFollowed = successor < end;
  if (gone !== undefined && gone > life.joined && gone < end && (isFollowed || contacts.length > 1)) {
    contacts[0] = { ...(contacts[0] as Person), until: gone };
    if (isFollowed) contacts.push(draw('c9', ['Champion', 'Business Intelligence Lead', 'Data'], successor));
  }
  return { contacts, users: fate === 'mistake' ? [] : drawUsers(random, draw, contacts, terms, life.joined, end) };
}

type Draw = (id: string, job: readonly [role: string, title: string, department: string], since: number) => Person;

/** The contacts who use the product themselves, then all to whom a seat is given, in the order of their coming. */
function drawUsers(
  random: Random,
  draw: Draw,
  contacts: readonly Person[],
  terms: readonly Term[],
  joined: number,
  end: number,
): Person[] {
  const users: Person[] = contacts
    .filter(({ role }) => role !== 'Procurement' && role !== 'Economic buyer')
    .map((contact) => ({ ...contact, id: contact.id.replace('-c', '-u'), role: 'admin' }));
  const reach = random.between(0.75, 1);
  for (let day = joined; day < end; day = addDays(day, 7)) {
    const seats = termOn(terms, day)?.seats;
    if (seats === undefined) continue;
    const there = usersOn({ users }, day);
    for (const user of there.slice(seats)) users[users.indexOf(user)] = { ...user, until: day };
    // Many have a seat at the start, the others get one by one what is left.
    const given = reach * (1 - 0.5 * Math.exp(-daysBetween(joined, day) / 120));
    const wanted = Math.min(seats, Math.max(3, Math.round(seats * given)));
    for (let count = there.length; count < wanted; count++) {
      const [title = '', department = ''] = random.pick(userJobs);
      const role = random.weighted([
        ['analyst', 35],
        ['viewer', 58],
        ['admin', 7],
      ] as const);
      const since = Math.min(addDays(day, random.whole(0, 6)), addDays(end, -1));
      const leaves = addDays(since, random.between(60, 1800));
      const until = leaves < end && random.chance(0.25) ? leaves : undefined;
      users.push({ ...draw(`u${users.length + 10}`, [role, title, department], since), until });
    }
  }
  return users;
}

/** When the person who carried the product inside the company leaves it: often the beginning of the end. */
function championLeaves(random: Random, fate: FateName, { left, turn, joined }: Life): number | undefined {
  if (fate === 'leaving' && left !== undefined && random.chance(0.45)) return addDays(left, -random.whole(200, 280));
  if ((fate === 'sliding' || fate === 'recovered') && random.chance(0.45)) return addDays(turn, -random.whole(0, 40));
  return random.chance(0.1) ? addDays(joined, random.whole(300, 900)) : undefined;
}

function uniqueName(random: Random, company: Company, taken: Set<string>): PersonName {
  for (;;) {
    const name = pickName(random, company.place.country.culture);
    const key = addressOf(name, company.domain);
    if (taken.has(key)) continue;
    taken.add(key);
    return name;
  }
}

/** The one to speak to on a day. */
export function championOn({ contacts }: Cast, day: number): Person {
  const there = contacts.filter(({ since, until }) => since <= day && (until === undefined || until > day));
  return there.find(({ role }) => role === 'Champion') ?? there[0] ?? (contacts[0] as Person);
}

export const usersOn = ({ users }: Pick<Cast, 'users'>, day: number): Person[] =>
  users.filter(({ since, until }) => since <= day && (until === undefined || until > day));

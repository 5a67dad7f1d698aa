/** The people at a customer: contacts, with whom one speaks, and users of the product. */
import { addDays, daysBetween } from './calendar.ts';
import type { Company } from './companies.ts';
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
  seats: number,
  life: Life,
  today: number,
): Cast {
  const end = life.returned === undefined ? (life.left ?? today) : today;
  const taken = new Set<string>();
  const draw = (id: string, [role, title, department]: readonly [string, string, string], since: number): Person => {
    const name = uniqueName(random, company, taken);
    const email = addressOf(name, company.domain);
    const phone = phoneIn(random, company.place);
    return { ...name, id: `${accountId}-${id}`, email, phone, title, department, role, since, until: undefined };
  };

  const contactCount = fate === 'mistake' ? 1 : Math.max(1, Math.min(6, Math.round(Math.log2(seats)) - 1));
  const contacts = contactRoles
    .slice(0, contactCount)
    .map((row, index) => draw(`c${index + 1}`, row as [string, string, string], life.joined));
  const gone = championLeaves(random, fate, life);
  if (gone !== undefined && gone > life.joined && gone < end) {
    contacts[0] = { ...(contacts[0] as Person), until: gone };
    const since = addDays(gone, random.whole(10, 60));
    if (since < end) contacts.push(draw('c9', ['Champion', 'Business Intelligence Lead', 'Data'], since));
  }
  const userCount = Math.max(3, Math.min(40, Math.round(1.7 * seats ** 0.6)));
  if (fate === 'mistake') return { contacts, users: [] };
  const users: Person[] = contacts
    .filter(({ role }) => role !== 'Procurement' && role !== 'Economic buyer')
    .map((contact) => ({ ...contact, id: contact.id.replace('-c', '-u'), role: 'admin' }));
  while (users.length < userCount) {
    const [title = '', department = ''] = random.pick(userJobs);
    const role = random.weighted([
      ['analyst', 35],
      ['viewer', 58],
      ['admin', 7],
    ] as const);
    // Many at the start, the others one by one.
    const share = random.chance(0.45) ? random.next() * 0.06 : random.next();
    const since = addDays(life.joined, Math.floor(share * (daysBetween(life.joined, end) - 1)));
    const user = draw(`u${users.length + 10}`, [role, title, department], since);
    const leaves = addDays(since, random.between(60, 1800));
    users.push({ ...user, until: leaves < end && random.chance(0.5) ? leaves : undefined });
  }
  return { contacts, users };
}

/** When the person who carried the product inside the company leaves it: often the beginning of the end. */
function championLeaves(random: Random, fate: FateName, { left, turn, joined }: Life): number | undefined {
  if (fate === 'leaving' && left !== undefined && random.chance(0.45)) return addDays(left, -random.whole(200, 280));
  if ((fate === 'sliding' || fate === 'recovered') && random.chance(0.45)) return addDays(turn, -random.whole(0, 40));
  return random.chance(0.1) ? addDays(joined, random.whole(300, 900)) : undefined;
}

function uniqueName(random: Random, { place }: Company, taken: Set<string>): PersonName {
  for (;;) {
    const name = pickName(random, place.country.culture);
    const key = `${name.first} ${name.last}`;
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

export const usersOn = ({ users }: Cast, day: number): Person[] =>
  users.filter(({ since, until }) => since <= day && (until === undefined || until > day));

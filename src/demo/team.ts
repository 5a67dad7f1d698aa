/** The vendor's own people: who looks after which portfolio, who sold, who answers tickets. */
import { addDays } from './calendar.ts';
import { addressOf, type PersonName } from './names.ts';
import type { Region } from './places.ts';

export const vendor = { name: 'Cocoa Analytics', domain: 'cocoa-analytics.example' };

export interface Colleague extends PersonName {
  readonly email: string;
}

const colleague = (name: string): Colleague => {
  const [first = '', last = ''] = name.split(' ');
  return { first, last, email: addressOf({ first, last }, vendor.domain) };
};

/** A portfolio outlives the person who holds it: each has one holder after another. */
export interface Portfolio {
  readonly region: Region;
  /** Whether it takes the largest accounts, fewer of them. */
  readonly senior: boolean;
  /** Days before today on which each holder began. */
  readonly holders: readonly { readonly csm: Colleague; readonly daysAgo: number }[];
}

const long = 10_000;
const held = (region: Region, senior: boolean, ...names: readonly (readonly [string, number])[]): Portfolio => ({
  region,
  senior,
  holders: names.map(([name, daysAgo]) => ({ csm: colleague(name), daysAgo })),
});

export const portfolios: readonly Portfolio[] = [
  held('Americas', true, ['Renata Holloway', long]),
  held('Americas', true, ['Deshawn Pruitt', long]),
  held('Americas', false, ['Maya Lindqvist', long], ['Tobias Fenwick', 262]),
  held('Americas', false, ['Camila Restrepo', long]),
  held('EMEA', true, ['Ingrid Solberg', long]),
  held('EMEA', true, ['Farid Benali', long]),
  held('EMEA', false, ['Nadia Kovacs', long]),
  held('EMEA', false, ['Jonas Achterberg', long], ['Aoife Delaney', 118]),
  held('APAC', true, ['Hana Nakagawa', long]),
  held('APAC', false, ['Rohit Bhandari', long]),
];

/** Who holds a portfolio on a day. */
export function holderOf(portfolio: Portfolio, day: number, today: number): Colleague {
  const [first] = portfolio.holders;
  return (portfolio.holders.findLast(({ daysAgo }) => addDays(today, -daysAgo) <= day) ?? first)?.csm as Colleague;
}

export const salesReps = [
  'Gareth Winslow',
  'Paula Okonjo',
  'Victor Almeida',
  'Sunniva Dahl',
  'Grace Tanaka',
  'Elliot Marsh',
].map(colleague);

export const supportAgents = ['Bea Carmichael', 'Ismael Toure', 'Petra Zeman', 'Kenji Amano', 'Lucy Adair'].map(
  (name, index) => ({ ...colleague(name), id: `agent-${index + 1}` }),
);

export const financeMail = `billing@${vendor.domain}`;

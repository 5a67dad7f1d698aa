/** Names of persons, put together at random from lists of common given names and surnames. */
import names from './data/names.json' with { type: 'json' };
import type { Random } from './random.ts';

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

export const fullName = ({ first, last }: PersonName): string => `${first} ${last}`;

/** A name as people of a place have it, or of anywhere: every place has people from elsewhere. */
export function drawName(random: Random, local: string): PersonName {
  const home = names.find(({ culture }) => culture === local);
  const origin = (random.chance(0.65) && home) || random.pick(names);
  const family = random.chance(0.9) ? origin : random.pick(names);
  return { first: random.pick(origin.given.split(' ')), last: random.pick(family.family.split(' ')) };
}

// What decomposition does not reduce to a letter and its accent.
const plainLetters = new Map(Object.entries({ ł: 'l', ø: 'o', ı: 'i' }));

/** A text in the letters that a mail address or a host name may hold. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[łøı]/g, (letter) => plainLetters.get(letter) ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '');

export const addressOf = ({ first, last }: PersonName, domain: string): string =>
  `${plain(first)}.${plain(last)}@${domain}`;

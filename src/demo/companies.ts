/** The customers as companies: groups and single ones, in places all over the world. */
import { plain } from './names.ts';
import { phoneIn, type Place, pickPlace } from './places.ts';
import type { Random } from './random.ts';
import { type Industry, industries, nameEnds, nameStarts, streets, subsidiaryLabels } from './words.ts';

export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly industry: Industry;
  readonly place: Place;
  readonly street: string;
  readonly phone: string;
  readonly employees: number;
  /** Index of the parent company. It comes before its subsidiaries, and groups before single companies. */
  readonly parent: number | undefined;
  readonly label: string | undefined;
}

const groups = 24;

export function buildCompanies(random: Random, count: number): Company[] {
  const roots = random.shuffled(nameStarts.flatMap((start) => nameEnds.map((end) => rootOf(start, end))));
  const companies: Company[] = [];
  for (let group = 0; group < groups; group++) {
    const root = roots.pop() as string;
    const head = companies.length;
    companies.push({ ...buildCompany(random, root, 2), label: 'headquarters' });
    const children = random.whole(1, 4);
    for (let child = 0; child < children; child++) companies.push(buildSubsidiary(random, root, companies, head));
    // Every fourth group has a third level.
    if (group % 4 === 0) companies.push(buildSubsidiary(random, root, companies, head + 1));
  }
  while (companies.length < count) companies.push(buildCompany(random, roots.pop() as string, 1));
  return companies;
}

function buildCompany(random: Random, root: string, scale: number): Company {
  const industry = random.pick(industries);
  const place = pickPlace(random);
  const name = [root, random.pick(industry.nouns)];
  if (industry.name !== 'Public Sector') {
    if (random.chance(0.06)) name.splice(1, 0, '&', rootOf(random.pick(nameStarts), random.pick(nameEnds)));
    name.push(random.pick(place.country.legalForms));
  }
  return {
    name: name.join(' '),
    domain: `${plain(root)}.example`,
    industry,
    place,
    ...seatOf(random, place),
    employees: sizeOf(random, scale),
    parent: undefined,
    label: undefined,
  };
}

function buildSubsidiary(random: Random, root: string, companies: readonly Company[], parent: number): Company {
  const head = companies[parent] as Company;
  const industry = random.chance(0.7) ? head.industry : random.pick(industries);
  for (;;) {
    const place = pickPlace(random, random.chance(0.4) ? head.place.country : undefined);
    const name = `${root} ${random.pick(industry.nouns)} ${place.city}`;
    if (companies.some((company) => company.name === name)) continue;
    const employees = sizeOf(random, 0.8);
    const label = random.pick(subsidiaryLabels);
    return { ...head, name, industry, place, ...seatOf(random, place), employees, parent, label };
  }
}

/** No word has a letter three times in a row: Rydd and dale make Ryddale. */
const rootOf = (start: string, end: string): string => (start + end).replace(/(.)\1\1/, '$1$1');

const seatOf = (random: Random, place: Place) => ({
  street: `${random.pick(streets)} ${random.whole(1, 180)}`,
  phone: phoneIn(random, place),
});

/** Most companies are small, a few very large. */
const sizeOf = (random: Random, scale: number): number =>
  Math.max(4, Math.min(48_000, Math.round(scale * Math.exp(5.1 + 1.35 * random.normal()))));

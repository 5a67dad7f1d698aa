/** The customers as companies: groups and single ones, all over the world. Their names mean nothing. */
import parts from './data/companies.json' with { type: 'json' };
import countries from './data/countries.json' with { type: 'json' };
import industries from './data/industries.json' with { type: 'json' };
import { plain } from './names.ts';
import type { Random } from './random.ts';

export type Company = ReturnType<typeof drawCompany>;

const groups = 24;
const [starts, ends] = [parts.starts.split(' '), parts.ends.split(' ')];
/** Every country as often as its weight. */
const worldwide = countries.flatMap((country) => Array<typeof country>(country.weight).fill(country));

/** So many companies: first groups, each headquarters before its subsidiaries, then single ones. */
export function drawCompanies(random: Random, count: number): Company[] {
  const roots = random.shuffled(starts.flatMap((start) => ends.map((end) => rootOf(start, end))));
  const companies: Company[] = [];
  for (let group = 0; group < groups; group++) {
    const head = companies.length;
    companies.push({ ...drawCompany(random, roots.pop() as string, 2), label: 'headquarters' });
    // Every fourth group has a third level.
    const parents = [...Array<number>(random.whole(1, 4)).fill(head), ...(group % 4 === 0 ? [head + 1] : [])];
    for (const parent of parents) companies.push(drawSubsidiary(random, companies, parent));
  }
  while (companies.length < count) companies.push(drawCompany(random, roots.pop() as string, 1));
  return companies;
}

function drawCompany(random: Random, root: string, scale: number) {
  const [industry, address] = [random.pick(industries), drawAddress(random, random.pick(worldwide))];
  const other = random.chance(0.06) ? `& ${rootOf(random.pick(starts), random.pick(ends))} ` : '';
  const legalForm = industry.name === 'Public Sector' ? '' : ` ${random.pick(address.country.legalForms)}`;
  return {
    root,
    name: `${root} ${other}${random.pick(industry.nouns)}${legalForm}`,
    domain: `${plain(root)}.example`,
    industry,
    address,
    // Most companies are small, a few very large.
    employees: Math.max(4, Math.min(48_000, Math.round(scale * Math.exp(5.1 + 1.35 * random.normal())))),
    /** The index of the parent company, and what it is to that. */
    parent: undefined as number | undefined,
    label: undefined as string | undefined,
  };
}

function drawSubsidiary(random: Random, companies: readonly Company[], parent: number): Company {
  const { root, domain, ...head } = companies[parent] as Company;
  const address = drawAddress(random, random.chance(0.4) ? head.address.country : random.pick(worldwide));
  const industry = random.chance(0.7) ? head.industry : random.pick(industries);
  const name = `${root} ${random.pick(industry.nouns)} ${address.city}`;
  if (companies.some((company) => company.name === name)) return drawSubsidiary(random, companies, parent);
  return { ...drawCompany(random, root, 0.8), name, industry, address, parent, label: random.pick(parts.subsidiaries) };
}

/** No word has a letter three times in a row: Rydd and dale make Ryddale. */
const rootOf = (start: string, end: string): string => (start + end).replace(/(.)\1\1/, '$1$1');

/** Phone numbers are of ranges that reach nobody. */
function drawAddress(random: Random, country: (typeof countries)[number]) {
  const [city = '', state] = random.pick(country.cities).split(', ');
  const street = `${random.pick(parts.streets)} ${random.whole(1, 180)}`;
  const postal_code = fillPattern(random, country.postalCode);
  return { country, city, state, street, postal_code, phone: fillPattern(random, country.phone) };
}

const letters = [...'ABCDEFGHJKLMNPRSTUVWXY'];
/** A pattern with a digit for every `#` and a letter for every `A`. */
export const fillPattern = (random: Random, pattern: string): string =>
  pattern.replace(/[#A]/g, (mark) => (mark === '#' ? `${random.whole(0, 9)}` : random.pick(letters)));

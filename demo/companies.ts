/** The customers as companies: groups and single ones, all over the world. Their names mean nothing. */
import parts from './data/companies.json' with { type: 'json' };
import countries from './data/countries.json' with { type: 'json' };
import industries from './data/industries.json' with { type: 'json' };
import type { Random } from './random.ts';

export type Company = ReturnType<typeof drawCompany>;

const groups = 24;
const { starts, ends } = parts;
/** Every country as often as its weight. */
const worldwide = countries.flatMap((country) => Array<typeof country>(country.weight).fill(country));

/** So many companies: first groups, each headquarters before its subsidiaries, then single ones. */
export function drawCompanies(random: Random, count: number): Company[] {
  const roots = random.shuffled(starts.flatMap((start) => ends.map((end) => rootOf(start, end))));
  const companies: Company[] = [];
  const draw = (scale: number): Company => drawCompany(random, companies.length, roots.pop() as string, scale);
  for (let group = 0; group < groups; group++) {
    const head = { ...draw(2), hierarchy_label: 'headquarters' };
    companies.push(head);
    const children = random.whole(1, 4);
    for (let child = 0; child < children; child++) companies.push(drawSubsidiary(random, companies, head));
    // Every fourth group has a third level.
    if (group % 4 === 0) companies.push(drawSubsidiary(random, companies, companies.at(-1) as Company));
  }
  while (companies.length < count) companies.push(draw(1));
  return companies;
}

function drawCompany(random: Random, index: number, root: string, scale: number) {
  const [industry, place] = [random.pick(industries), drawPlace(random, random.pick(worldwide))];
  const other = random.chance(0.06) ? `& ${rootOf(random.pick(starts), random.pick(ends))} ` : '';
  const legalForm = industry.name === 'Public Sector' ? '' : ` ${random.pick(place.country.legalForms)}`;
  return {
    root,
    name: `${root} ${other}${random.pick(industry.nouns)}${legalForm}`,
    domain: `${plain(root)}.example`,
    industry,
    ...place,
    // Most companies are small, a few very large.
    employees: Math.max(4, Math.min(48_000, Math.round(scale * Math.exp(5.1 + 1.35 * random.normal())))),
    account_id: String(10_400 + 7 * index),
    parent_account_id: undefined as string | undefined,
    hierarchy_label: undefined as string | undefined,
  };
}

function drawSubsidiary(random: Random, companies: readonly Company[], parent: Company): Company {
  const place = drawPlace(random, random.chance(0.4) ? parent.country : random.pick(worldwide));
  const industry = random.chance(0.7) ? parent.industry : random.pick(industries);
  const name = `${parent.root} ${random.pick(industry.nouns)} ${place.address.city}`;
  if (companies.some((company) => company.name === name)) return drawSubsidiary(random, companies, parent);
  const group = { parent_account_id: parent.account_id, hierarchy_label: random.pick(parts.subsidiaries) };
  return { ...drawCompany(random, companies.length, parent.root, 0.8), name, industry, ...place, ...group };
}

/** No word has a letter three times in a row: Rydd and dale make Ryddale. */
const rootOf = (start: string, end: string): string => (start + end).replace(/(.)\1\1/, '$1$1');

/** A text in the letters that a mail address or a host name may hold. */
export function plain(text: string): string {
  const bare = text.toLowerCase().replaceAll('ł', 'l').replaceAll('ø', 'o').replaceAll('ı', 'i').normalize('NFD');
  return bare.replace(/[^a-z0-9]+/g, '');
}

/** Phone numbers are of ranges that reach nobody. */
function drawPlace(random: Random, country: (typeof countries)[number]) {
  const [city = '', state] = random.pick(country.cities).split(', ');
  const street = `${random.pick(parts.streets)} ${random.whole(1, 180)}`;
  const address = { street, city, state, postal_code: random.fill(country.postalCode), country: country.name };
  return { country, address, phone: random.fill(country.phone) };
}

/** Believable accounts of a software vendor's customers, all different, the same for the same seed. */

export type Account = { [field: string]: string | number | readonly object[] };

const day = 86_400_000;
const today = Date.UTC(2026, 2, 10);
const syllables = 'ka lo mi ta ren vor bel dan qui sol tri nex pro ver lum gar fin hol wes mar tek zen ori pal'.split(
  ' ',
);
const sectors = ['Foods', 'Logistics', 'Health', 'Software', 'Energy', 'Partners', 'Media', 'Robotics', 'Textiles'];
const forms = ['Ltd', 'Inc', 'GmbH', 'LLC', 'SA', 'BV'];
const streets = ['Main Street', 'Station Road', 'Harbour Lane', 'Rue Molière', 'Königsallee', 'Calle Mayor'];
const places = [
  ['Austin', 'TX', 'United States'],
  ['Denver', 'CO', 'United States'],
  ['Boston', 'MA', 'United States'],
  ['Toronto', 'ON', 'Canada'],
  ['Manchester', 'England', 'United Kingdom'],
  ['München', 'Bayern', 'Germany'],
  ['São Paulo', 'SP', 'Brazil'],
  ['Kraków', 'Małopolskie', 'Poland'],
  ['Utrecht', 'Utrecht', 'Netherlands'],
] as const;
const industries = ['Retail', 'Manufacturing', 'Financial services', 'Education', 'Transport', 'Public sector'];
const tiers = ['Bronze', 'Silver', 'Gold', 'Platinum'];
const sources = ['Referral', 'Conference', 'Web', 'Partner', 'Outbound'];
const givenNames = [
  'Ana',
  'Ben',
  'Chloe',
  'Dmitri',
  'Elif',
  'Farah',
  'Jürgen',
  'Kenji',
  'Lucía',
  'Maeve',
  'Noor',
  'Tom',
];
const surnames = [
  'Alvarez',
  'Brandt',
  'Chen',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Haddad',
  'Ito',
  'Okafor',
  'Rossi',
  'Shah',
];
const regions = ['emea-north', 'emea-south', 'amer-east', 'amer-west', 'apac'];
const topics = ['onboarding', 'the renewal', 'single sign-on', 'reporting', 'the mobile app', 'invoicing', 'training'];
const breaks = [' ', ' ', '\n'];
const verdicts = ['going well', 'waiting for an answer', '"parked" by their IT', 'for next month', 'resolved'];

const lasting = new Set(['name', 'join_date', 'billing_account_id', 'support_account_id', 'crm_account_id']);

/** A source of distinct accounts of 25 fields and three dimensions. */
export class AccountSource {
  readonly #random: () => number;
  #made = 0;

  constructor(seed: number) {
    this.#random = mulberry32(seed);
  }

  /** Ids come in no order, as those of a system that counts otherwise. */
  next(): Account {
    const id = String(((this.#made++ * 7_368_787) % 99_999_989) + 100_000_000);
    return { account_id: id, ...this.#fields() };
  }

  /** The same account after a while: its name and its ids stay, of the rest every third field has another value. */
  later(account: Account): Account {
    const changed = { ...account };
    for (const [field, value] of Object.entries(this.#fields()))
      if (!lasting.has(field) && this.#random() < 1 / 3) changed[field] = value;
    return changed;
  }

  #fields(): Account {
    const company = `${this.#word(2)} ${this.#word(3)} ${this.#one(sectors)}`;
    const [city, state, country] = this.#one(places);
    const representative = `${this.#one(givenNames)} ${this.#one(surnames)}`;
    const topic = this.#one(topics);
    return {
      name: `${company} ${this.#one(forms)}`,
      join_date: this.#date(2000),
      billing_account_id: `B-${this.#below(1e8)}`,
      support_account_id: `S-${this.#below(1e8)}`,
      crm_account_id: `001${this.#below(1e9).toString(36).padStart(6, '0')}AAX`,
      billing_street: `${this.#below(400) + 1} ${this.#one(streets)}`,
      billing_city: city,
      billing_postal_code: String(10_000 + this.#below(90_000)),
      billing_state: state,
      billing_country: country,
      phone: `+${this.#below(90) + 1} ${this.#below(900) + 100} ${this.#below(9e6) + 1e6}`,
      employees: this.#below(20_000) + 1,
      industry: this.#one(industries),
      tier: this.#one(tiers),
      csm_score: this.#below(101),
      sales_rep_name: representative,
      sales_rep_email: `${representative
        .toLowerCase()
        .replace(' ', '.')
        .normalize('NFKD')
        .replace(/[^a-z.]/g, '')}@vendor.example`,
      source: this.#one(sources),
      website: `https://www.${company.toLowerCase().replaceAll(' ', '-')}.example`,
      description: `${this.#one(sectors)} group, bought for ${topic}`,
      hierarchy_label: this.#one(regions),
      latest_status_title: `Q${this.#below(4) + 1}: ${topic}`,
      latest_status_details: `${this.#one(givenNames)} called.${this.#one(breaks)}It is ${this.#one(verdicts)}.`,
      latest_status_date: this.#date(200),
      custom_label_dimensions: [{ key: 'Region', value: this.#one(regions) }],
      custom_value_dimensions: [{ key: 'Seats', value: this.#below(4000) / 4 }],
      custom_event_dimensions: [{ key: 'Last training', value: this.#date(400) }],
    };
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }

  #date(days: number): number {
    return today - this.#below(days) * day;
  }

  #word(length: number): string {
    let word = '';
    for (let i = 0; i < length; i++) word += this.#one(syllables);
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
}

/** A small generator of good quality; the language's own cannot be seeded. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

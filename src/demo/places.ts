/** Countries in which customers have their seat. Phone numbers are of ranges that reach nobody. */
import type { Culture } from './names.ts';
import type { Random } from './random.ts';
import { readTable } from './tables.ts';

export type Region = 'Americas' | 'EMEA' | 'APAC';

export interface Country {
  readonly name: string;
  readonly weight: number;
  readonly region: Region;
  readonly language: string;
  readonly culture: Culture;
  /** With a state where addresses have one. */
  readonly cities: readonly { readonly city: string; readonly state: string | undefined }[];
  /** `#` stands for a digit, `A` for a letter. */
  readonly postalCode: string;
  readonly phone: string;
  readonly legalForms: readonly string[];
}

const countries: readonly Country[] = readTable(`
USA | 34 | Americas | English | english | Austin, TX; Denver, CO; Chicago, IL; Portland, OR; Raleigh, NC; Boston, MA; Tampa, FL; Phoenix, AZ | ##### | +1 206 555 01## | Inc.; LLC; Corp.
Canada | 8 | Americas | English | english | Toronto, ON; Calgary, AB; Halifax, NS; Montréal, QC | A#A #A# | +1 613 555 01## | Ltd.; Inc.
Brazil | 5 | Americas | Portuguese | iberian | São Paulo, SP; Curitiba, PR; Recife, PE | #####-### | +55 11 5555 01## | Ltda.; S.A.
United Kingdom | 12 | EMEA | English | english | London; Leeds; Bristol; Glasgow; Cardiff | AA# #AA | +44 20 7946 0### | Ltd; plc
Germany | 10 | EMEA | German | german | Hamburg; Leipzig; Stuttgart; Köln; Nürnberg | ##### | +49 30 23125 ### | GmbH; AG
France | 6 | EMEA | French | french | Lyon; Nantes; Toulouse; Lille | ##### | +33 1 99 00 ## ## | SAS; SA
Netherlands | 4 | EMEA | Dutch | german | Utrecht; Rotterdam; Eindhoven | #### AA | +31 20 555 01## | B.V.
Sweden | 4 | EMEA | Swedish | nordic | Stockholm; Göteborg; Malmö | ### ## | +46 8 465 004 ## | AB
Poland | 3 | EMEA | Polish | slavic | Kraków; Gdańsk; Wrocław | ##-### | +48 22 555 01 ## | Sp. z o.o.
South Africa | 2 | EMEA | English | african | Cape Town; Durban | #### | +27 21 555 01## | (Pty) Ltd
Australia | 6 | APAC | English | english | Melbourne, VIC; Perth, WA; Brisbane, QLD | #### | +61 2 5550 #### | Pty Ltd
India | 4 | APAC | English | indian | Pune, MH; Chennai, TN; Hyderabad, TS | ###### | +91 20 5555 01## | Pvt. Ltd.
Japan | 2 | APAC | Japanese | eastAsian | Osaka; Fukuoka | ###-#### | +81 6 5555 01## | K.K.
`).map(([name = '', weight, region, language = '', culture, cities = '', postalCode = '', phone = '', forms = '']) => ({
  name,
  weight: Number(weight),
  region: region as Region,
  language,
  culture: culture as Culture,
  cities: cities.split('; ').map((text) => {
    const [city = '', state] = text.split(', ');
    return { city, state };
  }),
  postalCode,
  phone,
  legalForms: forms.split('; '),
}));

export interface Place {
  readonly country: Country;
  readonly city: string;
  readonly state: string | undefined;
  readonly postalCode: string;
}

/** A place in a country, or in any: each country as likely as its weight. */
export function pickPlace(random: Random, among?: Country): Place {
  const country = among ?? random.weighted(countries.map((choice) => [choice, choice.weight] as const));
  return { country, ...random.pick(country.cities), postalCode: fillPattern(random, country.postalCode) };
}

export const phoneIn = (random: Random, { country }: Place): string => fillPattern(random, country.phone);

const letters = [...'ABCDEFGHJKLMNPRSTUVWXY'];
const fillPattern = (random: Random, pattern: string): string =>
  pattern.replace(/[#A]/g, (mark) => (mark === '#' ? String(random.whole(0, 9)) : random.pick(letters)));

/** Names of persons, put together at random from lists of common given names and surnames. */
import type { Random } from './random.ts';
import { readTable } from './tables.ts';

export type Culture =
  | 'english'
  | 'german'
  | 'french'
  | 'iberian'
  | 'nordic'
  | 'slavic'
  | 'african'
  | 'arabic'
  | 'indian'
  | 'eastAsian';

const names = readTable(`
english | Amelia Grace Olivia Ruth Hannah Claire Naomi Megan Thomas Daniel Owen Marcus Peter Joel Adam Callum | Alder Barlow Coombes Dawlish Ellery Fairhurst Garside Holloway Jessop Kettering Larkin Merrick Penrose Tolliver
german | Anke Birgit Katrin Lena Greta Sabine Jürgen Matthias Florian Stefan Jonas Uwe Anneke Bram | Albers Brandt Dietz Eckhoff Falkner Gerling Hoffe Kessler Lohmann Möring Petersen Rühle Zierer
french | Élodie Camille Margaux Chloé Hélène Inès Baptiste Julien Rémi Antoine Loïc Mathieu | Arnoux Beaulne Chastain Delorme Faucher Gaillard Lacombe Marchal Perrault Roussel Thévenin Vasseur
iberian | Beatriz Lucía Inês Marta Paloma Ximena João Thiago Álvaro Diego Rafael Gonçalo | Abreu Barbosa Castaño Duarte Figueira Lozano Mendonça Nogueira Peñalver Quintela Salgado Vilaça
nordic | Astrid Freja Ingrid Signe Linnéa Søren Lars Mikkel Anders Björn Elias Åke | Bergqvist Dahlby Ekström Fossum Hagen Lindahl Myhre Nyborg Østby Sjöholm Thorsen
slavic | Agnieszka Jana Milena Oksana Zuzanna Katya Łukasz Tomasz Pavel Marek Bogdan Ondřej | Bartosz Gajda Havlík Kowal Lisiecki Marković Novotná Petrenko Sadowski Wrona Zielin
african | Amara Zanele Ngozi Thandiwe Adaeze Wanjiru Kwame Sipho Tunde Chidi Jabari Lwazi | Adeyemi Boateng Dlamini Eze Kamau Mensah Mokoena Ndlovu Okafor Sithole Tembo Zulu
arabic | Layla Yasmin Noor Ayşe Samira Dalia Omar Karim Yusuf Emre Tariq Bilal | Aydın Bakri Darwish Farouk Haddad Kaya Mansour Nasser Rahal Saleh Tamer Yılmaz
indian | Priya Ananya Kavita Meera Divya Shreya Arjun Rohan Vikram Sanjay Nikhil Dev | Bhatt Chandra Desai Iyer Joshi Kulkarni Menon Nair Pillai Rao Sharma Varma
eastAsian | Yuki Haruka Mei Xiuying Minji Linh Kenji Hiroshi Wei Jian Joon Minh | Arai Chen Fujita Hsu Ishida Kang Kwon Lim Mori Nguyen Tanabe Zhao
`).map(([culture, given = '', family = '']) => ({
  culture: culture as Culture,
  given: given.split(' '),
  family: family.split(' '),
}));

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

export const fullName = ({ first, last }: PersonName): string => `${first} ${last}`;

/** A name as people of a place have it, or of anywhere: every place has people from elsewhere. */
export function pickName(random: Random, local: Culture): PersonName {
  const home = names.find(({ culture }) => culture === local);
  const origin = (random.chance(0.65) && home) || random.pick(names);
  const family = random.chance(0.9) ? origin : random.pick(names);
  return { first: random.pick(origin.given), last: random.pick(family.family) };
}

// What decomposition does not reduce to a letter and its accent.
const plainLetters: { readonly [letter: string]: string } = { ł: 'l', ø: 'o', ı: 'i', æ: 'ae', ß: 'ss' };

/** A text in the letters that a mail address or a host name may hold. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[łøıæß]/g, (letter) => plainLetters[letter] as string)
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '');

export const addressOf = ({ first, last }: PersonName, domain: string): string =>
  `${plain(first)}.${plain(last)}@${domain}`;

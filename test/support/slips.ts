/** What a slip of the hand, of a program or of bad will can make of the path and the query of a DELETE. */

import { variants } from '../../src/http/router.ts';

export type Kind = 'text' | 'number' | 'boolean';

/** A DELETE route as its test knows it. */
export interface Named {
  /** What each parameter of the path names that is there. */
  readonly named: { readonly [parameter: string]: string };
  /** Parameters of the path that are numbers. */
  readonly numbers?: readonly string[];
  /** What the query may hold. */
  readonly query?: { readonly [parameter: string]: { kind: Kind; good: string } };
}

/** Every form of a route's path, as its segments. */
export const forms = (path: string): string[][] => variants(path).map((form) => form.split('/').slice(1));

const nothings =
  '%20 %09 + . .. %2e %2E %2e%2e .%2E % %zz %E0%A4%A %00 * %25 _ [] {} undefined null NaN true all - %2F %5C %C0%AE%C0%AE';
const near = (value: string): string[] => [
  ...nothings.split(' '),
  `${value}x`,
  `x${value}`,
  value.slice(1),
  value.slice(0, -1),
  value + value,
  `${value}%00`,
  `${value}%20`,
  `%20${value}`,
  `${value}%0A`,
  `${value},${value}`,
  `${value};${value}`,
  `${value}%2F${value}`,
  `${value}%2F`,
  `${value}%3F`,
  `${value}#x`,
  `%25${value}`,
  doubleEncoded(value),
  `'${value}'`,
  `%22${value}%22`,
  `${value}'%20OR%20'1'='1`,
];
const doubleEncoded = (value: string): string =>
  [...value].map((character) => `%25${character.charCodeAt(0).toString(16)}`).join('');
const nearNumber = (value: string): string[] => [
  '1e3',
  `${value}.0`,
  `${value}.5`,
  `+${value}`,
  `-${value}`,
  `0x${Number(value).toString(16)}`,
  `${value}ms`,
  `${value}n`,
  'Infinity',
  '9007199254740993',
  '99999999999999999999',
  '1_000',
  '1%2C000',
  `${Number(value) + 1e5}`,
];
const badValues: { readonly [kind in Kind]: readonly string[] } = {
  text: ['nothing', 'KEY', 'key%20', '%20key', 'key,key', '*', '%25', 'undefined', 'ke', '[key]'],
  number:
    'abc 1e3 1.5 NaN null undefined 2026-01-01 1_000 0x10 99999999999999999 Infinity 5%20 %205 %2B5 true 8640000000000001 -8640000000000001'.split(
      ' ',
    ),
  boolean: [
    'yes',
    'on',
    't',
    'y',
    '1.5',
    '1e3',
    'NaN',
    'null',
    'undefined',
    'truee',
    'true%20',
    '--1',
    '0x1',
    '[]',
    '%zz',
    '1.0',
  ],
};
const strangers =
  'page=0 force=true x =x %00=1 API_KEY=x id=key name=key history=true timestamp=5 include_inactive=true __proto__=1 ='.split(
    ' ',
  );
const known = [
  'account_id=key',
  'dimension=key',
  'all_dimensions=true',
  'churn=true',
  'inactive_time=5',
  'start_date=1000',
];

/** The segments of a form with what is there in the place of its parameters. */
const filled = (form: readonly string[], { named }: Named): string[] =>
  form.map((segment) => (segment.startsWith('{') ? (named[segment.slice(1, -1)] as string) : segment));

export function pathSlips(form: readonly string[], route: Named): string[] {
  const segments = filled(form, route);
  const path = `/${segments.join('/')}`;
  const slips: string[] = [];
  const put = (index: number, segment: string): number =>
    slips.push(`/${segments.toSpliced(index, 1, segment).join('/')}`);
  form.forEach((segment, index) => {
    const good = segments[index] as string;
    if (!segment.startsWith('{')) {
      for (const slip of [good.toUpperCase(), `${good}x`, `%20${good}`, good.slice(0, -1)]) put(index, slip);
      return;
    }
    const isNumber = route.numbers?.includes(segment.slice(1, -1));
    const isEmail = good.includes('@'); // which is the same in any case
    for (const slip of [...near(good), ...(isNumber ? nearNumber(good) : isEmail ? [] : [good.toUpperCase()])])
      put(index, slip);
    // An empty name: at the end of a path it takes a second slash, as one is none.
    put(index, index === form.length - 1 ? '/' : '');
    slips.push(`/${segments.toSpliced(index, 0, '').join('/')}`);
    if (index < form.length - 1) slips.push(`/${segments.toSpliced(index, 1).join('/')}`);
  });
  const ends = ['extra', 'extra/', '.', '..', '%2e%2e', '%2E%2E/', '/', '/x', '*', 'extra/extra/extra'];
  return [...slips, ...ends.map((end) => `${path}/${end}`)];
}

export function querySlips(form: readonly string[], route: Named): string[] {
  const { query = {} } = route;
  const wrong = [...strangers, ...known.filter((text) => !((text.split('=')[0] as string) in query))];
  for (const [name, { kind, good }] of Object.entries(query)) {
    wrong.push(`${name}=`, `${name}=%20`, name, `${name}&x=1`, `x=1&${name}=${good}`);
    wrong.push(`${name}=${good}&${name}=${good}`, `${name}=${good}&${name}=`, `${name}=&${name}=${good}`);
    wrong.push(
      `${name.toUpperCase()}=${good}`,
      `${name}s=${good}`,
      `${name}[]=${good}`,
      `%20${name}=${good}`,
      `${name}%20=${good}`,
    );
    wrong.push(...badValues[kind].map((bad) => `${name}=${bad}`));
  }
  return wrong.map((text) => `/${filled(form, route).join('/')}?${text}`);
}

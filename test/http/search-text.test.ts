/** Search in text: case in all of Unicode, wildcards that are none, managers, dimensions. */
import { account, runCases, upload, useServer } from '../support/cases.ts';
import { finds } from '../support/finds.ts';

const server = useServer();

const folds = (...names: string[]) => [
  upload(...names.map((name, index) => account(String(index), { name, tier: name }))),
];
const cases = [
  ...finds('the sharp s', folds('STRAẞE', 'straße', 'STRASSE'), [
    ['name', 'like', 'straße', '0 1'],
    ['name', 'like', 'STRAẞE', '0 1'],
    ['name', 'like', 'strasse', '2'],
    ['name', 'notLike', 'straße', '2'],
    ['name', 'eq', 'straße', '1'],
  ]),
  ...finds('the dotted I', folds('İstanbul', 'ISTANBUL', 'istanbul'), [
    ['name', 'like', 'istanbul', '1 2'],
    ['name', 'like', 'İ', '0'],
    ['name', 'like', 'STANBUL', '0 1 2'],
  ]),
  ...finds('the sigmas', folds('ΟΔΟΣ', 'οδος', 'οδοσ'), [
    ['name', 'like', 'ς', '0 1 2'],
    ['name', 'like', 'ΔΟΣ', '0 1 2'],
    ['name', 'eq', 'οδος', '1'],
  ]),
  ...finds('the Kelvin sign and the long s', folds('300 \u212a', '300 k', 'ſet', 'Set'), [
    ['name', 'like', 'K', '0 1'],
    ['name', 'like', '\u212a', '0 1'],
    ['name', 'like', 'SET', '2 3'],
  ]),
  ...finds('letters beyond ASCII', folds('ÄPFEL', 'äpfel', 'ЯБЛОКО', '𐐀', 'µ'), [
    ['name', 'like', 'äpf', '0 1'],
    ['name', 'like', 'яблоко', '2'],
    ['name', 'like', '𐐨', '3'],
    ['name', 'like', 'μ', '4'],
  ]),
  ...finds('a wildcard', folds('100%', '100', 'a_b', 'aXb', 'a\\b', '[a]*?'), [
    ['name', 'like', '%', '0'],
    ['name', 'like', '_', '2'],
    ['name', 'like', 'a_b', '2'],
    ['name', 'like', '\\', '4'],
    ['name', 'like', '*', '5'],
    ['name', 'like', '[a]', '5'],
    ['name', 'notLike', '%', '1 2 3 4 5'],
  ]),
  ...finds('a quote', folds("it's", '"quoted"', "'; DROP TABLE accounts; --"), [
    ['name', 'like', "'", '0 2'],
    ['name', 'eq', "'; DROP TABLE accounts; --", '2'],
    ['name', 'like', '"', '1'],
  ]),
];

const managed = [
  upload(
    account('a', { assigned_csms: ['Joe@Company.com', 'fred@company.com'] }),
    account('b', { assigned_csms: ['fred@company.com', 'JÖRG@company.com'] }),
    account('n'),
  ),
];
const managers = finds('managers', managed, [
  ['assigned_csm', undefined, 'joe@company.com', 'a'],
  ['assigned_csm', 'eq', 'FRED@company.com', 'a b'],
  ['assigned_csm', 'eq', 'jörg@COMPANY.com', 'b'],
  ['assigned_csm', 'eq', 'fred', ''],
  ['assigned_csm', 'ne', 'JOE@company.com', 'b n'],
  ['assigned_csm', 'ne', 'jörg@company.com', 'a n'],
  ['assigned_csm', 'like', 'JOE@', 'a'],
  ['assigned_csm', 'like', 'Ö', 'b'],
  ['assigned_csm', 'like', '"', ''],
  ['assigned_csm', 'like', ',', ''],
  ['assigned_csm', 'notLike', 'fred', 'n'],
  ['assigned_csm', 'notLike', 'rg@', 'a n'],
  ['assigned_csm', 'eq', null, 'n'],
  ['assigned_csm', 'ne', null, 'a b'],
]);

const odd = 'a"b\\c.$[0] é';
const labelled = [
  upload(
    account('a', {
      custom_label_dimensions: [
        { key: 'fruit', value: 'Mango' },
        { key: 'tree', value: 'ẞ' },
      ],
    }),
    account('b', {
      custom_label_dimensions: [
        { key: 'fruit', value: 'GRÜN' },
        { key: odd, value: 'x' },
        { key: 'a:b', value: 'y' },
      ],
    }),
    account('n', {
      custom_label_dimensions: [
        { key: 'fruit', value: null },
        { key: '10', value: 'ten' },
      ],
    }),
    account('z', { custom_event_dimensions: [{ key: 'fruit', value: 5 }] }),
  ),
];
const labels = finds('a label dimension', labelled, [
  ['label:fruit', undefined, 'Mango', 'a'],
  ['label:fruit', 'eq', 'mango', ''],
  ['label:fruit', 'like', 'MAN', 'a'],
  ['label:fruit', 'like', 'grün', 'b'],
  ['label:fruit', 'notLike', 'grün', 'a n z'],
  ['label:fruit', 'ne', 'Mango', 'b n z'],
  ['label:fruit', 'eq', null, 'n z'],
  ['label:fruit', 'ne', null, 'a b'],
  ['label:tree', 'like', 'ß', 'a'],
  ['label:Fruit', 'ne', null, ''],
  [`label:${odd}`, 'eq', 'x', 'b'],
  [`label:${odd}`, 'like', 'X', 'b'],
  ['label:a:b', 'eq', 'y', 'b'],
  ['label:10', 'eq', 'ten', 'n'],
  ['label:__proto__', 'eq', null, 'a b n z'],
  ['event:fruit', 'eq', 5, 'z'],
  ['event:fruit', 'gt', 4.5, 'z'],
  ['event:fruit', 'eq', null, 'a b n'],
]);

runCases(server, [...cases, ...managers, ...labels]);

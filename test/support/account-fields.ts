/** Every field of accounts that can be sent, those of its sub-lists too, with how to send one value and read it back. */
import { accounts } from '../../src/resources/accounts.ts';
import type { Field } from '../../src/resources/fields.ts';
import { account } from './cases.ts';

export interface SentField {
  readonly field: Field;
  /** As messages name it: `documents.url`. */
  readonly name: string;
  /** A record that holds the JSON text of a value in this field, and all else that it needs. */
  record(json: string): string;
  /** The value in the account as it is answered. */
  read(row: Row): unknown;
}

// Answers are read freely in assertions.
type Row = { readonly [field: string]: any };

const companions: { readonly [list: string]: object } = {
  custom_label_dimensions: { key: 'k', value: 'v' },
  custom_value_dimensions: { key: 'k', value: 1 },
  custom_event_dimensions: { key: 'k', value: 1 },
  documents: { name: 'n', url: 'u' },
  stage_history: { name: 's', start_date: 1, end_date: null },
  nps_history: { nps_score: 1, date: 1 },
};

const marker = '@the value@';
const withValue = (record: object, json: string): string =>
  JSON.stringify(record).replace(JSON.stringify(marker), () => json);

function scalar(field: Field): SentField {
  const { name } = field;
  // The time and reason of inactivity are kept only while there is any.
  const inactive = name.startsWith('inactive_') ? { is_deleted: true } : {};
  const answered = name === 'stage' ? 'current_stage' : name;
  return {
    field,
    name,
    record: (json) => withValue({ ...account('1'), ...inactive, [name]: marker }, json),
    read: (row) => row[answered],
  };
}

function item(list: string, field: Field): SentField {
  return {
    field,
    name: `${list}.${field.name}`,
    record: (json) => withValue({ ...account('1'), [list]: [{ ...companions[list], [field.name]: marker }] }, json),
    read(row) {
      if (list === 'assigned_csms') return row[list][0];
      if (list.startsWith('custom_')) return Object.entries(row[list])[0]?.[field.name === 'key' ? 0 : 1];
      return row[list][0]?.[field.name];
    },
  };
}

export const sentFields: readonly SentField[] = accounts.fields.flatMap((field) =>
  field.items === undefined ? [scalar(field)] : field.items.map((inner) => item(field.name, inner)),
);
export const fieldsOf = (...types: readonly Field['type'][]): readonly SentField[] =>
  sentFields.filter(({ field }) => types.includes(field.type));
export const sentField = (name: string): SentField => sentFields.find((sent) => sent.name === name) as SentField;
export const arrayFields: readonly Field[] = accounts.fields.filter(({ type }) => type === 'array');

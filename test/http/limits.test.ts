/** Every field of every record type at its limits, made from the declarations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table as operations } from '../../src/operations/table.ts';
import { useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { dumpTenant } from '../support/dump.ts';
import {
  answeredAt,
  isAnswered,
  type Place,
  placesOf,
  rangeOf,
  type RecordType,
  recordTypes,
  rowsOf,
  valueAt,
} from '../support/record-types.ts';
import { accounts, made } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const text = (length: number): string => '\u{1f600}'.repeat(length);

/** One value sent in one place. */
interface Sent {
  readonly place: Place;
  readonly value: unknown;
  /** What is answered, or the message with which it is refused. */
  readonly answer?: unknown;
  readonly refusal?: string | RegExp;
}

for (const type of recordTypes) {
  const { resource } = type;
  const places = placesOf(resource);
  const strings = places.filter(({ field }) => field.type === 'string');
  const numbers = places.filter(({ field }) => ['integer', 'long', 'double'].includes(field.type));

  test(`${resource.name}: every text holds as many code points as its limit says and not one more`, async () => {
    await check(
      type,
      strings.flatMap((place): Sent[] => {
        const limit = place.field.maxLength ?? assert.fail(`${place.name} has no limit`);
        const refusal = `'${place.name}' value is longer than ${limit} characters`;
        return [
          ...(choicesOf(place) ?? [text(limit - 1), text(limit)]).map((value) => ({ place, value, answer: value })),
          { place, value: text(limit + 1), refusal },
        ];
      }),
    );
  });

  test(`${resource.name}: every number reaches from its least to its greatest value and no further`, async () => {
    await check(type, numbers.flatMap(numberLimits));
  });

  test(`${resource.name}: every field refuses a value of another type by its name`, async () => {
    const wrong: { [fieldType: string]: unknown[] } = {
      string: [{}, true, ['x'], 0.1 + 0.2],
      integer: ['1', true, {}],
      long: ['1', true, [1]],
      double: ['1', false, {}],
      boolean: ['true', 1, 0, {}],
      array: ['x', {}, 1, true],
    };
    await check(
      type,
      places.flatMap((place) =>
        (wrong[place.field.type] ?? assert.fail()).map((value) => ({
          place,
          value,
          refusal: new RegExp(`^'${place.name}' value must be a`),
        })),
      ),
    );
  });
}

test('every type that can be uploaded is among those checked', () => {
  const uploaded = [...operations.values()].filter(({ kind }) => kind === 'upload').map(({ path }) => path.slice(1));
  assert.deepEqual(recordTypes.map(({ resource }) => resource.name).sort(), uploaded.sort());
});

/** But for an `end`, which needs something to end. */
const choicesOf = ({ field }: Place): string[] | undefined => field.choices?.filter((choice) => choice !== 'end');

function numberLimits(place: Place): Sent[] {
  const [least, greatest] = rangeOf(place.field);
  if (place.field.type === 'double')
    return [least, greatest, 0, 0.1, 5e-324].map((value) => ({ place, value, answer: value }));
  const refusal = `'${place.name}' value must be between ${least} and ${greatest}`;
  const refused = [least - 1, greatest + 1, 1e300, -1e300].map((value) => ({ place, value, refusal }));
  // The id of a message is Tenure's to give: one that is well formed, but unknown, is found out later.
  if (place.name === 'id') return refused;
  const fraction = Math.min(greatest, 77) + 0.9;
  // Nothing can end at the first instant there is.
  const first = place.name === 'effective_end_date' ? least + 1 : least;
  const accepted = [first, greatest, fraction].map((value) => ({ place, value, answer: Math.trunc(value) }));
  return [...accepted, ...refused];
}

/** Uploads a record for each value, those to be refused in a batch of their own, and reads them back. */
async function check(type: RecordType, sent: readonly Sent[]): Promise<void> {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.post('/accounts', accounts('a').body);
  const named = sent.map((one, n) => ({ ...one, id: `r${n}` }));
  const good = named.filter(({ refusal }) => refusal === undefined);
  await loadAccounts(client, type, good);
  await client.load(
    type.resource.name,
    good.map((one) => record(type, one)),
  );
  const rows = rowsOf(type, await dumpTenant(client));
  for (const one of good) {
    const { place, value, answer, id } = one;
    const row =
      rows.find((candidate) => matches(type, one, candidate)) ?? assert.fail(`${place.name} ${id} is not there`);
    if (!isAnswered(place)) continue;
    assert.ok(
      Object.is(answeredAt(row, place), answer),
      `${place.name}: ${brief(value)} is answered ${brief(answeredAt(row, place))}`,
    );
  }
  await refuse(
    client,
    type,
    named.filter(({ refusal }) => refusal !== undefined),
  );
  assert.equal(rowsOf(type, await dumpTenant(client)).length, rows.length);
}

type Named = Sent & { readonly id: string };

const record = ({ make, idField }: RecordType, { place, value, id }: Named): object => ({
  ...make('a', place.name === idField ? 'x' : id),
  ...valueAt(place, value),
});

/** The record by its id, or, where its id is what was sent, by that. */
const matches = ({ idField }: RecordType, { place, value, id }: Named, row: { [field: string]: unknown }): boolean =>
  row[idField] === (place.name === idField ? value : id) && (place.name !== 'account_id' || row.account_id === value);

/** Accounts of the ids that records name as theirs. */
async function loadAccounts(client: Client, { idField }: RecordType, sent: readonly Named[]): Promise<void> {
  if (idField === 'account_id') return;
  const ids = sent.filter(({ place }) => place.name === 'account_id').map(({ value }) => value as string);
  await client.load(
    'accounts',
    ids.map((account_id) => ({ account_id, name: 'n', join_date: made })),
  );
}

async function refuse(client: Client, type: RecordType, sent: readonly Named[]): Promise<void> {
  if (sent.length === 0) return;
  const { body } = await client.post(`/${type.resource.name}`, { records: sent.map((one) => record(type, one)) });
  assert.equal(body.status_is_ok, false);
  assert.deepEqual(
    body.failed_results.map(({ record: index }: { record: number }) => index),
    sent.map((_, index) => index),
    'every record is refused',
  );
  sent.forEach(({ place, value, refusal }, index) => {
    const { message, field } = body.failed_results[index];
    if (refusal instanceof RegExp) assert.match(message, refusal, `${place.name}: ${brief(value)}`);
    else assert.equal(message, refusal, brief(value));
    assert.equal(field, place.name);
  });
}

const brief = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? String(value);

/** A key that comes many times in a batch: the same comes of it as when its records come one by one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkAccount } from '../../src/domain/account/account.ts';
import { Fault } from '../../src/domain/errors.ts';
import { userRules } from '../../src/domain/person.ts';
import { checkStatement } from '../../src/domain/statement.ts';
import { checkSubscription } from '../../src/domain/subscription/check.ts';
import type { RecordCheck } from '../../src/domain/validate.ts';
import { accounts } from '../../src/resources/accounts.ts';
import type { Resource } from '../../src/resources/fields.ts';
import { accountUsers } from '../../src/resources/people.ts';
import { statements } from '../../src/resources/statements.ts';
import { subscriptions } from '../../src/resources/subscriptions.ts';
import { recordOf } from '../support/arbitraries.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { dumpTenant, type Row } from '../support/dump.ts';
import { invoice, person, subscription } from '../support/records.ts';
import { runs } from '../support/runs.ts';
import { testNow } from '../support/server.ts';

const server = useServer();

const types: readonly [Resource, RecordCheck, make: (id: string) => object][] = [
  [accounts, checkAccount, account],
  [accountUsers, userRules.check, (id) => person('1', id)],
  [statements, checkStatement, (id) => invoice('1', id)],
  [subscriptions, checkSubscription, (id) => subscription('1', id)],
];

async function outcomes(client: Client, type: string, records: readonly object[]): Promise<string[]> {
  const { body } = await client.post(`/${type}`, { records, options: { return: 'outcomes' } });
  return body.outcomes;
}

/** What each thing was before the first of its changes and after the last, those that came back left out. */
function coalesced(changes: readonly Row[]): Row[] {
  const oldestFirst = changes.toSorted((a, b) => a.id - b.id);
  const byThing = Map.groupBy(oldestFirst, ({ account_id, what }) => `${account_id} ${what}`);
  return Array.from(byThing.values(), (list) => ({ ...list[0], id: 0, to: list.at(-1)?.to }) as Row)
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
    .toSorted((a, b) => (`${a.account_id} ${a.what}` < `${b.account_id} ${b.what}` ? -1 : 1));
}

for (const [resource, check, make] of types) {
  test(`${resource.name}: one batch leaves what as many batches of one record leave`, async () => {
    const record = fc
      .tuple(recordOf(resource.fields, testNow), fc.constantFrom('1', '2'), fc.boolean())
      .map(([fields, id, whole]) => {
        const keys = Object.entries(make(id)).filter(([name]) => whole || name.endsWith('_id') || name === 'event');
        return { ...fields, ...Object.fromEntries(keys) };
      })
      .filter((one) => !(check(one) instanceof Fault));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 10 }), async (records) => {
        const { tenant } = server();
        const [batch, single] = [await tenant(), await tenant()];
        for (const client of [batch, single]) await client.load('accounts', [account('1'), account('2')]);
        const told = await outcomes(batch, resource.name, records);
        const toldSingly: string[] = [];
        for (const one of records) toldSingly.push(...(await outcomes(single, resource.name, [one])));
        assert.deepEqual(told, toldSingly);
        const [{ changes, ...left }, { changes: singly = [], ...leftSingly }] = [
          await dumpTenant(batch),
          await dumpTenant(single),
        ];
        assert.deepEqual(left, leftSingly);
        assert.deepEqual(coalesced(changes ?? []), coalesced(singly));
        assert.equal(coalesced(changes ?? []).length, changes?.length, 'each thing once');
      }),
      { numRuns: runs(5) },
    );
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SetupError } from '../../src/store/setup-error.ts';
import type { Database } from '../../src/store/database.ts';
import { type Harness, newTenant } from './harness.ts';

const setupError = (message: RegExp) => (error: unknown) => error instanceof SetupError && message.test(error.message);

export function exerciseDirectory({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('tenants', () => {
    test('are found by name and told apart by id', async () => {
      const [one, other] = [await newTenant(database), await newTenant(database)];
      const { directory } = database;
      assert.notEqual(one.id, other.id);
      const tenant = { tenant_id: one.id, name: one.name, time_zone: 'UTC', currency: 'USD' };
      assert.deepEqual({ ...(await directory.tenant(one.name)) }, tenant);
      assert.ok((await directory.tenants()).some((each) => each.name === other.name));
      assert.equal(await directory.tenant(`${one.name} `), undefined);
    });

    test('are refused where their name is taken', async () => {
      const { name } = await newTenant(database);
      const again = database.directory.createTenant({ name, time_zone: 'UTC', currency: 'EUR' }, 0);
      await assert.rejects(again, setupError(/exists already/));
      assert.equal((await database.directory.tenant(name))?.currency, 'USD');
    });

    test('change what is named of them and nothing else', async () => {
      const { name } = await newTenant(database);
      const { directory } = database;
      await directory.changeTenant(name, { currency: 'EUR' });
      await directory.changeTenant(name, { time_zone: 'Asia/Kathmandu' });
      const { time_zone, currency } = (await directory.tenant(name)) ?? {};
      assert.deepEqual([time_zone, currency], ['Asia/Kathmandu', 'EUR']);
      await assert.rejects(directory.changeTenant(`no ${name}`, { currency: 'EUR' }), setupError(/no tenant/));
    });
  });

  describe('keys', () => {
    const newKey = async (changes: object = {}) => {
      const tenant = await newTenant(database);
      const wanted = { tenant: tenant.name, name: 'import', scope: 'write', expire_time: null, ...changes } as const;
      const key = await database.directory.createKey(wanted, 100);
      const listed = (await database.directory.keys()).find((each) => each.tenant === tenant.name);
      return { tenant, key, listed };
    };

    test('speak for their tenant with their scope, from the moment they are made', async () => {
      const { tenant, key } = await newKey();
      const identity = await database.directory.identify(key, 100);
      assert.deepEqual(
        [identity?.tenant.tenant_id, identity?.tenant.name, identity?.scope, identity?.source],
        [tenant.id, tenant.name, 'write', 'import'],
      );
    });

    test('that are none speak for nobody', async () => {
      const { key } = await newKey();
      for (const wrong of ['', ' ', `${key}x`, key.slice(0, -1), key.toUpperCase(), '\0', '😀', "' OR 1=1 --"])
        assert.equal(await database.directory.identify(wrong, 100), undefined, wrong);
    });

    test('end at the moment at which they expire', async () => {
      const { key } = await newKey({ expire_time: 200 });
      assert.ok(await database.directory.identify(key, 199));
      assert.equal(await database.directory.identify(key, 200), undefined);
    });

    test('end at once where they are revoked, for which the first time counts', async () => {
      const { key, listed } = await newKey();
      const id = listed?.key_id as string;
      assert.equal(await database.directory.revokeKey(id, 150), true);
      assert.equal(await database.directory.identify(key, 100), undefined);
      assert.equal(await database.directory.revokeKey(id, 151), false);
      await assert.rejects(database.directory.revokeKey('none', 151), setupError(/no key with the id none/));
      const revoked = (await database.directory.keys()).find((each) => each.key_id === id);
      assert.equal(revoked?.revoke_time, 150);
    });

    test('are listed by their first letters only', async () => {
      const { key, listed, tenant } = await newKey({ expire_time: 200 });
      const { key_id, prefix, ...rest } = listed ?? ({} as never);
      assert.ok(key.startsWith(prefix) && prefix.length < 15);
      assert.match(key_id, /^[0-9a-f]{8}$/);
      assert.deepEqual(
        { ...rest },
        { tenant: tenant.name, name: 'import', scope: 'write', create_time: 100, expire_time: 200, revoke_time: null },
      );
    });

    test('are not made for a tenant that is none', async () => {
      const wanted = { tenant: 'nobody', name: 'import', scope: 'write', expire_time: null } as const;
      await assert.rejects(database.directory.createKey(wanted, 0), setupError(/no tenant/));
    });

    test('are told apart from one another', async () => {
      const [one, other] = [await newKey(), await newKey()];
      assert.equal((await database.directory.identify(one.key, 100))?.tenant.tenant_id, one.tenant.id);
      assert.equal((await database.directory.identify(other.key, 100))?.tenant.tenant_id, other.tenant.id);
    });
  });

  test('a database that is open answers', async () => {
    await database.check();
  });
}

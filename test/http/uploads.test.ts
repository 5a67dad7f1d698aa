/** One upload at a time for a tenant, and how long a body and an answer may take. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bodyLimits } from '../../src/http/body.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { until } from '../support/until.ts';

const body = JSON.stringify({ records: [account('1')] });

/** An upload whose headers have arrived and whose body has not. */
async function stall(url: string, client: Client, path = '/accounts'): Promise<RawConnection> {
  const connection = await RawConnection.open(url);
  const headers = [`Authorization: Bearer ${client.key}`, `Content-Length: ${body.length}`];
  await connection.write(requestText(`POST /api/v2${path}`, headers));
  // The server answers other requests in the meantime, so it has read these headers by then.
  await client.get('/accounts');
  return connection;
}

const post = (client: Client) => client.post('/accounts', { records: [account('2')] });

describe('one upload at a time', () => {
  const server = useServer();

  test('a second upload is refused from the arrival of the headers of the first', async () => {
    const client = await server().tenant();
    const first = await stall(server().url, client);
    const before = await server().metric('tenure_uploads_refused_total');
    const second = await post(client);
    assert.equal(second.status, 429);
    assert.equal(await server().metric('tenure_uploads_refused_total'), before + 1);
    assert.equal(second.headers.get('retry-after'), '1');
    assert.equal(second.body.code, 'upload_in_progress');
    await first.write(body);
    assert.equal((await first.reply()).body.status_is_ok, true);
    assert.equal((await client.get('/accounts')).body.results.length, 1, 'nothing of the second was applied');
    assert.equal((await post(client)).status, 200);
    first.destroy();
  });

  test('its present is the clock when it is applied, not when its headers arrived', async () => {
    const client = await server().tenant();
    await client.load('accounts', [account('1')]);
    const { time, url } = server();
    const first = await stall(url, client, '/notes');
    time.now += 60_000;
    await first.write(`{"records":[{"account_id":"1","external_id":"n","create_time":1}]}`.padEnd(body.length));
    assert.equal((await first.reply()).body.status_is_ok, true);
    assert.equal((await client.get('/notes')).body.results[0].modify_time, time.now);
    first.destroy();
  });

  test('what is committed later has a later or equal modify_time, whichever request began first', async () => {
    const client = await server().tenant();
    await client.load('accounts', [account('1')]);
    const { time, url } = server();
    const slow = await stall(url, client, '/notes');
    time.now += 30_000;
    const fast = { account_id: '1', type: 'call', create_time: 1 };
    await client.request('PUT', '/interactions/external_id/fast', fast);
    const bookmark = (await client.get('/interactions')).body.results[0].modify_time;
    await slow.write(`{"records":[{"account_id":"1","external_id":"n","create_time":1}]}`.padEnd(body.length));
    assert.equal((await slow.reply()).body.status_is_ok, true);
    const later = await client.get(`/notes?modify_time=${bookmark}`);
    assert.equal(later.body.results.length, 1, 'a reader that polls from its bookmark finds it');
    slow.destroy();
  });

  test('one whose body comes after an instant has passed does not take the account back before it', async () => {
    const client = await server().tenant();
    const { time, url } = server();
    const begins = time.now + 10_000;
    const stages = [
      { name: 'Trial', start_date: time.now - 1000, end_date: begins },
      { name: 'Live', start_date: begins },
    ];
    await client.load('accounts', [account('1', { stage_history: stages })]);
    const late = await RawConnection.open(url);
    const record = JSON.stringify({ stage_history: [{ name: 'Lead', start_date: 1, end_date: 2 }] });
    await late.write(
      requestText('PUT /api/v2/accounts/1', [`X-API-Key: ${client.key}`, `Content-Length: ${record.length}`]),
    );
    await client.get('/accounts');
    time.now += 20_000;
    assert.equal((await client.get('/accounts/1')).body.results[0].current_stage, 'Live');
    await late.write(record);
    assert.equal((await late.reply()).body.status_is_ok, true);
    assert.equal((await client.get('/accounts/1')).body.results[0].current_stage, 'Live');
    const { results } = (await client.get('/accounts/1/changes')).body;
    assert.deepEqual(
      results.map(({ at, from, to, source }: { [field: string]: unknown }) => [at, from, to, source]),
      [[begins, 'Trial', 'Live', 'clock']],
    );
    late.destroy();
  });

  test('writes of one record, deletes, searches and reads are no uploads', async () => {
    const client = await server().tenant();
    await client.load('accounts', [account('1')]);
    const first = await stall(server().url, client);
    assert.equal((await client.put('/accounts/1', { tier: 'Gold' })).status, 200);
    assert.equal((await client.post('/search/accounts', { records: [] })).status, 200);
    assert.equal((await client.delete('/accounts/1')).status, 200);
    first.destroy();
  });

  test('an upload of another tenant passes', async () => {
    const first = await stall(server().url, await server().tenant());
    assert.equal((await post(await server().tenant())).status, 200);
    first.destroy();
  });

  test('a second upload with another key of the tenant is refused', async () => {
    const client = await server().tenant();
    const first = await stall(server().url, client);
    assert.equal((await post(client.as(await server().key(client)))).status, 429);
    first.destroy();
  });

  test('a second upload is refused before its body is looked at', async () => {
    const client = await server().tenant();
    const first = await stall(server().url, client);
    const refused = [
      await client.post('/accounts', '{'),
      await client.post('/accounts', new Uint8Array(11_000_000)),
      await client.request('POST', '/accounts', 'x', { 'content-encoding': 'br' }),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [429, 429, 429],
    );
    const reader = client.as(await server().key(client, { scope: 'read' }));
    assert.equal((await post(reader)).status, 403, 'a scope that is too small comes first');
    first.destroy();
  });

  for (const [where, sent] of [
    ['before its body', ''],
    ['within its body', body.slice(0, 20)],
  ]) {
    test(`a client that goes ${where} frees the slot and leaves nothing`, async () => {
      const client = await server().tenant();
      const first = await stall(server().url, client);
      await first.write(sent as string);
      first.destroy();
      await until(async () => (await post(client)).status === 200);
      assert.equal((await client.get('/accounts')).body.results.length, 1);
    });
  }

  test('a client that goes while its upload is processed frees the slot, and only its own', async () => {
    const client = await server().tenant();
    const records = Array.from({ length: 20_000 }, (_, index) => account(`gone-${index}`));
    const first = await RawConnection.open(server().url);
    const line = `POST /api/v2/accounts?api_key=${client.key}`;
    await first.write(requestText(line, [], JSON.stringify({ records })));
    await client.get('/accounts');
    first.destroy();
    await until(async () => {
      const second = await stall(server().url, client);
      // A write waits for the writer, so an abandoned upload that has begun has ended when this one has.
      await client.put('/accounts/unknown', {});
      const { status } = await post(client);
      await second.write(body);
      const reply = await second.reply();
      second.destroy();
      // Tried until the second has come when the slot was free; from then on it keeps it, whatever becomes of the first.
      return status === 429 && reply.status === 200;
    });
  });

  test('uploads one after the other on one connection are never refused', async () => {
    const client = await server().tenant();
    const connection = await RawConnection.open(server().url);
    for (let round = 0; round < 50; round++) {
      await connection.write(requestText('POST /api/v2/accounts/', [`X-API-Key: ${client.key}`], body));
      assert.equal((await connection.reply()).status, 200);
    }
    connection.destroy();
  });

  test('an upload that fails frees the slot', async () => {
    const client = await server().tenant();
    const failing = ['{', '[]', '{"records": [{}]}', new Uint8Array(11_000_000)];
    for (const content of failing) {
      await client.post('/accounts', content);
      assert.notEqual((await post(client)).status, 429);
    }
  });
});

describe('a body that takes too long', () => {
  // Of the rest of a body that did not come nothing is waited for.
  const server = useServer({ limits: { ...bodyLimits, bodyMs: 300, drainMs: 600_000 } });

  for (const method of ['POST', 'PUT']) {
    test(`a ${method} is answered with 408 and applies nothing`, async () => {
      const client = await server().tenant();
      await client.load('accounts', [account('1')]);
      const connection = await RawConnection.open(server().url);
      const path = method === 'POST' ? '/accounts' : '/accounts/1';
      const headers = [`X-API-Key: ${client.key}`, 'Content-Length: 1000'];
      await connection.write(requestText(`${method} /api/v2${path}`, headers) + '{"tier": "Gold"');
      const reply = await connection.reply();
      assert.equal(reply.status, 408);
      assert.equal(reply.body.code, 'request_timeout');
      await connection.closed();
      assert.equal((await client.get('/accounts/1')).body.results[0].tier, null);
    });
  }

  test('it frees the slot', async () => {
    const client = await server().tenant();
    const connection = await stall(server().url, client);
    assert.equal((await client.post('/accounts', body)).status, 429);
    assert.equal((await connection.reply()).status, 408);
    assert.equal((await client.post('/accounts', body)).status, 200);
  });

  test('gzip of which the rest is missing is answered with 408 too', async () => {
    const client = await server().tenant();
    const connection = await RawConnection.open(server().url);
    const headers = [`X-API-Key: ${client.key}`, 'Content-Length: 1000', 'Content-Encoding: gzip'];
    await connection.write(requestText('POST /api/v2/accounts', headers));
    assert.equal((await connection.reply()).status, 408);
    connection.destroy();
  });
});

describe('an answer that takes too long', () => {
  const server = useServer({ answerMs: 1 });

  test('is a 504, of which nothing is applied, and the next upload is not refused', async () => {
    const client = await server().tenant();
    const records = Array.from({ length: 5_000 }, (_, index) => account(String(index)));
    for (let round = 0; round < 3; round++) {
      const reply = await client.post('/accounts', { records });
      assert.equal(reply.status, 504);
      assert.equal(reply.body.code, 'timeout');
    }
    // A keyed read has no deadline; a write that waits for the writer shows that it is done with those before.
    await client.put('/accounts/0', { tier: 'Gold' });
    assert.equal((await client.get('/accounts/0')).body.code, 'not_found');
    assert.equal((await client.get('/accounts/4999')).body.code, 'not_found');
  });
});

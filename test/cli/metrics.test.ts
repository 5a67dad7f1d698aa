/** Who may read the metrics: whoever has the token, or whoever reaches the address that they have for themselves. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProcess, temporaryFolder } from '../support/process.ts';

const listening = ['--metrics-listen', '127.0.0.1:0'];

async function statusOf(url: string, headers: { [name: string]: string } = {}): Promise<number> {
  return (await fetch(url, { headers })).status;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (token: string) => ({ authorization: `Basic ${btoa(`api:${token}`)}` });

test('without a token and an address of their own nobody reads them, from this machine or another', async (t) => {
  const { url } = await startProcess(t, join(temporaryFolder(t), 'data'));
  const response = await fetch(`${url}/metrics`);
  assert.equal(response.status, 401);
  const { code, message } = (await response.json()) as { code: string; message: string };
  assert.equal(code, 'unauthorized');
  assert.match(message, /--metrics-token.*--metrics-listen/);
  assert.equal(await statusOf(`${url}/metrics`, bearer('undefined')), 401);
});

test('the token is needed whatever a proxy says, and sent in any way in which a key is', async (t) => {
  const { url } = await startProcess(t, join(temporaryFolder(t), 'data'), { args: ['--metrics-token', 'secret'] });
  assert.equal(await statusOf(`${url}/metrics`), 401);
  assert.equal(await statusOf(`${url}/metrics`, { 'x-forwarded-for': '127.0.0.1' }), 401);
  for (const headers of [bearer('wrong'), basic('wrong')]) assert.equal(await statusOf(`${url}/metrics`, headers), 401);
  for (const headers of [bearer('secret'), basic('secret'), { 'x-api-key': 'secret' }]) {
    const response = await fetch(`${url}/metrics`, { headers });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.match(await response.text(), /^tenure_body_bytes 0$/m);
  }
});

/** The address of the metrics, as the log tells it. */
const metricsUrl = (stdout: string): string => /"url":"([^"]+)","msg":"serving metrics"/.exec(stdout)?.[1] as string;

test('on an address of their own they are open, and nothing else is there', async (t) => {
  const server = await startProcess(t, join(temporaryFolder(t), 'data'), { args: listening });
  const own = metricsUrl(server.stdout());
  assert.match(own, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  assert.notEqual(new URL(own).port, new URL(server.url).port);
  const response = await fetch(own);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /^tenure_jobs_waiting\{thread="writer"\} 0$/m);
  assert.equal(await statusOf(new URL('/livez', own).href), 404);
  assert.equal(await statusOf(new URL('/api/v2/accounts', own).href), 404);
  assert.equal(await statusOf(`${server.url}/metrics`), 401, 'on the other address they are not');
  assert.equal((await server.kill('SIGTERM')).code, 0, 'it does not keep the server from ending');
});

test('on an address of their own they need the token too, where there is one', async (t) => {
  const args = [...listening, '--metrics-token', 'secret'];
  const server = await startProcess(t, join(temporaryFolder(t), 'data'), { args });
  const own = metricsUrl(server.stdout());
  assert.equal(await statusOf(own), 401);
  assert.equal(await statusOf(own, bearer('secret')), 200);
  assert.equal(await statusOf(`${server.url}/metrics`, bearer('secret')), 200);
});

/** Connections: those that are refused end whether their clients close them or not, and only so many are open. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { bodyLimits } from '../../src/http/body.ts';
import { useServer } from '../support/cases.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { until } from '../support/until.ts';

const hasty = useServer({ limits: { ...bodyLimits, headersMs: 200 } });
const narrow = useServer({ config: { maxConnections: 3 } });

/** Opens a connection that its client never closes; gives the first line that it is answered. */
async function leaveOpen(sent: string): Promise<{ socket: Socket; answer: string }> {
  const socket = connect({ port: Number(new URL(hasty().url).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.write(sent);
  await once(socket, 'end');
  return { socket, answer: text.split('\r\n')[0] as string };
}

/** How many connections this process has, on either side. */
const ends = (): Promise<number> => hasty().metric('nodejs_active_resources', 'type="TCPSocketWrap"');

for (const [what, sent, answer] of [
  ['headers that do not end', 'GET /api/v2/accounts HTTP/1.1\r\nHost: a\r\n', 'HTTP/1.1 408 Request Timeout'],
  ['no headers', '', 'HTTP/1.1 408 Request Timeout'],
  ['no HTTP', 'HELLO\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
  ['too long headers', `GET / HTTP/1.1\r\nA: ${'a'.repeat(20_000)}`, 'HTTP/1.1 431 Request Header Fields Too Large'],
] as const) {
  test(`connections with ${what} are answered and ended, though their clients leave them open`, async () => {
    const before = await ends();
    const clients = await Promise.all(Array.from({ length: 20 }, () => leaveOpen(sent)));
    assert.deepEqual(new Set(clients.map((client) => client.answer)), new Set([answer]));
    await until(async () => (await ends()) < before + 30);
    for (const { socket } of clients) socket.destroy();
  });
}

test('what a client sends after it was refused is read for a while, and not answered again', async () => {
  const connection = await RawConnection.open(hasty().url);
  await connection.write(`GET / HTTP/1.1\r\nA: ${'a'.repeat(20_000)}`);
  for (let round = 0; round < 20; round++) await connection.write('a'.repeat(20_000)).catch(() => {});
  assert.equal((await connection.reply()).status, 431);
  await connection.closed();
});

test('beyond as many connections as may be open another is closed at once', async () => {
  const { url, metric } = narrow();
  const refused = await metric('tenure_connections_refused_total');
  const open = await Promise.all([1, 2].map(() => RawConnection.open(url)));
  // One of those that may be open asked for the metric.
  const further = await Promise.all([1, 2].map(() => RawConnection.open(url)));
  for (const connection of further) await connection.closed();
  assert.equal(await metric('tenure_connections_refused_total'), refused + 2);
  for (const connection of open) {
    await connection.write(requestText('GET /livez'));
    assert.equal((await connection.reply()).status, 200);
  }
  open[0]?.destroy();
  await until(async () => {
    const next = await RawConnection.open(url);
    const isTaken = await next
      .write(requestText('GET /livez'))
      .then(
        () => next.reply(),
        () => undefined,
      )
      .catch(() => undefined);
    next.destroy();
    return isTaken?.status === 200;
  });
  open[1]?.destroy();
});

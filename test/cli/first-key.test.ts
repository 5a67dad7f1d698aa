import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { startServer } from '../../src/cli/serve.ts';
import { readConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const config = readConfig({ data: folder }, {});
const log = pino({ level: 'silent' });

test('a first start that cannot listen leaves the first key to the next one, and only to that', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await assert.rejects(startServer({ ...config, port }, log), /Cannot listen .* EADDRINUSE/);
  other.close();
  for (const shown of [true, false]) {
    const running = await startServer({ ...config, port: 0 }, log);
    assert.equal(running.firstKey !== undefined, shown);
    await running.close();
  }
});

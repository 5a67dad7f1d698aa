import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { dayMs } from '../../demo/calendar.ts';
import { buildUploads, type Upload } from '../../demo/uploads.ts';
import { maxBodyBytes } from '../../src/http/body.ts';
import { testNow } from '../support/server.ts';

const uploads = buildUploads('cocoa', testNow);
const today = Math.floor(testNow / dayMs) * dayMs;
const hash = (built: readonly Upload[]): string => createHash('sha256').update(JSON.stringify(built)).digest('hex');
const texts = uploads.map(({ body }) => JSON.stringify(body));

test('the same seed and day give the same uploads, byte for byte', () => {
  assert.equal(hash(buildUploads('cocoa', today)), hash(uploads), 'at midnight as in the morning');
});

test('another seed and another day give others', () => {
  assert.notEqual(hash(buildUploads('vanilla', testNow)), hash(uploads));
  assert.notEqual(hash(buildUploads('cocoa', testNow + dayMs)), hash(uploads));
});

test('uploads arrive in order of time, over the two years up to today', () => {
  const times = uploads.map(({ now }) => now);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.equal(Math.floor(((times[0] as number) - today) / dayMs), -730);
  assert.ok((times.at(-1) as number) <= today);
});

test('every upload has the size of a request that the API takes', () => {
  for (const text of texts) assert.ok(Buffer.byteLength(text) <= maxBodyBytes);
});

test('no record tells of what had not happened when it was sent', () => {
  const past = /^(create_time|close_time|last_update_time|start_date|paid_date|inactive_time|latest_status_date|date)$/;
  const visit = (value: unknown, now: number, path: string): void => {
    for (const [key, inner] of Object.entries(value as object)) {
      if (typeof inner === 'object' && inner !== null) visit(inner, now, `${path}.${key}`);
      else if (past.test(key) || key === 'timestamp' || key === 'product_join_date')
        assert.ok((inner as number) <= now, `${path}.${key} ${new Date(inner as number).toISOString()}`);
    }
  };
  for (const { path, now, body } of uploads) visit(body.records, now, path);
});

test('no mail address and no link leads out of the made-up domains', () => {
  for (const text of texts) {
    for (const [, domain] of text.matchAll(/[\w.+-]+@([\w.-]+\w)/g)) assert.match(domain as string, /\.example$/);
    for (const [, host] of text.matchAll(/https?:\/\/([\w.-]+)/g)) assert.match(host as string, /\.example$/);
  }
});

test('no text has a gap that was not filled', () => {
  for (const text of texts) assert.doesNotMatch(text, /\{\w+\}|undefined|NaN|\[object/);
});

test('companies, apart from mistakes that were deleted, have names of their own', () => {
  const records = uploads.filter(({ path }) => path === '/accounts').flatMap(({ body }) => body.records);
  const deleted = new Set(records.filter((record) => record.is_deleted).map(({ account_id }) => account_id));
  const names = records.filter(({ name, account_id }) => name !== undefined && !deleted.has(account_id));
  assert.ok(names.length >= 300);
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
});

test('no period is invoiced twice', () => {
  const periods = new Map<string, string[]>();
  for (const { body } of uploads.filter((upload) => upload.path === '/statements'))
    for (const { account_id, line_items } of body.records)
      for (const { description } of (line_items ?? []) as { description: string }[]) {
        const [, product, from] =
          /^(?:\w+ (plan), \d+ seats|Connectors|Premium Support), (.+) to /.exec(description) ?? [];
        if (from) periods.getOrInsertComputed(`${account_id} ${product} ${from}`, () => []).push(description);
      }
  assert.ok(periods.size > 1000);
  for (const descriptions of periods.values()) assert.equal(descriptions.length, 1, descriptions.join(' and '));
});

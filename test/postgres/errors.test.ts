import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { ApiError } from '../../src/domain/errors.ts';
import {
  isAnswer,
  NoAnswer,
  noConnection,
  translate,
  Unavailable,
  withRetries,
} from '../../src/store/postgres/errors.ts';
import { Transaction } from '../../src/store/postgres/transaction.ts';

const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
/** An error as a server says it whose messages are German. */
const said = (code: string, severity = 'FEHLER'): pg.DatabaseError =>
  Object.assign(new pg.DatabaseError('etwas', 0, 'error'), { severity, code });

describe('what a database says in another language', () => {
  for (const code of ['23505', '40001', '53100', '57014', '22P02', 'XX000'])
    test(`${code} is its answer`, () => assert.ok(isAnswer(said(code))));

  for (const code of ['57P01', '57P03', '08P01', '25P03', '28P01', '3D000'])
    test(`${code} is the end of its connection`, () => {
      const error = translate(said(code, 'FATAL'), true) as Unavailable;
      assert.ok(!isAnswer(said(code, 'FATAL')));
      assert.deepEqual([error.code, error.mayRepeat], ['database_unavailable', true]);
    });

  test('is told as what it is', () => {
    assert.equal((translate(said('53100'), true) as ApiError).code, 'database_full');
    const collision = translate(said('40001'), false);
    assert.ok(collision instanceof Unavailable && collision.mayRepeat);
    const violation = said('23505');
    assert.equal(translate(violation, true), violation);
  });
});

test('a host whose addresses all fail is told with why the first of them did', () => {
  const first = new Error('connect ECONNREFUSED ::1:5432');
  assert.equal(noConnection(new AggregateError([first, new Error('another')])).cause, first);
});

describe('a transaction that fails', () => {
  const cases: readonly (readonly [what: string, error: Error, attempts: number])[] = [
    ['by a deadlock', translate(said('40P01'), true), 4],
    ['by a serialization failure', translate(said('40001'), true), 4],
    ['by a lost connection, before it was told to commit', translate(broken, true), 4],
    ['by a lost connection, after it was told to commit', translate(broken, false), 1],
    ['because the database did not answer in time', translate(new NoAnswer(), true), 1],
    ['because a statement took too long', translate(said('57014'), true), 1],
    ['because the database has become read-only', translate(said('25006'), true), 1],
    ['because there was no connection', noConnection(broken), 1],
    ['because the disk is full', translate(said('53100'), true), 1],
    ['by a defect', new TypeError('no'), 1],
  ];
  for (const [what, error, attempts] of cases)
    test(`${what} is run ${attempts} times at the most`, async () => {
      let ran = 0;
      const run = async (): Promise<void> => {
        ran++;
        throw error;
      };
      await assert.rejects(withRetries(run), (thrown) => thrown === error);
      assert.equal(ran, attempts);
    });

  test('is not run again after it has succeeded', async () => {
    let ran = 0;
    const run = async (): Promise<number> => {
      if (++ran < 3) throw translate(said('40P01'), true);
      return ran;
    };
    assert.equal(await withRetries(run), 3);
  });
});

test('a connection that is lost during a commit leaves open whether it was applied, and says so', async () => {
  const client = { query: () => Promise.reject(broken) } as unknown as pg.Client;
  const transaction = new Transaction(client);
  await assert.rejects(transaction.commit(), (error) => {
    assert.ok(error instanceof Unavailable);
    assert.match(error.message, /may have been applied/);
    return !error.mayRepeat;
  });
  assert.ok(transaction.isBroken);
});

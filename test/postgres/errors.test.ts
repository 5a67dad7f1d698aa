import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { ApiError } from '../../src/domain/errors.ts';
import { isAnswer, noConnection, translate, Unavailable } from '../../src/store/postgres/errors.ts';

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

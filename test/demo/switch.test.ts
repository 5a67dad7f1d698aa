import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../src/config.ts';

test('the demo is off unless its switch is set', () => {
  assert.equal(readConfig({}, {}).demo, false);
  assert.equal(readConfig({ demo: true }, {}).demo, true);
});

test('the environment can set the switch, and the command line wins', () => {
  for (const on of ['true', '1']) assert.equal(readConfig({}, { TENURE_DEMO: on }).demo, true);
  for (const off of ['false', '0', '']) assert.equal(readConfig({}, { TENURE_DEMO: off }).demo, false);
  assert.equal(readConfig({ demo: true }, { TENURE_DEMO: 'false' }).demo, true);
});

test('a value that is neither is refused by name', () => {
  assert.throws(() => readConfig({}, { TENURE_DEMO: 'maybe' }), /TENURE_DEMO takes true or false, not "maybe"/);
});

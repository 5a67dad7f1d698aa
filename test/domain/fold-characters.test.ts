import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, foldBeyondAscii } from '../../src/domain/fold.ts';

test('every character of Unicode that folds otherwise than by ASCII lower-casing is told from those that do not', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const lower = code < 0x80 ? character.toLowerCase() : character;
    const expected = fold(character) === lower ? undefined : fold(character);
    if (foldBeyondAscii(character) !== expected) wrong.push(code.toString(16));
  }
  assert.deepEqual(wrong, []);
});

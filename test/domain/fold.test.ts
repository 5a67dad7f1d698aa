import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold, foldBeyondAscii } from '../../src/domain/fold.ts';
import { anyText } from '../support/arbitraries.ts';

const characters: string[] = [];
for (let code = 0; code <= 0x10ffff; code++)
  if (code < 0xd800 || code > 0xdfff) characters.push(String.fromCodePoint(code));

const isSingle = (text: string): boolean => Array.from(text).length === 1;
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Every character that matches it where case is ignored; regular expressions follow Unicode's simple folding. */
function sameButForCase(character: string, among: string): string[] {
  return among.match(new RegExp(`\\u{${character.codePointAt(0)?.toString(16)}}`, 'giu')) ?? [];
}

test('a character folds to the lower case of its upper case, each taken only where it is a single code point', () => {
  for (const character of characters) {
    const upper = isSingle(character.toUpperCase()) ? character.toUpperCase() : character;
    const expected = isSingle(upper.toLowerCase()) ? upper.toLowerCase() : upper;
    if (fold(character) !== expected) assert.equal(fold(character), expected);
  }
});

test('two characters fold alike where Unicode says that they differ by case only', () => {
  const apart = new Set([
    '\u0390\u1fd3', // one letter encoded twice, without an upper case of one code point
    '\u03b0\u1fe3',
    '\ufb05\ufb06',
  ]);
  const alike = new Set(['ı']); // Unicode keeps the dotless i apart; upper case brings it to the plain one
  const cased = characters.filter((c) => c.toLowerCase() !== c || c.toUpperCase() !== c);
  const all = cased.join('');
  for (const character of cased) {
    const equals = sameButForCase(character, all);
    for (const other of equals)
      if (fold(other) !== fold(character) && !apart.has(character + other) && !apart.has(other + character))
        assert.fail(`${character} and ${other} fold apart`);
    if (fold(character) !== character && !alike.has(character) && !equals.includes(fold(character)))
      assert.fail(`${character} folds to ${fold(character)}, which differs by more than case`);
  }
});

test('a folded character is its own fold', () => {
  for (const character of characters) if (fold(fold(character)) !== fold(character)) assert.fail(character);
});

test('text folds character by character, whatever stands beside', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(fold(text), Array.from(text, fold).join(''));
    }),
  );
  assert.equal(fold('ΟΔΥΣΣΕΥΣ'), fold('οδυσσευς'));
  assert.equal(fold('Straße'), 'straße');
});

test('the fold beyond ASCII is given only where lower-casing ASCII would give another text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(foldBeyondAscii(text) ?? asciiLower(text), fold(text));
      if (foldBeyondAscii(text) === asciiLower(text)) assert.fail('it should have been left out');
    }),
  );
});

test('folding does not follow the locale of the machine', () => {
  const code = `import { fold } from ${JSON.stringify(new URL('../../src/domain/fold.ts', import.meta.url))};
    process.stdout.write(new Intl.Collator().resolvedOptions().locale + ' ' + fold('TITLE title İıIi Ἄ'))`;
  for (const locale of ['tr_TR.UTF-8', 'lt_LT.UTF-8', 'az_AZ.UTF-8']) {
    const env = { ...process.env, LC_ALL: locale, LANG: locale };
    const [seen, ...folded] = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      env,
      encoding: 'utf8',
    }).split(' ');
    assert.match(seen ?? '', new RegExp(`^${locale.slice(0, 2)}`), 'the process runs in that locale');
    assert.equal(folded.join(' '), 'title title İiii ἄ');
  }
});

/**
 * Simple case folding, code point by code point: upper case, then lower case, each kept only where it is a single
 * code point (so that a final sigma or a dotted I fold as one would search for them). Unlike the databases' own
 * functions it is the same everywhere and knows all of Unicode.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) {
    const upper = single(character.toUpperCase(), character);
    folded += single(upper.toLowerCase(), upper);
  }
  return folded;
}

/**
 * What may fold otherwise than by ASCII lower-casing. To the characters that Unicode lower-cases or folds come the two
 * small letters whose capital has another small letter.
 */
const foldsBeyondAscii = /[[\p{Changes_When_Lowercased}\p{Changes_When_Casefolded}\u0131\u1fbe]--[A-Z]]/v;

/** The fold, or undefined where the database's own ASCII lower-casing gives the same. */
export function foldBeyondAscii(text: string): string | undefined {
  if (!foldsBeyondAscii.test(text)) return undefined;
  const folded = fold(text);
  return folded === asciiLower(text) ? undefined : folded;
}

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function single(changed: string, original: string): string {
  const first = changed.codePointAt(0) ?? 0;
  return changed.length === (first > 0xffff ? 2 : 1) ? changed : original;
}

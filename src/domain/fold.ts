/**
 * Folds the case of a text for search: each code point to upper case, then to lower case. A step is skipped where its
 * result is not a single code point, so that a final sigma or a dotted I matches what people type. Unlike the functions
 * of the databases it covers all of Unicode and gives the same result everywhere.
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
 * Matches characters whose fold may differ from ASCII lower-casing: those that Unicode lower-cases or folds, and the
 * two small letters (U+0131, U+1FBE) whose capital has another small letter.
 */
const foldsBeyondAscii = /[[\p{Changes_When_Lowercased}\p{Changes_When_Casefolded}\u0131\u1fbe]--[A-Z]]/v;

/** The folded text, or undefined if the ASCII lower-casing of the databases gives the same. */
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

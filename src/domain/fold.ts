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

/** The fold, or undefined where the database's own ASCII lower-casing gives the same. */
export function foldBeyondAscii(text: string): string | undefined {
  if (isAscii(text)) return undefined;
  const beyond = text.replace(/[\x00-\x7f]+/g, '');
  return fold(beyond) === beyond ? undefined : fold(text);
}

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

function single(changed: string, original: string): string {
  const first = changed.codePointAt(0) ?? 0;
  return changed.length === (first > 0xffff ? 2 : 1) ? changed : original;
}

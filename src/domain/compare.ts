/**
 * Compares two texts by Unicode code point, as both databases sort text: negative, 0 or positive. JavaScript's own
 * comparison goes by UTF-16 unit and sorts characters beyond U+FFFF elsewhere.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogates = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return surrogates || x - y;
  }
  return a.length - b.length;
}

// A surrogate stands for a code point above every other unit, including U+E000 to U+FFFF.
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

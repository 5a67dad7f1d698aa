/** What the bytes of a JSON body tell before it is parsed: one pass, in memory that does not grow with the body. */

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openingBracket, closingBracket, openingBrace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What a body has too much of. */
export interface Excess {
  /** Index of the byte at which this is known. */
  readonly at: number;
  /** The number of elements of the array "records"; undefined if the body nests too deep. */
  readonly records?: number;
}

/**
 * Finds whether brackets nest deeper than `maxDepth`, or the array "records" of the body's object holds more than
 * `maxRecords` elements. Found before parsing, which makes millions of brackets or records cost seconds.
 */
export function findExcess(bytes: Uint8Array, maxDepth: number, maxRecords: number): Excess | undefined {
  let depth = 0;
  let commas = 0;
  // The last string outside of nested values: a key of the body's object, if it is one.
  let [keyStart, keyEnd] = [0, 0];
  let [isObject, inRecords] = [false, false];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === quote) {
      const start = i;
      for (let inside = bytes[++i]; inside !== quote && inside !== undefined; inside = bytes[++i])
        if (inside === backslash) i++;
      if (depth === 1) [keyStart, keyEnd] = [start, i + 1];
    } else if (byte === openingBracket || byte === openingBrace) {
      if (depth === 0) isObject = byte === openingBrace;
      if (depth === 1) {
        inRecords = isObject && byte === openingBracket && isRecordsKey(bytes.subarray(keyStart, keyEnd));
        commas = 0;
      }
      if (++depth > maxDepth) return { at: i };
    } else if (byte === closingBracket || byte === closingBrace) {
      depth--;
      if (depth === 1 && inRecords && commas >= maxRecords) return { at: i, records: commas + 1 };
    } else if (byte === comma && depth === 2) commas++;
  }
  return undefined;
}

const decoder = new TextDecoder();
const longestEscaped = '"\\u0072\\u0065\\u0063\\u006f\\u0072\\u0064\\u0073"'.length;

function isRecordsKey(string: Uint8Array): boolean {
  if (string.length > longestEscaped) return false;
  const text = decoder.decode(string);
  if (!text.includes('\\')) return text === '"records"';
  try {
    return JSON.parse(text) === 'records';
  } catch {
    return false;
  }
}

const runLength = 16;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** Whether 16 digits stand in a row anywhere in the bytes. Looks at every 16th byte, and around those that are digits. */
export function hasLongRun(bytes: Uint8Array): boolean {
  for (let i = runLength - 1; i < bytes.length; i += runLength) {
    if (!isDigit(bytes[i])) continue;
    let [first, last] = [i, i];
    while (isDigit(bytes[first - 1])) first--;
    while (isDigit(bytes[last + 1])) last++;
    if (last - first + 1 >= runLength) return true;
  }
  return false;
}

/** The body of a request as JSON, in bounded time and memory. */
import { ApiError } from '../domain/errors.ts';
import { InexactNumber, isInexact } from '../domain/inexact.ts';

const maxDepth = 64;

/** Parses strict UTF-8 JSON nested no deeper than 64; throws `invalid_json`. */
export function parseBody(bytes: Uint8Array): unknown {
  if (deeperThan(bytes, maxDepth)) throw new ApiError('invalid_json', `The body is nested deeper than ${maxDepth}`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ApiError('invalid_json', 'The body is not valid UTF-8');
  }
  try {
    return hasLongRun(bytes) && manyDigits.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `The body is not valid JSON: ${withoutExcerpt(error as Error)}`);
  }
}

/** A number whose digits before any point may be more than a double holds. */
const manyDigits = /[:[,]\s*-?\d{16}/;
const startsLong = /^-?\d{16}/;

/** Whether so many digits stand in a row that the text is worth a search for such a number: every 16th byte tells. */
function hasLongRun(bytes: Uint8Array): boolean {
  for (let i = runLength - 1; i < bytes.length; i += runLength) {
    if (!isDigit(bytes[i])) continue;
    let [first, last] = [i, i];
    while (isDigit(bytes[first - 1])) first--;
    while (isDigit(bytes[last + 1])) last++;
    if (last - first + 1 >= runLength) return true;
  }
  return false;
}

const runLength = 16;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

const keepDigits = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
  typeof value === 'number' && source !== undefined && startsLong.test(source) && isInexact(value, source)
    ? new InexactNumber(value)
    : value;

// The parser's own message quotes the body, which no log or answer should carry.
function withoutExcerpt({ message }: Error): string {
  if (message === 'Unexpected end of JSON input') return 'it ends too early';
  return /at position \d+(?= \(line \d+ column \d+\)$)/.exec(message)?.[0] ?? 'it holds a character out of place';
}

const [quote, backslash] = [0x22, 0x5c];
const [openingBracket, closingBracket, openingBrace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether brackets nest deeper than `limit`; found before parsing, which a body of brackets would make slow. */
function deeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === quote) {
      for (let inside = bytes[++i]; inside !== quote && inside !== undefined; inside = bytes[++i])
        if (inside === backslash) i++;
    } else if (byte === openingBracket || byte === openingBrace) {
      if (++depth > limit) return true;
    } else if (byte === closingBracket || byte === closingBrace) depth--;
  }
  return false;
}

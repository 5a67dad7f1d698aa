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
    return manyDigits.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `The body is not valid JSON: ${withoutExcerpt(error as Error)}`);
  }
}

/**
 * A number whose digits before any point may be more than a double holds; a text in which one seems to stand is only
 * read slower.
 */
const manyDigits = /[:[,]\s*-?\d{16}/;

const keepDigits = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
  typeof value === 'number' && source !== undefined && isInexact(value, source) ? new InexactNumber(value) : value;

// The parser's own message quotes the body, which no log or answer should carry.
function withoutExcerpt({ message }: Error): string {
  if (message === 'Unexpected end of JSON input') return 'it ends too early';
  return /at position \d+(?= \(line \d+ column \d+\)$)/.exec(message)?.[0] ?? 'it holds a character out of place';
}

const other = 0;
const quote = 1;
const opening = 2;
const closing = 3;
const backslash = 4;
/** What a byte means for the nesting; a table, as every byte of every body is looked up. */
const meanings = new Uint8Array(256).fill(other);
for (const [character, meaning] of [
  ['"', quote],
  ['[', opening],
  ['{', opening],
  [']', closing],
  ['}', closing],
  ['\\', backslash],
] as const)
  meanings[character.charCodeAt(0)] = meaning;

/** Whether brackets nest deeper than `limit`; found before parsing, which a body of brackets would make slow. */
function deeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const meaning = meanings[bytes[i] as number];
    if (meaning === other) continue;
    if (meaning === quote) inString = !inString;
    else if (meaning === backslash) i++;
    else if (!inString) {
      depth += meaning === opening ? 1 : -1;
      if (depth > limit) return true;
    }
  }
  return false;
}

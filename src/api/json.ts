/** The body of a request as JSON, in bounded time and memory. */
import { ApiError } from '../domain/errors.ts';

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
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `The body is not valid JSON: ${withoutExcerpt(error as Error)}`);
  }
}

// The parser's own message quotes the body, which no log or answer should carry.
function withoutExcerpt({ message }: Error): string {
  if (message === 'Unexpected end of JSON input') return 'it ends too early';
  return /at position \d+(?= \(line \d+ column \d+\)$)/.exec(message)?.[0] ?? 'it holds a character out of place';
}

const quote = 0x22;
const backslash = 0x5c;

/** Whether brackets nest deeper than `limit`; found before parsing, which a body of brackets would make slow. */
function deeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === quote) {
      i = endOfString(bytes, i + 1);
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    }
  }
  return false;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== quote) i += bytes[i] === backslash ? 2 : 1;
  return i;
}

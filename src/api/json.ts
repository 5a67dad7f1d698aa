/** The body of a request as JSON, in bounded time and memory. */
import { ApiError } from '../domain/errors.ts';
import { findExcess, hasLongRun } from './json-scan.ts';
import { NotJson, parseJson } from './json-text.ts';

const maxDepth = 64;

/** How many records a body may hold, and the refusal of one that holds more. */
export interface RecordLimit {
  readonly max: number;
  readonly refusal: (count: number) => ApiError;
}

/**
 * Parses strict UTF-8 JSON nested no deeper than 64. Throws `invalid_json` with the place of the fault, or the refusal
 * of `limit` if the array "records" holds more elements.
 */
export function parseBody(bytes: Uint8Array, limit?: RecordLimit): unknown {
  const excess = findExcess(bytes, maxDepth, limit?.max ?? Infinity);
  if (limit !== undefined && excess?.records !== undefined) throw limit.refusal(excess.records);
  if (excess !== undefined) throw unreadable(`is nested deeper than ${maxDepth}`, bytes, excess.at);
  const text = decode(bytes);
  try {
    return hasLongRun(bytes) && manyDigits.test(text) ? parseJson(text) : JSON.parse(text);
  } catch {
    const { at, record } = faultOf(text);
    const why = at === text.length ? 'it ends too early' : 'a character is out of place';
    // A byte order mark is not part of the text.
    const offset = bytes.length - Buffer.byteLength(text.slice(at));
    throw unreadable(`is not valid JSON: ${why}`, bytes, offset, record);
  }
}

/** A number whose digits before any point may be more than a double holds. */
const manyDigits = /[:[,]\s*-?\d{16}/;

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('is not valid UTF-8', bytes, firstNotUtf8(bytes));
  }
}

/** The index of the first byte that cannot go on from those before it; the length if the last character is cut off. */
function firstNotUtf8(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  return valid;
}

/** Where a text stops being JSON. `JSON.parse` tells that for some texts only, and quotes them. */
function faultOf(text: string): NotJson {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof NotJson) return error;
  }
  return new NotJson(text.length, undefined);
}

/** A refusal that names the place of the fault and quotes nothing: no log or answer should carry what is in a body. */
function unreadable(what: string, bytes: Uint8Array, offset: number, record = recordAt(bytes, offset)): ApiError {
  const line = lineAt(bytes, offset);
  const inRecord = record === undefined ? '' : `, record ${record}`;
  return new ApiError('invalid_json', `The body ${what} (byte offset ${offset}, line ${line}${inRecord})`, undefined, {
    offset,
    line,
    ...(record !== undefined && { record }),
  });
}

/** The record in which the beginning of a body ends. */
const recordAt = (bytes: Uint8Array, offset: number): number | undefined =>
  faultOf(new TextDecoder().decode(bytes.subarray(0, offset))).record;

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(newline); at >= 0 && at < offset; at = bytes.indexOf(newline, at + 1)) line++;
  return line;
}
const newline = 0x0a;

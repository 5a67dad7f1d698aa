/**
 * Query parameters, leniently where they only shape an answer, strictly where they narrow a delete (guide, "All
 * requests").
 */
import { ApiError } from '../domain/errors.ts';

const maxDateMs = 8.64e15;

export class Query {
  readonly entries: readonly (readonly [string, string])[];

  constructor(entries: readonly (readonly [string, string])[]) {
    this.entries = entries;
  }

  get(name: string): string | undefined {
    return this.entries.find(([key]) => key === name)?.[1];
  }

  /** Any integer but 0 and "true" in any case are true, all else is false; undefined where it is not supplied. */
  flag(name: string): boolean | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    return readBoolean(text) ?? false;
  }

  /** A page number; blank or malformed is 0. */
  page(): number {
    const text = this.get('page') ?? '';
    return /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : 0;
  }

  /** Refuses parameters that a delete does not know, and those given twice: a slip must never widen it. */
  onlyKnows(...names: readonly string[]): void {
    const seen = new Set<string>();
    for (const [name] of this.entries) {
      if (name === 'api_key') continue;
      if (!names.includes(name)) throw invalid(name, `Unknown parameter '${name}'`);
      if (seen.has(name)) throw invalid(name, `Parameter '${name}' is given twice`);
      seen.add(name);
    }
  }

  /** A boolean that is an error where it is malformed. */
  strictFlag(name: string): boolean | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    const value = readBoolean(text);
    if (value === undefined) throw invalid(name, `'${name}' value must be a boolean`);
    return value;
  }

  /** A name that is an error where it is empty; a blank one is a name like others. */
  nonEmpty(name: string): string | undefined {
    const text = this.get(name);
    if (text === '') throw invalid(name, `'${name}' value must not be empty`);
    return text;
  }

  /** A filter that is an error where it is blank. */
  filled(name: string): string | undefined {
    const text = this.get(name);
    if (text?.trim() === '') throw invalid(name, `'${name}' value must not be blank`);
    return text;
  }

  /** One of some words, the first of them where it is not supplied; another is an error. */
  choice<T extends string>(name: string, words: readonly [T, ...T[]]): T {
    const text = this.get(name) ?? words[0];
    const word = words.find((each) => each === text);
    if (word === undefined) throw invalid(name, `'${name}' value must be one of: ${words.join(', ')}`);
    return word;
  }

  /** A time in epoch ms that must be there. */
  requiredTime(name: string): number {
    const time = this.strictTime(name);
    if (time === undefined) throw invalid(name, `Missing required parameter: ${name}`);
    return time;
  }

  /** A time in epoch ms that is an error where it is malformed. */
  strictTime(name: string): number | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : readTime(name, text);
  }
}

/** A time in epoch ms; throws `invalid_parameter` where it is malformed. */
export function readTime(name: string, text: string): number {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= maxDateMs)) throw invalid(name, `'${name}' value must be a Long`);
  return value;
}

function readBoolean(text: string): boolean | undefined {
  if (/^[+-]?\d+$/.test(text)) return !/^[+-]?0+$/.test(text);
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

const invalid = (name: string, message: string): ApiError => new ApiError('invalid_parameter', message, name);

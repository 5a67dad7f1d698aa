/**
 * A JSON parser that does two things which `JSON.parse` does not do at a bounded cost: it keeps numbers that have more
 * digits than a double (`InexactNumber`), and it tells where a text stops being JSON. It takes five times as long, so
 * it only reads texts that need it. What it accepts, and the values, are those of `JSON.parse`.
 */
import { InexactNumber, isInexact } from '../domain/inexact.ts';

/** Thrown where a text is not JSON. */
export class NotJson extends Error {
  /** Index in the text, in UTF-16 units; its length if the text ends too early. */
  readonly at: number;
  /** Index of the element of the array "records" of the outermost object; undefined outside of it. */
  readonly record: number | undefined;

  constructor(at: number, record: number | undefined) {
    super(`No JSON at ${at}`);
    this.at = at;
    this.record = record;
  }
}

/** Parses a JSON text, which must not nest deeper than the call stack allows. Throws `NotJson`. */
export const parseJson = (text: string): unknown => new JsonText(text).parse();

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const startsLong = /^-?\d{16}/;
const literals: readonly (readonly [text: string, value: boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const hexDigits = /^[\da-fA-F]{4}$/;

class JsonText {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #record: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): unknown {
    const value = this.#value(false);
    if (this.#next() !== '') this.#fail();
    return value;
  }

  /** The next character that is no white space, without taking it; empty at the end. */
  #next(): string {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return this.#text.charAt(this.#at);
      this.#at++;
    }
  }

  /** Takes the next character if it is this one. */
  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) this.#fail();
  }

  #fail(at = this.#at): never {
    throw new NotJson(Math.min(at, this.#text.length), this.#record);
  }

  #value(isRecords: boolean): unknown {
    switch (this.#next()) {
      case '"':
        return this.#string();
      case '{':
        return this.#object();
      case '[':
        return this.#array(isRecords);
      case 't':
      case 'f':
      case 'n':
        return this.#literal();
      default:
        return this.#number();
    }
  }

  #object(): object {
    this.#expect('{');
    const object: { [key: string]: unknown } = {};
    if (this.#take('}')) return object;
    const isBody = ++this.#depth === 1;
    do {
      if (this.#next() !== '"') this.#fail();
      const key = this.#string();
      this.#expect(':');
      const value = this.#value(isBody && key === 'records');
      if (key === '__proto__') define(object, key, value);
      else object[key] = value;
    } while (this.#take(','));
    this.#depth--;
    this.#expect('}');
    return object;
  }

  #array(isRecords: boolean): unknown[] {
    this.#expect('[');
    const array: unknown[] = [];
    if (this.#take(']')) return array;
    this.#depth++;
    do {
      if (isRecords) this.#record = array.length;
      array.push(this.#value(false));
    } while (this.#take(','));
    this.#depth--;
    this.#expect(']');
    if (isRecords) this.#record = undefined;
    return array;
  }

  #string(): string {
    const start = this.#at++;
    let isPlain = true;
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit === 0x22) break;
      // NaN, behind the end of the text, is no greater than anything.
      if (!(unit >= 0x20)) this.#fail();
      if (unit === 0x5c) {
        isPlain = false;
        this.#escape();
      }
      this.#at++;
    }
    this.#at++;
    return isPlain ? this.#text.slice(start + 1, this.#at - 1) : JSON.parse(this.#text.slice(start, this.#at));
  }

  /** Moves from a backslash to the last character of its escape sequence. */
  #escape(): void {
    const kind = this.#text.charAt(++this.#at);
    if (kind === 'u') {
      if (!hexDigits.test(this.#text.slice(this.#at + 1, this.#at + 5))) this.#fail(this.#at + 1);
      this.#at += 4;
    } else if (kind === '' || !'"\\/bfnrt'.includes(kind)) this.#fail();
  }

  #literal(): boolean | null {
    for (const [text, value] of literals) {
      if (!this.#text.startsWith(text, this.#at)) continue;
      this.#at += text.length;
      return value;
    }
    return this.#fail();
  }

  #number(): number | InexactNumber {
    numberPattern.lastIndex = this.#at;
    const [source] = numberPattern.exec(this.#text) ?? this.#fail();
    this.#at += source.length;
    const value = Number(source);
    return source.length > 15 && startsLong.test(source) && isInexact(value, source) ? new InexactNumber(value) : value;
  }
}

/** Sets `__proto__` as an ordinary key. */
const define = (object: object, key: string, value: unknown): void => {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
};

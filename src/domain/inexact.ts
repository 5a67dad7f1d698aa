/**
 * A number that a body writes with more digits than a double can hold. It is accepted where a number is expected. It is
 * refused where an id is expected, because its rounded value may be the id of another record (guide, "Values").
 */
export class InexactNumber extends Number {}

/** The primitive number of an `InexactNumber`; any other value as it is. */
export const plainNumber = (value: unknown): unknown => (value instanceof InexactNumber ? value.valueOf() : value);

const exactDigits = 15;

/**
 * Whether parsing may have lost digits of a JSON number: it is no safe integer and has more than 15 significant digits.
 * `value` is the parsed number, `source` its text in the body.
 */
export function isInexact(value: number, source: string): boolean {
  if (Number.isSafeInteger(value) && String(value) === source) return false;
  const [digits = ''] = source.replace(/[-.]/g, '').split(/e/i);
  return digits.replace(/^0+|0+$/g, '').length > exactDigits;
}

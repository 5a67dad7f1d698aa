/**
 * A number of a body that was written with more digits than a double holds. As a number it is what it is everywhere; as
 * an id it would be that of another, so no text is taken from it (guide, "Values").
 */
export class InexactNumber extends Number {}

/** The value as a plain number, where it is one. */
export const plainNumber = (value: unknown): unknown => (value instanceof InexactNumber ? value.valueOf() : value);

const exactDigits = 15;

/** Whether a number as JSON has it is neither a safe integer nor of at most 15 significant digits. */
export function isInexact(value: number, source: string): boolean {
  if (Number.isSafeInteger(value) && String(value) === source) return false;
  const [digits = ''] = source.replace(/[-.]/g, '').split(/e/i);
  return digits.replace(/^0+|0+$/g, '').length > exactDigits;
}

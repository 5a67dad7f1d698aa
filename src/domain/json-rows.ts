/** Rows of an answer: their JSON texts separated by commas, as bytes that go from the database to the socket. */
export interface JsonRows {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly count: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const comma = encoder.encode(',');

/** Rows from the JSON text of each. */
export const jsonRows = (texts: readonly string[]): JsonRows => ({
  bytes: encoder.encode(texts.join(',')),
  count: texts.length,
});

/** The rows of several parts as one, in the order of the parts. */
export function joinRows(parts: readonly JsonRows[]): JsonRows {
  const filled = parts.filter(({ count }) => count > 0);
  if (filled.length === 1) return filled[0] as JsonRows;
  return {
    bytes: Buffer.concat(filled.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [comma, bytes]))),
    count: filled.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Parses each row. */
export const parseRows = <T>({ bytes }: JsonRows): T[] => JSON.parse(`[${decoder.decode(bytes)}]`) as T[];

/**
 * Rows as an answer lists them: their JSON texts with a comma between two, as bytes from the database to the socket.
 */
export interface JsonRows {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly count: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const comma = encoder.encode(',');

export const jsonRows = (texts: readonly string[]): JsonRows => ({
  bytes: encoder.encode(texts.join(',')),
  count: texts.length,
});

export function joinRows(parts: readonly JsonRows[]): JsonRows {
  const filled = parts.filter(({ count }) => count > 0);
  if (filled.length === 1) return filled[0] as JsonRows;
  return {
    bytes: Buffer.concat(filled.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [comma, bytes]))),
    count: filled.reduce((sum, { count }) => sum + count, 0),
  };
}

export const parseRows = <T>({ bytes }: JsonRows): T[] => JSON.parse(`[${decoder.decode(bytes)}]`) as T[];

/** Net promoter scores of an account (decisions §4.6). Responses are keyed by (date, username) and kept by date. */

export interface NpsResponse {
  nps_score: number;
  date: number;
  username: string | null;
  comments: string | null;
  /** Entered by setting `current_nps_score` itself. */
  direct?: true;
}
export type SuppliedResponse = Pick<NpsResponse, 'nps_score' | 'date'> & Partial<NpsResponse>;

const windowMs = 30 * 86_400_000;

export function mergeResponses(history: readonly NpsResponse[], supplied: readonly SuppliedResponse[]): NpsResponse[] {
  const merged = new Map(history.map((response) => [keyOf(response.date, response.username), response]));
  for (const { nps_score, date, username = null, comments, direct } of supplied) {
    const key = keyOf(date, username);
    merged.set(key, {
      nps_score,
      date,
      username,
      comments: comments === undefined ? (merged.get(key)?.comments ?? null) : comments,
      ...(direct && { direct }),
    });
  }
  return [...merged.values()].sort((a, b) => a.date - b.date);
}

/** No username is another key than an empty one. */
const keyOf = (date: number, username: string | null): string =>
  username === null ? `${date}` : `${date} ${username}`;

/**
 * The score in effect: that of a latest response entered directly, else the mean over the 30 days up to and
 * including the latest response, rounded half up; null without responses.
 */
export function currentScore(history: readonly NpsResponse[]): number | null {
  const latest = history.at(-1);
  if (latest === undefined) return null;
  const direct = history.findLast((response) => response.date === latest.date && response.direct);
  if (direct) return direct.nps_score;
  const window = history.filter((response) => response.date >= latest.date - windowMs);
  const sum = window.reduce((total, response) => total + response.nps_score, 0);
  return Math.floor((2 * sum + window.length) / (2 * window.length));
}

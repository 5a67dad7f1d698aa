/** Net promoter scores of an account (guide, "Accounts"). Responses are keyed by date and username, sorted by date. */
import { dayMs } from '../time.ts';
import { Timeline } from './timeline.ts';

/** A stored NPS response. */
export interface NpsResponse {
  nps_score: number;
  /** Epoch ms. */
  date: number;
  username: string | null;
  comments: string | null;
  /** A record set `current_nps_score` itself, instead of sending a response. */
  direct?: true;
}
/** An NPS response as a record sends it. */
export type SuppliedResponse = Pick<NpsResponse, 'nps_score' | 'date'> & Partial<NpsResponse>;

/** The responses of an account, with the sum of those that count: the last 30 days up to the latest response. */
export interface Responses {
  readonly byDate: Timeline<NpsResponse>;
  /** Index of the first response within the 30 days. */
  windowStart: number;
  /** Sum of the scores from `windowStart` on. */
  windowSum: number;
}

const windowMs = 30 * dayMs;

/** Opens a stored list of responses, which must be sorted by date. */
export function openResponses(history: readonly NpsResponse[]): Responses {
  const byDate = new Timeline(
    history,
    ({ date }) => date,
    ({ date, username }) => keyOf(date, username),
  );
  const windowSum = history.reduce((sum, response) => sum + response.nps_score, 0);
  const responses = { byDate, windowStart: 0, windowSum };
  moveWindow(responses);
  return responses;
}

/**
 * Merges sent responses into `responses`, then enters a score that was set directly (`score`) unless it equals the
 * current score by then. Returns whether any response has changed.
 */
export function mergeResponses(
  responses: Responses,
  supplied: readonly SuppliedResponse[],
  score?: Pick<NpsResponse, 'nps_score' | 'date'>,
): boolean {
  const before = new Map<string, NpsResponse | undefined>();
  const put = ({ nps_score, date, username = null, comments, direct }: SuppliedResponse): void => {
    const key = keyOf(date, username);
    const known = responses.byDate.get(key);
    if (!before.has(key)) before.set(key, known);
    const kept = comments === undefined ? (known?.comments ?? null) : comments;
    // A client that sends back the history as it was answered must change nothing.
    const isDirect = direct ?? (known?.nps_score === nps_score ? known.direct : undefined);
    putResponse(responses, known, { nps_score, date, username, comments: kept, ...(isDirect && { direct: isDirect }) });
  };
  supplied.forEach(put);
  if (score && score.nps_score !== currentScore(responses)) put({ ...score, direct: true });
  return before.entries().some(([key, known]) => !sameResponse(known, responses.byDate.get(key) as NpsResponse));
}

function putResponse(responses: Responses, known: NpsResponse | undefined, response: NpsResponse): void {
  const { byDate } = responses;
  if (sameResponse(known, response)) return;
  const index = known === undefined ? byDate.add(response) : byDate.replace(known, response);
  if (index >= responses.windowStart) responses.windowSum += response.nps_score - (known?.nps_score ?? 0);
  else if (known === undefined) responses.windowStart++;
  moveWindow(responses);
}

/** Moves the start of the 30 days forward. It never moves back, because a merge removes no response. */
function moveWindow(responses: Responses): void {
  const { entries } = responses.byDate;
  const start = (entries.at(-1)?.date ?? 0) - windowMs;
  for (let first = entries[responses.windowStart]; first && first.date < start; ) {
    responses.windowSum -= first.nps_score;
    first = entries[++responses.windowStart];
  }
}

const sameResponse = (a: NpsResponse | undefined, b: NpsResponse): boolean =>
  a?.nps_score === b.nps_score && a.comments === b.comments && a.direct === b.direct;

/** The key of a response. A missing username and an empty one are different keys. */
const keyOf = (date: number, username: string | null): string =>
  username === null ? `${date}` : `${date} ${username}`;

/**
 * The current NPS score (guide, "Accounts"). If the latest response was set directly, it is its score. Otherwise it is
 * the mean score of the 30 days up to and including the latest response, rounded half up. Null without responses.
 */
export function currentScore({ byDate, windowStart, windowSum }: Responses): number | null {
  const latest = byDate.entries.at(-1);
  if (latest === undefined) return null;
  // A response that was set directly has no username.
  const atLatest = byDate.get(keyOf(latest.date, null));
  if (atLatest?.direct) return atLatest.nps_score;
  const count = byDate.entries.length - windowStart;
  return Math.floor((2 * windowSum + count) / (2 * count));
}

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

/** The responses of an account, with those summed up that count: the last 30 days up to the latest response. */
export interface Responses {
  readonly byDate: Timeline<NpsResponse>;
  /** The first instant of the 30 days, epoch ms. */
  windowStart: number;
  /** Sum and number of the scores from `windowStart` on. */
  windowSum: number;
  windowCount: number;
}

const windowMs = 30 * dayMs;

/** Opens a stored list of responses, which must be sorted by date. */
export function openResponses(history: readonly NpsResponse[]): Responses {
  const byDate = new Timeline(
    history,
    ({ date }) => date,
    ({ date, username }) => keyOf(date, username),
  );
  const responses = { byDate, windowStart: windowUpTo(byDate.last), windowSum: 0, windowCount: 0 };
  for (const { nps_score } of byDate.from(responses.windowStart)) count(responses, nps_score, 1);
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
  const { byDate, windowStart } = responses;
  if (sameResponse(known, response)) return;
  if (known !== undefined) {
    if (known.date >= windowStart) count(responses, known.nps_score, -1);
    byDate.replace(response);
  } else byDate.add(response);
  if (response.date >= windowStart) count(responses, response.nps_score, 1);
  moveWindow(responses);
}

function count(responses: Responses, score: number, sign: 1 | -1): void {
  responses.windowSum += sign * score;
  responses.windowCount += sign;
}

/** Moves the start of the 30 days forward. It never moves back, because a merge removes no response. */
function moveWindow(responses: Responses): void {
  const start = windowUpTo(responses.byDate.last);
  if (start === responses.windowStart) return;
  for (const { date, nps_score } of responses.byDate.from(responses.windowStart)) {
    if (date >= start) break;
    count(responses, nps_score, -1);
  }
  responses.windowStart = start;
}

const windowUpTo = (latest: NpsResponse | undefined): number => (latest?.date ?? Number.NEGATIVE_INFINITY) - windowMs;

const sameResponse = (a: NpsResponse | undefined, b: NpsResponse): boolean =>
  a?.nps_score === b.nps_score && a.comments === b.comments && a.direct === b.direct;

/** The key of a response. A missing username and an empty one are different keys. */
const keyOf = (date: number, username: string | null): string =>
  username === null ? `${date}` : `${date} ${username}`;

/**
 * The current NPS score (guide, "Accounts"). If the latest response was set directly, it is its score. Otherwise it is
 * the mean score of the 30 days up to and including the latest response, rounded half up. Null without responses.
 */
export function currentScore({ byDate, windowSum, windowCount }: Responses): number | null {
  const latest = byDate.last;
  if (latest === undefined) return null;
  // A response that was set directly has no username.
  const atLatest = byDate.get(keyOf(latest.date, null));
  if (atLatest?.direct) return atLatest.nps_score;
  return Math.floor((2 * windowSum + windowCount) / (2 * windowCount));
}

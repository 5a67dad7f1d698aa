/** Net promoter scores of an account (guide, "Accounts"). Responses are keyed by (date, username) and kept by date. */
import { Timeline } from './timeline.ts';

export interface NpsResponse {
  nps_score: number;
  date: number;
  username: string | null;
  comments: string | null;
  /** Entered by setting `current_nps_score` itself. */
  direct?: true;
}
export type SuppliedResponse = Pick<NpsResponse, 'nps_score' | 'date'> & Partial<NpsResponse>;

/** The responses of an account; those of the 30 days up to and including the latest are from `windowStart` on. */
export interface Responses {
  readonly byDate: Timeline<NpsResponse>;
  windowStart: number;
  windowSum: number;
}

const windowMs = 30 * 86_400_000;

/** The responses of a list in order of date. */
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
 * Merges what a record says of responses, then a score set directly unless it is the one in effect by then; gives
 * whether any response is another than before.
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
    // A history that is sent back as it was answered is no change.
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

/** Responses never go, so that the window only ever moves on. */
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

/** No username is another key than an empty one. */
const keyOf = (date: number, username: string | null): string =>
  username === null ? `${date}` : `${date} ${username}`;

/**
 * The score in effect: that of a latest response entered directly, else the mean over the 30 days up to and
 * including the latest response, rounded half up; null without responses.
 */
export function currentScore({ byDate, windowStart, windowSum }: Responses): number | null {
  const latest = byDate.entries.at(-1);
  if (latest === undefined) return null;
  // What is entered directly has no username.
  const atLatest = byDate.get(keyOf(latest.date, null));
  if (atLatest?.direct) return atLatest.nps_score;
  const count = byDate.entries.length - windowStart;
  return Math.floor((2 * windowSum + count) / (2 * count));
}

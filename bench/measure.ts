/** Times what is to be compared, and what the times amount to. */

export interface Figures {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** One line of the report. Times are in ms. */
export interface Result {
  readonly name: string;
  /** What is measured, beside what it is compared with where the aim is a ratio. */
  readonly measured: Figures;
  readonly compared?: Figures;
  /** The ratio of the two medians, or the figure itself, and what it should at most be. */
  readonly figure: number;
  readonly aim: number;
  readonly unit: 'ratio' | 'ms';
}

/** Milliseconds that work takes. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function figuresOf(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1), count: sorted.length };
}

/** The value below which a share of sorted values lies. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return sorted[at] ?? Number.NaN;
}

/**
 * Compares two ways of doing the same by turns, A B A B, so that whatever else the machine does meets both alike. The
 * first turns, in which code is still being compiled, do not count.
 */
export async function compare(
  name: string,
  aim: number,
  turns: number,
  turn: (index: number) => Promise<{ measured: number; compared: number }>,
): Promise<Result> {
  const warmUp = Math.ceil(turns / 4);
  const counted: { measured: number; compared: number }[] = [];
  for (let index = 0; index < warmUp + turns; index++) {
    const times = await turn(index);
    if (index >= warmUp) counted.push(times);
  }
  const measured = figuresOf(counted.map((times) => times.measured));
  const compared = figuresOf(counted.map((times) => times.compared));
  return { name, measured, compared, figure: measured.median / compared.median, aim, unit: 'ratio' };
}

/** The report as a table for a terminal. */
export function table(results: readonly Result[]): string {
  const rows = results.map(({ name, measured, compared, figure, aim, unit }) => [
    name,
    spread(measured),
    compared ? spread(compared) : '',
    `${figure.toFixed(2)}${unit === 'ms' ? ' ms' : ''}`,
    `≤ ${aim}${unit === 'ms' ? ' ms' : ''}`,
    figure <= aim ? 'ok' : 'MISSED',
  ]);
  const lines = [['', 'median (min–max) ms', 'compared with', 'figure', 'aim', ''], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const spread = ({ median, min, max, count }: Figures): string =>
  `${short(median)} (${short(min)}–${short(max)}), n = ${count}`;
const short = (ms: number): string => ms.toFixed(ms < 100 ? 2 : 0);

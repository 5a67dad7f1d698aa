/** Commands in a document, each with the answer that it shows, run by a shell as a reader would. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export interface Step {
  /** What the document takes for the present, epoch ms; NaN where it names none. */
  readonly now: number;
  readonly script: string;
  /** What the document shows of the last answer. */
  shown?: unknown;
}

export const noCurl =
  spawnSync('curl', ['--version']).error !== undefined && process.env.CI === undefined && 'there is no curl';

/** The blocks for a shell, the first of which prepares what follows, each with the JSON behind it. */
export function readSteps(document: string): { prelude: string; steps: Step[] } {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');
  const steps: Step[] = [];
  let now = Number.NaN;
  let prelude: string | undefined;
  for (const [, date, language, block = ''] of text.matchAll(/^<!-- now: (\S+) -->$|^```(sh|json)\n([^]*?)^```$/gm)) {
    if (date !== undefined) now = Date.parse(date);
    else if (language === 'json') (steps.at(-1) as Step).shown = JSON.parse(block);
    else if (prelude === undefined) prelude = block;
    else steps.push({ now, script: block });
  }
  return { prelude: prelude as string, steps };
}

/** The last answer that a script prints. */
export async function lastAnswer(script: string, variables: { readonly [name: string]: string }): Promise<unknown> {
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], { env: { ...process.env, ...variables } });
  return JSON.parse(stdout.slice(Math.max(0, stdout.lastIndexOf('}{') + 1)));
}

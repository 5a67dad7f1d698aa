/** Waits for what a server does in its own time, such as noticing that a client has gone. */
import { setTimeout as wait } from 'node:timers/promises';
import { patience } from './patience.ts';

/** Resolves when the condition holds; throws when it has not for a minute of a free machine, or for longer if asked for. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > patience(ms)) throw new Error('What was waited for did not come');
    await wait(10);
  }
}

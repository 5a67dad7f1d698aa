/** Waits for what a server does in its own time, such as noticing that a client has gone. */
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves when the condition holds; throws when it has not for 10 seconds, or for longer where that is asked for. */
export async function until(holds: () => Promise<boolean>, ms = 10_000): Promise<void> {
  for (let tries = 0; tries < ms / 10; tries++) {
    if (await holds()) return;
    await wait(10);
  }
  throw new Error('What was waited for did not come');
}

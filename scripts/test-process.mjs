// A process that scripts/test.mjs starts for test files. It runs those that are named to it, one after another, and
// ends when the runner lets go of it. What comes of the tests scripts/test-reporter.mjs tells the runner.
import { describe } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beginSharing, closeShared } from '../test/support/shared.ts';

// A describe's name takes part in --only, so this one is a name that nobody looks for.
const unnamed = ' ';

beginSharing();
process.on('message', async (/** @type {{ file?: string, patience: number }} */ { file, patience }) => {
  process.env.TENURE_TEST_PATIENCE = String(patience);
  if (file === undefined) return;
  await describe(unnamed, async () => void (await import(pathToFileURL(file).href)));
  await setImmediate(); // until then the reporter tells of the last tests
  // Of what was thrown outside of every test Node's runner only sets the exit code.
  process.send?.({ type: 'end', stray: Boolean(process.exitCode) });
  process.exitCode = undefined;
});
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => console.error(error));
// A forgotten handle keeps no process alive.
process.once('disconnect', () => void closeShared().finally(() => process.exit()));

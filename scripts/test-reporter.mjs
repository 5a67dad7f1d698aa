// Tells the runner of the tests of scripts/test-process.mjs, in the order in which their file holds them.
import { inspect } from 'node:util';

const told = /^test:(dequeue|start|pass|fail|diagnostic)$/;

/** A reporter of Node's test runner, which prints nothing. */
export default async function report(/** @type {AsyncIterable<{ type: string, data: any }>} */ events) {
  for await (const { type, data } of events) {
    if (!process.connected || !told.test(type)) continue;
    const { name, nesting, message, file, line, skip, todo, details } = data;
    const { error, type: kind } = details ?? {};
    process.send?.({
      type: type.replace('test:', ''),
      name,
      nesting,
      message,
      file,
      line,
      kind,
      reason: skip ?? todo,
      ...(error && { failure: error.failureType, text: textOf(error.cause ?? error) }),
    });
  }
}

function textOf(/** @type {unknown} */ cause) {
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 8 });
}

// Runs test/**/*.test.ts, a process a file, and closes with "N passed, N failed[, N skipped]".
//   npm test -- [--only TEXT] [--long] [PART OF A PATH …]
// --only keeps the tests with TEXT in their own or their describe's name; --long adds *.long.test.ts (so does
// naming such a file in full). A test with subtests is not counted itself, unless it fails by itself.
// test/http runs once on the embedded database and once on PostgreSQL, or on the one that TENURE_TEST_ON names. The
// PostgreSQL is the one that TENURE_TEST_DATABASE_URL names, else one that is started here.
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect, parseArgs } from 'node:util';

const TEST_TIMEOUT = 120_000; // of a test that sets none itself
const SILENCE = 15 * 60_000; // without any event the run is given up: a file blocks its own timers

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean' }, only: { type: 'string' } },
  allowPositionals: true,
});
const parts = positionals.map((part) => part.replace(/^\.\//, ''));
const files = globSync('test/**/*.test.ts')
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .filter((file) => values.long || !file.endsWith('.long.test.ts') || parts.includes(file))
  .toSorted();

const onBoth = files.filter((file) => file.startsWith('test/http/'));
const only = process.env.TENURE_TEST_ON;
const usesPostgres = (/** @type {string} */ file) =>
  /support\/(databases|postgres)\.ts/.test(readFileSync(file, 'utf8'));
const postgres =
  (onBoth.length > 0 && only !== 'sqlite') || files.some(usesPostgres) ? await findPostgres() : undefined;
const env = { ...process.env, ...postgres?.env };
const passes = [{ files, label: '', env }];
if (only === undefined && postgres && onBoth.length > 0)
  passes.push({ files: onBoth, label: ' (postgres)', env: { ...env, TENURE_TEST_ON: 'postgres' } });

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1)); // ends what was started
const stop = new AbortController();
const watchdog = setTimeout(() => stop.abort(), SILENCE);

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const durations = new Map();
let current = state('');
for await (const { type, data, label } of runAll()) {
  watchdog.refresh();
  const path = data?.entryFile ?? data?.file; // an event without entryFile is about the file as a whole
  if (!path) continue;
  const file = relative('', path) + label;
  if (type === 'test:complete' && !data.entryFile) durations.set(file, data.details.duration_ms);
  if (!/^test:(start|pass|fail|stdout|stderr|diagnostic)$/.test(type)) continue; // these come file by file
  if (file !== current.file) {
    close(current);
    current = state(file);
  }
  const { names, hasChildren } = current;
  if (type === 'test:start') {
    names.splice(data.nesting, Infinity, data.name);
    hasChildren.splice(data.nesting, Infinity, false);
    if (data.nesting > 0) hasChildren[data.nesting - 1] = true;
  } else if (type === 'test:pass' || type === 'test:fail') {
    const leaf = data.entryFile && data.details.type !== 'suite' && !hasChildren[data.nesting];
    const error = data.details.error;
    const title = [file, ...names.slice(0, data.nesting), ...(data.entryFile ? [data.name] : [])].join(' > ');
    const reason = data.skip ?? data.todo;
    if (reason !== undefined && reason !== false) {
      if (leaf) current.skipped++;
      current.report += `  skipped: ${title}${typeof reason === 'string' ? ` (${reason})` : ''}\n`;
    } else if (type === 'test:pass') {
      if (leaf) current.passed++;
    } else if (leaf || error.failureType !== 'subtestsFailed') {
      current.failed++;
      failures.push(title);
      const cause = error.exitCode ? `its process ended with exit code ${error.exitCode}` : (error.cause ?? error);
      const text = typeof cause === 'string' ? cause : inspect(cause, { colors: process.stdout.isTTY, depth: 8 });
      current.report += `  FAILED: ${title}  (${relative('', data.file)}:${data.line})\n${indent(text)}\n`;
    }
  } else current.output += type === 'test:diagnostic' ? `${data.message}\n` : data.message;
}
close(current);
clearTimeout(watchdog);
await postgres?.stop();

if (failures.length > 0) console.log(`\nFailed:\n${indent(failures.join('\n'))}`);
if (total.passed + total.failed === 0) console.log('\nNo test was executed.');
// Exiting only when all is written: a pipe takes its time over a long report.
process.stdout.write(`\n${tally(total)}\n`, () => process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0));

async function* runAll() {
  for (const { label, ...pass } of passes) {
    const events = run({
      ...pass,
      concurrency: 2,
      timeout: TEST_TIMEOUT,
      execArgv: ['--import', import.meta.resolve('./test-end.mjs')],
      signal: stop.signal,
      ...(values.only !== undefined && { testNamePatterns: [new RegExp(RegExp.escape(values.only), 'i')] }),
    });
    for await (const { type, data } of /** @type {AsyncIterable<{ type: string, data: any }>} */ (events))
      yield { type, data, label };
  }
}

/** Gives what the tests need to know of a PostgreSQL server; undefined where there is none. */
async function findPostgres() {
  try {
    const { provideServer } = await import('../test/support/databases.ts');
    return await provideServer();
  } catch (error) {
    console.log(`no PostgreSQL, so its tests are skipped: ${/** @type {Error} */ (error).message}`);
    if (process.env.CI === 'true') process.exit(1);
    return undefined;
  }
}

function state(/** @type {string} */ file) {
  const [names, hasChildren] = [/** @type {string[]} */ ([]), /** @type {boolean[]} */ ([])];
  return { file, passed: 0, failed: 0, skipped: 0, names, hasChildren, report: '', output: '' };
}

/** Prints a file's line, what failed or was skipped in it, and what it wrote if something failed. */
function close(/** @type {ReturnType<typeof state>} */ { file, report, output, ...counts }) {
  const ran = counts.passed + counts.failed + counts.skipped > 0;
  if (file === '' || (values.only !== undefined && !ran)) return;
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
  const seconds = ((durations.get(file) ?? 0) / 1000).toFixed(1);
  console.log(`${counts.failed > 0 ? 'FAIL' : 'ok  '}  ${file}  ${tally(counts)}  ${seconds} s`);
  if (counts.failed > 0 && output) report += `  output of ${file}:\n${indent(output.trimEnd())}\n`;
  if (report) process.stdout.write(report);
}

function tally(/** @type {typeof total} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function indent(/** @type {string} */ text) {
  return text.replace(/^(?=.)/gm, '    ');
}

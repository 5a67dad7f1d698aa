// Runs test/**/*.test.ts, and closes with what took longest and "N passed, N failed[, N skipped]".
//   npm test -- [--only TEXT] [--long] [PART OF A PATH …]
// --only keeps the tests with TEXT in their own or their describe's name; --long adds *.long.test.ts (so does
// naming such a file in full) and has more tried where cases are random (test/support/runs.ts). The files of some folders share a process, the others have one each.
// test/http runs once on the embedded database and once on PostgreSQL, or on the one that TENURE_TEST_ON names. The
// PostgreSQL is the one that TENURE_TEST_DATABASE_URL names, else one that is started here.
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Lane } from './test-lane.mjs';
import { keepReading, patience } from './test-patience.mjs';
import { FileReport, indent, tallyText } from './test-report.mjs';

const LANES = 2; // files that run at the same time
const TEST_TIMEOUT = 240_000; // on a free machine
const LONGEST = 10;
const sharing = /^test\/(api|domain|http|reference|rules)\//;

const MEMORY_DISK = '/dev/shm';
const ROOM = 2 * 1024 ** 3; // that a run may need for databases, in bytes

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean' }, only: { type: 'string' } },
  allowPositionals: true,
});
const parts = positionals.map((part) => part.replace(/^\.\//, ''));
const files = globSync('test/**/*.test.ts')
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .filter((file) => values.long || !file.endsWith('.long.test.ts') || parts.includes(file))
  .toSorted();

process.env.TENURE_TEST_PATIENCE = String(patience());
process.env.NODE_COMPILE_CACHE = join(tmpdir(), 'tenure-test-compile-cache');
process.env.TMPDIR = makeFolder();

const onBoth = files.filter((file) => file.startsWith('test/http/'));
const only = process.env.TENURE_TEST_ON;
const usesPostgres = (/** @type {string} */ file) =>
  /support\/(databases|postgres)\.ts/.test(readFileSync(file, 'utf8'));
const postgres =
  (onBoth.length > 0 && only !== 'sqlite') || files.some(usesPostgres) ? await findPostgres() : undefined;
const env = { ...process.env, ...postgres?.env, ...(values.long && { TENURE_TEST_LONG: 'true' }) };
const onPostgres = { ...env, TENURE_TEST_ON: 'postgres' };
const jobOf = (/** @type {string} */ file) => ({ file, shares: sharing.test(file), env, label: '' });
const jobs = files.map(jobOf);
if (only === undefined && postgres)
  jobs.push(...onBoth.map((file) => ({ ...jobOf(file), env: onPostgres, label: ' (postgres)' })));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1)); // ends what was started

const flags = [`--test-timeout=${Math.ceil(TEST_TIMEOUT * patience() * (values.long ? 10 : 1))}`];
if (values.only !== undefined) flags.push(`--test-name-pattern=/${RegExp.escape(values.only)}/i`);
/** @type {FileReport[]} */
const reports = [];
const lanes = Array.from({ length: LANES }, () => new Lane(flags));
keepReading(() => lanes.forEach((lane) => lane.tellPatience()));
await Promise.all(lanes.map(runFiles));
await postgres?.stop();

const total = { passed: 0, failed: 0, skipped: 0 };
for (const { counts } of reports)
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
const longest = reports.toSorted((a, b) => b.seconds - a.seconds).slice(0, LONGEST);
if (reports.length > 1) console.log(`\nTook longest:\n${indent(longest.map(({ title }) => title).join('\n'))}`);
const failures = reports.flatMap((report) => report.failures);
if (failures.length > 0) console.log(`\nFailed:\n${indent(failures.join('\n'))}`);
if (total.passed + total.failed === 0) console.log('\nNo test was executed.');
// Exiting only when all is written: a pipe takes its time over a long report.
process.stdout.write(`\n${tallyText(total)}\n`, () => process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0));

async function runFiles(/** @type {Lane} */ lane) {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const report = new FileReport(job.file + job.label);
    await lane.run(job, (event) => report.hear(event));
    const { counts } = report;
    if (values.only !== undefined && counts.passed + counts.failed + counts.skipped === 0) continue;
    reports.push(report);
    console.log(`${counts.failed > 0 ? 'FAIL' : 'ok  '}  ${report.title}`);
    process.stdout.write(report.text());
  }
  await lane.end();
}

/** Makes the folder of all temporary files; in memory where there is room, so that no commit waits for a disk. */
function makeFolder() {
  const folder = mkdtempSync(join(freeBytes(MEMORY_DISK) > ROOM ? MEMORY_DISK : tmpdir(), 'tenure-tests-'));
  chmodSync(folder, 0o755); // some of what is tested runs as another user
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

function freeBytes(/** @type {string} */ folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
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

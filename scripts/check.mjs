// Every check but the tests, in order: one line a step, the whole output of a step that failed.
//   npm run check            npm run check -- --fix   (also repairs what lint and format can)
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const fix = process.argv.includes('--fix');

/** A step is a command, or a function that returns lines to show and never fails. */
const steps = [
  { name: 'types', run: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint', run: ['oxlint', '--quiet', ...(fix ? ['--fix'] : [])] },
  { name: 'format', run: ['biome', 'format', ...(fix ? ['--write'] : [])] },
  { name: 'unused', run: ['knip'] },
  { name: 'generated', run: ['node', 'scripts/gen.mjs', '--check'] },
  { name: 'budgets', run: budgets },
];

for (const { name, run } of steps) {
  const start = performance.now();
  const { failed, output } = typeof run === 'function' ? { failed: false, output: run().join('\n') } : command(run);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${failed ? 'FAIL' : 'ok'.padEnd(4)}  ${name.padEnd(10)}  ${seconds} s`);
  if (output) console.log(output.trimEnd().replace(/^(?=.)/gm, '      '));
  if (failed) process.exitCode = 1;
}

function command(/** @type {string[]} */ [program = '', ...args]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  const failed = status !== 0;
  return { failed, output: failed ? `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` : '' };
}

/** Alarms, not failures: the sizes of the files of src/ and demo/, and the ones that have grown too long (see .oxlintrc.json). */
function budgets() {
  const lengths = globSync('{src,demo}/**/*.ts')
    .map((file) => readFileSync(file, 'utf8').split('\n').length - 1)
    .toSorted((a, b) => a - b);
  if (lengths.length === 0) return [];
  const at = (/** @type {number} */ share) => lengths[Math.ceil(share * lengths.length) - 1];
  const { stdout } = spawnSync('oxlint', ['--format=json', 'src', 'demo'], { encoding: 'utf8' });
  /** @type {{ code: string, message: string, filename: string, labels: { span: { line: number } }[] }[]} */
  const found = JSON.parse(stdout).diagnostics;
  const long = found.filter(({ code }) => code.startsWith('eslint(max-lines'));
  return [
    `${lengths.length} files, lines: median ${at(0.5)} (≤ 90), p90 ${at(0.9)} (≤ 250), max ${at(1)} (≤ 400)`,
    ...long.map(({ filename, labels, message }) => `${filename}:${labels[0]?.span.line}  ${message}`),
  ];
}

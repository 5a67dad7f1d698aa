/** What the program tells of itself, and of a command line that it does not understand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildProgram } from '../../src/cli/program.ts';
import { type Setting, settings } from '../../src/config.ts';
import { runTenure } from '../support/process.ts';

const program = buildProgram();
const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('tenure --help names every command', async () => {
  const { code, stdout, stderr } = await runTenure(['--help']);
  assert.deepEqual([code, stderr], [0, '']);
  for (const command of program.commands) assert.match(stdout, new RegExp(`^  ${command.name()} .*\\S$`, 'm'));
});

test('serve --help shows every setting with its flag, variable, default and meaning', async () => {
  const { code, stdout } = await runTenure(['serve', '--help']);
  assert.equal(code, 0);
  const help = flat(stdout);
  for (const { flag, env, default: value, doc, secret } of settings as readonly Setting[]) {
    for (const part of [flag, env, doc]) assert.ok(help.includes(part ?? ''), `${part} is missing`);
    if (flag !== undefined) {
      const line = `${flag} ${doc} [${env}${value === undefined ? '' : `, default ${value}`}]`;
      assert.ok(help.includes(line), `not together: ${line}`);
    }
    if (secret) assert.match(help, new RegExp(`Each secret \\([^)]*\\b${env}\\b[^)]*\\) may also be read from a file`));
  }
});

const commands = program.commands.flatMap((command) =>
  command.commands.length === 0 ? [command.name()] : command.commands.map((each) => `${command.name()} ${each.name()}`),
);
test('every command has a help of its own, with the folder that it works on', async () => {
  const helps = await Promise.all(commands.map((command) => runTenure([...command.split(' '), '--help'])));
  for (const [i, { code, stdout }] of helps.entries()) {
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^Usage: tenure ${commands[i]} `));
    assert.match(flat(stdout), /--data <dir> .*\[TENURE_DATA, default \.\/data\]/);
  }
});

const misunderstood: { readonly [commandLine: string]: RegExp } = {
  serv: /^tenure: unknown command 'serv' \(Did you mean serve\?\)/,
  'serve --prot 1': /^tenure: unknown option '--prot' \(Did you mean --port\?\)/,
  'serve --port': /^tenure: option '--port <number>' argument missing/,
  'serve here': /^tenure: too many arguments for 'serve'/,
  'serve --api-key K': /^tenure: unknown option '--api-key'/,
  'keys make': /^tenure: unknown command 'make'/,
  'keys revoke': /^tenure: missing required argument 'id'/,
  'keys create --scope all':
    /^tenure: option '--scope <scope>' argument 'all' is invalid\. Allowed choices are read, write, admin\./,
  'tenants create': /^tenure: missing required argument 'name'/,
};
for (const [commandLine, message] of Object.entries(misunderstood)) {
  test(`tenure ${commandLine}: one line says what is wrong with it`, async () => {
    const { code, stdout, stderr } = await runTenure(commandLine.split(' '));
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
    assert.match(stderr, /^[^\n]+\n$/);
  });
}

test('without a command the help comes, on the error output', async () => {
  const { code, stdout, stderr } = await runTenure([]);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^Usage: tenure /);
});

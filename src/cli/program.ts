/** The command line: every command with its options, and how its errors are told. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { readConfig, type Setting, settings, type Values } from '../config.ts';
import { scopes } from '../resources/operations/operation.ts';
import { doctor } from './doctor.ts';
import { failureLine } from './failure.ts';
import { createKey, listKeys, revokeKey } from './keys.ts';
import { serve } from './serve.ts';
import { createTenant, listTenants, setTenant } from './tenants.ts';

const allSettings: readonly Setting[] = settings;
/** The manifest lies beside `src/`, in a checkout and in `dist/`. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export function buildProgram(): Command {
  const program = new Command('tenure')
    .description('A self-hosted customer success platform')
    .version(version, '--version', 'Tell the version')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`tenure: ${oneLine(text)} (--help shows what there is)\n`),
    });
  addCommand(program, 'serve', 'Serve the API')
    .addHelpText('after', secretsHelp)
    .action((flags: Values) => serve(readConfig(flags, process.env)));

  const keys = program.command('keys').description('API keys; works beside a running server');
  addCommand(keys, 'create', 'Make a key and print it, this once', 'data', 'database')
    .option('--tenant <name>', 'tenant it speaks for', 'default')
    .option('--name <text>', 'what it is for; the history of an account names it', 'api')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(scopes).default('write'))
    .option('--expires <date>', 'end of its life, ISO 8601, such as 2027-01-31')
    .action(createKey);
  addCommand(keys, 'list', 'List all keys, by their first letters', 'data', 'database')
    .option('--json', 'print JSON')
    .action(listKeys);
  addCommand(keys, 'revoke <id>', 'End a key at once', 'data', 'database').action(revokeKey);

  const tenants = program
    .command('tenants')
    .description('Tenants with data of their own; works beside a running server');
  addTenantOptions(addCommand(tenants, 'create <name>', 'Add a tenant', 'data', 'database')).action(createTenant);
  addCommand(tenants, 'list', 'List all tenants', 'data', 'database')
    .option('--json', 'print JSON')
    .action(listTenants);
  addTenantOptions(addCommand(tenants, 'set <name>', 'Change a tenant', 'data', 'database')).action(setTenant);

  addCommand(program, 'doctor', 'Check all that is derived against the records it follows from', 'data', 'database')
    .option('--rebuild', 'mend what differs')
    .addHelpText('after', '\nWorks beside a running server. Ends with code 1 where something is wrong and not mended.')
    .action(doctor);
  return program;
}

const oneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');

/** Adds a command with the settings it takes; all of them where none is named. */
function addCommand(parent: Command, name: string, description: string, ...names: readonly string[]): Command {
  const command = parent.command(name).description(description);
  for (const setting of allSettings)
    if (names.length === 0 || names.includes(setting.name)) addSetting(command, setting);
  return command;
}

const addTenantOptions = (command: Command): Command =>
  command
    .option('--time-zone <zone>', 'IANA time zone of its days, such as Europe/Paris')
    .option('--currency <code>', 'ISO 4217 code of its money, such as EUR');

function addSetting(command: Command, { flag, env, doc, default: value }: Setting): void {
  if (flag !== undefined) command.option(flag, `${doc} [${env}${value === undefined ? '' : `, default ${value}`}]`);
}

const secretsHelp = `
Set by environment only:
${allSettings
  .filter(({ flag }) => flag === undefined)
  .map(({ env, doc }) => `  ${env}  ${doc}`)
  .join('\n')}

Each secret (${allSettings
  .filter(({ secret }) => secret)
  .map(({ env }) => env)
  .join(', ')})
may also be read from a file: set the variable with _FILE at its end to the file's name.`;

/** Runs a command line; errors that a person can act on are one line, exit code 1 or 2. */
export async function run(arguments_: readonly string[]): Promise<void> {
  const program = buildProgram();
  process.umask(0o077); // the data folder's files are their owner's alone
  try {
    await program.parseAsync(arguments_, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    const line = failureLine(error);
    if (line === undefined) throw error;
    process.stderr.write(`tenure: ${line}\n`);
    process.exit(1);
  }
}

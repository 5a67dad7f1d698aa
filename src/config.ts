/** All settings. The command line, its help and the environment variables derive from the table `settings`. */
import { readFileSync } from 'node:fs';
import { SetupError } from './store/setup-error.ts';

/** A setting of the server. */
export interface Setting {
  readonly name: string;
  /**
   * The flag with its argument, as on the command line. A setting without a flag can only come from the environment.
   */
  readonly flag?: string;
  /** The environment variable. */
  readonly env: string;
  readonly default?: string;
  /** The line of the help. */
  readonly doc: string;
  /** The value is secret. It may also be read from a file, which the variable `<env>_FILE` names. */
  readonly secret?: true;
}

export const settings = [
  { name: 'port', flag: '--port <number>', env: 'TENURE_PORT', default: '8080', doc: 'port to listen on' },
  { name: 'host', flag: '--host <address>', env: 'TENURE_HOST', default: '127.0.0.1', doc: 'address to listen on' },
  { name: 'data', flag: '--data <dir>', env: 'TENURE_DATA', default: './data', doc: 'folder of the embedded database' },
  {
    name: 'database',
    flag: '--database <url>',
    env: 'TENURE_DATABASE_URL',
    doc: 'PostgreSQL database to use instead of the embedded one, postgres://…',
    secret: true,
  },
  {
    name: 'databaseReadUrls',
    flag: '--database-read-urls <urls>',
    env: 'TENURE_DATABASE_READ_URLS',
    doc: 'replicas of that database to read from, separated by commas',
    secret: true,
  },
  {
    name: 'metricsToken',
    flag: '--metrics-token <token>',
    env: 'TENURE_METRICS_TOKEN',
    doc: 'bearer token for /metrics from other machines; without it only this machine may read them',
    secret: true,
  },
  {
    name: 'apiKey',
    env: 'TENURE_API_KEY',
    doc: 'key that the default tenant accepts while the server runs; it is never stored',
    secret: true,
  },
  {
    name: 'demo',
    flag: '--demo',
    env: 'TENURE_DEMO',
    doc: 'fill an empty database with a made-up company portfolio',
  },
] as const satisfies readonly Setting[];

/** The name of a setting. */
export type SettingName = (typeof settings)[number]['name'];
/** The settings that the command line gives. A switch that is set is true. */
export type Values = { readonly [name in SettingName]?: string | true };

/** The settings of the server, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The folder of the embedded database. It is used if `database` is undefined. */
  readonly data: string;
  /** The PostgreSQL database to use instead, with its read replicas. */
  readonly database?: { readonly url: string; readonly readUrls: readonly string[] } | undefined;
  readonly metricsToken: string | undefined;
  readonly apiKey: string | undefined;
  readonly demo?: boolean;
}

/** Environment variables with this prefix belong to the tests and are ignored. */
const testPrefix = 'TENURE_TEST_';

/**
 * Reads the settings. Flags win over environment variables, and those over defaults. Throws a `SetupError` that names
 * the setting at fault; an unknown `TENURE_` variable is an error too.
 */
export function readConfig(flags: Values, environment: NodeJS.ProcessEnv): Config {
  const values = { ...readEnvironment(environment), ...flags };
  const value = (name: SettingName): string | undefined =>
    values[name]?.toString() ?? (settings as readonly Setting[]).find((setting) => setting.name === name)?.default;
  const port = value('port') ?? '';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new SetupError(`--port takes a number from 0 to 65535, not "${port}"`);
  return {
    port: Number(port),
    host: value('host') as string,
    data: value('data') as string,
    database: readDatabase(value('database'), value('databaseReadUrls')),
    metricsToken: value('metricsToken'),
    apiKey: value('apiKey'),
    demo: readSwitch('TENURE_DEMO', value('demo')),
  };
}

function readDatabase(url: string | undefined, readUrls: string | undefined): Config['database'] {
  if (url === undefined) {
    if (readUrls !== undefined) throw new SetupError('--database-read-urls needs --database');
    return undefined;
  }
  const replicas = (readUrls ?? '').split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  if (!isPostgresUrl(url))
    throw new SetupError('--database takes a URL such as postgres://user:password@host/database');
  if (!replicas.every(isPostgresUrl))
    throw new SetupError('--database-read-urls takes URLs such as postgres://user:password@host/database');
  return { url, readUrls: replicas };
}

function readSwitch(variable: string, text = 'false'): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0' || text === '') return false;
  throw new SetupError(`${variable} takes true or false, not "${text}"`);
}

// Errors never repeat the URL, because it may hold a password.
const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url);

function readEnvironment(environment: NodeJS.ProcessEnv): Values {
  const values: { [name: string]: string } = {};
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('TENURE_') || variable.startsWith(testPrefix)) continue;
    const setting = (settings as readonly Setting[]).find(
      ({ env, secret }) => variable === env || (secret && variable === `${env}_FILE`),
    );
    if (setting === undefined)
      throw new SetupError(`Unknown setting ${variable}; "tenure serve --help" lists those there are`);
    // Many tools set a variable to an empty text when it has no value, so an empty one counts as not set.
    if (text) values[setting.name] = variable === setting.env ? text : readSecret(variable, text);
  }
  return values;
}

function readSecret(variable: string, file: string): string {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SetupError(`${variable}: ${(error as Error).message}`);
  }
  if (secret === '') throw new SetupError(`${variable}: ${file} is empty`);
  return secret;
}

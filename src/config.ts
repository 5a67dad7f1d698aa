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

/** Every setting of the server. */
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
    doc: 'bearer token that /metrics asks for; without it they are served on --metrics-listen alone',
    secret: true,
  },
  {
    name: 'metricsListen',
    flag: '--metrics-listen <host:port>',
    env: 'TENURE_METRICS_LISTEN',
    doc: 'further address that serves /metrics alone, open to all who reach it unless there is a token',
  },
  {
    name: 'maxConnections',
    flag: '--max-connections <number>',
    env: 'TENURE_MAX_CONNECTIONS',
    default: '4096',
    doc: 'connections that may be open at a time',
  },
  {
    name: 'bodyMemory',
    flag: '--body-memory <MiB>',
    env: 'TENURE_BODY_MEMORY',
    default: '256',
    doc: 'memory for the bodies of all requests that are not answered yet, at least 16',
  },
  {
    name: 'trustedProxyHeader',
    flag: '--trusted-proxy-header <name>',
    env: 'TENURE_TRUSTED_PROXY_HEADER',
    doc: 'header in which your proxy names the address of its client, such as X-Forwarded-For',
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

/** Where to listen. */
export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** The settings of the server, checked. */
export interface Config extends Address {
  /** The folder of the embedded database. It is used if `database` is undefined. */
  readonly data: string;
  /** The PostgreSQL database to use instead, with its read replicas. */
  readonly database?: { readonly url: string; readonly readUrls: readonly string[] } | undefined;
  readonly metricsToken: string | undefined;
  /** A further address, for metrics alone. */
  readonly metricsListen: Address | undefined;
  readonly maxConnections: number;
  /** How many bytes the bodies of requests may hold at a time. */
  readonly bodyBytes: number;
  /** In lower case. */
  readonly trustedProxyHeader: string | undefined;
  readonly apiKey: string | undefined;
  readonly demo?: boolean;
}

const mebibyte = 1024 * 1024;

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
  const number = (name: SettingName, least: number, most: number): number =>
    readNumber(`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value(name), least, most);
  return {
    port: number('port', 0, 65_535),
    host: value('host') as string,
    data: value('data') as string,
    database: readDatabase(value('database'), value('databaseReadUrls')),
    metricsToken: value('metricsToken'),
    metricsListen: readAddress(value('metricsListen')),
    maxConnections: number('maxConnections', 1, 1_000_000),
    bodyBytes: number('bodyMemory', 16, 1_048_576) * mebibyte,
    trustedProxyHeader: readHeaderName(value('trustedProxyHeader')),
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

function readNumber(flag: string, text = '', least: number, most: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most)
    throw new SetupError(`${flag} takes a number from ${least} to ${most}, not "${text}"`);
  return Number(text);
}

function readAddress(text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  const [, host = '', port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new SetupError(`--metrics-listen takes an address such as 127.0.0.1:9464 or [::1]:9464, not "${text}"`);
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
}

function readHeaderName(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[\w!#$%&'*+.^`|~-]+$/.test(text))
    throw new SetupError(`--trusted-proxy-header takes the name of a header, such as X-Forwarded-For, not "${text}"`);
  return text?.toLowerCase();
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

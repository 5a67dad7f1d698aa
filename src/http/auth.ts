/** Whose request it is: the API key in the query, in basic authentication, as a bearer token or in `X-API-Key`. */
import type { IncomingHttpHeaders } from 'node:http';
import type { QueryEntries } from '../operations/parameters.ts';

/**
 * The keys that a request offers, any valid one of which is enough; none where `api_key` is given twice, whatever
 * else is sent (guide, "All requests").
 */
export function offeredKeys(query: QueryEntries, headers: IncomingHttpHeaders): string[] {
  const inQuery = query.filter(([name]) => name === 'api_key').map(([, key]) => key);
  if (inQuery.length > 1) return [];
  const [scheme = '', credentials = ''] = splitOnce(headers.authorization ?? '', ' ');
  const keys = [...inQuery];
  if (/^bearer$/i.test(scheme)) keys.push(credentials.trim());
  if (/^basic$/i.test(scheme)) {
    const [user, password] = splitOnce(Buffer.from(credentials, 'base64').toString(), ':');
    if (user === 'api' && password !== undefined) keys.push(password);
  }
  const header = headers['x-api-key'];
  if (typeof header === 'string') keys.push(header);
  return keys.filter((key) => key !== '');
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A 401 asks for credentials, so that clients which send them only then get through. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { account, useServer } from '../support/cases.ts';
import { exchange, requestText } from '../support/raw.ts';

const server = useServer();
const run = promisify(execFile);

const challenged: [line: string, ...headers: string[]][] = [
  ['GET /api/v2/accounts'],
  ['GET /api/v2/accounts?api_key=wrong'],
  ['HEAD /api/v2/accounts', 'Authorization: Bearer wrong'],
  ['OPTIONS /api/v2/accounts'],
  ['POST /api/v2/accounts'],
  ['GET /api/v2/accountz'],
  ['GET /metrics'],
  ['GET /metrics', 'Authorization: Bearer wrong'],
  ['HEAD /metrics'],
];
for (const [line, ...headers] of challenged) {
  test(`${line} ${headers.join()} is answered with a challenge`, async () => {
    const reply = await exchange(server().url, requestText(line, headers));
    assert.equal(reply.status, 401);
    assert.equal(reply.headers.get('www-authenticate'), 'Basic realm="Tenure"');
  });
}

test('what is not a 401 holds no challenge', async () => {
  const client = await server().tenant({ scope: 'read' });
  for (const reply of [await client.get('/accounts'), await client.put('/accounts/1', {}), await client.get('/x')])
    assert.equal(reply.headers.get('www-authenticate'), null, String(reply.status));
});

const python = `
import sys, urllib.request
url, key, body = sys.argv[1:]
passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
passwords.add_password(None, url, 'api', key)
opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
print(opener.open(urllib.request.Request(url, body.encode(), method='POST')).read().decode())
print(opener.open(url + '/1').read().decode())
`;
const java = `
import java.net.*; import java.net.http.*; import java.net.http.HttpResponse.BodyHandlers;
public class Ask {
  public static void main(String[] a) throws Exception {
    Authenticator credentials = new Authenticator() {
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication("api", a[1].toCharArray());
      }
    };
    HttpClient client = HttpClient.newBuilder().authenticator(credentials).build();
    HttpRequest post = HttpRequest.newBuilder(URI.create(a[0])).POST(HttpRequest.BodyPublishers.ofString(a[2])).build();
    System.out.println(client.send(post, BodyHandlers.ofString()).body());
    Authenticator.setDefault(credentials);
    URLConnection connection = new URI(a[0] + "/1").toURL().openConnection();
    System.out.println(new String(connection.getInputStream().readAllBytes()));
  }
}
`;

/** Each uploads an account and reads it, with credentials that it sends once it is asked for them. */
const clients: { [what: string]: (url: string, key: string, body: string, folder: string) => Promise<string> } = {
  async 'curl --anyauth'(url, key, body) {
    const ask = (...rest: string[]) => run('curl', ['-sS', '--anyauth', '-u', `api:${key}`, ...rest]);
    return (await ask('-d', body, url)).stdout + (await ask(`${url}/1`)).stdout;
  },
  async wget(url, key, body) {
    const ask = (...rest: string[]) => run('wget', ['-qO-', '--user=api', `--password=${key}`, ...rest]);
    return (await ask(`--post-data=${body}`, url)).stdout + (await ask(`${url}/1`)).stdout;
  },
  'urllib of Python': async (url, key, body) => (await run('python3', ['-c', python, url, key, body])).stdout,
  async "Java's Authenticator"(url, key, body, folder) {
    const file = join(folder, 'Ask.java');
    writeFileSync(file, java);
    return (await run('java', [file, url, key, body])).stdout;
  },
};
for (const [what, ask] of Object.entries(clients)) {
  test(`${what} gets through`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tenure-test-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const { key } = await server().tenant();
    const body = JSON.stringify({ records: [account('1')] });
    try {
      const answers = await ask(`${server().url}/api/v2/accounts`, key, body, folder);
      assert.match(
        answers,
        /^\{"status_is_ok":true,"failed_results":\[\]\}\s*\{"status_is_ok":true,.*"account_id":"1"/,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return t.skip('it is not on this machine');
      throw error;
    }
  });
}

/** Two servers, one on each database, that must answer alike. */
import assert from 'node:assert/strict';
import type { Client } from '../support/client.ts';
import { seed } from '../support/random.ts';
import type { TestServer } from '../support/server.ts';
import { Choice } from './choice.ts';
import { anyOperation, type Operation } from './operations.ts';

const day = 86_400_000;

export class Pair {
  readonly #servers: readonly TestServer[];
  readonly #clients: readonly Client[];

  private constructor(servers: readonly TestServer[], clients: readonly Client[]) {
    this.#servers = servers;
    this.#clients = clients;
  }

  /** A tenant on each. */
  static async of(servers: readonly TestServer[]): Promise<Pair> {
    const clients = await Promise.all(servers.map((server) => server.tenant({ time_zone: 'America/New_York' })));
    return new Pair(servers, clients);
  }

  /** Sends an operation to both and asserts that they answer alike; gives the text of the answer. */
  async send(operation: Operation, label: string): Promise<string> {
    const [embedded, postgres] = await Promise.all(this.#clients.map((client) => answerOf(client, operation)));
    const where = `${label}, TENURE_TEST_SEED=${seed}: ${JSON.stringify(operation).slice(0, 4_000)}`;
    assert.deepEqual(postgres, embedded, where);
    assert.notEqual(embedded?.status, 500, where);
    return embedded?.text as string;
  }

  /** Sends random operations, the clock moving on now and then. */
  async sendRandom(count: number, from: number): Promise<void> {
    const choice = new Choice(from);
    const cursors: string[] = [];
    for (let index = 0; index < count; index++) {
      const days = choice.chance(0.02) ? choice.below(30) : 0;
      for (const server of this.#servers) server.time.now += days * day;
      const text = await this.send(anyOperation(choice, cursors), `operation ${index}`);
      const { next_cursor } = JSON.parse(text);
      if (typeof next_cursor === 'string') cursors.push(next_cursor);
    }
  }
}

/** What two answers must have alike: all but their ids and when they were given. */
async function answerOf(client: Client, { method, path, body }: Operation) {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const { status, headers, text } = await client.request(method, path, sent);
  return { status, headers: ['content-type', 'allow', 'retry-after'].map((name) => headers.get(name)), text };
}

/** One connection to a database, which can be cut whatever is under way on it. */
import pg from 'pg';
import { NoAnswer } from './errors.ts';
import { expireAfter } from './waiting.ts';

export interface ClientConfig extends pg.ClientConfig {
  /** Those that are open or being opened; each adds itself. */
  readonly clients: Set<Client>;
  /** How long connecting may take, ms. */
  readonly connectMs: number;
}

export class Client extends pg.Client {
  /** Made to be connected at once. */
  constructor({ clients, connectMs, ...config }: ClientConfig) {
    super(config);
    clients.add(this);
    const connected = expireAfter(connectMs, () => this.cut());
    this.once('connect', connected);
    this.once('end', () => {
      connected();
      clients.delete(this);
    });
    // Without this a connection that breaks, idle or in use, would end the process.
    this.on('error', () => {});
  }

  /** Ends it at once; what waits for its answers is told that there was none. */
  cut(): void {
    this.connection.stream.destroy(new NoAnswer());
  }
}

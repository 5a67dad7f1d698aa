/** One connection to a PostgreSQL server, which can be cut at any time. */
import pg from 'pg';
import { NoAnswer } from './errors.ts';
import { expireAfter } from './waiting.ts';

/** The driver's settings of a connection, and ours. */
export interface ClientConfig extends pg.ClientConfig {
  /** The connections that are open or being opened. Each adds itself, and removes itself when it ends. */
  readonly clients: Set<Client>;
  /** The time limit for connecting, ms. */
  readonly connectMs: number;
}

/** A connection of the driver that can be cut, and that is cut if connecting takes too long. */
export class Client extends pg.Client {
  /** Starts the time limit for connecting, so `connect` must be called at once. */
  constructor({ clients, connectMs, ...config }: ClientConfig) {
    super(config);
    clients.add(this);
    const connected = expireAfter(connectMs, () => this.cut());
    this.once('connect', connected);
    this.once('end', () => {
      connected();
      clients.delete(this);
    });
    // Without a listener, a connection that breaks would end the process.
    this.on('error', () => {});
  }

  /** Closes the connection at once. Statements that wait for an answer fail with `NoAnswer`. */
  cut(): void {
    this.connection.stream.destroy(new NoAnswer());
  }
}

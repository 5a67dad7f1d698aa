/** One connection to a PostgreSQL server, which can be cut at any time. */
import { connect, type Socket } from 'node:net';
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

/** What the server gave a connection by which to cancel its statements. The types of the driver leave it out. */
interface SessionKey {
  readonly processID: number;
  readonly secretKey: number;
}
/** Marks a message as a request to cancel. */
const cancelCode = 80_877_102;
/** The time limit for a request to cancel, ms. */
const cancelMs = 1_000;

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

  /**
   * Asks the server to cancel the statement that runs on this connection. It does so over another connection, which
   * needs no login. The request can come too late, and then it ends the next statement.
   */
  cancelStatement(): void {
    const { connection, host, port, processID, secretKey } = this as unknown as SessionKey & pg.Client;
    const { remoteAddress, remotePort } = connection.stream as Socket;
    const socket =
      remoteAddress === undefined ? connect(`${host}/.s.PGSQL.${port}`) : connect(remotePort as number, remoteAddress);
    const request = new DataView(new ArrayBuffer(16));
    for (const [index, value] of [16, cancelCode, processID, secretKey].entries()) request.setInt32(index * 4, value);
    // Where the server is not reached, the statement ends by its time limit.
    socket.on('error', () => {});
    socket.setTimeout(cancelMs, () => socket.destroy());
    socket.end(new Uint8Array(request.buffer));
  }

  /** Closes the connection at once. Statements that wait for an answer fail with `NoAnswer`. */
  cut(): void {
    this.connection.stream.destroy(new NoAnswer());
  }
}

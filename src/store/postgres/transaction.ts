/** Statements on one connection, between its beginning of a transaction and its end. */
import type pg from 'pg';
import type { Value } from '../../domain/row.ts';
import type { Session, SqlRow, SqlValue } from '../sql/dialect.ts';
import { numbered } from './dialect.ts';
import { isAnswer, translate, Unavailable } from './errors.ts';

export type Bound = SqlValue | Uint8Array;

/** A session that takes what only this database does. */
export class Transaction implements Session {
  readonly #client: pg.Client;
  #committing = false;
  #broken = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Whether its connection is of no use any more. */
  get isBroken(): boolean {
    return this.#broken;
  }

  async rows(sql: string, ...values: Bound[]): Promise<SqlRow[]> {
    return (await this.send(numbered(sql), values)).rows as SqlRow[];
  }

  async lists(sql: string, ...values: Bound[]): Promise<Value[][]> {
    return (await this.send(numbered(sql), values, 'array')).rows as Value[][];
  }

  async run(sql: string, ...values: Bound[]): Promise<number> {
    return (await this.send(numbered(sql), values)).rowCount ?? 0;
  }

  /** Runs one statement as the driver takes it, or several that bind no values. */
  async send(text: string, values?: Bound[], rowMode?: 'array'): Promise<pg.QueryResult> {
    try {
      return await this.#client.query({ text, values, rowMode } as pg.QueryConfig);
    } catch (error) {
      this.#broken ||= !isAnswer(error);
      if (this.#broken && this.#committing) throw outcomeUnknown(error);
      throw translate(error, !this.#committing);
    }
  }

  /** Throws `Unavailable` where it is not known whether it has. */
  async commit(): Promise<void> {
    this.#committing = true;
    await this.send('COMMIT');
  }
}

const outcomeUnknown = (cause: unknown): Unavailable =>
  new Unavailable('The database went away while it was committing; the request may have been applied', cause);

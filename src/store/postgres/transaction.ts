/** The statements of one transaction on one connection. */
import type pg from 'pg';
import type { Value } from '../../domain/row.ts';
import type { Fragment, Session, SqlRow } from '../sql/dialect.ts';
import { numbered } from './dialect.ts';
import { isAnswer, translate, Unavailable } from './errors.ts';

/** A value as it is bound to a statement. */
export type Bound = Fragment['values'][number] | Uint8Array;

/** Runs the statements of an open transaction. All methods throw `Unavailable` if the database does not answer. */
export class Transaction implements Session {
  readonly #client: pg.Client;
  #committing = false;
  #broken = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Whether the connection broke, so that it must not return to the pool. */
  get isBroken(): boolean {
    return this.#broken;
  }

  /** Runs a statement and returns its rows. */
  async rows(sql: string, ...values: Bound[]): Promise<SqlRow[]> {
    return (await this.send(numbered(sql), values)).rows as SqlRow[];
  }

  /** Runs a statement and returns its rows as lists of values. */
  async lists(sql: string, ...values: Bound[]): Promise<Value[][]> {
    return (await this.send(numbered(sql), values, 'array')).rows as Value[][];
  }

  /** Runs a statement and returns the number of rows that it changed. */
  async run(sql: string, ...values: Bound[]): Promise<number> {
    return (await this.send(numbered(sql), values)).rowCount ?? 0;
  }

  /** Runs one statement with the driver's placeholders (`$1`), or several statements without values. */
  async send(text: string, values?: Bound[], rowMode?: 'array'): Promise<pg.QueryResult> {
    try {
      return await this.#client.query({ text, values, rowMode } as pg.QueryConfig);
    } catch (error) {
      this.#broken ||= !isAnswer(error);
      if (this.#broken && this.#committing) throw outcomeUnknown(error);
      throw translate(error, !this.#committing);
    }
  }

  /** Commits. Throws `Unavailable` if it is unknown whether the commit succeeded. */
  async commit(): Promise<void> {
    this.#committing = true;
    await this.send('COMMIT');
  }
}

const outcomeUnknown = (cause: unknown): Unavailable =>
  new Unavailable('The database went away while it was committing; the request may have been applied', cause);

/** How much memory the bodies of requests hold, one and all of them together. */
import { ApiError } from '../domain/errors.ts';

/** The memory that bodies may hold at a time, over all routes. */
export class BodyBudget {
  readonly #limit: number;
  #held = 0;

  /** `limit` is in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are held now. */
  get held(): number {
    return this.#held;
  }

  /** Begins to count one body, which holds nothing yet. */
  open(): BodyShare {
    let own = 0;
    const check = (bytes: number): void => {
      if (this.#held - own + bytes > this.#limit)
        throw new ApiError('overloaded', 'The server is busy with other requests; send it again later');
    };
    return {
      check,
      resize: (bytes) => {
        if (bytes > own) check(bytes);
        this.#held += bytes - own;
        own = bytes;
      },
    };
  }
}

/** What one body holds of the budget. */
export interface BodyShare {
  /** Throws `overloaded` if the body could not hold that many bytes now. */
  check(bytes: number): void;
  /** Sets how many bytes the body holds; 0 gives all of them back. Throws `overloaded` if there is no room for more. */
  resize(bytes: number): void;
}

/** What a body holds from its beginning, bytes. */
const firstBytes = 16 * 1024;

/** A body as far as it has come, in one piece of memory that grows with it. */
export class GrowingBody {
  readonly #most: number;
  readonly #share: BodyShare;
  #bytes = new Uint8Array(0);
  #length = 0;

  /**
   * `declared` is the length that the client has told, 0 if it has told none; `most` is the longest there can be. Nothing
   * is held for what a client only says it will send. Throws `overloaded` if it would find no room.
   */
  constructor(declared: number, most: number, share: BodyShare) {
    share.check(declared || firstBytes);
    this.#most = declared || most;
    this.#share = share;
  }

  get length(): number {
    return this.#length;
  }

  /** Throws `overloaded` if there is no room for it. */
  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length)
      this.#resize(Math.min(this.#most, Math.max(length, this.#bytes.length * 2, firstBytes)));
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** The whole of it; nothing can be added any more. */
  take(): Uint8Array<ArrayBuffer> {
    this.#resize(this.#length);
    return this.#bytes;
  }

  /** Gives its memory back. */
  drop(): void {
    this.#resize(0);
  }

  #resize(size: number): void {
    if (size === this.#bytes.length) return;
    this.#share.resize(size);
    const { buffer } = this.#bytes;
    if (buffer.resizable) {
      buffer.resize(size);
      return;
    }
    // A buffer that can be resized has pages of its own, which go back to the system at once when it shrinks. Memory
    // from the common heap would be kept by the process.
    const grows = size > firstBytes ? { maxByteLength: this.#most } : undefined;
    const grown = new Uint8Array(new ArrayBuffer(size, grows));
    grown.set(this.#bytes.subarray(0, size));
    this.#bytes = grown;
  }
}

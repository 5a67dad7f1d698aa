/** Slows those down who try keys: each address may offer some wrong ones, and then one a second. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const burst = 50;
const perSecond = 1;
/** Of more addresses the one that has been quiet longest is forgotten. */
const maxAddresses = 10_000;

export interface ThrottleOptions {
  /** The header in which a proxy names the address of its client, in lower case. */
  readonly proxyHeader?: string | undefined;
  /** A clock that never goes back, ms. */
  readonly now?: () => number;
}

export class KeyThrottle {
  readonly #proxyHeader: string | undefined;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { readonly left: number; readonly at: number }>();

  constructor({ proxyHeader, now = () => performance.now() }: ThrottleOptions = {}) {
    this.#proxyHeader = proxyHeader;
    this.#now = now;
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Counts wrong keys; false if their address has offered too many. */
  admits(request: IncomingMessage, keys: number): boolean {
    const network = networkOf(this.#addressOf(request));
    const now = this.#now();
    const { left: before, at } = this.#buckets.get(network) ?? { left: burst, at: now };
    const left = Math.min(burst, before + ((now - at) / 1000) * perSecond);
    const isAdmitted = left >= 1;
    this.#buckets.delete(network);
    this.#buckets.set(network, { left: Math.max(0, left - (isAdmitted ? keys : 0)), at: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > maxAddresses) this.#buckets.delete(oldest as string);
    return isAdmitted;
  }

  /** The last address in the proxy's header is the one that the proxy itself saw; those before it anybody can write. */
  #addressOf({ headers, socket }: IncomingMessage): string {
    const named = this.#proxyHeader === undefined ? undefined : headers[this.#proxyHeader]?.toString();
    const last = named?.slice(named.lastIndexOf(',') + 1).trim() ?? '';
    return isIP(last) === 0 ? (socket.remoteAddress ?? '') : last;
  }
}

/** An IPv4 address, or the first half of an IPv6 address: one client has all addresses that begin so. */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address;
  const plain = address.replace(/%.*$/, '').replace(/\d+\.\d+\.\d+\.\d+$/, '0:0');
  const [left = [], right = []] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

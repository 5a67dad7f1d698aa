/** API keys: 256 random bits behind a recognisable prefix. Only their SHA-256 is ever stored. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Scope, scopes } from '../resources/operations/operation.ts';

const keyPrefix = 'tenure_';
/** Enough of a key to recognise it in a list, too little to guess the rest. */
const shownLength = keyPrefix.length + 6;

export const makeKey = (): string => keyPrefix + randomBytes(32).toString('hex');
export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();
export const shownPart = (key: string): string => key.slice(0, shownLength);
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(a, b);
export const allows = (held: Scope, needed: Scope): boolean => scopes.indexOf(held) >= scopes.indexOf(needed);

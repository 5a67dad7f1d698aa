/** API keys: 256 random bits behind a recognisable prefix. Only the SHA-256 of a key is stored. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Scope, scopes } from '../resources/operations/operation.ts';

const keyPrefix = 'tenure_';
/** Enough of a key to recognise it in a list, too little to guess the rest. */
const shownLength = keyPrefix.length + 6;

/** Makes a new random API key. */
export const makeKey = (): string => keyPrefix + randomBytes(32).toString('hex');
/** The SHA-256 of an API key, which is what the database stores. */
export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();
/** The first characters of an API key, by which people recognise it in a list. */
export const shownPart = (key: string): string => key.slice(0, shownLength);
/** Whether two hashes of API keys are equal. Takes the same time whatever they hold. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(a, b);
/** Whether a key of scope `held` may do what needs scope `needed`. */
export const allows = (held: Scope, needed: Scope): boolean => scopes.indexOf(held) >= scopes.indexOf(needed);

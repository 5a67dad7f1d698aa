/** Limits of waiting for a database in a thread that may be busy itself. */

const parts = 10;

/**
 * Calls `expire` when a time (ms) is over; what this gives prevents it. The time is counted in parts, between which the
 * thread sees what has arrived: while it was busy itself, nobody else is late.
 */
export function expireAfter(ms: number, expire: () => void): () => void {
  let left = parts;
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    expire();
  }, ms / parts).unref();
  return () => clearInterval(timer);
}

/** Time limits for waiting for a database, in a thread that may be busy itself. */

const parts = 10;

/**
 * Calls `expire` after `ms`, unless the returned function is called before. The time is counted in ten parts, and
 * between two parts the thread handles what has arrived. So an answer that arrived while the thread was busy is not
 * late.
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

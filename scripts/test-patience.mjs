// How much longer work takes at the moment than on a free machine.
const USUAL = 20; // ms that the piece of work below takes on a free core of a common machine
const EVERY = 4_000;
const KEPT = 15; // readings, of which the worst counts: what was slow a moment ago may be so again

const readings = [read()];

/** Never less than 1. */
export const patience = () => Math.max(1, ...readings);

/** Goes on reading, and says whenever it has. */
export function keepReading(/** @type {() => void} */ told) {
  const timer = setInterval(() => {
    readings.push(read());
    if (readings.length > KEPT) readings.shift();
    told();
  }, EVERY);
  timer.unref();
}

function read() {
  const start = performance.now();
  let number = 1;
  for (let step = 0; step < 3_000_000; step++) number = (number * 1_103_515_245 + 12_345) >>> 0;
  // The number is asked for, or an optimizer might leave the work out.
  return number < 0 ? 0 : (performance.now() - start) / USUAL;
}

// Comes before every test file. A forgotten handle does not keep its process alive for long, and what its tests have to
// report is written before it ends: the runner's own way to force an end loses results.
import { after } from 'node:test';

const GRACE = 30_000; // for the hooks that close what a file has opened, which come after this one

after(() => {
  setTimeout(() => process.exit(), GRACE).unref();
});

/** `npm run bench`: everything the server promises of its speed, side by side in one run on one machine. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Result, table } from './measure.ts';
import { benchLatency } from './scenarios/latency.ts';
import { benchPages } from './scenarios/pages.ts';
import { benchPostgres } from './scenarios/postgres.ts';
import { benchRecords } from './scenarios/records.ts';
import { benchRevenue } from './scenarios/revenue.ts';
import { benchUploads } from './scenarios/uploads.ts';
import { type BenchServer, startServer } from './server.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, 'server-flags': { type: 'string', default: '' } },
  allowPositionals: true,
});

/** In this order: the pages are read from what the uploads left. */
const scenarios: { readonly [name: string]: (server: BenchServer) => Promise<Result[]> } = {
  uploads: (server) => benchUploads(server, 10),
  records: (server) => benchRecords(server, 4),
  revenue: (server) => benchRevenue(server, 12),
  postgres: benchPostgres,
  pages: (server) => benchPages(server, 40),
  latency: (server) => benchLatency(server, 16),
};

const server = await startServer(values['server-flags'].split(' ').filter((flag) => flag !== ''));
const results: Result[] = [];
try {
  for (const [name, run] of Object.entries(scenarios)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    results.push(...(await run(server)));
  }
} finally {
  await server.close();
}
process.stdout.write(`${table(results)}\n`);
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version };
  writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

#!/usr/bin/env node
/** Where the program begins. An old Node.js is refused before anything that it could not load. */
const wanted = 26;
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < wanted) {
  process.stderr.write(`tenure: Node.js ${wanted} or newer is needed, this is ${process.versions.node}\n`);
  process.exit(1);
}
const { run } = await import('./cli/program.ts');
await run(process.argv.slice(2));

// Writes dist/, the JavaScript of the published package.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (tsc.status !== 0) process.exit(1);
// The manifest too: it lies beside src/ here as there.
for (const file of globSync(['package.json', 'src/store/migrations/**/*.sql', 'demo/data/*.md']))
  cpSync(file, `dist/${file}`);

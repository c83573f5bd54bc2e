/** Runs every benchmark, each in a process of its own, one after another: `npm run bench [-- part of a path]`. What several have in common is in folders below. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const wanted = process.argv[2] ?? '';
/** What a benchmark compares with is named by a variable. */
const needed: Readonly<Record<string, string>> = { 'bench/serving/paired.ts': 'BASELINE' };

for (const file of globSync('bench/{platform,scoring,serving}/*.ts').sort()) {
  if (!file.includes(wanted)) continue;
  process.stdout.write(`\n=== ${file}\n`);
  const variable = needed[file];
  if (variable !== undefined && process.env[variable] === undefined) {
    process.stdout.write(`left out: ${variable} is not set\n`);
    continue;
  }
  const { status } = spawnSync(process.execPath, ['--conditions=source', file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

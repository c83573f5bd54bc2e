/** Runs every benchmark, each in a process of its own, one after another: `npm run bench [-- part of a path]`. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const wanted = process.argv[2] ?? '';
const parts = new Set([
  'bench/serving/echo.ts',
  'bench/serving/child-server.ts',
  'bench/serving/event-loop/probe.ts',
  'bench/serving/event-loop/measured-server.ts',
  'bench/serving/event-loop/scenarios.ts',
  'bench/harness.ts',
  'bench/run.ts',
  'bench/serving/batch-rivals/process-tree.ts',
]);
for (const file of globSync('bench/**/*.ts').sort()) {
  if (parts.has(file) || !file.includes(wanted)) continue;
  process.stdout.write(`\n=== ${file}\n`);
  const { status } = spawnSync(process.execPath, ['--conditions=source', file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareCase } from './compare-case.ts';

/**
 * Holds model files with categories and names against the answers of their libraries, over the cases that `models.py` made:
 * all rows at once, in blocks, and each alone. Ends with 1 if any differs. ONNX needs onnxruntime-node (docs/model-coverage.md).
 *
 *     sh scripts/with-node.sh scripts/random-cells/compare.ts FOLDER [BLOCK [ALONE]]
 */
const [folder = '', block = '997', alone = '200'] = process.argv.slice(2);
const totals = new Map<string, { cases: number; rows: number; refusals: number; failures: number }>();
for (const name of readdirSync(folder).sort()) {
  const { family, rows, refusals, failures } = await compareCase(join(folder, name), {
    block: Number(block),
    alone: Number(alone),
  });
  const total = totals.get(family) ?? { cases: 0, rows: 0, refusals: 0, failures: 0 };
  totals.set(family, {
    cases: total.cases + 1,
    rows: total.rows + rows,
    refusals: total.refusals + refusals,
    failures: total.failures + failures.length,
  });
  for (const failure of failures) process.stdout.write(`${failure}\n`);
}
for (const [family, { cases, rows, refusals, failures }] of totals) {
  process.stdout.write(
    `${family}: ${cases} cases, ${rows} rows compared, ${refusals} refusals as the library's, ${failures} differences\n`,
  );
  if (failures > 0) process.exitCode = 1;
}

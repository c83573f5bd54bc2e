/**
 * Every golden saved pipeline as a bundle, for MLeap's runtime; what it answers is kept in `test/golden/exported-bundles`, whose
 * README says how. CASES is a folder of others, such as `scripts/random-models/spark_pipelines.py` makes.
 *
 *     sh scripts/with-node.sh --conditions=source scripts/exported-bundles/export-cases.ts FOLDER [CASES]
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { savedCases, savedCasesIn } from '../../packages/scoring/test/spark/from-spark-save/saved-case.ts';
import { exportCase } from '../../packages/scoring/test/spark/to-mleap-bundle/export-case.ts';

const [target = '', cases] = process.argv.slice(2);
for (const golden of cases === undefined ? savedCases() : savedCasesIn(cases, 'random')) {
  const files = await exportCase(golden);
  if (typeof files === 'string') continue;
  const folder = join(target, `${golden.version} ${golden.name}`);
  for (const [path, bytes] of files) {
    const file = join(folder, 'bundle', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  for (const name of ['schema.json', 'input.jsonl']) cpSync(join(golden.folder, name), join(folder, name));
}

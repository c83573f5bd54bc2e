/**
 * Every golden saved pipeline as a bundle, for MLeap's runtime; what it answers is kept in `test/golden/exported-bundles`, whose
 * README says how.
 *
 *     sh scripts/with-node.sh --conditions=source scripts/exported-bundles/export-cases.ts FOLDER
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { savedCases } from '../../packages/scoring/test/spark/from-spark-save/saved-case.ts';
import { exportCase } from '../../packages/scoring/test/spark/to-mleap-bundle/export-case.ts';

const [target = ''] = process.argv.slice(2);
for (const golden of savedCases()) {
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

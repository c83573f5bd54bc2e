/** Writes the table of variables of docs/batch.md: sh scripts/with-node.sh scripts/generate-batch-variables.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBatchVariables } from './batch-variables/page.ts';

const path = join(import.meta.dirname, '../docs/batch.md');
writeFileSync(path, withBatchVariables(readFileSync(path, 'utf8')));

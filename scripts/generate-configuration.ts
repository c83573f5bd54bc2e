/** Writes the table of docs/configuration.md out of the table of options: sh scripts/with-node.sh scripts/generate-configuration.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withOptions } from './configuration/page.ts';

const path = join(import.meta.dirname, '../docs/configuration.md');
writeFileSync(path, withOptions(readFileSync(path, 'utf8')));

/** Writes packaging/man/catenary.1 and docs/flags.md out of the table of commands: sh scripts/with-node.sh scripts/generate-man-page.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVersion } from '../packages/server/src/entry/read-version.ts';
import { flagsPage } from './man-page/flags-page.ts';
import { manPage } from './man-page/page.ts';

writeFileSync(join(import.meta.dirname, '../packaging/man/catenary.1'), await manPage(readVersion()));
writeFileSync(join(import.meta.dirname, '../docs/flags.md'), await flagsPage());

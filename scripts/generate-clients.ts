/** Writes what clients were run with into docs/clients.md: sh scripts/with-node.sh scripts/generate-clients.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClients } from './clients/page.ts';

const path = join(import.meta.dirname, '../docs/clients.md');
writeFileSync(path, withClients(readFileSync(path, 'utf8')));

/** Writes docs/api-coverage.md out of the service models and the tables of operations and members: sh scripts/with-node.sh scripts/generate-api-coverage.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiCoverage } from './api-coverage/page.ts';

writeFileSync(join(import.meta.dirname, '../docs/api-coverage.md'), apiCoverage());

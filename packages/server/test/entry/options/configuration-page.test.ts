import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withOptions } from '../../../../../scripts/configuration/page.ts';

it('docs/configuration.md has the options of the table: `sh scripts/with-node.sh scripts/generate-configuration.ts` writes them', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/configuration.md'), 'utf8');
  expect(withOptions(page)).toBe(page);
});

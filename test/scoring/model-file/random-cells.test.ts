import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareCase } from '../../../scripts/random-cells/compare-case.ts';

const folder = join(import.meta.dirname, '../../golden/cells');
const cases = readdirSync(folder).filter((name) => !name.endsWith('.md'));

describe('models with categories and names', () => {
  it.each(cases)('%s: all rows at once, in blocks and alone, answered and refused as by the library', async (name) => {
    const { rows, failures } = await compareCase(join(folder, name), { block: 7, alone: 40 });
    expect(failures).toEqual([]);
    expect(rows).toBeGreaterThan(100);
  });
});

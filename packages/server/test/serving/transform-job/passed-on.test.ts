import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passings } from '../../../../../scripts/passed-on/passings.ts';

const folder = join(import.meta.dirname, '../../../../../test/golden/passed-on');
const inputs = readdirSync(folder).filter((name) => /^\d+\.(parquet|csv|jsonl)$/.test(name));

describe('what a transform job passes on', () => {
  it.each(inputs)('is as pyarrow and Python read it: %s', async (name) => {
    const outputs = await passings(name, readFileSync(join(folder, name)));
    for (const [end, output] of Object.entries(outputs)) {
      expect([end, output.equals(readFileSync(join(folder, `${name}.${end}`)))]).toEqual([end, true]);
    }
  });
});

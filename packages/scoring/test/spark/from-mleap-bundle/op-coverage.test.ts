import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../../src/spark/ops.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/op-coverage.md'), 'utf8');

describe('docs/op-coverage.md', () => {
  it('lists exactly the ops of the table; run scripts/generate-op-coverage.ts after a change', () => {
    expect([...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1])).toEqual(opNames());
  });
});

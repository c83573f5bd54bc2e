import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareCase } from '../../../../scripts/random-cells/compare-case.ts';
import { importOnnxRuntime } from '../../../server/src/serving/container/onnx/onnx-runtime.ts';

const folder = join(import.meta.dirname, '../../../../test/golden/cells');
// The runtime is 290 MB: without it the cases of ONNX are left out.
const cases = readdirSync(folder).filter(
  (name) => !name.endsWith('.md') && (hasOnnxRuntime() || !name.startsWith('onnx')),
);

function hasOnnxRuntime(): boolean {
  try {
    importOnnxRuntime();
    return true;
  } catch {
    return false;
  }
}

describe('models with categories and names', () => {
  it.each(cases)('%s: all rows at once, in blocks and alone, answered and refused as by the library', async (name) => {
    const { rows, failures } = await compareCase(join(folder, name), { block: 7, alone: 40 });
    expect(failures).toEqual([]);
    expect(rows).toBeGreaterThan(100);
  });
});

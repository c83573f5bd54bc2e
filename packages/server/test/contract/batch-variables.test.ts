import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withBatchVariables } from '../../../../scripts/batch-variables/page.ts';
import { readBatchVariables, wrongBatchValue } from '../../src/contract/batch-variables.ts';

describe('variables of transform jobs', () => {
  it('are what a job sets, else the defaults that docs/batch.md names', () => {
    expect(readBatchVariables({ CATENARY_BATCH_CSV_HEADER: 'on', OTHER: '1' })).toEqual({
      CATENARY_BATCH_BAD_RECORDS: 'fail',
      CATENARY_BATCH_REJECTED_LINE: 'empty',
      CATENARY_BATCH_MAX_REJECTED_SHARE: '1',
      CATENARY_BATCH_ROW_IDENTITY: undefined,
      CATENARY_BATCH_INPUT_FORMAT: 'split',
      CATENARY_BATCH_CSV_HEADER: 'on',
      CATENARY_BATCH_CSV_QUOTED_NEWLINES: 'off',
      CATENARY_BATCH_CSV_DELIMITER: ',',
      CATENARY_BATCH_CSV_QUOTE: '"',
      CATENARY_BATCH_COLUMNS: undefined,
      CATENARY_BATCH_OUTPUT_FORMAT: 'plain',
      CATENARY_BATCH_OUTPUT_COLUMNS: undefined,
      CATENARY_BATCH_ENGINE: 'local',
    });
  });

  it('have words of their own where they are a choice', () => {
    expect(wrongBatchValue({ CATENARY_BATCH_REJECTED_LINE: 'none' })).toBe(
      'CATENARY_BATCH_REJECTED_LINE must be one of empty, null, omit; it is "none".',
    );
    expect(wrongBatchValue({ CATENARY_BATCH_REJECTED_LINE: 'omit', CATENARY_BATCH_COLUMNS: 'a,b' })).toBeUndefined();
  });

  it('stand in docs/batch.md: `sh scripts/with-node.sh scripts/generate-batch-variables.ts` writes them', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/batch.md'), 'utf8');
    expect(withBatchVariables(page)).toBe(page);
  });
});

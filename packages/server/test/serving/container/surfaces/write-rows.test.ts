import { describe, expect, it } from 'vitest';
import { writeRows } from '../../../../src/serving/container/surfaces/write-rows.ts';

describe('writeRows()', () => {
  it('joins rows, with what stands around them', () => {
    const around = { head: '[', between: ', ', tail: ']' };
    expect(writeRows(3, String, around).toString()).toBe('[0, 1, 2]');
    expect(writeRows(1, String, around).toString()).toBe('[0]');
    expect(writeRows(0, String, around).toString()).toBe('[]');
  });

  it('writes each character once where an answer is written in pieces', () => {
    // 50,000 rows of "é" and a comma: 2 + 1 bytes each, but for the last comma, in two pieces of text.
    const bytes = writeRows(50_000, () => 'é', { between: ',' });
    expect(bytes.length).toBe(50_000 * 3 - 1);
    expect(bytes.toString()).toBe(Array.from({ length: 50_000 }, () => 'é').join(','));
  });

  it('is bytes of its own, which can be handed to another thread', () => {
    const bytes = writeRows(100_000, () => '0.5', { between: '\n' });
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
  });
});

import { describe, expect, it } from 'vitest';
import { failureReason } from '../../src/contract/failure-reason.ts';

describe('failureReason()', () => {
  it('drops what PostgreSQL cannot keep, and cuts to the length of the service', () => {
    expect(failureReason('column "a\0b" is \0')).toBe('column "ab" is ');
    expect(failureReason('x'.repeat(3000))).toHaveLength(1024);
    // 1,023 letters and the first half of U+1F600: half a character is none.
    expect(failureReason(`${'x'.repeat(1023)}\u{1f600}`)).toBe(`${'x'.repeat(1023)}\ufffd`);
  });
});

import { describe, expect, it } from 'vitest';
import { sniffDelimiter } from '../../../../../src/serving/container/surfaces/xgboost/sniff-delimiter.ts';

describe('sniffDelimiter()', () => {
  // Right column: csv.Sniffer().sniff(line[:512]).delimiter of CPython 3.11, a letter or digit replaced by a comma.
  it.each([
    ['1,2;3', ','],
    ['1\t2 3', '\t'],
    ['1;2 3:4', ';'],
    ['1 2:3', ' '],
    ['1:2', ':'],
    ['5.1', ','],
    ['1|2|3', '|'],
    ['11|22', ','],
    ['-1.5e-3', '-'],
    ['-1', ','],
    ['1.-', ','],
    ['..--', '.'],
    ['_', '_'],
    [`${'1'.repeat(512)}|||`, ','],
  ])('guesses for %j: %j', (line, delimiter) => {
    expect(sniffDelimiter(line)).toBe(delimiter);
  });

  it('guesses nothing where there is no ASCII character', () => {
    expect(sniffDelimiter('')).toBe(undefined);
    expect(sniffDelimiter('ü')).toBe(undefined);
  });
});

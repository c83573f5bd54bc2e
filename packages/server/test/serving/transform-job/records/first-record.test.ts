import { describe, expect, it } from 'vitest';
import { FirstRecord } from '../../../../src/serving/transform-job/records/first-record.ts';
import { splitters } from '../../../../src/serving/transform-job/records/splitters.ts';

/** The first record of these blocks; "ÿ" in Latin-1 is no UTF-8. */
function firstOf(blocks: readonly string[], contentType = 'text/csv'): string | undefined {
  const first = new FirstRecord({ splitter: splitters.Line, isLine: true, contentType, processing: undefined });
  for (const block of blocks) first.look(Buffer.from(block, 'latin1'));
  return first.bytes === undefined ? undefined : Buffer.from(first.bytes).toString('latin1');
}

describe('FirstRecord', () => {
  it.each([
    ['the first line', ['1,2\n3,4\n'], '1,2'],
    ['one of a later block', [' \n\n', '"a\n', '3,4\n5,6\n'], '3,4'],
    ['no line of bytes that are no UTF-8', ['-2.5\xff\xfe\n', '-2.5 \n1\n'], '-2.5 '],
  ])('is %s', (_what, blocks, wanted) => {
    expect(firstOf(blocks)).toBe(wanted);
  });

  it('is JSON that can be read', () => {
    expect(firstOf(['{"a":\n{"b":"\xff"}\n{"c":1}\n{"d":1}\n'], 'application/jsonlines')).toBe('{"c":1}');
  });

  it('is none where none can be read', () => {
    expect(firstOf(['\xff\n', '""x\n'])).toBeUndefined();
  });
});

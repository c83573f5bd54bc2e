import { encodeNpyIntegers } from '@catenary/scoring/internal/formats';
import { frameColumns } from '@catenary/scoring/internal/models';
import { describe, expect, it } from 'vitest';
import { decodeRows } from '../../../../../src/serving/container/surfaces/sklearn/decode-rows.ts';

/** The cells of each column as texts, of a body of a media type. */
function cellsOf(body: Uint8Array, contentType: string): string[][] {
  const frame = decodeRows({ body: Buffer.from(body), contentType }, { takesTexts: false, readsCells: true });
  if ('status' in frame) throw new Error(frame.body.toString());
  return frameColumns(frame).map(({ values }) => Array.from(values as ArrayLike<unknown>, String));
}

describe('decodeRows', () => {
  it('keeps the digits of integers of .npy for a model that has them as categories, as those of JSON', () => {
    const digits = ['9007199254740993', '7', '-9223372036854775807', '9007199254740992'];
    const columns = [
      ['9007199254740993', '-9223372036854775807'],
      ['7', '9007199254740992'],
    ];
    expect(cellsOf(encodeNpyIntegers([2, 2], digits, '<i8'), 'application/x-npy')).toEqual(columns);
    const json = `[[${digits.slice(0, 2).join()}],[${digits.slice(2).join()}]]`;
    expect(cellsOf(Buffer.from(json), 'application/json')).toEqual(columns);
  });
});

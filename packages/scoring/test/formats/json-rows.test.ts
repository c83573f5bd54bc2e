import { describe, expect, it } from 'vitest';
import { decodeJsonRows, encodeJsonRows, parseJsonRow } from '../../src/formats/json-rows.ts';
import { scalar, vector } from '../../src/frame/data-type.ts';

const schema = {
  fields: [
    { name: 'x', type: scalar('double') },
    { name: 's', type: scalar('string') },
    { name: 'v', type: vector() },
    { name: 'f', type: scalar('float') },
  ],
};

describe('row JSON', () => {
  it('goes in and out unchanged', () => {
    const rows = [
      { x: 1.5, s: 'a', v: { type: 'dense', values: [1, 'NaN'] }, f: 0.1 },
      { x: '-Infinity', s: null, v: { type: 'sparse', size: 3, indices: [1], values: [2] }, f: null },
    ];
    const frame = decodeJsonRows(rows, schema);
    expect(encodeJsonRows(frame)).toEqual(rows.map((output, row) => ({ row, output })));
  });

  it('keeps 1.0 and 1 apart where a text is due', () => {
    const rows = ['{"s":1}', '{"s":1.0}', '{"s":true}'].map(parseJsonRow);
    expect(
      decodeJsonRows(rows, { fields: [schema.fields[1] as (typeof schema.fields)[0]] }).columns[0]?.values,
    ).toEqual(['1', '1.0', 'true']);
  });

  it.each([
    [[1], 'Row 1 is no JSON object.'],
    [[{ x: 'one' }], 'Row 1, column "x"'],
    [[{}, { v: { type: 'sparse', size: 2, indices: [2], values: [1] } }], 'Row 2, column "v"'],
    [[{ v: { type: 'sparse', size: 2, indices: [1, 0], values: [1, 1] } }], 'column "v"'],
    [[{ v: { type: 'sparse', size: 1e12, indices: [], values: [] } }], 'column "v"'],
    [[{ v: 7 }], 'column "v"'],
  ])('refuses %j', (rows, message) => {
    expect(() => decodeJsonRows(rows, schema)).toThrow(message);
  });
});

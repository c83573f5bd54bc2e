import { describe, expect, it } from 'vitest';
import { scalar, vector } from '../../src/frame/data-type.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { GivenCells } from '../../src/frame/given-cells.ts';
import type { Matrix, Table } from '../../src/frame/table.ts';
import { vectorFrame } from '../../src/frame/vector-frame.ts';
import { frameColumns, frameNames, frameNumbers, frameWidth, pickColumns } from '../../src/model-file/frame-columns.ts';
import { answerFrame, frameOf } from '../../src/model-file/frame-of.ts';
import { joinFrames } from '../../src/model-file/join-frames.ts';
import { tableOf } from '../../src/model-file/table-of.ts';

const matrix = (rows: number, columns: number, ...values: number[]): Matrix => ({
  kind: 'matrix',
  rows,
  columns,
  values: Float64Array.from(values),
});
const mixed: Table = {
  kind: 'mixed',
  rows: 2,
  cells: [
    { kind: 'number', values: Float64Array.of(1, 2.5) },
    { kind: 'string', values: ['a', null] },
    new GivenCells(['01', 7], true, { column: 2 }),
  ],
};
/** The same frame without what it was made of. */
const copyOf = ({ schema, columns, rowCount }: Frame): Frame => ({ schema, columns, rowCount });

describe('frameOf()', () => {
  it('makes one column of vectors of numbers alone, whose positions have the names', () => {
    const { schema, columns, rowCount } = frameOf({ ...matrix(2, 3, 1, 2, 3, 4, 5, 6), names: ['a', 'b', 'c'] }, 'csv');
    expect(schema).toEqual({ fields: [{ name: 'features', type: vector(3), positions: ['a', 'b', 'c'] }] });
    expect(columns).toEqual([
      {
        kind: 'vector',
        values: Float64Array.of(1, 2, 3, 4, 5, 6),
        starts: Int32Array.of(0, 3, 6),
        sizes: Int32Array.of(3, 3),
      },
    ]);
    expect(rowCount).toBe(2);
  });

  it('makes a column of each other one, and says whether the names are of the rows', () => {
    expect(frameOf(mixed).schema).toMatchObject({ isPositional: true, fields: [{}, {}, {}] });
    const named = frameOf({ ...mixed, names: ['n', 'w', 'g'] });
    expect(named.schema.fields.map(({ name }) => name)).toEqual(['n', 'w', 'g']);
    expect(named.schema.isPositional).toBe(undefined);
    expect(frameNames(named)).toEqual(['n', 'w', 'g']);
    expect(frameNames(frameOf(mixed))).toBe(undefined);
  });

  it.each([
    ['numbers', matrix(2, 2, 1, 2, 3, 4)],
    ['one number a row', matrix(2, 1, 1, 2)],
    ['numbers with names', { ...matrix(1, 2, 1, 2), names: ['a', 'b'] }],
  ])('is undone by tableOf(): %s', (_what, table) => {
    expect(tableOf(copyOf(frameOf(table)))).toEqual(table);
  });

  it('is undone by tableOf() for columns too, cells as they came among them', () => {
    const table = tableOf(copyOf(frameOf(mixed)));
    expect(table).toMatchObject({ kind: 'mixed', rows: 2, cells: mixed.cells });
    expect(table.names).toBe(undefined);
  });
});

describe('tableOf()', () => {
  it('takes positions that sparse vectors lack for zeros, and nulls for missing', () => {
    const sparse = vectorFrame({
      values: Float64Array.of(5, 6),
      starts: Int32Array.of(0, 1, 2),
      indices: Int32Array.of(2, 0),
      rowCount: 2,
      columnCount: 3,
    });
    expect(tableOf(sparse)).toEqual(matrix(2, 3, 0, 0, 5, 6, 0, 0));
    const column = { kind: 'number', values: Float64Array.of(1, 0), nulls: Uint8Array.of(0, 1) } as const;
    const fields = [
      { name: 'a', type: scalar('double') },
      { name: 'b', type: scalar('string') },
    ];
    const others = { kind: 'value', values: [true, 10n] } as const;
    const frame = { schema: { fields }, columns: [column, others], rowCount: 2 };
    expect(frameColumns(frame)[0]).toEqual({ kind: 'number', values: Float64Array.of(1, Number.NaN) });
    // Booleans are 1 and 0, 10n is 10.
    expect(frameNumbers(frame)).toEqual(Float64Array.of(1, 1, Number.NaN, 10));
  });

  it('refuses vectors of several sizes, and vectors beside other columns', () => {
    const ragged = {
      kind: 'vector',
      values: Float64Array.of(1, 2, 3),
      starts: Int32Array.of(0, 1, 3),
      sizes: Int32Array.of(1, 2),
    } as const;
    const field = { name: 'v', type: vector() };
    expect(() => tableOf({ schema: { fields: [field] }, columns: [ragged], rowCount: 2 })).toThrow('of one width');
    const both = { schema: { fields: [field, { ...field, name: 'w' }] }, columns: [ragged, ragged], rowCount: 2 };
    expect(() => tableOf(both)).toThrow('"v" holds vectors');
  });
});

describe('answerFrame()', () => {
  it('has a column of single numbers, of the type that numpy has for them', () => {
    const of = (numbers: 'integer' | 'float32' | 'boolean') => answerFrame({ table: matrix(2, 1, 1, 0), numbers });
    expect(of('integer').schema.fields).toEqual([{ name: 'column-0', type: scalar('long'), numbers: 'integer' }]);
    expect(of('float32').schema.fields[0]).toMatchObject({ type: scalar('double'), numbers: 'float32' });
    expect(of('boolean').schema.fields[0]).toMatchObject({ type: scalar('boolean'), numbers: 'boolean' });
    expect(of('boolean').columns).toEqual([{ kind: 'number', values: Float64Array.of(1, 0) }]);
  });

  it('has vectors where rows have several numbers, but a column each of booleans', () => {
    const table = matrix(2, 2, 1, 0, 1, 1);
    expect(answerFrame({ table, numbers: 'float64' }).columns).toMatchObject([
      { kind: 'vector', values: table.values },
    ]);
    expect(answerFrame({ table, numbers: 'boolean' }).columns).toEqual([
      { kind: 'number', values: Float64Array.of(1, 1) },
      { kind: 'number', values: Float64Array.of(0, 1) },
    ]);
  });

  it('says what labels are besides: lists of one, with a code, bytes', () => {
    const table: Table = { kind: 'mixed', rows: 1, cells: [{ kind: 'string', values: ["b'a'"] }] };
    const { schema } = answerFrame({ table, numbers: 'float64', code: '<U3', isNested: true, isBytes: true });
    expect(schema).toMatchObject({ isNested: true, fields: [{ numbers: 'bytes', code: '<U3' }] });
  });
});

describe('frames of numbers', () => {
  it('give up some of their columns, by place', () => {
    const picked = pickColumns(frameOf({ ...matrix(2, 3, 1, 2, 3, 4, 5, 6), names: ['a', 'b', 'c'] }), [2, 0]);
    expect(frameWidth(picked)).toBe(2);
    expect(frameNames(picked)).toEqual(['c', 'a']);
    expect(frameNumbers(picked)).toEqual(Float64Array.of(3, 1, 6, 4));
  });

  it('are joined below each other with what their schema says', () => {
    const one = answerFrame({ table: matrix(1, 2, 1, 2), numbers: 'float32' });
    const two = answerFrame({ table: matrix(2, 2, 3, 4, 5, 6), numbers: 'float32' });
    const joined = joinFrames([one, two]);
    expect(joined.schema).toEqual(one.schema);
    expect(joined.rowCount).toBe(3);
    expect(frameNumbers(joined)).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    const texts = (...values: string[]) =>
      answerFrame({
        table: { kind: 'mixed', rows: values.length, cells: [{ kind: 'string', values }] },
        numbers: 'float64',
      });
    expect(joinFrames([texts('a'), texts('b', 'c')]).columns).toEqual([{ kind: 'string', values: ['a', 'b', 'c'] }]);
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Frame, ScoringError, scalar, vectorFrame } from '@catenary/scoring/internal/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropZipMaps } from '../../../../src/serving/container/onnx/drop-zip-maps.ts';
import { checkInputs, makeFeeds } from '../../../../src/serving/container/onnx/feed.ts';
import type { OnnxRuntime, OnnxTensor } from '../../../../src/serving/container/onnx/onnx-runtime.ts';

const golden = resolve(import.meta.dirname, '../../../../../../test/golden/onnx');
const read = (name: string) => readFileSync(resolve(golden, name, 'model.onnx'));

describe('dropZipMaps()', () => {
  it('takes the node away and puts the tensor in its place', () => {
    const before = read('maps-by-text');
    const after = Buffer.from(dropZipMaps(before));
    expect(before.includes('ZipMap')).toBe(true);
    expect(after.includes('output_probability')).toBe(false);
    expect(after.includes('probabilities')).toBe(true);
  });

  it('leaves a model without such nodes as it is', () => {
    const model = read('doubles');
    expect(Buffer.from(dropZipMaps(model)).equals(model)).toBe(true);
  });

  it('refuses weights in other files', () => {
    // ModelProto { graph { initializer { external_data { key: "location" } } } }: fields 7, 5, 13 and 1.
    const entry = Buffer.from([0x0a, 8, ...Buffer.from('location')]);
    const tensor = Buffer.from([0x6a, entry.length, ...entry]);
    const graph = Buffer.from([0x2a, tensor.length, ...tensor]);
    expect(() => dropZipMaps(Buffer.from([0x3a, graph.length, ...graph]))).toThrow('other files');
  });

  it('throws nothing but ScoringErrors, whatever byte is changed', () => {
    const model = read('maps-by-number');
    fc.assert(
      fc.property(fc.nat(model.length - 1), fc.nat(255), (at, byte) => {
        const copy = Uint8Array.from(model);
        copy[at] = byte;
        try {
          dropZipMaps(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

class FakeTensor implements OnnxTensor {
  readonly type: string;
  readonly data: ArrayLike<number | bigint | string>;
  readonly dims: readonly number[];

  constructor(type: string, data: ArrayLike<number | bigint | string>, dims: readonly number[]) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }
}

const runtime = { Tensor: FakeTensor } as unknown as OnnxRuntime;
const value = (name: string, type: string, shape: readonly (number | string)[]) => ({
  name,
  type,
  shape,
  isTensor: true,
});
const mixed: Frame = {
  schema: {
    fields: [
      { name: 'n', type: scalar('double') },
      { name: 'w', type: scalar('string') },
    ],
  },
  columns: [
    { kind: 'number', values: Float64Array.of(1, 2.5) },
    { kind: 'string', values: ['a', null] },
  ],
  rowCount: 2,
};
const rowOf = (...values: number[]) =>
  vectorFrame({ values: Float64Array.from(values), rowCount: 1, columnCount: values.length });

describe('checkInputs()', () => {
  it('refuses an element type that no row has', () => {
    expect(() => checkInputs([value('x', 'complex64', ['', 3])])).toThrow('of the type complex64, which no row has');
  });
});

describe('makeFeeds()', () => {
  it('gives one input all columns', () => {
    const { x } = makeFeeds(runtime, [value('x', 'float32', ['', 3])], rowOf(1, 2, 3));
    expect(x).toMatchObject({ type: 'float32', dims: [1, 3], data: Float32Array.of(1, 2, 3) });
  });

  it('gives several inputs their columns by name, in whichever order', () => {
    const feeds = makeFeeds(runtime, [value('w', 'string', ['', 1]), value('n', 'float64', ['', 1])], mixed);
    expect(feeds['w']).toMatchObject({ dims: [2, 1], data: ['a', ''] });
    expect(feeds['n']).toMatchObject({ dims: [2, 1], data: Float64Array.of(1, 2.5) });
  });

  it('gives several inputs columns from left to right where none is named', () => {
    const inputs = [value('a', 'float32', ['', 2]), value('b', 'int64', ['', 1])];
    const feeds = makeFeeds(runtime, inputs, rowOf(1, 2, 3));
    expect(feeds['a']).toMatchObject({ dims: [1, 2] });
    expect(feeds['b']).toMatchObject({ dims: [1, 1], data: BigInt64Array.of(3n) });
  });

  it('writes whole numbers for an input of texts as they stood', () => {
    const { t } = makeFeeds(
      runtime,
      [value('t', 'string', [''])],
      vectorFrame({ values: Float64Array.of(12, 0.5, Number.NaN), rowCount: 3, columnCount: 1 }),
    );
    expect(t).toMatchObject({ dims: [3], data: ['12', '0.5', ''] });
  });

  it.each([
    ['too many columns', [value('x', 'float32', ['', 2])], 'takes 2'],
    [
      'inputs of a free width beside others',
      [value('x', 'float32', ['', 'm']), value('y', 'float32', ['', 1])],
      'wide',
    ],
  ])('refuses %s', (_what, inputs, message) => {
    expect(() => makeFeeds(runtime, inputs, rowOf(0, 0, 0))).toThrow(message);
  });
});

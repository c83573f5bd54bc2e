import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../server/src/platform/artifact/read-archive.ts';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import type { BundleOptions } from '../../../src/spark/from-mleap-bundle/compile-bundle.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import { opNames } from '../../../src/spark/op-table.ts';
import { allOps } from '../../../src/spark/ops.ts';
import { doubles, type HandNode, handBundle, longs, strings } from './hand-bundle.ts';
import { runtimeOps } from './runtime-case.ts';

function score(files: ModelFiles, rows: readonly unknown[], options: BundleOptions = {}): unknown[] {
  const scorer = loadBundle(files, options);
  return encodeJsonRows(scorer.scoreShared(decodeJsonRows(rows, scorer.inputSchema)));
}

/** The output column `y` of a single node over rows of input columns. */
function scoreNode(node: HandNode, rows: readonly unknown[], options: BundleOptions = {}): unknown[] {
  return score(handBundle([{ outputs: { output: 'y' }, ...node }]), rows, options).map((answer) => {
    const { output, error, skipped } = answer as { output?: { y: unknown }; error?: string; skipped?: boolean };
    return error ?? (skipped === true ? 'skipped' : output?.y);
  });
}

const small: HandNode[] = [
  {
    name: 'si',
    op: 'string_indexer',
    attributes: {
      labels_length: { int: 1 },
      labels_array_0: strings(['M', 'F', 'I']),
      handle_invalid: { string: 'keep' },
    },
    inputs: { input: 'sex' },
    outputs: { output: 'sex_i' },
  },
  {
    name: 'va',
    op: 'vector_assembler',
    attributes: {
      input_shapes: {
        type: 'list',
        data_shape: [
          { base: 'scalar', isNullable: false },
          { base: 'scalar', isNullable: true },
        ],
      },
    },
    inputs: { input0: 'sex_i', input1: 'len' },
    outputs: { output: 'f' },
  },
  {
    name: 'lr',
    op: 'linear_regression',
    attributes: {
      coefficients: { type: 'tensor', double: [0.5, 10], shape: { dimensions: [{ size: 2, name: '' }] } },
      intercept: {},
    },
    inputs: { features: 'f' },
    outputs: { prediction: 'rings' },
  },
];

describe('loadBundle', () => {
  it('scores a pipeline, `{}` being zero', () => {
    // sex_i = 1, rings = 1 * 0.5 + 0.4 * 10 + 0
    expect(score(handBundle(small), [{ sex: 'F', len: 0.4 }], { outputs: ['rings'] })).toEqual([
      { row: 0, output: { rings: 4.5 } },
    ]);
  });

  it('finds the bundle below one folder', () => {
    expect(loadBundle(handBundle(small, 'json', 'model/')).bundle.format).toBe('json');
  });

  it('leaves out steps that nothing wanted depends on', () => {
    const label: HandNode = {
      name: 'label',
      op: 'string_indexer',
      attributes: { labels: strings(['a']) },
      inputs: { input: 'y' },
      outputs: { output: 'y_i' },
    };
    const scorer = loadBundle(handBundle([...small, label]), { outputs: ['rings'] });
    expect(scorer.inputSchema.fields.map((field) => field.name)).toEqual(['sex', 'len']);
    expect(scorer.stages.filter((stage) => stage.isPruned).map((stage) => stage.path)).toEqual(['root/label.node']);
  });

  it('names row, column and value of a row that fails, and answers the others', () => {
    const strict = { ...small[0], attributes: { labels: strings(['M', 'F']) } } as HandNode;
    const scorer = loadBundle(handBundle([strict, ...small.slice(1)]));
    const frame = scorer.scoreShared(
      decodeJsonRows(
        [
          { sex: 'M', len: 1 },
          { sex: 'X', len: 1 },
        ],
        scorer.inputSchema,
      ),
    );
    const rejection = frame.rejections?.get(1);
    expect(rejection).toMatchObject({
      kind: 'failed',
      error: {
        code: 'invalid_value',
        place: { row: 1, column: 'sex', value: 'X', node: 'root/si.node', op: 'string_indexer' },
      },
    });
    expect(frame.rejections?.size).toBe(1);
  });

  it('takes integers and texts where a double is due', () => {
    const input = {
      fields: [
        { name: 'sex', type: { base: 'string', shape: 'scalar', nullable: true } },
        { name: 'len', type: { base: 'string', shape: 'scalar', nullable: true } },
      ],
    } as const;
    expect(score(handBundle(small), [{ sex: 'M', len: ' 2.5 ' }], { input, outputs: ['rings'] })).toEqual([
      { row: 0, output: { rings: 25 } },
    ]);
  });

  it.each([
    ['no bundle.json', new Map(), 'bad_model', /no MLeap bundle/],
    ['the layout before 0.8', handBundle(small, 'mixed'), 'unsupported_model', /before MLeap 0\.8/],
    ['an unknown format', handBundle(small, 'avro'), 'bad_model', /"avro"/],
    [
      'an unknown op',
      handBundle([{ op: 'no_such_op' }]),
      'unsupported_model',
      /root: the op "no_such_op".*string_indexer/,
    ],
    ['tensorflow', handBundle([{ op: 'tensorflow' }]), 'unsupported_model', /TensorFlow/],
    [
      'a port that is not wired',
      handBundle([{ ...(small[2] as HandNode), inputs: {} }]),
      'bad_model',
      /port "features"/,
    ],
    [
      'a missing attribute',
      handBundle([{ ...(small[2] as HandNode), attributes: {} }]),
      'bad_model',
      /"coefficients" is missing/,
    ],
    [
      'a column made twice',
      handBundle([small[0] as HandNode, { ...(small[0] as HandNode), name: 'again' }]),
      'bad_model',
      /already has field: sex_i/,
    ],
    ['a node listed twice', handBundle([small[0] as HandNode, small[0] as HandNode]), 'bad_model', /twice/],
    [
      'a tensor of the wrong size',
      handBundle([
        {
          ...(small[2] as HandNode),
          op: 'pca',
          attributes: {
            principal_components: {
              type: 'tensor',
              double: [1, 2, 3],
              shape: { dimensions: [{ size: 2 }, { size: 2 }] },
            },
          },
        },
      ]),
      'bad_model',
      /3 values for the dimensions \[2, 2\]/,
    ],
  ] as const)('refuses %s', (_, files, code, message) => {
    expect(() => loadBundle(files as ModelFiles)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
    );
  });

  it('refuses a schema that lacks a column, naming node and port', () => {
    expect(() => loadBundle(handBundle(small), { input: { fields: [] } })).toThrow(
      /root\/si\.node \(string_indexer, port "input"\) needs the column "sex"/,
    );
  });

  it.each([
    [
      'a split without children',
      '{"type":"internal","split":{"type":"continuous","featureIndex":0,"threshold":1}}',
      /ends too early/,
    ],
    ['a node too many', '{"type":"leaf","values":[1]}\n{"type":"leaf","values":[1]}', /too many/],
    [
      'a feature beyond the model',
      '{"type":"internal","split":{"type":"continuous","featureIndex":7,"threshold":1}}',
      /feature 7/,
    ],
    ['no JSON', 'leaf', /no JSON/],
  ])('refuses a tree with %s', (_, text, message) => {
    const node = {
      op: 'decision_tree_regression',
      attributes: { num_features: { long: 2 } },
      inputs: { features: 'f' },
      outputs: { prediction: 'y' },
      files: { 'tree.json': text },
    };
    expect(() => loadBundle(handBundle([node]))).toThrow(message);
  });

  it('reads a tree that is deeper than any call stack', () => {
    const depth = 200_000;
    const split = '{"type":"internal","split":{"type":"continuous","featureIndex":0,"threshold":0}}';
    const leaf = (value: number) => `{"type":"leaf","values":[${value}]}`;
    const text = [
      ...Array.from({ length: depth }, () => split),
      leaf(1),
      ...Array.from({ length: depth }, () => leaf(2)),
    ].join('\n');
    const node = {
      op: 'decision_tree_regression',
      attributes: { num_features: { long: 1 } },
      inputs: { features: 'f' },
      outputs: { prediction: 'y' },
      files: { 'tree.json': text },
    };
    expect(scoreNode(node, [{ f: [-1] }, { f: [1] }])).toEqual([1, 2]);
  });

  it('answers any damage to a bundle with a ScoringError', async () => {
    const golden = join(import.meta.dirname, '../../../../../test/golden/mleap');
    for (const name of ['bundle.zip', 'bundle-protobuf.zip']) {
      const files = await readArchive(readFileSync(join(golden, 'gbt-classifier', name)));
      const paths = [...files.keys()];
      const damage = fc.tuple(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean());
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (places) => {
          const broken = new Map(files);
          for (const [path, at, byte, isCut] of places) {
            const bytes = Uint8Array.from(broken.get(path) as Uint8Array);
            if (bytes.length > 0) bytes[at % bytes.length] = byte;
            broken.set(path, isCut ? bytes.subarray(0, at % (bytes.length + 1)) : bytes);
          }
          try {
            loadBundle(broken);
          } catch (error) {
            if (!(error instanceof ScoringError)) throw error;
          }
        }),
        { numRuns: 150 },
      );
    }
  });
});

/** Two features, one split each way; answers by hand from a stand-in for the booster. */
describe('xgboost ops', () => {
  const booster = {
    margin: () => Float32Array.of(0.5, -2),
    predict: () => Float32Array.of(0.625, 0.125),
    leaf: () => Int32Array.of(3, 4),
    contributions: () => Float32Array.of(0.25, 0, 0.25, -1, 0, -1),
  };
  const node = (op: string, outputs: Record<string, string>): HandNode => ({
    op,
    attributes: { num_features: { int: 2 }, num_classes: { int: 2 } },
    inputs: { features: 'v' },
    outputs,
    files: { 'xgboost.model': 'x' },
  });
  const rows = [{ v: [1, 2] }, { v: [3, 4] }];

  it('xgboost.classifier spreads margin and probability over two classes', () => {
    const outputs = { raw_prediction: 'r', probability: 'p', prediction: 'y', leaf_prediction: 'l' };
    expect(score(handBundle([node('xgboost.classifier', outputs)]), rows, { loadBooster: () => booster })).toEqual([
      {
        row: 0,
        output: {
          r: { type: 'dense', values: [-0.5, 0.5] },
          p: { type: 'dense', values: [0.375, 0.625] },
          y: 1,
          l: [3],
        },
      },
      {
        row: 1,
        output: { r: { type: 'dense', values: [2, -2] }, p: { type: 'dense', values: [0.875, 0.125] }, y: 0, l: [4] },
      },
    ]);
  });

  it('contrib_prediction lists what each feature adds, and none', () => {
    const files = handBundle([node('xgboost.regression', { contrib_prediction: 'c' })]);
    expect(score(files, rows, { loadBooster: () => booster })).toEqual([
      { row: 0, output: { c: [0.25, 0, 0.25] } },
      { row: 1, output: { c: [-1, 0, -1] } },
    ]);
  });

  it('xgboost.regression hands the prediction on, and is refused without a reader', () => {
    const files = handBundle([node('xgboost.regression', { prediction: 'y' })]);
    expect(score(files, rows, { loadBooster: () => booster })).toEqual([
      { row: 0, output: { y: 0.625 } },
      { row: 1, output: { y: 0.125 } },
    ]);
    expect(() => loadBundle(files)).toThrow(expect.objectContaining({ code: 'unsupported_model' }) as Error);
  });
});

/** Values from the rules of MLeap's own models. */
describe('single ops', () => {
  it('coalesce takes the first that is not null', () => {
    const node = { op: 'coalesce', attributes: {}, inputs: { input0: 'a', input1: 'b' } };
    expect(scoreNode(node, [{ a: null, b: 2 }, { a: 'NaN', b: 2 }, {}])).toEqual([2, 'NaN', null]);
  });

  it('regex_indexer takes the first pattern found', () => {
    const node = {
      op: 'regex_indexer',
      attributes: { regexes: strings(['^a', 'b']), indices: { type: 'list', int: [7, 8] }, default_value: { int: 9 } },
      inputs: { input: 's' },
    };
    expect(scoreNode(node, [{ s: 'ab' }, { s: 'cb' }, { s: 'c' }])).toEqual([7, 8, 9]);
  });

  it('sklearn_binarizer and sklearn_polynomial_expansion', () => {
    const shape = { type: 'list', data_shape: [{ base: 'scalar', isNullable: false }] };
    const binarizer = {
      op: 'sklearn_binarizer',
      attributes: { threshold: { double: 1 }, input_shapes: shape },
      inputs: { input: 'x' },
    };
    expect(scoreNode(binarizer, [{ x: 1 }, { x: 1.5 }])).toEqual([0, 1]);
    const expansion = {
      op: 'sklearn_polynomial_expansion',
      attributes: { combinations: { string: '[x0,x1,x0^2,x0 x1]' } },
      inputs: { input: 'v' },
    };
    expect(scoreNode(expansion, [{ v: [2, 3] }])).toEqual([{ type: 'dense', values: [2, 3, 4, 6] }]);
  });

  it('one_hot_encoder in the form before 0.11', () => {
    const node = {
      op: 'one_hot_encoder',
      attributes: { size: { long: 2 }, drop_last: { boolean: true } },
      inputs: { input: 'x' },
    };
    expect(scoreNode(node, [{ x: 1 }, { x: 5 }])).toEqual([
      { type: 'sparse', size: 2, indices: [1], values: [1] },
      { type: 'sparse', size: 2, indices: [], values: [] },
    ]);
  });

  it('one_hot_encoder refuses skip at load', () => {
    const node = {
      op: 'one_hot_encoder',
      attributes: { category_sizes: { type: 'list', int: [2] }, handle_invalid: { string: 'skip' } },
      inputs: { input0: 'x' },
      outputs: { output0: 'y' },
    };
    expect(() => loadBundle(handBundle([node]))).toThrow('Invalid handler: skip');
  });

  it('math_unary floor, ceil, round', () => {
    const of = (operation: string) =>
      scoreNode({ op: 'math_unary', attributes: { operation: { string: operation } }, inputs: { input: 'x' } }, [
        { x: -1.5 },
        { x: 2.5 },
      ]);
    expect([of('floor'), of('ceil'), of('round')]).toEqual([
      [-2, 2],
      [-1, 3],
      [-1, 3],
    ]);
  });

  it('bucketizer in the binary search order of Java: -0 lies below a split at 0', () => {
    const node = { op: 'bucketizer', attributes: { splits: doubles([null, 0, null]) }, inputs: { input: 'x' } };
    expect(scoreNode(node, [{ x: -0 }, { x: 0 }])).toEqual([0, 1]);
  });

  it('vector_slicer keeps order and duplicates', () => {
    const node = { op: 'vector_slicer', attributes: { indices: longs([2, 0, 2]) }, inputs: { input: 'v' } };
    expect(scoreNode(node, [{ v: [1, 2, 3] }])).toEqual([{ type: 'dense', values: [3, 1, 3] }]);
  });
});

it('every op has golden cases', async () => {
  const golden = join(import.meta.dirname, '../../../../../test/golden/mleap');
  const seen = new Set(['pipeline', ...runtimeOps()]);
  for (const name of readdirSync(golden).filter((entry) => !entry.includes('.'))) {
    const files = await readArchive(readFileSync(join(golden, name, 'bundle.zip')));
    for (const [path, bytes] of files) {
      if (path.endsWith('model.json')) seen.add((JSON.parse(new TextDecoder().decode(bytes)) as { op: string }).op);
    }
  }
  expect(opNames(allOps).filter((name) => !seen.has(name))).toEqual([]);
});

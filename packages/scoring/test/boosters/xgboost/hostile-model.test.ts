import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { readGolden } from './golden-rows.ts';

interface Document {
  learner: {
    learner_model_param: Record<string, string>;
    objective: { name: string };
    gradient_booster: { name: string; model: { trees: Record<string, number[]>[]; tree_info: number[] } };
  };
}

const files: [string, string][] = [
  ['binary-logistic-1.3', 'model.json'],
  ['binary-logistic-1.3', 'xgboost-model'],
  ['binary-logistic-1.3', 'model.pkl'],
  ['dart-3.2', 'model.ubj'],
  ['dart-3.2', 'model.pkl'],
  ['gblinear-0.90', 'xgboost-model'],
];

/** Loads, and predicts if that works; only ScoringError may come of it. */
function survive(bytes: Uint8Array): ScoringError | undefined {
  try {
    const model = loadXgboost(bytes);
    model.predict({
      kind: 'dense',
      values: new Float32Array(8),
      rowCount: 1,
      columnCount: Math.min(8, model.booster.featureCount),
    });
    return undefined;
  } catch (error) {
    if (error instanceof ScoringError) return error;
    throw error;
  }
}

function loadWith(change: (document: Document) => void): () => unknown {
  const document = JSON.parse(readGolden('binary-logistic-1.3', 'model.json').toString()) as Document;
  change(document);
  return () => loadXgboost(Buffer.from(JSON.stringify(document)));
}

const firstTree = (document: Document) => document.learner.gradient_booster.model.trees[0] as Record<string, number[]>;

describe.each(files)('a damaged %s/%s', (name, file) => {
  const bytes = readGolden(name, file);

  it('is refused wherever it is cut off', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        // A pickle's last bytes and a legacy file's metrics hold nothing that a prediction needs.
        const error = survive(bytes.subarray(0, length));
        if (length < bytes.length * 0.9) expect(error?.code).toMatch(/bad_model|unsupported_model/);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused or harmless whatever bytes are changed', () => {
    const changes = fc.array(fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const copy = Uint8Array.from(bytes);
        for (const { at, value } of list) copy[at] = value;
        survive(copy);
      }),
      { numRuns: 150 },
    );
  });
});

describe('loadXgboost() refuses', () => {
  it.each([
    ['a cycle', (d: Document) => (firstTree(d)['left_children'] as number[]).fill(1, 1, 2), 'reached in two ways'],
    [
      'a child that does not exist',
      (d: Document) => (firstTree(d)['right_children'] as number[]).fill(999, 0, 1),
      'has the child 999',
    ],
    [
      'a feature that does not exist',
      (d: Document) => (firstTree(d)['split_indices'] as number[]).fill(8, 0, 1),
      'splits on the feature 8',
    ],
    [
      'arrays of differing lengths',
      (d: Document) => (firstTree(d)['split_conditions'] as number[]).pop(),
      'differ in length',
    ],
    [
      'an output that does not exist',
      (d: Document) => d.learner.gradient_booster.model.tree_info.fill(3, 0, 1),
      'adds to output 3',
    ],
    [
      'a million classes',
      (d: Document) => (d.learner.learner_model_param['num_class'] = '1000000'),
      'claims 1000000 classes',
    ],
    [
      'more classes than trees',
      (d: Document) => (d.learner.learner_model_param['num_class'] = '13'),
      'has only 12 trees',
    ],
    [
      'a base score that is no number',
      (d: Document) => (d.learner.learner_model_param['base_score'] = 'x'),
      'has the base_score x',
    ],
    [
      'a base score of 1 for a logistic model',
      (d: Document) => (d.learner.learner_model_param['base_score'] = '1'),
      'cannot have',
    ],
    ['an unknown objective', (d: Document) => (d.learner.objective.name = 'my:loss'), 'The objective "my:loss"'],
    ['an unknown booster', (d: Document) => (d.learner.gradient_booster.name = 'forest'), 'with the booster "forest"'],
  ])('%s', (_what, change, message) => {
    expect(loadWith((document) => void change(document))).toThrow(message);
  });

  it('a numeric split at NaN', () => {
    const text = readGolden('binary-logistic-1.3', 'model.json').toString();
    const nan = text.replace(/"split_conditions":\[[^,]+,/, '"split_conditions":[NaN,');
    expect(() => loadXgboost(Buffer.from(nan))).toThrow('node 0 splits at NaN');
  });

  it('a UBJSON count beyond the end of the file, before anything is allocated', () => {
    const bytes = Buffer.from('{L\0\0\0\0\0\0\0\x01a[$d#L\0\0\0\x7f\xff\xff\xff\xff', 'latin1');
    expect(() => loadXgboost(bytes)).toThrow('items where 0 bytes are left');
  });

  it('UBJSON nested without end', () => {
    expect(() => loadXgboost(Buffer.from(`{L\0\0\0\0\0\0\0\x01a${'['.repeat(100_000)}`, 'latin1'))).toThrow(
      'nests deeper',
    );
  });

  it('an empty file, base64 files and other files, by name', () => {
    expect(() => loadXgboost(new Uint8Array(0))).toThrow('is an empty file');
    expect(() => loadXgboost(Buffer.from('bs64 abcd'))).toThrow('base64');
    expect(() => loadXgboost(Buffer.alloc(4096, 0x55))).toThrow(ScoringError);
  });

  it('a pickle of something else', () => {
    // pickle.dumps([1, 2], protocol=2)
    expect(() => loadXgboost(Buffer.from('\x80\x02]q\0(K\x01K\x02e.', 'latin1'))).toThrow('no xgboost.core.Booster');
    // pickle.dumps(os.system, protocol=2)
    expect(() => loadXgboost(Buffer.from('\x80\x02cposix\nsystem\nq\0.', 'latin1'))).toThrow('posix');
  });
});

it('a model that claims 2,147,483,647 features is described by those that it splits on', () => {
  const model = loadWith((document) => (document.learner.learner_model_param['num_feature'] = '2147483647'))();
  const { featureCount, topFeatures } = (model as ReturnType<typeof loadXgboost>).describe();
  expect(featureCount).toBe(2_147_483_647);
  expect(topFeatures).toEqual(loadXgboost(readGolden('binary-logistic-1.3', 'model.json')).describe().topFeatures);
});

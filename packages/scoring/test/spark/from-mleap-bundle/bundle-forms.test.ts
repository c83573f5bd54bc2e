import { describe, expect, it } from 'vitest';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import { doubles, type HandNode, handBundle, longs, strings } from './hand-bundle.ts';

/** The answers of one node to rows, its output column being `y`. */
function score(node: HandNode, rows: readonly unknown[]): unknown[] {
  const scorer = loadBundle(handBundle([{ outputs: { output: 'y' }, ...node }]));
  const answers = encodeJsonRows(scorer.scoreShared(decodeJsonRows(rows, scorer.inputSchema))) as {
    output?: { y: unknown };
  }[];
  return answers.map((answer) => answer.output?.y ?? answer);
}

const tensor = (values: readonly (number | null)[], ...sizes: number[]) => ({
  type: 'tensor',
  double: values,
  shape: { dimensions: sizes.map((size) => ({ size })) },
});

const linear = (attributes: object): HandNode => ({
  op: 'linear_regression',
  attributes,
  inputs: { features: 'f' },
  outputs: { prediction: 'y' },
});

/** The forms that MLeap 0.8 to 0.25 and the Python writer give the same thing. Values by arithmetic. */
describe('attributes are read', () => {
  it('with {} as zero, and without the names of dimensions', () => {
    expect(score(linear({ coefficients: tensor([2, 3], 2), intercept: {} }), [{ f: [1, 1] }])).toEqual([5]);
  });

  it('as a list where a tensor is usual, with integers for doubles', () => {
    const node = linear({ coefficients: { type: 'list', long: [2, 3] }, intercept: { int: 1 } });
    expect(score(node, [{ f: [1, 1] }])).toEqual([6]);
  });

  it('as a tensor where a list is usual, and with one open dimension', () => {
    const node = { op: 'bucketizer', attributes: { splits: tensor([0, 1, 2], -1) }, inputs: { input: 'x' } };
    expect(score(node, [{ x: 1.5 }])).toEqual([1]);
  });

  it('with 5.0 for an integer', () => {
    const node = { op: 'ngram', attributes: { n: { double: 2 } }, inputs: { input: 't' } };
    expect(score(node, [{ t: ['a', 'b', 'c'] }])).toEqual([['a b', 'b c']]);
  });

  it('of a basic type list under byte_string, as written until 2018', () => {
    const attributes = {
      num_features: { long: 8 },
      categorical_cols: { type: 'list' },
      input_names: strings(['x']),
      basic_types: { type: 'list', byte_string: ['double'] },
    };
    const node = { op: 'feature_hasher', attributes, inputs: { input0: 'x' } };
    expect(score(node, [{ x: 3 }])).toMatchObject([{ type: 'sparse', size: 8, values: [3] }]);
  });

  it('of an empty matrix [0, 0], as Spark 3 writes for naive Bayes', () => {
    const attributes = {
      num_features: { long: 1 },
      num_classes: { long: 2 },
      pi: tensor([-1, 0], 2),
      theta: tensor([0, 0], 2, 1),
      sigma: { type: 'tensor', shape: { dimensions: [{ size: 0 }, { size: 0 }] } },
      model_type: { string: 'Multinomial' },
    };
    const node = { op: 'naive_bayes', attributes, inputs: { features: 'f' }, outputs: { prediction: 'y' } };
    expect(score(node, [{ f: [1] }])).toEqual([1]);
  });

  it('where a tokenizer has no attributes at all', () => {
    expect(score({ op: 'tokenizer', inputs: { input: 's' } }, [{ s: 'A b' }])).toEqual([['a', 'b']]);
  });
});

describe('older and newer forms of ops are read', () => {
  it('binarizer of 0.8 with input_shape', () => {
    const attributes = { threshold: { double: 1 }, input_shape: { data_shape: { base: 'scalar', isNullable: false } } };
    expect(score({ op: 'binarizer', attributes, inputs: { input: 'x' } }, [{ x: 2 }, { x: 1 }])).toEqual([1, 0]);
  });

  it('string_indexer of 0.8 with labels and an empty nullable_input', () => {
    const node = {
      op: 'string_indexer',
      attributes: { labels: strings(['a', 'b']), nullable_input: {} },
      inputs: { input: 's' },
    };
    expect(score(node, [{ s: 'b' }])).toEqual([1]);
  });

  it('string_indexer of the runtime writer, whose labels_length is always 1', () => {
    const attributes = {
      labels_length: { int: 1 },
      labels_array_0: strings(['a']),
      labels_array_1: strings(['x', 'y']),
      handle_invalid: { string: 'keep' },
    };
    const node = {
      op: 'string_indexer',
      attributes,
      inputs: { input0: 's', input1: 't' },
      outputs: { output0: 'z', output1: 'y' },
    };
    expect(score(node, [{ s: 'a', t: 'y' }])).toEqual([1]);
  });

  it('min_max_scaler before 0.16, to [0, 1]', () => {
    const node = {
      op: 'min_max_scaler',
      attributes: { min: tensor([0], 1), max: tensor([4], 1) },
      inputs: { input: 'v' },
    };
    expect(score(node, [{ v: [1] }])).toEqual([{ type: 'dense', values: [0.25] }]);
  });

  it('isotonic_regression without feature_index, of a scalar', () => {
    const node = {
      op: 'isotonic_regression',
      attributes: { boundaries: doubles([0, 2]), predictions: doubles([10, 20]), isotonic: { boolean: true } },
      inputs: { features: 'x' },
      outputs: { prediction: 'y' },
    };
    expect(score(node, [{ x: 1 }])).toEqual([15]);
  });

  it('sockets of a regressor that no regressor has are passed over', () => {
    const node = {
      ...linear({ coefficients: tensor([2], 1), intercept: {} }),
      outputs: { raw_prediction: 'r', probability: 'p', prediction: 'y' },
    };
    const scorer = loadBundle(handBundle([node]));
    expect(scorer.outputSchema.fields.map((field) => field.name)).toEqual(['y']);
  });
});

describe('sizes and weights are held against each other at load', () => {
  const one = { num_classes: { long: 2 }, coefficients: tensor([1, 2], 2), intercept: {}, threshold: { double: 0.5 } };
  it.each<readonly [string, HandNode, RegExp]>([
    [
      'a coefficient that is NaN',
      linear({ coefficients: tensor([1, null], 2), intercept: {} }),
      /"coefficients" has no number .* item 1/,
    ],
    [
      'a matrix for other classes',
      {
        op: 'logistic_regression',
        attributes: {
          num_classes: { long: 3 },
          coefficient_matrix: tensor([1, 2], 2, 1),
          intercept_vector: tensor([1, 2], 2),
        },
        inputs: { features: 'f' },
        outputs: { prediction: 'y' },
      },
      /2 intercepts and 2 coefficients for 3 classes/,
    ],
    [
      'layers and weights that disagree',
      {
        op: 'multi_layer_perceptron_classifier',
        attributes: { layers: longs([2, 2]), weights: tensor([1, 2, 3], 3) },
        inputs: { features: 'f' },
        outputs: { prediction: 'y' },
      },
      /Expected weight vector of size 6 but got size 3/,
    ],
    [
      'a member of one_vs_rest for other features',
      {
        op: 'one_vs_rest',
        attributes: { num_classes: { long: 1 }, num_features: { long: 3 } },
        inputs: { features: 'f' },
        outputs: { prediction: 'y' },
        files: { 'model0/model.json': JSON.stringify({ op: 'logistic_regression', attributes: one }) },
      },
      /a member for 2 features; it has 3 itself/,
    ],
    [
      'splits out of order',
      { op: 'bucketizer', attributes: { splits: doubles([0, null, 2]) }, inputs: { input: 'x' } },
      /splits out of order/,
    ],
    [
      'thresholds for other classes',
      {
        op: 'naive_bayes',
        attributes: {
          num_features: { long: 1 },
          num_classes: { long: 2 },
          pi: tensor([0, 0], 2),
          theta: tensor([0, 0], 2, 1),
          model_type: { string: 'multinomial' },
          thresholds: doubles([0.5]),
        },
        inputs: { features: 'f' },
        outputs: { prediction: 'y' },
      },
      /numClasses=2, but thresholds has length 1/,
    ],
  ])('%s is refused', (_, node, message) => {
    expect(() => loadBundle(handBundle([{ outputs: { output: 'y' }, ...node }]))).toThrow(message);
  });
});

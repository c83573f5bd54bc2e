import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';
import { badModel } from './bad-model.ts';
import type { DerivedColumn } from './categories.ts';
import { FeatureSplits, type Features } from './feature-splits.ts';
import { type Json, listAt, numberAt, numbersOf, objectAt } from './json.ts';
import type { FloatSplit, ObliviousTree, TreeNode } from './oblivious-tree.ts';
import { readJsonFeatures } from './read-json-features.ts';

/** More outputs, or trees deeper, than any model has. */
const MAX_OUTPUTS = 65_536;
const MAX_DEPTH = 512;

export interface CatboostBooster {
  /** Such as `Logloss`; empty where the file does not say. */
  readonly lossFunction: string;
  /** Labels of a classifier, as the file says them; else empty. */
  readonly classNames: readonly unknown[];
  /** Width of a row. */
  readonly featureCount: number;
  /** By column, the names of training, as far as the model needs them; empty where they had none. */
  readonly columnNames: ReadonlyMap<number, string>;
  /** The names of training, by column; empty where they had none. */
  readonly trainedNames: readonly string[];
  /** Columns whose cells are categories: texts or whole numbers. */
  readonly categoricalColumns: readonly number[];
  /** Columns that splits ask for behind those of a row. */
  readonly derived: readonly DerivedColumn[];
  readonly outputCount: number;
  /** The raw value above which the second of two classes is the answer; 0 unless a threshold was set. */
  readonly classBorder: number;
  /** Type of the training labels: `Integer`, `Float`, `Boolean`, `String`; undefined if the file does not say. */
  readonly classType: string | undefined;
  readonly trees: readonly (ObliviousTree | TreeNode)[];
  readonly scale: number;
  readonly bias: readonly number[];
}

/**
 * Reads the JSON export of CatBoost (`save_model(..., format='json')`) over float and categorical features, symmetric trees or not.
 * Throws `ScoringError`: `unsupported_model` for text or embedding features, `bad_model` for a damaged file.
 * Source: `catboost/libs/model/model_export/json_model_helpers.cpp` of CatBoost 1.2.
 */
export function readCatboostJson(text: string): CatboostBooster {
  const document = objectAt(parse(text), 'document');
  const features = objectAt(document['features_info'], 'features_info');
  for (const kind of ['text_features', 'embedding_features']) {
    const list = own(features, kind);
    if (Array.isArray(list) && list.length > 0) {
      throw new ScoringError(
        'unsupported_model',
        `CatBoost models with ${kind.replace('_', ' ')} are not read natively.`,
      );
    }
  }
  const known = readJsonFeatures(features, document['ctr_data']);
  const [scale, biases] = listAt(document['scale_and_bias'], 'scale_and_bias');
  const bias = Array.isArray(biases) ? numbersOf(biases, 'scale_and_bias') : numbersOf([biases], 'scale_and_bias');
  if (bias.length === 0 || bias.length > MAX_OUTPUTS) throw badModel(`claims ${bias.length} outputs`);
  const splits = new FeatureSplits(known.features);
  const reader = new TreeReader(known.features, splits, bias.length);
  const oblivious = document['oblivious_trees'];
  return {
    lossFunction: lossFunctionOf(document['model_info']),
    classNames: classNamesOf(document['model_info']),
    classBorder: classBorderOf(document['model_info']),
    classType: classTypeOf(document['model_info']),
    featureCount: known.features.featureCount,
    columnNames: known.columnNames,
    trainedNames: known.trainedNames,
    categoricalColumns: known.categoricalColumns,
    derived: splits.derived,
    outputCount: bias.length,
    trees:
      oblivious === undefined
        ? listAt(document['trees'], 'trees').map((tree) => reader.node(tree, 0))
        : listAt(oblivious, 'oblivious_trees').map((tree) => reader.oblivious(tree)),
    scale: numberAt(scale, 'scale_and_bias'),
    bias,
  };
}

class TreeReader {
  readonly #features: Features;
  readonly #splits: FeatureSplits;
  readonly #outputCount: number;

  constructor(features: Features, splits: FeatureSplits, outputCount: number) {
    this.#features = features;
    this.#splits = splits;
    this.#outputCount = outputCount;
  }

  oblivious(value: unknown): ObliviousTree {
    const tree = objectAt(value, 'oblivious_trees');
    const splits = (tree['splits'] === null ? [] : listAt(tree['splits'], 'splits')).map((split) => this.#split(split));
    const leafValues = numbersOf(listAt(tree['leaf_values'], 'leaf_values'), 'leaf_values');
    const needed = 2 ** splits.length * this.#outputCount;
    if (leafValues.length !== needed) throw badModel(`has a tree with ${leafValues.length} leaf values, not ${needed}`);
    return { splits, leafValues };
  }

  node(value: unknown, depth: number): TreeNode {
    if (depth > MAX_DEPTH) throw badModel(`has a tree deeper than ${MAX_DEPTH}`);
    const node = objectAt(value, 'trees');
    if (node['split'] === undefined) {
      const values = numbersOf([node['value']].flat(), 'value');
      if (values.length !== this.#outputCount)
        throw badModel(`has a leaf of ${values.length} values, not ${this.#outputCount}`);
      return { values };
    }
    const split = this.#split(node['split']);
    return { split, left: this.node(node['left'], depth + 1), right: this.node(node['right'], depth + 1) };
  }

  #split(value: unknown): FloatSplit {
    const split = objectAt(value, 'splits');
    const type = split['split_type'];
    if (type === 'OneHotFeature' || type === 'OnlineCtr') return this.#splits.at(split['split_index']);
    if (type !== 'FloatFeature')
      throw new ScoringError(
        'unsupported_model',
        `CatBoost splits of the type ${JSON.stringify(type)} are not read natively.`,
      );
    const { floats } = this.#features;
    const feature = floats[numberAt(split['float_feature_index'], 'float_feature_index')];
    if (feature === undefined)
      throw badModel(`splits on the float feature ${String(split['float_feature_index'])} of ${floats.length}`);
    const { column, isMissingAbove } = feature;
    return { column, border: numberAt(split['border'], 'border'), isMissingAbove };
  }
}

export function classNamesOf(info: unknown): readonly unknown[] {
  const names = classParam(info, 'class_names');
  if (Array.isArray(names) && names.length > 0) return names as unknown[];
  // CrossEntropy has targets between two labels, without names.
  const labels = classParam(info, 'class_to_label');
  return Array.isArray(labels) ? (labels as unknown[]) : [];
}

/**
 * The logit of the probability that `set_probability_threshold` writes. Throws `ScoringError` if it is not a
 * probability.
 */
export function classBorderOf(info: unknown): number {
  const text =
    typeof info === 'object' && info !== null ? own(info as Json, 'binclass_probability_threshold') : undefined;
  if (text === undefined) return 0;
  const threshold = typeof text === 'string' || typeof text === 'number' ? Number(text) : Number.NaN;
  if (!(threshold > 0 && threshold < 1)) throw badModel(`has the probability threshold ${threshold}`);
  return -Math.log(1 / threshold - 1);
}

export function classTypeOf(info: unknown): string | undefined {
  const type = classParam(info, 'class_label_type');
  return typeof type === 'string' ? type : undefined;
}

/** `class_params` are in `model_info` as a text of JSON, or as an object. */
function classParam(info: unknown, name: string): unknown {
  if (typeof info !== 'object' || info === null) return undefined;
  const params = (info as Json)['class_params'];
  const parsed = typeof params === 'string' ? parse(params) : params;
  return typeof parsed === 'object' && parsed !== null ? own(parsed as Json, name) : undefined;
}

/** The training parameters stand in `model_info` as a text of JSON, or as an object. */
export function lossFunctionOf(info: unknown): string {
  if (typeof info !== 'object' || info === null) return '';
  const params = (info as Json)['params'];
  const parsed = typeof params === 'string' ? parse(params) : params;
  const loss = typeof parsed === 'object' && parsed !== null ? (parsed as Json)['loss_function'] : undefined;
  const type = typeof loss === 'object' && loss !== null ? (loss as Json)['type'] : undefined;
  return typeof type === 'string' ? type : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badModel('is not well-formed JSON; it may be cut off');
  }
}

import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { badModel } from './bad-model.ts';
import type { KeyPart, StatisticTable } from './categories.ts';
import type { Features, FloatFeature, OneHotFeature, StatisticFeature } from './feature-splits.ts';
import { type Json, listAt, numberAt, numbersOf, objectAt } from './json.ts';
import { listNames, usedNames } from './used-names.ts';

/** The key of an empty place in a table, which the export writes out too. */
const EMPTY = '18446744073709551615';

/** Wider than any row. */
const MAX_COLUMN = 2 ** 24;

/** `features_info` and `ctr_data` of a JSON export. Throws `bad_model`. */
export function readJsonFeatures(
  info: Json,
  tables: unknown,
): {
  readonly features: Features;
  readonly categoricalColumns: readonly number[];
  readonly columnNames: ReadonlyMap<number, string>;
  readonly trainedNames: readonly string[];
} {
  const floats = objectsAt(info, 'float_features').map(
    (feature): FloatFeature => ({
      column: columnOf(feature),
      borders: numbersOf(listAt(feature['borders'] ?? [], 'borders'), 'borders'),
      isMissingAbove: feature['nan_value_treatment'] === 'AsTrue',
    }),
  );
  const categorical = objectsAt(info, 'categorical_features');
  const columns = categorical.map(columnOf);
  const oneHots = categorical.map(
    (feature, at): OneHotFeature => ({
      column: defined(columns[at]),
      hashes: numbersOf(listAt(feature['values'] ?? [], 'values'), 'values'),
    }),
  );
  const statistics = objectsAt(info, 'ctrs').map((ctr) => readStatistic(ctr, { floats, columns, tables }));
  const featureCount = [...columns, ...floats.map(({ column }) => column)].reduce(
    (most, column) => Math.max(most, column + 1),
    0,
  );
  const features = { featureCount, floats, oneHots, statistics };
  const names = readNames(info);
  return {
    features,
    categoricalColumns: columns,
    columnNames: usedNames(features, names),
    trainedNames: listNames(names, features.featureCount),
  };
}

function readNames(info: Json): Map<number, string> {
  const all = [...objectsAt(info, 'float_features'), ...objectsAt(info, 'categorical_features')];
  return new Map(all.map((feature) => [columnOf(feature), textOf(feature['feature_id'])]));
}

interface Known {
  readonly floats: readonly FloatFeature[];
  readonly columns: readonly number[];
  readonly tables: unknown;
}

function readStatistic(ctr: Json, known: Known): StatisticFeature {
  const number = (name: string) => Math.fround(numberAt(own(ctr, name), name));
  const identifier = ctr['identifier'];
  if (typeof identifier !== 'string') throw badModel('has a statistic without an identifier');
  const parts = listAt(ctr['elements'], 'elements').map((element) => readPart(objectAt(element, 'elements'), known));
  const order = ['category', 'above', 'equal'];
  return {
    borders: numbersOf(listAt(ctr['borders'], 'borders'), 'borders'),
    statistic: {
      kind: 'statistic',
      key: [...parts].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
      type: textOf(ctr['ctr_type']),
      targetBorder: numberAt(ctr['target_border_idx'] ?? 0, 'target_border_idx'),
      priorNumerator: number('prior_numerator'),
      // Misspelt in the format.
      priorDenominator: number('prior_denomerator'),
      shift: number('shift'),
      scale: number('scale'),
      table: readTable(objectAt(own(objectAt(known.tables, 'ctr_data'), identifier), 'ctr_data')),
    },
  };
}

function readPart(element: Json, { floats, columns }: Known): KeyPart {
  if (element['combination_element'] === 'float_feature') {
    const feature = floats[numberAt(element['float_feature_index'], 'float_feature_index')];
    if (feature === undefined) throw badModel('has a statistic of a float feature that it has not');
    const { column, isMissingAbove } = feature;
    return { kind: 'above', column, border: Math.fround(numberAt(element['border'], 'border')), isMissingAbove };
  }
  const column = columns[numberAt(element['cat_feature_index'], 'cat_feature_index')];
  if (column === undefined) throw badModel('has a statistic of a categorical feature that it has not');
  if (element['combination_element'] === 'cat_feature_value') return { kind: 'category', column };
  return { kind: 'equal', column, hash: numberAt(element['value'], 'value') };
}

/** A flat list: a key as text, then its numbers, `hash_stride` items for each. */
function readTable(table: Json): StatisticTable {
  const items = listAt(table['hash_map'], 'hash_map');
  const stride = numberAt(table['hash_stride'], 'hash_stride');
  if (!(stride >= 2 && items.length % stride === 0)) throw badModel('has a statistic of a broken table');
  const counts = new Map<bigint, readonly number[]>();
  for (let at = 0; at < items.length; at += stride) {
    const key = items[at];
    if (typeof key !== 'string' || !/^\d{1,20}$/.test(key)) throw badModel('has a statistic whose key is no number');
    if (key !== EMPTY) counts.set(BigInt(key), numbersOf(items.slice(at + 1, at + stride), 'hash_map'));
  }
  return { counts, denominator: numberAt(table['counter_denominator'] ?? 0, 'counter_denominator') };
}

/** Objects of a list that may be absent. */
function objectsAt(info: Json, name: string): Json[] {
  return listAt(own(info, name) ?? [], name).map((item) => objectAt(item, name));
}

function columnOf(feature: Json): number {
  const column = numberAt(feature['flat_feature_index'], 'flat_feature_index');
  if (Number.isInteger(column) && column >= 0 && column < MAX_COLUMN) return column;
  throw badModel(`has a feature at the column ${column}`);
}

const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

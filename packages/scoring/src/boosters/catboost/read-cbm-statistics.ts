import { badModel } from './bad-model.ts';
import type { KeyPart, StatisticTable } from './categories.ts';
import type { FloatFeature, StatisticFeature } from './feature-splits.ts';
import { FlatTable } from './flat-table.ts';

/** `ECtrType` of the schema, by number. */
const types = ['Borders', 'Buckets', 'BinarizedTargetMeanValue', 'FloatTargetMeanValue', 'Counter', 'FeatureFreq'];

/** The key of an empty place in a table of hashes. */
const EMPTY = (1n << 64n) - 1n;
const BUCKET_BYTES = 12;

interface KnownFeatures {
  /** Column of a categorical feature, by its index. */
  readonly columnOf: (index: number) => number;
  readonly floats: readonly FloatFeature[];
}

/** The statistics that splits ask for, each with the table of its combination and type. */
export function readCbmStatistics(
  features: readonly FlatTable[],
  tables: ReadonlyMap<string, StatisticTable>,
  known: KnownFeatures,
): StatisticFeature[] {
  return features.map((feature) => {
    const ctr = feature.table(0);
    const base = ctr?.table(0);
    const table = base === undefined ? undefined : tables.get(nameOf(base));
    if (ctr === undefined || base === undefined || table === undefined)
      throw badModel('has no table for one of its statistics');
    return {
      borders: feature.floats(1),
      statistic: {
        kind: 'statistic',
        key: readKey(base.table(0), known),
        type: types[base.byte(1)] ?? '',
        targetBorder: ctr.int(1, 0),
        priorNumerator: ctr.float(2, 0),
        priorDenominator: ctr.float(3, 1),
        shift: ctr.float(4, 0),
        scale: ctr.float(5, 1),
        table,
      },
    };
  });
}

function readKey(combination: FlatTable | undefined, { columnOf, floats }: KnownFeatures): KeyPart[] {
  if (combination === undefined) throw badModel('has a statistic of no features');
  const categories = combination.ints(0).map((index): KeyPart => ({ kind: 'category', column: columnOf(index) }));
  const above = combination.structs(1, 8).map((split): KeyPart => {
    const feature = floats[split.getInt32(0, true)];
    if (feature === undefined) throw badModel('has a statistic of a float feature that it has not');
    const { column, isMissingAbove } = feature;
    return { kind: 'above', column, border: split.getFloat32(4, true), isMissingAbove };
  });
  const equal = combination
    .structs(2, 8)
    .map(
      (split): KeyPart => ({ kind: 'equal', column: columnOf(split.getInt32(0, true)), hash: split.getInt32(4, true) }),
    );
  return [...categories, ...above, ...equal];
}

/** The part behind the trees: a count, then the tables, each after its size. */
export function readStatisticTables(parts: Uint8Array): Map<string, StatisticTable> {
  const tables = new Map<string, StatisticTable>();
  const view = new DataView(parts.buffer, parts.byteOffset, parts.byteLength);
  if (parts.length < 4) throw badModel('(cbm) has no tables for its statistics');
  let at = 4;
  for (let left = view.getUint32(0, true); left > 0; left--) {
    const size = at + 4 > parts.length ? -1 : view.getUint32(at, true);
    if (size < 8 || at + 4 + size > parts.length) throw badModel('(cbm) is cut off within its statistics');
    const table = FlatTable.root(parts.slice(at + 4, at + 4 + size));
    const base = table.table(0);
    if (base === undefined) throw badModel('has a table of no statistic');
    tables.set(nameOf(base), readTable(table, types[base.byte(1)] ?? ''));
    at += 4 + size;
  }
  return tables;
}

function readTable(table: FlatTable, type: string): StatisticTable {
  const buckets = table.bytes(1);
  const blob = table.bytes(2);
  const hashes = new DataView(buckets.buffer, buckets.byteOffset, buckets.byteLength);
  const numbers = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const isMean = type.endsWith('MeanValue');
  const width = type === 'Borders' || type === 'Buckets' ? table.int(4, 0) : isMean ? 2 : 1;
  if (!(width >= 1 && width <= 65_536)) throw badModel(`has a statistic of ${width} classes`);
  const counts = new Map<bigint, readonly number[]>();
  for (let at = 0; at + BUCKET_BYTES <= buckets.length; at += BUCKET_BYTES) {
    const key = hashes.getBigUint64(at, true);
    const start = hashes.getUint32(at + 8, true) * width * 4;
    if (key === EMPTY) continue;
    if (start + width * 4 > blob.length) throw badModel('has a statistic outside of its table');
    const read = (offset: number) =>
      isMean && offset === 0 ? numbers.getFloat32(start, true) : numbers.getInt32(start + offset * 4, true);
    counts.set(
      key,
      Array.from({ length: width }, (_none, offset) => read(offset)),
    );
  }
  return { counts, denominator: table.int(3, 0) };
}

/** A combination, a type and (of several targets) whose classes they count, as a text that is the same for both places it stands in. */
function nameOf(base: FlatTable): string {
  const combination = base.table(0);
  const splits = (field: number) =>
    combination?.structs(field, 8).map((split) => `${split.getInt32(0, true)}:${split.getUint32(4, true)}`);
  return [base.byte(1), base.int(2, 0), combination?.ints(0), splits(1), splits(2)].map(String).join('|');
}

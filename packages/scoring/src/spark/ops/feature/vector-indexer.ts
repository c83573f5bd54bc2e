import { vector } from '../../../frame/data-type.ts';
import { javaDoubleText } from '../../../text/java-double-text.ts';
import { defined } from '../../../util/defined.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { attributeHandleInvalid, type HandleInvalid, stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import { mapEntries, openVectorMap } from '../../plan/map-vectors.ts';
import { onePair, pairNode } from '../../save/column-pairs.ts';
import type { SlotInfo } from '../../save/column-scope.ts';

/** VectorIndexer looks at every feature's values: wider vectors are a mistake. */
const MAX_FEATURES = 10_000_000;

interface VectorIndexer {
  readonly size: number;
  /** The category numbers of a categorical feature's values. */
  readonly maps: ReadonlyMap<number, CategoryMap>;
  readonly handleInvalid: HandleInvalid;
}

type CategoryMap = ReadonlyMap<number, number>;

/**
 * `vector_indexer`: values of the categorical features become their category numbers; of sparse vectors only active
 * entries. Under `skip` MLeap crashes; the row is dropped, as in Spark. Source: MLeap `VectorIndexerModel.scala`.
 */
export const vectorIndexer = operator<VectorIndexer>({
  op: 'vector_indexer',
  bundle: {
    read: (attributes) => ({
      size: attributes.integer('num_features'),
      handleInvalid: attributeHandleInvalid(attributes),
      maps: readMaps(attributes),
    }),
  },
  write: ({ size, maps, handleInvalid }, { refuse }) => {
    if (handleInvalid === 'skip') throw refuse('drops no rows in a VectorIndexer (handleInvalid "skip")');
    const entries = [...maps].flatMap(([feature, map]) => [
      [`key_${feature}_keys`, bundleValue.doubles([...map.keys()])] as const,
      [`key_${feature}_values`, bundleValue.longs([...map.values()])] as const,
    ]);
    return {
      attributes: {
        num_features: bundleValue.long(size),
        keys: bundleValue.longs([...maps.keys()]),
        handle_invalid: bundleValue.string(handleInvalid),
        ...Object.fromEntries(entries),
      },
    };
  },
  spark: {
    classes: ['VectorIndexerModel'],
    read: (stage, scope) => {
      const cell = stage.cell();
      const size = cell.number('numFeatures');
      if (!(size >= 0 && size <= MAX_FEATURES)) throw stage.bad(`has ${size} features`);
      const handleInvalid = stageHandleInvalid(stage);
      const pair = onePair(stage);
      const known = scope.columns.info(pair.input).slots;
      const slots = Array.from({ length: size }, (_, at): SlotInfo => known?.[at] ?? {});
      const maps = new Map<number, CategoryMap>();
      for (const [feature, map] of Object.entries(cell.object('categoryMaps'))) {
        const entries = Object.entries(map as Record<string, number>);
        maps.set(Number(feature), categoryMap(entries.map(([value, index]) => [Number(value), Number(index)])));
        slots[Number(feature)] = { levels: entries.length + (handleInvalid === 'keep' ? 1 : 0) };
      }
      const parameters = { size, maps, handleInvalid };
      const info = { type: vector(size), size, slots };
      return [pairNode(scope, pair, { parameters, info, canSkip: handleInvalid === 'skip' })];
    },
  },
  compile({ size, maps, handleInvalid }, ports, context) {
    const map = openVectorMap(ports, size);
    const { input } = map;
    return mapEntries(context, map, (value, at, row) => {
      const categories = maps.get(at);
      if (categories === undefined) return value;
      const found = value === value ? categories.get(value === 0 ? 0 : value) : undefined;
      if (found !== undefined) return found;
      if (handleInvalid === 'skip') context.skip(row);
      else if (handleInvalid === 'error')
        context.fail(row, { code: 'invalid_value', message: unknownValue(value, at), value, input });
      return categories.size;
    });
  },
});

function unknownValue(value: number, at: number): string {
  const remedy = 'To handle or skip invalid value, try setting VectorIndexer.handleInvalid';
  return `VectorIndexer encountered invalid value ${javaDoubleText(value)} on feature index ${at}. ${remedy}`;
}

function readMaps(attributes: Attributes): Map<number, CategoryMap> {
  const maps = new Map<number, CategoryMap>();
  for (const key of attributes.integers('keys', new Float64Array(0))) {
    const values = attributes.numbers(`key_${key}_keys`);
    const numbers = attributes.numbers(`key_${key}_values`);
    if (numbers.length !== values.length)
      throw attributes.bad(`has ${values.length} keys and ${numbers.length} values for feature ${key}`);
    maps.set(key, categoryMap(Array.from(values, (value, at) => [value, defined(numbers[at])])));
  }
  return maps;
}

/** -0 is the same value as 0. */
function categoryMap(entries: readonly (readonly [value: number, index: number])[]): CategoryMap {
  return new Map(entries.map(([value, index]) => [value === 0 ? 0 : value, index]));
}

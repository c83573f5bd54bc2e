import { vector } from '../../frame/data-type.ts';
import type { ColumnInfo, SlotInfo } from '../column-book.ts';
import type { MapStage, Mapping, StageTable } from '../map-stage.ts';
import type { SavedStage } from '../saved-stage.ts';
import { step } from './ports.ts';

/** Stages that pick numbers out of a vector. */
export const selectors: StageTable = {
  ChiSqSelectorModel: selector,
  UnivariateFeatureSelectorModel: selector,
  VarianceThresholdSelectorModel: selector,
  VectorSlicer: (stage, mapping) => {
    const input = stage.params.string('inputCol');
    const indices = [...stage.params.numbers('indices', []), ...namedIndices(stage, mapping, input)];
    return [pick(stage, mapping, input, indices, 'vector_slicer', 'indices')];
  },
};

function selector(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const chosen = [...stage.cell().numbers('selectedFeatures')].sort((a, b) => a - b);
  return [pick(stage, mapping, stage.params.string('featuresCol'), chosen, 'chi_sq_selector', 'filter_indices')];
}

function pick(
  stage: SavedStage,
  mapping: Mapping,
  input: string,
  indices: readonly number[],
  op: string,
  attribute: string,
) {
  const slots = mapping.columns.info(input).slots;
  const info: ColumnInfo = {
    type: vector(indices.length),
    size: indices.length,
    ...(slots === undefined ? {} : { slots: indices.map((index): SlotInfo => slots[index] ?? {}) }),
  };
  const pair = { input, output: stage.params.string('outputCol') };
  return step(stage, mapping, pair, { op, attributes: { [attribute]: Int32Array.from(indices) }, info });
}

/** Names are looked up in what is known of the column's slots. */
function namedIndices(stage: SavedStage, { columns }: Mapping, input: string): number[] {
  const slots = columns.info(input).slots;
  return stage.params.strings('names', []).map((name) => {
    const at = slots?.findIndex((slot) => slot.name === name) ?? -1;
    if (at >= 0) return at;
    throw stage.bad(
      slots === undefined
        ? `picks the feature "${name}" by name, but nothing tells the names of the features in "${input}"`
        : `picks the feature "${name}", which "${input}" does not have`,
    );
  });
}

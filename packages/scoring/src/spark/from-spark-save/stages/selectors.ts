import { present } from '../../../util/present.ts';
import { vector } from '../../../frame/data-type.ts';
import type { ColumnInfo, OpenSlots, SlotInfo } from '../../save/column-scope.ts';
import type { MapStage, Mapping, StageTable } from '../map-stage.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
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
    ...present({ slots: slots === undefined ? undefined : indices.map((index): SlotInfo => slots[index] ?? {}) }),
  };
  const pair = { input, output: stage.params.string('outputCol') };
  return step(stage, mapping, pair, { op, attributes: { [attribute]: Int32Array.from(indices) }, info });
}

/** Names are looked up in what is known of the column's slots. */
function namedIndices(stage: SavedStage, { columns }: Mapping, input: string): number[] {
  const { slots, open } = columns.info(input);
  return stage.params.strings('names', []).map((name) => {
    const at = slots?.findIndex((slot) => slot.name === name) ?? -1;
    if (at >= 0) return at;
    const within = open === undefined ? -1 : placeWithin(open, name);
    if (within >= 0) return within;
    throw stage.bad(
      slots === undefined
        ? `picks the feature "${name}" by name, but nothing tells the names of the features in "${input}"`
        : `picks the feature "${name}", which "${input}" does not have`,
    );
  });
}

/** The place of a slot before an open part, or in it; -1 for others. */
function placeWithin({ before, prefix }: OpenSlots, name: string): number {
  const at = before.findIndex((slot) => slot.name === name);
  const number = prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return at >= 0 || !/^\d{1,9}$/.test(number) ? at : before.length + Number(number);
}

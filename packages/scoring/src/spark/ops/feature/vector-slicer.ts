import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { onePair } from '../../save/column-pairs.ts';
import type { OpenSlots } from '../../save/column-scope.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageScope } from '../../save/stage-form.ts';
import { type SelectedEntries, selectEntries, selectionNode } from './select-entries.ts';

/** `vector_slicer`: the entries at given indices, then those of given names. Source: MLeap `VectorSlicerModel.scala`. */
export const vectorSlicer = operator<SelectedEntries>({
  op: 'vector_slicer',
  bundle: {
    read: (attributes) => {
      const none = new Float64Array(0);
      return {
        positions: [...attributes.integers('indices', none), ...attributes.integers('named_indices', none)],
      };
    },
  },
  write: ({ positions }, { inputSize }) => ({
    attributes: {
      indices: bundleValue.longs(positions),
      names: bundleValue.strings([]),
      named_indices: bundleValue.ints([]),
      input_size: bundleValue.int(inputSize('input')),
    },
  }),
  spark: {
    classes: ['VectorSlicer'],
    read: (stage, scope) => {
      const pair = onePair(stage);
      const indices = [...stage.params.numbers('indices', []), ...namedIndices(stage, scope, pair.input)];
      return [selectionNode(scope, pair, indices)];
    },
  },
  compile: selectEntries,
});

/** Names are looked up in what is known of the column's slots. */
function namedIndices(stage: SavedStage, { columns }: StageScope, input: string): number[] {
  const { slots, open } = columns.info(input);
  return stage.params.strings('names', []).map((name) => {
    const at = slots?.findIndex((slot) => slot.name === name) ?? -1;
    if (at >= 0) return at;
    const within = open === undefined ? -1 : placeWithin(open, name);
    if (within >= 0) return within;
    throw stage.bad(
      slots === undefined
        ? `picks the feature "${name}" by name, but nothing says the names of the features in "${input}"`
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

import { vector } from '../../../frame/data-type.ts';
import { present } from '../../../util/present.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import { type ColumnPair, pairNode } from '../../save/column-pairs.ts';
import type { SlotInfo } from '../../save/column-scope.ts';
import type { StageNode, StageScope } from '../../save/stage-form.ts';

/** The entries of a vector that are picked, in that order, duplicates kept. */
export interface SelectedEntries {
  readonly positions: readonly number[];
}

/** A loop from vectors to their entries at some positions. */
export function selectEntries({ positions }: SelectedEntries, ports: Ports, context: NodeContext): Kernel {
  const least = positions.reduce((most, position) => Math.max(most, position), -1) + 1;
  if (positions.some((position) => position < 0)) throw context.bad('has a negative index');
  const size = positions.length;
  const map = openVectorMap(ports, undefined, size);
  const { input, output } = map;
  return mapVectors(context, map, (row) => {
    const found = input.sizes[row];
    if (found < least) {
      const message = `The vector has ${found} values; the model picks number ${least}`;
      context.fail(row, { code: 'wrong_size', message, value: found, input });
      return output.closeEmpty();
    }
    output.room(size);
    const { values, indices, length } = output;
    const isSparse = input.isSparse(row);
    let count = 0;
    for (let at = 0; at < size; at++) {
      const value = input.valueAt(row, positions[at]);
      if (isSparse && value === 0) continue;
      values[length + count] = value;
      indices[length + count++] = at;
    }
    if (isSparse) output.closeSparse(size, count);
    else output.closeDense(size);
  });
}

/** The node of a stage that picks entries: what is known of their slots goes on with them. */
export function selectionNode(
  scope: StageScope,
  pair: ColumnPair,
  indices: readonly number[],
): StageNode<SelectedEntries> {
  const { slots } = scope.columns.info(pair.input);
  const size = indices.length;
  const picked = slots === undefined ? undefined : indices.map((index): SlotInfo => slots[index] ?? {});
  return pairNode(scope, pair, {
    parameters: { positions: Array.from(Int32Array.from(indices)) },
    info: { type: vector(size), size, ...present({ slots: picked }) },
  });
}

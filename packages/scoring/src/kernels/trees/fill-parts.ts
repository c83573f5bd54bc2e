import type { CellTarget, PartFiller, RowRange } from '../../frame/part-filler.ts';
import { type FixedVectors, partSize, type VectorPart } from '../../frame/vector-part.ts';

export const partFiller: PartFiller = {
  slotsOf: (parts, slotOf, known) =>
    known !== undefined && haveSizes(parts, known.sizes)
      ? known
      : { sizes: parts.map(partSize), slots: slotsOfParts(parts, slotOf) },
  fill: fillParts,
};

function haveSizes(parts: readonly VectorPart[], sizes: readonly number[]): boolean {
  if (parts.length !== sizes.length) return false;
  for (let at = 0; at < parts.length; at++) if (partSize(parts[at]) !== sizes[at]) return false;
  return true;
}

function slotsOfParts(parts: readonly VectorPart[], slotOf: (position: number) => number): number[][] {
  let end = 0;
  return parts.map((part) => {
    const start = end;
    end += partSize(part);
    return Array.from({ length: end - start }, (_, at) => slotOf(start + at));
  });
}

function fillParts(
  parts: readonly VectorPart[],
  slots: readonly (readonly number[])[],
  range: RowRange,
  cells: CellTarget,
): boolean {
  let hasMissing = false;
  for (let at = 0; at < parts.length; at++) if (fillPart(parts[at], range, slots[at], cells)) hasMissing = true;
  return hasMissing;
}

function fillPart(part: VectorPart, range: RowRange, slots: readonly number[], cells: CellTarget): boolean {
  if (part.kind === 'number')
    return fillColumn(part.values, range.first, 1, { ...cells, count: range.count }, slots[0]);
  if (part.sparse !== undefined) return fillEntries(part, range, slots, cells);
  // Dense rows of one size are a plain block.
  const first = part.starts[range.first];
  const place = { ...cells, count: range.count };
  const missing = slots.map((slot, at) => fillColumn(part.values, first + at, slots.length, place, slot));
  return missing.includes(true);
}

function fillColumn(
  values: Float64Array,
  first: number,
  stride: number,
  { target, slot, row, count }: CellTarget & { readonly count: number },
  place: number,
): boolean {
  if (place < 0) return false;
  let hasMissing = false;
  let to = place * slot;
  let from = first;
  for (let at = 0; at < count; at++) {
    const value = values[from];
    if (value !== value) hasMissing = true;
    target[to] = value;
    from += stride;
    to += row;
  }
  return hasMissing;
}

function fillEntries(part: FixedVectors, range: RowRange, slots: readonly number[], cells: CellTarget): boolean {
  const { values, starts } = part;
  const indices = part.indices as Int32Array;
  const sparse = part.sparse as Uint8Array;
  const { target } = cells;
  let hasMissing = false;
  for (let at = 0; at < range.count; at++) {
    const row = range.first + at;
    const start = starts[row];
    const end = starts[row + 1];
    const isDense = sparse[row] === 0;
    for (let entry = start; entry < end; entry++) {
      const slot = slots[isDense ? entry - start : indices[entry]];
      if (slot < 0) continue;
      const value = values[entry];
      if (value !== value) hasMissing = true;
      target[slot * cells.slot + at * cells.row] = value;
    }
  }
  return hasMissing;
}

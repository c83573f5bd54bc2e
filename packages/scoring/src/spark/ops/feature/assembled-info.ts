import { vector } from '../../../frame/data-type.ts';
import { defined } from '../../../util/defined.ts';
import { present } from '../../../util/present.ts';
import { type ColumnInfo, MAX_SLOTS, type OpenSlots, type SlotInfo } from '../../save/column-scope.ts';

type Slots = readonly SlotInfo[] | undefined;

/** What is known of the vector that columns are assembled to; `widths` are their sizes, -1 where unknown. */
export function assembledInfo(
  names: readonly string[],
  infos: readonly ColumnInfo[],
  widths: readonly number[],
): ColumnInfo {
  const slots = infos.map((info, at) => assembledSlots(defined(names[at]), info));
  const all = slots.every((list) => list !== undefined) ? slots.flat() : undefined;
  const open = all === undefined ? openSlots(names, infos, slots) : undefined;
  const size = widths.includes(-1) ? undefined : widths.reduce((sum, width) => sum + width, 0);
  const known = all === undefined || all.length > MAX_SLOTS ? undefined : all;
  return { type: vector(size), ...present({ size, slots: known, open }) };
}

/** A scalar's slot has the column's name; those of a vector are named after it and themselves. */
function assembledSlots(name: string, { type, size, slots }: ColumnInfo): Slots {
  if (type?.shape !== 'tensor') return [{ ...slots?.[0], name }];
  if (slots !== undefined) return slots.map((slot, at) => ({ ...slot, name: `${name}_${slot.name ?? at}` }));
  if (size === undefined || size > MAX_SLOTS) return undefined;
  return Array.from({ length: size }, (_, at) => ({ name: `${name}_${at}` }));
}

/**
 * If the size of one vector is unknown, the slots before and after it; if several are unknown, their positions are
 * unknown too.
 */
function openSlots(
  names: readonly string[],
  infos: readonly ColumnInfo[],
  slots: readonly Slots[],
): OpenSlots | undefined {
  const at = slots.indexOf(undefined);
  const known = (some: readonly Slots[]) => some.flatMap((list) => list ?? []);
  const [before, after] = [known(slots.slice(0, at)), known(slots.slice(at + 1))];
  if (slots.lastIndexOf(undefined) !== at) {
    const isPlain = [...before, ...after].every(({ levels }) => levels === undefined);
    return isPlain && infos.every(({ open }) => open === undefined || isAllPlain(open))
      ? { before: [], after: [] }
      : undefined;
  }
  const inner = infos[at]?.open;
  const name = names[at];
  if (inner === undefined) return { before, after, prefix: `${name}_` };
  return { before: [...before, ...inner.before], after: [...inner.after, ...after] };
}

const isAllPlain = ({ before, after }: OpenSlots) => [...before, ...after].every(({ levels }) => levels === undefined);

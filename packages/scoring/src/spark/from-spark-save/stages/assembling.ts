import { present } from '../../../util/present.ts';
import { vector } from '../../../frame/data-type.ts';
import type { AttributeShape } from '../../model/attribute.ts';
import { type ColumnInfo, MAX_SLOTS, type OpenSlots, type SlotInfo } from '../../save/column-scope.ts';
import type { MapStage, StageTable } from '../map-stage.ts';
import { makeNode, scalarShape, vectorShape } from '../node.ts';
import { sparkVectorAssembler } from '../../ops/spark-only/vector-assembler.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

/** Stages that make one vector of several columns. */
export const assembling: StageTable = {
  VectorAssembler: assemble,
  Interaction: interact,
  FeatureHasher: hashFeatures,
};

/** Ports `input0`, `input1` ... */
function numbered(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [`input${at}`, name]));
}

function shapeOf({ type, size }: ColumnInfo): AttributeShape {
  if (type?.shape !== 'tensor') return scalarShape;
  return size === undefined ? vectorShape : { ...vectorShape, dimensions: [size] };
}

function assemble(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const names = stage.params.strings('inputCols');
  const infos = names.map((name) => columns.info(name));
  const mode = stage.params.string('handleInvalid', 'error');
  const inputs = numbered(names.map((name) => columns.read(name)));
  const slots = infos.map((info, at) => assembledSlots(names[at], info));
  const all = slots.every((list) => list !== undefined) ? slots.flat() : undefined;
  const open = all === undefined ? openSlots(names, infos, slots) : undefined;
  // What a null stands for under `keep`: as many NaNs as the column has numbers, -1 where nothing tells.
  const widths = infos.map((column, at) =>
    column.type?.shape === 'tensor' ? (column.size ?? slots[at]?.length ?? -1) : 1,
  );
  const size = widths.includes(-1) ? undefined : widths.reduce((sum, width) => sum + width, 0);
  const info: ColumnInfo = {
    type: vector(size),
    ...present({ size, slots: all === undefined || all.length > MAX_SLOTS ? undefined : all, open }),
  };
  const output = columns.write(stage.params.string('outputCol'), info);
  const attributes = { handle_invalid: mode, input_shapes: infos.map(shapeOf), widths };
  return [makeNode(stage, { op: 'vector_assembler', attributes }, inputs, { output }, sparkVectorAssembler)];
}

/** A scalar's slot has the column's name; those of a vector are named after it and themselves. */
function assembledSlots(name: string, { type, size, slots }: ColumnInfo): SlotInfo[] | undefined {
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
  slots: readonly (readonly SlotInfo[] | undefined)[],
): OpenSlots | undefined {
  const at = slots.indexOf(undefined);
  const known = (some: readonly (readonly SlotInfo[] | undefined)[]) => some.flatMap((list) => list ?? []);
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

function interact(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const names = stage.params.strings('inputCols');
  const levels = names.map((name) => levelsOf(stage, name, columns.info(name)));
  const attributes: Record<string, number | readonly number[] | readonly AttributeShape[]> = {
    num_inputs: names.length,
    input_shapes: names.map((name) => shapeOf(columns.info(name))),
  };
  levels.forEach(({ before, after }, at) => {
    attributes[`num_features${at}`] = before;
    if (after !== undefined) attributes[`num_features_after${at}`] = after;
  });
  const inputs = numbered(names.map((name) => columns.read(name)));
  const output = columns.write(stage.params.string('outputCol'), interactionInfo(levels));
  return [makeNode(stage, { op: 'interaction', attributes }, inputs, { output })];
}

/** How many values each slot has, 1 for numbers; `after`: the slots after a part whose size only rows give. */
interface Levels {
  readonly before: readonly number[];
  readonly after?: readonly number[];
}

function levelsOf(stage: SavedStage, name: string, { type, size, slots, open }: ColumnInfo): Levels {
  const count = (slot: SlotInfo) => slot.levels ?? 1;
  if (type?.shape !== 'tensor') return { before: [slots?.[0]?.levels ?? 1] };
  if (slots !== undefined) return { before: slots.map(count) };
  if (size !== undefined && size <= MAX_SLOTS) return { before: Array.from({ length: size }, () => 1) };
  if (open !== undefined) return { before: open.before.map(count), after: open.after.map(count) };
  throw stage.bad(`interacts with the vector "${name}", of which nothing tells the size, or that is too large`);
}

/** Its slots are numbers, as many as the products of the inputs' codes. */
function interactionInfo(levels: readonly Levels[]): ColumnInfo {
  if (levels.some(({ after }) => after !== undefined)) return { type: vector(), open: { before: [], after: [] } };
  const width = ({ before }: Levels) => before.reduce((sum, count) => sum + count, 0);
  const size = levels.reduce((product, list) => product * width(list), 1);
  return { type: vector(size < 2 ** 31 ? size : undefined) };
}

function hashFeatures(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const names = stage.params.strings('inputCols');
  const size = stage.params.integer('numFeatures', 2 ** 18);
  const attributes = {
    num_features: size,
    input_names: names,
    basic_types: names.map((name) => columns.info(name).type?.base ?? 'double'),
    categorical_cols: stage.params.strings('categoricalCols', []),
  };
  const inputs = numbered(names.map((name) => columns.read(name)));
  const output = columns.write(stage.params.string('outputCol'), { type: vector(size), size });
  return [makeNode(stage, { op: 'feature_hasher', attributes }, inputs, { output })];
}

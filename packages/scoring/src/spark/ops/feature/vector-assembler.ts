import { type DataType, scalar, vector } from '../../../frame/data-type.ts';
import type { VectorPart } from '../../../frame/vector-part.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { dataShape } from '../../attributes/data-shape.ts';
import { shapeType } from '../../attributes/shape-type.ts';
import { stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { Ports } from '../../plan/ports.ts';
import type { Register } from '../../plan/register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import type { ColumnInfo } from '../../save/column-scope.ts';
import { inputPorts } from '../../save/input-ports.ts';
import { assembledInfo } from './assembled-info.ts';
import { type NullRule, RowAssembler } from './row-assembler.ts';

interface VectorAssembler {
  /** The types of `input0` ..., as far as they are declared. */
  readonly types: readonly DataType[];
  /** What becomes of nulls and NaNs, which is no part of a bundle. */
  readonly nulls?: NullRule;
}

/**
 * `vector_assembler`: puts scalars and vectors one after the other, `input0` first, and compresses the result. Of a bundle a null is
 * refused; a NaN passes in MLeap, and in a column of numbers is refused in Spark, whose default stands in for what the bundle does
 * not hold. Of a saved stage both are refused under `error`, drop the row under `skip`, and under `keep` stay as NaN (one for each
 * number of the column). NaN inside a vector always passes. Declared sizes are not held against actual ones.
 * Source: MLeap `VectorAssemblerModel.scala`, Spark 4.1 `VectorAssembler.assemble`.
 */
export const vectorAssembler = operator<VectorAssembler>({
  op: 'vector_assembler',
  bundle: { read: (attributes) => ({ types: readTypes(attributes) }) },
  write: ({ types, nulls }, context) => {
    if (nulls?.mode === 'skip') throw context.refuse('drops no rows in a VectorAssembler (handleInvalid "skip")');
    const shapes = types.map((type, at) =>
      dataShape(type, type.shape === 'tensor' ? context.inputSize(`input${at}`) : undefined),
    );
    return { attributes: { input_shapes: bundleValue.shapes(shapes) } };
  },
  spark: {
    classes: ['VectorAssembler'],
    read: (stage, { columns }) => {
      const names = stage.params.strings('inputCols');
      const infos = names.map((name) => columns.info(name));
      const mode = stageHandleInvalid(stage);
      const inputs = inputPorts(columns, names);
      const widths = infos.map(widthOf);
      const output = columns.write(stage.params.string('outputCol'), assembledInfo(names, infos, widths));
      const types = infos.map(({ type, size }) => (type?.shape === 'tensor' ? vector(size) : scalar('double')));
      const parameters = { types, nulls: { mode, widths } };
      return [{ parameters, inputs, outputs: { output }, canSkip: mode === 'skip' }];
    },
  },
  compile({ types, nulls }, ports, context) {
    const inputs = Array.from({ length: ports.countInputs() }, (_, at) =>
      openInput(ports, at, { wanted: types[at] ?? scalar('double'), isSaved: nulls !== undefined }),
    );
    const output = ports.outputVectors('output', nulls === undefined ? totalSize(inputs) : sumOf(nulls.widths));
    const assembler = new RowAssembler(context, { inputs, output, ...present({ nulls }) });
    const write = (rowCount: number) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) assembler.write(row);
    };
    return (rowCount) => {
      // Spark refuses a NaN: cells have to be looked at.
      const parts = output.isRead || context.semantics === 'spark' ? undefined : partsOf(inputs, rowCount);
      if (parts === undefined) write(rowCount);
      else output.defer(parts, () => write(rowCount));
    };
  },
});

function readTypes(attributes: Attributes): DataType[] {
  return attributes.shapes('input_shapes', []).map((shape) => {
    if (shape.base === 'list' || (shape.dimensions?.length ?? 1) > 1)
      throw attributes.bad('must provide scalar and vector shapes as inputs');
    return shapeType(shape);
  });
}

/** How many numbers a column has, -1 where nothing says. */
function widthOf({ type, size, slots }: ColumnInfo): number {
  if (type?.shape !== 'tensor') return 1;
  return size ?? slots?.length ?? -1;
}

/** The columns as they are, if they are numbers or vectors; Spark assembles no lists. */
function openInput(
  ports: Ports,
  at: number,
  { wanted, isSaved }: { readonly wanted: DataType; readonly isSaved: boolean },
): NumberRegister | VectorRegister {
  const port = `input${at}`;
  const raw = ports.rawInput(port, wanted);
  if (raw.kind === 'vector' || (raw.kind === 'number' && !isSaved)) return raw;
  const type = raw.kind === 'value' && !isSaved ? vector() : scalar('double');
  return ports.input(port, type) as NumberRegister | VectorRegister;
}

/** Known only if every vector's size is declared. */
function totalSize(inputs: readonly Register[]): number | undefined {
  return sumOf(inputs.map(({ kind, type }) => (kind === 'number' ? 1 : (type.dimensions?.[0] ?? -1))));
}

/** The sum of widths, undefined if one is unknown. */
function sumOf(widths: readonly number[]): number | undefined {
  return widths.some((width) => width < 0) ? undefined : widths.reduce((sum, width) => sum + width, 0);
}

/** The inputs as they are, if nothing in them can be refused and all rows are of one size. */
function partsOf(inputs: readonly (NumberRegister | VectorRegister)[], rowCount: number): VectorPart[] | undefined {
  const parts: VectorPart[] = [];
  for (const input of inputs) {
    if (input.kind === 'number') {
      if (input.hasNulls) return undefined;
      parts.push({ kind: 'number', values: input.values });
    } else {
      const [size] = input.sizes;
      if (input.nulls !== undefined || !areAll(size, input.sizes, rowCount)) return undefined;
      const { values, starts, sizes, indices, sparse } = input.toColumn();
      parts.push({ kind: 'vector', values, starts, sizes, indices, sparse, size });
    }
  }
  return parts;
}

function areAll(size: number, sizes: Int32Array, rowCount: number): boolean {
  for (let row = 1; row < rowCount; row++) if (sizes[row] !== size) return false;
  return true;
}

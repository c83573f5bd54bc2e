import type { DataType } from '../../../frame/data-type.ts';
import { vector } from '../../../frame/data-type.ts';
import { defined } from '../../../util/defined.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { dataShape } from '../../attributes/data-shape.ts';
import { shapeType } from '../../attributes/shape-type.ts';
import { operator } from '../../operator.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { type ColumnInfo, MAX_SLOTS, type SlotInfo } from '../../save/column-scope.ts';
import { inputPorts } from '../../save/input-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { codeOf, type Factor, multiplyCodes, writeProduct } from './code-product.ts';

/** Its inputs, the first varying slowest. */
interface Interaction {
  readonly inputs: readonly InteractionInput[];
  /** How many of its ports count, if the model says so: by default all. */
  readonly count?: number;
}

interface InteractionInput extends Levels {
  readonly type: DataType;
}

/** How many values each slot has, 1 for numbers; `after`: the slots after a part whose size only rows give. */
interface Levels {
  readonly before: ArrayLike<number>;
  readonly after?: ArrayLike<number>;
}

/**
 * `interaction`: the outer product of the inputs' codes, the first input varying slowest; nominal slots are one-hot coded. Of
 * sparse inputs only active entries take part (a zero among them, as one of a dense vector, does), at their true positions as in
 * Spark. (MLeap 0.25 takes their offset by rank among the active ones, which puts values in the wrong place.) Source: MLeap
 * `InteractionModel.scala`, Spark `Interaction`.
 */
export const interaction = operator<Interaction>({
  op: 'interaction',
  bundle: { read: readAttributes },
  write: ({ inputs }, { refuse }) => {
    if (inputs.some(({ before, type }) => type.shape === 'tensor' && before.length > 1))
      throw refuse('puts the entries of sparse vectors that interact in the wrong places');
    const levels = inputs.map(({ before }, at) => [`num_features${at}`, bundleValue.ints(before)] as const);
    return {
      attributes: {
        num_inputs: bundleValue.int(inputs.length),
        input_shapes: bundleValue.shapes(inputs.map(({ type, before }) => dataShape(type, before.length))),
        ...Object.fromEntries(levels),
      },
    };
  },
  spark: {
    classes: ['Interaction'],
    read: (stage, { columns }) => {
      const names = stage.params.strings('inputCols');
      const levels = names.map((name) => levelsOf(stage, name, columns.info(name)));
      const parameters = {
        inputs: names.map((name, at) => ({ ...defined(levels[at]), type: declaredType(columns.info(name)) })),
      };
      const inputs = inputPorts(columns, names);
      const output = columns.write(stage.params.string('outputCol'), interactionInfo(levels));
      return [{ parameters, inputs, outputs: { output } }];
    },
  },
  compile({ inputs, count: declared = Infinity }, ports, context) {
    const count = Math.min(declared, ports.countInputs());
    if (inputs.length < count) throw context.bad(`attribute "num_features${inputs.length}" is missing`);
    const factors = inputs.slice(0, Math.max(count, 0)).map(({ before, after, type }, at): Factor => {
      const input = ports.input(`input${at}`, type) as NumberRegister | VectorRegister;
      return { input, ...codeOf(Int32Array.from(before)), after, bySize: new Map() };
    });
    const isOpen = factors.some(({ after }) => after !== undefined);
    const size = isOpen ? undefined : factors.reduce((product, { width }) => product * width, 1);
    if (size !== undefined && !(Number.isSafeInteger(size) && size <= 0x7fffffff))
      throw context.bad(`makes vectors of ${size} values`);
    const output = ports.outputVectors('output', size);
    const isCompressed = context.semantics === 'spark';
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) writeProduct(multiplyCodes(context, factors, row), output, isCompressed);
    };
  },
});

function readAttributes(attributes: Attributes): Interaction {
  const shapes = attributes.shapes('input_shapes', []);
  const inputs: InteractionInput[] = [];
  for (let at = 0; attributes.has(`num_features${at}`); at++)
    inputs.push({ before: attributes.integers(`num_features${at}`), type: shapeType(shapes[at]) });
  const count = attributes.has('num_inputs') ? attributes.integer('num_inputs') : undefined;
  return { inputs, ...present({ count }) };
}

/** A vector of its size, where that is known, or a number. */
function declaredType({ type, size }: ColumnInfo): DataType {
  return type?.shape === 'tensor' ? vector(size) : shapeType(undefined);
}

function levelsOf(stage: SavedStage, name: string, { type, size, slots, open }: ColumnInfo): Levels {
  const count = (slot: SlotInfo) => slot.levels ?? 1;
  if (type?.shape !== 'tensor') return { before: [slots?.[0]?.levels ?? 1] };
  if (slots !== undefined) return { before: slots.map(count) };
  if (size !== undefined && size <= MAX_SLOTS) return { before: Array.from({ length: size }, () => 1) };
  if (open !== undefined) return { before: open.before.map(count), after: open.after.map(count) };
  throw stage.bad(`interacts with the vector "${name}", of which nothing says the size, or that is too large`);
}

/** Its slots are numbers, as many as the products of the inputs' codes. */
function interactionInfo(levels: readonly Levels[]): ColumnInfo {
  if (levels.some(({ after }) => after !== undefined)) return { type: vector(), open: { before: [], after: [] } };
  const width = ({ before }: Levels) => Array.from(before).reduce((sum, count) => sum + count, 0);
  const size = levels.reduce((product, list) => product * width(list), 1);
  return { type: vector(size < 2 ** 31 ? size : undefined) };
}

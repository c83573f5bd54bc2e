import { vector } from '../../../frame/data-type.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { attributeHandleInvalid, type HandleInvalid, stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import { type ColumnPair, columnPairs, pairNode } from '../../save/column-pairs.ts';
import { MAX_SLOTS } from '../../save/column-scope.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageNode, StageScope } from '../../save/stage-form.ts';
import { encodeColumn } from './encode-column.ts';

interface OneHotEncoder {
  /** How many categories each column has. */
  readonly sizes: ArrayLike<number>;
  readonly dropsLast: boolean;
  /** Whether an unknown index is a category of its own. */
  readonly isKept: boolean;
}

const modes: readonly HandleInvalid[] = ['error', 'keep'];

/**
 * `one_hot_encoder`: an index becomes a sparse vector with a single 1, or none for the last category under
 * `drop_last`. The older form (`size`) keeps invalid indices when `drop_last` is set: its `size` is already one less,
 * and so it gives what its own version gave. Spark cuts fractions off, MLeap refuses them. A null stays null, as in Spark.
 * Source: MLeap `OneHotEncoderModel.scala`, `OneHotEncoderOp.scala`.
 */
export const oneHotEncoder = operator<OneHotEncoder>({
  op: 'one_hot_encoder',
  bundle: { read: readAttributes },
  write: ({ sizes, dropsLast, isKept }) => ({
    attributes: {
      category_sizes: bundleValue.ints(sizes),
      drop_last: bundleValue.boolean(dropsLast),
      handle_invalid: bundleValue.string(isKept ? 'keep' : 'error'),
    },
    ports: { input: 'input0', output: 'output0' },
  }),
  spark: {
    classes: ['OneHotEncoderModel', 'OneHotEncoder'],
    read: (stage, scope) => {
      const sizes = stage.kind === 'OneHotEncoder' ? undefined : stage.cell().numbers('categorySizes');
      return columnPairs(stage).map((pair, at) => {
        const size = sizes === undefined ? levelsOf(stage, scope, pair.input) : (sizes[at] ?? Number.NaN);
        return encoderNode(stage, scope, { ...pair, size });
      });
    },
  },
  compile({ sizes, dropsLast, isKept }, ports, context) {
    const isSingle = ports.hasInput('input');
    const count = isSingle ? 1 : ports.countInputs();
    if (sizes.length < count) throw context.bad(`has sizes for ${sizes.length} of its ${count} columns`);
    if (Array.from(sizes).some((size) => size < 0)) throw context.bad('has a negative category size');
    const kernels = Array.from({ length: count }, (_, at) => {
      const width = sizes[at] + (isKept && !dropsLast ? 1 : 0) - (dropsLast && !isKept ? 1 : 0);
      const input = ports.numbers(isSingle ? 'input' : `input${at}`);
      const output = ports.outputVectors(isSingle ? 'output' : `output${at}`, width);
      const encoding = { categories: sizes[at], width: Math.max(width, 0), isKept };
      return encodeColumn(context, { input, output, ...encoding });
    });
    return kernels.length === 1 ? kernels[0] : (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
});

function readAttributes(attributes: Attributes): OneHotEncoder {
  const isOld = attributes.has('size');
  const sizes = isOld ? Int32Array.of(attributes.integer('size')) : attributes.integers('category_sizes');
  const dropsLast = attributes.boolean('drop_last', true);
  const isKept =
    isOld && !attributes.has('handle_invalid') ? dropsLast : attributeHandleInvalid(attributes, modes) === 'keep';
  return { sizes, dropsLast, isKept };
}

/** In Spark 2.x the class itself transforms: fitted to nothing, the number of categories comes from the column. */
function levelsOf(stage: SavedStage, { columns }: StageScope, input: string): number {
  const levels = columns.info(input).slots?.[0]?.levels;
  if (levels === undefined) throw stage.bad(`nothing says the number of categories of the column "${input}"`);
  return levels;
}

function encoderNode(
  stage: SavedStage,
  scope: StageScope,
  { size, ...pair }: ColumnPair & { readonly size: number },
): StageNode<OneHotEncoder> {
  const dropsLast = stage.params.boolean('dropLast', true);
  const isKept = stageHandleInvalid(stage, modes) === 'keep';
  const width = size + (isKept ? 1 : 0) - (dropsLast ? 1 : 0);
  if (!(Number.isSafeInteger(width) && width >= 0)) throw stage.bad(`has ${size} categories for "${pair.input}"`);
  const labels = width > MAX_SLOTS ? undefined : scope.columns.info(pair.input).slots?.[0]?.labels;
  const slots =
    width > MAX_SLOTS ? undefined : Array.from({ length: width }, (_, at) => ({ name: labels?.[at] ?? `${at}` }));
  return pairNode(scope, pair, {
    parameters: { sizes: [size], dropsLast, isKept },
    info: { type: vector(width), size: width, ...present({ slots }) },
  });
}

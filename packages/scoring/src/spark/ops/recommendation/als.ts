import { scalar } from '../../../frame/data-type.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

interface Als {
  readonly rank: number;
  readonly users: Factors;
  readonly items: Factors;
  /** Whether a row with an unknown id is dropped: else its answer is NaN. */
  readonly dropsUnknown: boolean;
}

/** As many ids as vectors of `rank` numbers. */
interface Factors {
  readonly ids: ArrayLike<number>;
  readonly vectors: readonly Float64Array[];
}

/** `als`: the float32 product of a user's and an item's factors. Source: MLeap `ALSModel.scala`. */
export const als = operator<Als>({
  op: 'als',
  bundle: {
    read: (attributes) => {
      const users = readFactors(attributes, 'user');
      const items = readFactors(attributes, 'item');
      const rank = attributes.integer('rank', users.vectors[0]?.length ?? 0);
      return { rank, users, items, dropsUnknown: false };
    },
  },
  write: ({ rank, users, items, dropsUnknown }, { refuse }) => {
    if (dropsUnknown) throw refuse('drops no rows of unknown ids (coldStartStrategy "drop")');
    return {
      attributes: {
        rank: bundleValue.int(rank),
        users: bundleValue.ints(users.ids),
        user_factors: bundleValue.floatVectors(users.vectors),
        items: bundleValue.ints(items.ids),
        item_factors: bundleValue.floatVectors(items.vectors),
      },
    };
  },
  spark: {
    classes: ['ALSModel'],
    read: (stage, { columns }) => {
      const { params } = stage;
      const dropsUnknown = params.string('coldStartStrategy', 'nan').toLowerCase() === 'drop';
      const [users, items] = [savedFactors(stage, 'userFactors'), savedFactors(stage, 'itemFactors')];
      const parameters = { rank: stage.count('rank'), users, items, dropsUnknown };
      const user = columns.read(params.string('userCol', 'user'));
      const item = columns.read(params.string('itemCol', 'item'));
      const prediction = columns.write(params.string('predictionCol'), { type: scalar('float') });
      return [{ parameters, inputs: { user, item }, outputs: { prediction }, canSkip: dropsUnknown }];
    },
  },
  compile({ rank, users, items, dropsUnknown }, ports, context) {
    const userVectors = vectorsById(users, { side: 'user', rank }, context);
    const itemVectors = vectorsById(items, { side: 'item', rank }, context);
    const user = ports.numbers('user', scalar('int'));
    const item = ports.numbers('item', scalar('int'));
    const output = ports.outputNumbers('prediction', scalar('float', false));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const input = user.isNull(row) ? user : item.isNull(row) ? item : undefined;
        if (input !== undefined)
          context.fail(row, { code: 'null_value', message: 'The id is null', value: null, input });
        const a = userVectors.get(user.values[row]);
        const b = itemVectors.get(item.values[row]);
        output.values[row] = a === undefined || b === undefined ? Number.NaN : dotFloat(a, b);
        if (dropsUnknown && Number.isNaN(output.values[row])) context.skip(row);
      }
    };
  },
});

const readFactors = (attributes: Attributes, side: 'user' | 'item'): Factors => ({
  ids: attributes.integers(`${side}s`),
  vectors: attributes.tensors(`${side}_factors`),
});

function savedFactors(stage: SavedStage, folder: string): Factors {
  const rows = stage.cells(folder);
  return { ids: rows.map((row) => row.number('id')), vectors: rows.map((row) => row.numbers('features')) };
}

function vectorsById(
  { ids, vectors }: Factors,
  { side, rank }: { readonly side: string; readonly rank: number },
  context: NodeContext,
): Map<number, Float64Array> {
  if (ids.length !== vectors.length) throw context.bad(`has ${ids.length} ${side}s and ${vectors.length} factors`);
  if (vectors.some((vector) => vector.length !== rank))
    throw context.bad(`has ${side} factors that are not of rank ${rank}`);
  return new Map(vectors.map((vector, at) => [ids[at], vector.map(Math.fround)]));
}

function dotFloat(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum = Math.fround(sum + Math.fround(a[at] * b[at]));
  return sum;
}

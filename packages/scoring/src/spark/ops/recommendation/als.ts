import { scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';

/** `als`: the float32 product of a user's and an item's factors; NaN for an unknown one, or (`handle_invalid` skip, which only saved pipelines have) no row. Source: MLeap `ALSModel.scala`. */
export const als: Op = {
  name: 'als',
  compile(context) {
    const users = readFactors(context, 'user');
    const items = readFactors(context, 'item');
    const user = context.numbers('user', scalar('int'));
    const item = context.numbers('item', scalar('int'));
    const output = context.outputNumbers('prediction', scalar('float', false));
    const isDropping = context.attributes.string('handle_invalid', 'keep') === 'skip';
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const id = user.isNull(row) ? user : item.isNull(row) ? item : undefined;
        if (id !== undefined) context.fail(row, 'null_value', 'The id is null', null, id);
        const a = users.get(user.values[row]);
        const b = items.get(item.values[row]);
        output.values[row] = a === undefined || b === undefined ? Number.NaN : dotFloat(a, b);
        if (isDropping && Number.isNaN(output.values[row])) context.skip(row);
      }
    };
  },
};

function readFactors(context: NodeContext, side: 'user' | 'item'): Map<number, Float64Array> {
  const ids = context.attributes.integers(`${side}s`);
  const factors = context.attributes.tensors(`${side}_factors`);
  const rank = context.attributes.integer('rank', factors[0]?.length ?? 0);
  if (ids.length !== factors.length) throw context.bad(`has ${ids.length} ${side}s and ${factors.length} factors`);
  if (factors.some((factor) => factor.length !== rank))
    throw context.bad(`has ${side} factors that are not of rank ${rank}`);
  return new Map(factors.map((factor, at) => [ids[at], factor.map(Math.fround)]));
}

function dotFloat(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum = Math.fround(sum + Math.fround(a[at] * b[at]));
  return sum;
}

import type { Op } from '../../op.ts';
import { readHandleInvalid } from '../../handle-invalid.ts';

/** `vector_size_hint`: refuses or drops nulls and vectors of another size. Source: Spark `VectorSizeHint.transform`. */
export const vectorSizeHint: Op = {
  name: 'vector_size_hint',
  compile(context) {
    const size = context.attributes.integer('size');
    const isSkipping = readHandleInvalid(context, ['error', 'skip']) === 'skip';
    const input = context.vectors('input');
    const output = context.outputVectors('output', size);
    return (rowCount) => {
      output.adopt(input.toColumn(), rowCount);
      for (let row = 0; row < rowCount; row++) {
        const isNull = input.isNull(row);
        if (!isNull && input.sizes[row] === size) continue;
        if (isSkipping) {
          context.skip(row);
          continue;
        }
        const [code, found] = isNull ? (['null_value', null] as const) : (['wrong_size', input.sizes[row]] as const);
        const what = isNull
          ? `Got null vector in VectorSizeHint, set \`handleInvalid\` to 'skip' to filter invalid rows.`
          : `VectorSizeHint expecting a vector of size ${size} but got ${found}`;
        context.fail(row, code, what, found, input);
      }
    };
  },
};

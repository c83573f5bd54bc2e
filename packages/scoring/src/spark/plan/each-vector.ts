import type { Kernel } from './kernel.ts';
import type { NodeContext } from './node-context.ts';
import type { VectorRegister } from './vector-register.ts';

/** A column of vectors; with `size`, those of another size are refused. */
export interface VectorRows {
  readonly input: VectorRegister;
  readonly size?: number | undefined;
}

/** What is done with rows that are there, and with the others: null (which is refused, as no op takes a null vector) and those that failed before. */
export interface RowSteps {
  readonly each: (row: number) => void;
  readonly empty: (row: number) => void;
}

/** A loop over the rows of a vector column. */
export function eachVector(context: NodeContext, { input, size }: VectorRows, { each, empty }: RowSteps): Kernel {
  return (rowCount) => {
    for (let row = 0; row < rowCount; row++) {
      if (context.hasFailed(row)) {
        empty(row);
      } else if (input.isNull(row)) {
        context.fail(row, { code: 'null_value', message: 'The vector is null', value: null, input });
        empty(row);
      } else if (size !== undefined && input.sizes[row] !== size) {
        const found = input.sizes[row];
        const message = `The vector has ${found} values; the model was fitted to ${size}`;
        context.fail(row, { code: 'wrong_size', message, value: found, input });
        empty(row);
      } else {
        each(row);
      }
    }
  };
}

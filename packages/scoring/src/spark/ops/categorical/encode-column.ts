import { javaDoubleText } from '../../../text/java-double-text.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** A column of indices and the one of their codes. */
export interface EncodedColumn {
  readonly input: NumberRegister;
  readonly output: VectorRegister;
  readonly categories: number;
  /** Size of a code. */
  readonly width: number;
  /** Whether an unknown index is a category of its own. */
  readonly isKept: boolean;
}

/** A loop from indices to sparse vectors with a single 1, or none for what is beyond their width. */
export function encodeColumn(context: NodeContext, column: EncodedColumn): Kernel {
  const { input, output, categories, width } = column;
  return (rowCount) => {
    output.reserve(rowCount);
    output.room(rowCount);
    const { values, hasNulls } = input;
    for (let row = 0; row < rowCount; row++) {
      const value = values[row];
      if (hasNulls && input.isNull(row)) {
        output.closeNull(rowCount);
        continue;
      }
      const isPlain = value === (value | 0) && value >= 0 && value < categories;
      const index = isPlain ? value : oddIndex(context, column, row);
      if (index >= width) {
        output.closeSparse(width, 0);
        continue;
      }
      output.values[output.length] = 1;
      output.indices[output.length] = index;
      output.closeSparse(width, 1);
    }
  };
}

/** Where an index goes that is no category's: refuses the row where there is no place for it. */
function oddIndex(context: NodeContext, { input, categories, isKept }: EncodedColumn, row: number): number {
  const value = input.values[row];
  const text = javaDoubleText(value);
  const isWhole = Math.trunc(value) === value;
  if (context.semantics === 'mleap' && !isWhole) {
    const message = `invalid label: ${text}, must be integer`;
    context.fail(row, { code: 'invalid_value', message, value, input });
  } else if (value >= 0 && value < categories) {
    return Math.trunc(value);
  } else if (!isKept) {
    const message =
      value < 0
        ? `Negative value: ${text}. Input can't be negative. To handle invalid values, set Param handleInvalid to Keep`
        : `Unseen value: ${text}. To handle unseen values, set Param handleInvalid to Keep`;
    context.fail(row, { code: 'invalid_value', message, value, input });
  }
  return categories;
}

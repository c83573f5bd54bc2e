import type { TextPositions } from '../../../frame/packed-texts.ts';
import type { HandleInvalid } from '../../handle-invalid.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';

/** A column of labels and the one of their positions. */
export interface IndexedColumn {
  readonly input: StringRegister;
  readonly output: NumberRegister;
  readonly positions: TextPositions;
  /** How many labels the file lists: where unseen ones go. */
  readonly size: number;
  readonly handleInvalid: HandleInvalid;
}

/** A loop from labels to their positions. */
export function indexColumn(context: NodeContext, column: IndexedColumn): Kernel {
  const { input, output, positions, size } = column;
  const onInvalid = chooseRule(context, column);
  return (rowCount) => {
    output.reserve(rowCount);
    const labels = input.values;
    const target = output.values;
    for (let row = 0; row < rowCount; row++) {
      const label = labels[row];
      const position = positions.get(label as string);
      target[row] = position ?? size;
      if (position === undefined && onInvalid !== undefined) onInvalid(row, label);
    }
  };
}

/** What is done about an unseen label, if anything is. */
function chooseRule(
  context: NodeContext,
  { input, handleInvalid }: IndexedColumn,
): ((row: number, label: string | null) => void) | undefined {
  if (handleInvalid === 'keep') return undefined;
  if (handleInvalid === 'skip') return (row) => context.skip(row);
  return (row, label) => {
    if (label === null || label === undefined) {
      const message = 'StringIndexer encountered NULL value. To handle NULLS, set handleInvalid to keep';
      context.fail(row, { code: 'null_value', message, value: null, input });
    } else {
      const message = `Unseen label: ${label}. To handle unseen labels, set handleInvalid to keep`;
      context.fail(row, { code: 'invalid_value', message, value: label, input });
    }
  };
}

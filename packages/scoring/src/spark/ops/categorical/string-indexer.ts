import { scalar } from '../../../frame/data-type.ts';
import { type PackedTexts, type TextPositions, textPositions } from '../../../frame/packed-texts.ts';
import { readHandleInvalid } from '../../handle-invalid.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';

/**
 * `string_indexer`: a label becomes its position among the labels; unseen labels and nulls become their count under
 * `keep`, drop the row under `skip`, and refuse it under `error`. Any number of columns (`input0` ...), or one in the
 * older form (`input`). MLeap refuses a null under `skip` by a crash, Spark drops the row; so do we.
 * Source: MLeap `StringIndexerModel.scala`, `MultiInOutMleapOp.scala`.
 */
export const stringIndexer: Op = {
  name: 'string_indexer',
  compile(context) {
    const handleInvalid = readHandleInvalid(context);
    const isSingle = context.hasInput('input');
    const count = isSingle ? 1 : context.countInputs();
    const tables = readTables(context);
    if (tables.length < count) throw context.bad(`has labels for ${tables.length} of its ${count} columns`);
    const kernels = Array.from({ length: count }, (_, at) => {
      const input = context.strings(isSingle ? 'input' : `input${at}`);
      const output = context.outputNumbers(isSingle ? 'output' : `output${at}`, scalar('double', false));
      const onInvalid =
        handleInvalid === 'skip'
          ? (row: number) => context.skip(row)
          : (row: number, label: string | null) => refuse(context, input, row, label);
      return indexColumn(input, output, tables[at], handleInvalid === 'keep' ? undefined : onInvalid);
    });
    return kernels.length === 1 ? kernels[0] : (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
};

interface LabelTable {
  readonly positions: TextPositions;
  /** How many labels the file lists: where unseen ones go. */
  readonly size: number;
}

/** A label listed twice takes its last position. `labels_length` is not trusted: some writers always say 1. */
function readTables({ attributes }: NodeContext): LabelTable[] {
  const lists: (readonly string[] | PackedTexts)[] = [];
  while (attributes.has(`labels_array_${lists.length}`)) lists.push(attributes.texts(`labels_array_${lists.length}`));
  if (lists.length === 0) lists.push(attributes.texts('labels'));
  return lists.map((labels) => ({ positions: textPositions(labels), size: labels.length }));
}

function indexColumn(
  input: StringRegister,
  output: NumberRegister,
  { positions, size }: LabelTable,
  onInvalid: ((row: number, label: string | null) => void) | undefined,
): Kernel {
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

function refuse(context: NodeContext, input: StringRegister, row: number, label: string | null): void {
  if (label === null || label === undefined) {
    const message = 'StringIndexer encountered NULL value. To handle NULLS, set handleInvalid to keep';
    context.fail(row, 'null_value', message, null, input);
  } else {
    const message = `Unseen label: ${label}. To handle unseen labels, set handleInvalid to keep`;
    context.fail(row, 'invalid_value', message, label, input);
  }
}

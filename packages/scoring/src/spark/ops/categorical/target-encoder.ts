import { scalar } from '../../../frame/data-type.ts';
import { javaDoubleText } from '../../../text/java-double-text.ts';
import { stageHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';
import type { Cells } from '../../save/cells.ts';
import { type ColumnPair, columnPairs, pairNode } from '../../save/column-pairs.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

interface TargetEncoder extends Encodings {
  /** Whether unseen categories and unseen nulls have an encoding. */
  readonly isKept: boolean;
}

interface Encodings {
  readonly encodings: ReadonlyMap<number, number>;
  readonly ofNull: number | undefined;
  readonly ofUnseen: number;
}

/** The category that stands for all: its statistics are the prior, its encoding that of unseen categories. */
const GLOBAL = 2147483647;
/** The category of nulls. */
const NULL = -1;

/**
 * `target_encoder`: a category becomes the smoothed mean of the targets it was seen with. Under `keep` an unseen category and an
 * unseen null become the mean of all; under `error` they are refused. Source: Spark 4 `TargetEncoderModel`.
 */
export const targetEncoder = operator<TargetEncoder>({
  op: 'target_encoder',
  spark: {
    classes: ['TargetEncoderModel'],
    read: (stage, scope) => {
      const rows = stage.cells();
      const isKept = stageHandleInvalid(stage, ['error', 'keep']) === 'keep';
      return columnPairs(stage).map((pair, at) => {
        const cell = rows.find((row) => row.number('index') === at);
        if (cell === undefined) throw stage.bad(`has no statistics of the column "${pair.input}"`);
        const parameters = { ...readEncodings(stage, cell, pair), isKept };
        return pairNode(scope, pair, { parameters, info: { type: scalar('double') } });
      });
    },
  },
  compile({ encodings, ofNull, ofUnseen, isKept }, ports, context) {
    const input = ports.numbers('input');
    const output = ports.outputNumbers('output', scalar('double'));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const isNull = input.isNull(row);
        const value = input.values[row];
        const found = isNull ? ofNull : encodings.get(value);
        output.values[row] = found ?? ofUnseen;
        if (found !== undefined || isKept) continue;
        const what = isNull ? 'a null' : javaDoubleText(value);
        const message = `Unseen value ${what}. To handle unseen values, set Param handleInvalid to keep.`;
        const code = isNull ? 'null_value' : 'invalid_value';
        context.fail(row, { code, message, value: isNull ? null : value, input });
      }
    };
  },
});

function readEncodings(stage: SavedStage, cell: Cells, { input }: ColumnPair): Encodings {
  const smoothing = stage.params.number('smoothing', 0);
  const isBinary = stage.params.string('targetType', 'binary') === 'binary';
  const keys = cell.numbers('categories');
  const counts = cell.numbers('counts');
  const stats = cell.numbers('stats');
  const global = keys.indexOf(GLOBAL);
  if (global < 0 || counts.length !== keys.length || stats.length !== keys.length)
    throw stage.bad(`has broken statistics of the column "${input}"`);
  // Binary statistics are numbers of ones, continuous ones are means.
  const mean = (of: number) => (isBinary ? stats[of] / counts[of] : stats[of]);
  const encodings = keys.map((_, of) => {
    if (of === global) return mean(global);
    const weight = counts[of] / (counts[of] + smoothing);
    return weight * mean(of) + (1 - weight) * mean(global);
  });
  const ofNull = keys.includes(NULL) ? encodings[keys.indexOf(NULL)] : undefined;
  const known = Array.from(keys, (key, of) => [key, encodings[of]] as const);
  const isCategory = ([key]: readonly [number, number]) => key !== GLOBAL && key !== NULL;
  return { encodings: new Map(known.filter(isCategory)), ofNull, ofUnseen: encodings[global] };
}

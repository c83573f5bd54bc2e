import { scalar } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { pairNode } from '../../save/column-pairs.ts';

/**
 * `cast`: numbers and booleans as doubles, nulls as they are. What RFormula does to the label where the rows bring one, and leaves
 * alone where not; the stages in it are mapped before. Source: Spark `RFormulaModel`.
 */
export const castToDouble = operator<undefined>({
  op: 'cast',
  write: (_none, { refuse }) => {
    throw refuse('does not make a number of the label of an RFormula: leave that column out of the schema');
  },
  spark: {
    classes: ['RFormulaModel'],
    read: (stage, scope) => {
      const pair = { input: stage.cell().string('label'), output: stage.params.string('labelCol', 'label') };
      if (!scope.columns.has(pair.input) || scope.columns.has(pair.output)) return [];
      return [pairNode(scope, pair, { parameters: undefined, info: { type: scalar('double') } })];
    },
  },
  compile(_none, ports) {
    const input = ports.numbers('input');
    const output = ports.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        output.values[row] = input.values[row];
        if (input.isNull(row)) output.setNull(row);
      }
    };
  },
});

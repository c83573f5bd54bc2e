import { type BasicType, scalar } from '../../../frame/data-type.ts';
import { bundleValue, orNull } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { columnPairs, pairNode } from '../../save/column-pairs.ts';

interface Imputer {
  readonly surrogate: number;
  readonly missing: number;
  /** The type of the column, before and after. */
  readonly base: BasicType;
  /** What the surrogate was: for people. */
  readonly strategy?: string;
}

/**
 * `imputer`: null, NaN and the missing value become the surrogate, cast to the column's type. Spark leaves a NaN alone unless that
 * is the missing value. Source: MLeap `ImputerModel.scala`, Spark `ImputerModel.transform`.
 */
export const imputer = operator<Imputer>({
  op: 'imputer',
  bundle: {
    read: (attributes) => ({
      surrogate: attributes.number('surrogate_value'),
      missing: attributes.number('missing_value', Number.NaN),
      base: 'double',
    }),
  },
  write: ({ surrogate, missing, base, strategy = 'mean' }) => ({
    attributes: {
      surrogate_value: bundleValue.double(castTo(base, surrogate)),
      missing_value: orNull(bundleValue.double(missing)),
      strategy: bundleValue.string(strategy),
      nullable_input: bundleValue.boolean(true),
    },
  }),
  spark: {
    classes: ['ImputerModel'],
    read: (stage, scope) => {
      const cell = stage.cell();
      const missing = stage.params.number('missingValue', Number.NaN);
      const strategy = stage.params.string('strategy', 'mean');
      return columnPairs(stage).map((pair) => {
        const type = scope.columns.info(pair.input).type ?? scalar('double');
        const parameters = { surrogate: cell.number(pair.input), missing, base: type.base, strategy };
        return pairNode(scope, pair, { parameters, info: { type } });
      });
    },
  },
  compile({ surrogate: given, missing, base }, ports, context) {
    const surrogate = castTo(base, given);
    const replacesNaN = context.semantics === 'mleap' || missing !== missing;
    const input = ports.numbers('input', scalar(base));
    const output = ports.outputNumbers('output', scalar(base));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = input.values[row];
        const isMissing = input.isNull(row) || value === missing || (replacesNaN && value !== value);
        output.values[row] = isMissing ? surrogate : value;
      }
    };
  },
});

function castTo(base: BasicType, value: number): number {
  if (base === 'double') return value;
  return base === 'float' ? Math.fround(value) : Math.trunc(value);
}

import { list, scalar } from '../../../frame/data-type.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister, ValueRegister } from '../../plan/register.ts';
import { onePair, pairNode } from '../../save/column-pairs.ts';

interface ReverseStringIndexer {
  readonly labels: readonly string[];
  /** Whether cells are lists of indices. */
  readonly isList: boolean;
  /** As up to Spark 3: else a null is refused. */
  readonly keepsNulls: boolean;
  /** As in ANSI mode: else a NaN is 0. */
  readonly refusesNaN: boolean;
}

/**
 * `reverse_string_indexer`: the label at trunc(x), for one number or a list of them. Source: MLeap `ReverseStringIndexerModel.scala`,
 * Spark `IndexToString`.
 */
export const reverseStringIndexer = operator<ReverseStringIndexer>({
  op: 'reverse_string_indexer',
  bundle: {
    read: (attributes) => ({
      labels: attributes.strings('labels'),
      isList: (attributes.shapes('input_shape', [])[0]?.base ?? 'scalar') !== 'scalar',
      keepsNulls: false,
      refusesNaN: false,
    }),
  },
  write: ({ labels }) => ({
    attributes: {
      labels: bundleValue.strings(labels),
      input_shape: bundleValue.shape({ base: 'scalar', isNullable: false }),
    },
  }),
  spark: {
    classes: ['IndexToString'],
    read: (stage, scope) => {
      const pair = onePair(stage);
      const given = stage.params.strings('labels', []);
      const labels = given.length > 0 ? given : scope.columns.info(pair.input).slots?.[0]?.labels;
      if (labels === undefined) throw stage.bad(`has no labels, and nothing says those of the column "${pair.input}"`);
      const parameters = { labels, isList: false, keepsNulls: stage.isBefore(4), refusesNaN: scope.isAnsi };
      return [pairNode(scope, pair, { parameters, info: { type: scalar('string') } })];
    },
  },
  compile({ labels, isList, keepsNulls, refusesNaN }, ports, context) {
    const type = isList ? list('double') : scalar('double');
    const input = ports.input('input', type) as NumberRegister | ValueRegister;
    const output = ports.output('output', isList ? list('string') : scalar('string')) as StringRegister | ValueRegister;
    const label = (value: number, row: number): string => {
      const refuse = (message: string) => context.fail(row, { code: 'invalid_value', message, value, input });
      if (refusesNaN && value !== value) refuse('NaN cannot be cast to an index');
      const index = value !== value ? 0 : Math.trunc(value);
      const found = labels[index];
      if (found === undefined) refuse(`key not found: ${index}`);
      return found ?? '';
    };
    return (rowCount) => {
      output.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        const cell = input.kind === 'number' && input.isNull(row) ? null : input.values[row];
        if (context.hasFailed(row)) continue;
        if (cell === null || cell === undefined) {
          output.values[row] = null;
          if (!keepsNulls) context.fail(row, { code: 'null_value', message: 'The index is null', value: null, input });
        } else if (typeof cell === 'number') output.values[row] = label(cell, row);
        else output.values[row] = (cell as readonly number[]).map((value) => label(value, row)) as unknown;
      }
    };
  },
});

import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Op } from '../../op.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { JavaRegex } from '../../../text/java-regex/java-regex.ts';
import { StepBudget } from '../../../text/java-regex/step-budget.ts';

/** `regex_indexer`: the index of the first pattern found anywhere in the text, else the default. Source: MLeap `RegexIndexerModel.scala`. */
export const regexIndexer: Op = {
  name: 'regex_indexer',
  compile(context) {
    const { attributes } = context;
    const budget = new StepBudget();
    const patterns = attributes.strings('regexes').map((pattern) => new JavaRegex(pattern, budget));
    const indices = attributes.integers('indices');
    if (indices.length !== patterns.length)
      throw context.bad(`has ${patterns.length} patterns and ${indices.length} indices`);
    const fallback = attributes.has('default_value') ? attributes.integer('default_value') : undefined;
    const input = context.strings('input');
    const output = context.outputNumbers('output', scalar('int'));
    const index = (text: string, row: number): number => {
      const at = patterns.findIndex((pattern) => pattern.isFoundIn(text));
      const found = at >= 0 ? indices[at] : fallback;
      if (found === undefined)
        context.fail(row, 'invalid_value', `No pattern is found in "${text}", and there is no default`, text, input);
      return found ?? 0;
    };
    return (rowCount) => {
      budget.renew();
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const text = input.values[row];
        if (context.hasFailed(row)) continue;
        if (text === null || text === undefined) context.fail(row, 'null_value', 'The text is null', null, input);
        else output.values[row] = guarded(context, row, text, index);
      }
    };

    function guarded(
      node: NodeContext,
      row: number,
      text: string,
      compute: (text: string, row: number) => number,
    ): number {
      try {
        return compute(text, row);
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        node.fail(row, error.code, error.message, text, input);
        return 0;
      }
    }
  },
};

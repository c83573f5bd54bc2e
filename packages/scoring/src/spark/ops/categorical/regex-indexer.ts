import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { JavaRegex } from '../../../text/java-regex/java-regex.ts';
import { StepBudget } from '../../../text/java-regex/step-budget.ts';
import { operator } from '../../operator.ts';

/** Patterns, each with its index. */
interface RegexIndexer {
  readonly regexes: readonly string[];
  readonly indices: Int32Array;
  /** The index where no pattern is found. */
  readonly fallback: number | undefined;
}

/** `regex_indexer`: the index of the first pattern found anywhere in the text, else the default. Source: MLeap `RegexIndexerModel.scala`. */
export const regexIndexer = operator<RegexIndexer>({
  op: 'regex_indexer',
  bundle: {
    read: (attributes) => ({
      regexes: attributes.strings('regexes'),
      indices: attributes.integers('indices'),
      fallback: attributes.has('default_value') ? attributes.integer('default_value') : undefined,
    }),
  },
  compile({ regexes, indices, fallback }, ports, context) {
    const budget = new StepBudget();
    const patterns = regexes.map((pattern) => new JavaRegex(pattern, budget));
    if (indices.length !== patterns.length)
      throw context.bad(`has ${patterns.length} patterns and ${indices.length} indices`);
    const input = ports.strings('input');
    const output = ports.outputNumbers('output', scalar('int'));
    const index = (text: string): number | undefined => {
      const at = patterns.findIndex((pattern) => pattern.isFoundIn(text));
      return at >= 0 ? indices[at] : fallback;
    };
    const indexRow = (text: string, row: number): number => {
      try {
        const found = index(text);
        if (found !== undefined) return found;
        const message = `No pattern is found in "${text}", and there is no default`;
        context.fail(row, { code: 'invalid_value', message, value: text, input });
        return 0;
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        context.fail(row, { code: error.code, message: error.message, value: text, input });
        return 0;
      }
    };
    return (rowCount) => {
      budget.renew();
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const text = input.values[row];
        if (context.hasFailed(row)) continue;
        if (text === null || text === undefined)
          context.fail(row, { code: 'null_value', message: 'The text is null', value: null, input });
        else output.values[row] = indexRow(text, row);
      }
    };
  },
});

import { list } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Op } from '../../op.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import { JavaRegex } from '../../../text/java-regex/java-regex.ts';
import { StepBudget } from '../../../text/java-regex/step-budget.ts';

/** Surrogates without their other half. */
const halfPairs = /\p{Surrogate}/gu;

/**
 * `regex_tokenizer`: the pieces between matches (`match_gaps`) or the matches, of at least `token_min_length` UTF-16
 * units. Spark keeps text as UTF-8, where half of a surrogate pair becomes a question mark.
 * Source: MLeap `RegexTokenizerModel.scala`, Java `Pattern.split`.
 */
export const regexTokenizer: Op = {
  name: 'regex_tokenizer',
  compile(context) {
    const { attributes } = context;
    const budget = new StepBudget();
    const regex = new JavaRegex(attributes.string('regex'), budget);
    const isGaps = attributes.boolean('match_gaps', true);
    const isLower = attributes.boolean('lowercase_text', true);
    const least = attributes.integer('token_min_length', 1);
    const isUtf8 = context.semantics === 'spark';
    const input = context.strings('input');
    const output = context.outputValues('output', list('string'));
    const tokenize = (cell: string, row: number) => {
      const text = isLower ? cell.toLowerCase() : cell;
      try {
        const tokens = isGaps ? regex.split(text) : regex.matches(text);
        const kept = tokens.filter((token) => token.length >= least);
        return isUtf8 ? kept.map((token) => token.replace(halfPairs, '?')) : kept;
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        context.fail(row, error.code, error.message, error.place.value, input);
        return [];
      }
    };
    return mapTokens(context, input, output, tokenize, () => budget.renew());
  },
};

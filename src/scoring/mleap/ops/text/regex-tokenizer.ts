import { list } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Op } from '../../op.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import { JavaRegex } from '../../regex/java-regex.ts';

/**
 * `regex_tokenizer`: the pieces between matches (`match_gaps`) or the matches, of at least `token_min_length` UTF-16
 * units. Source: MLeap `RegexTokenizerModel.scala`, Java `Pattern.split`.
 */
export const regexTokenizer: Op = {
  name: 'regex_tokenizer',
  compile(context) {
    const { attributes } = context;
    const regex = new JavaRegex(attributes.string('regex'));
    const isGaps = attributes.boolean('match_gaps', true);
    const isLower = attributes.boolean('lowercase_text', true);
    const least = attributes.integer('token_min_length', 1);
    const input = context.strings('input');
    const output = context.outputValues('output', list('string'));
    return mapTokens(context, input, output, (cell: string, row) => {
      const text = isLower ? cell.toLowerCase() : cell;
      try {
        const tokens = isGaps ? regex.split(text) : regex.matches(text);
        return tokens.filter((token) => token.length >= least);
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        context.fail(row, error.code, error.message, error.place.value, input);
        return [];
      }
    });
  },
};

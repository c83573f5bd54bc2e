import { list } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { JavaRegex } from '../../../text/java-regex/java-regex.ts';
import { StepBudget } from '../../../text/java-regex/step-budget.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import { pairsStage } from '../../save/pairs-stage.ts';

interface RegexTokenizer {
  /** What tokens are (Java's syntax), or what is between them. */
  readonly pattern: string;
  readonly matchesGaps: boolean;
  readonly toLowercase: boolean;
  /** Of a token, in UTF-16 units. */
  readonly minLength: number;
}

/** Surrogates without their other half. */
const halfPairs = /\p{Surrogate}/gu;

/**
 * `regex_tokenizer`: the pieces between matches or the matches, of at least a length. Spark keeps text as UTF-8, where half of a
 * surrogate pair becomes a question mark. Source: MLeap `RegexTokenizerModel.scala`, Java `Pattern.split`.
 */
export const regexTokenizer = operator<RegexTokenizer>({
  op: 'regex_tokenizer',
  bundle: {
    read: (attributes) => ({
      pattern: attributes.string('regex'),
      matchesGaps: attributes.boolean('match_gaps', true),
      toLowercase: attributes.boolean('lowercase_text', true),
      minLength: attributes.integer('token_min_length', 1),
    }),
  },
  write: ({ pattern, matchesGaps, toLowercase, minLength }) => ({
    attributes: {
      regex: bundleValue.string(pattern),
      match_gaps: bundleValue.boolean(matchesGaps),
      lowercase_text: bundleValue.boolean(toLowercase),
      token_min_length: bundleValue.int(minLength),
    },
  }),
  spark: pairsStage('RegexTokenizer', ({ params }) => ({
    parameters: {
      pattern: params.string('pattern', '\\s+'),
      matchesGaps: params.boolean('gaps', true),
      toLowercase: params.boolean('toLowercase', true),
      minLength: params.integer('minTokenLength', 1),
    },
    info: { type: list('string') },
  })),
  compile({ pattern, matchesGaps, toLowercase, minLength }, ports, context) {
    const budget = new StepBudget();
    const regex = new JavaRegex(pattern, budget);
    const isUtf8 = context.semantics === 'spark';
    const input = ports.strings('input');
    const output = ports.outputValues('output', list('string'));
    const map = { input, output, begin: () => budget.renew() };
    return mapTokens(context, map, (cell: string, row) => {
      const text = toLowercase ? cell.toLowerCase() : cell;
      try {
        const tokens = matchesGaps ? regex.split(text) : regex.matches(text);
        const kept = tokens.filter((token) => token.length >= minLength);
        return isUtf8 ? kept.map((token) => token.replace(halfPairs, '?')) : kept;
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        const { code, message, place } = error;
        context.fail(row, { code, message, value: place.value, input });
        return [];
      }
    });
  },
});

import { list } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import type { NodeContext } from '../../plan/node-context.ts';

/**
 * `tokenizer`: lower case, split at single ASCII white space as Java does: empty tokens stay except at the end.
 * Source: MLeap `TokenizerModel.scala`, Java `String.split`.
 */
export const tokenizer: Op = {
  name: 'tokenizer',
  compile(context) {
    const input = context.strings('input');
    const output = context.outputValues('output', list('string'));
    return mapTokens(context, input, output, (text: string) => {
      const tokens = text.toLowerCase().split(/[ \t\n\v\f\r]/);
      if (tokens.length === 1) return tokens;
      while (tokens.at(-1) === '') tokens.pop();
      return tokens;
    });
  },
};

/** `ngram`: windows of n tokens, joined by blanks; a null token reads `null`. */
export const ngram: Op = {
  name: 'ngram',
  compile(context) {
    const n = context.attributes.integer('n');
    if (n < 1) throw context.bad(`has n = ${n}`);
    return mapLists(context, '', (tokens) => {
      const grams: string[] = [];
      for (let at = 0; at + n <= tokens.length; at++)
        grams.push(
          tokens
            .slice(at, at + n)
            .map(String)
            .join(' '),
        );
      return grams;
    });
  },
};

/**
 * `stopwords_remover`: drops the listed words, in any case unless `case_sensitive`. Several columns (`input0` ...), which
 * MLeap cannot load, are read. Source: MLeap `StopWordsRemoverModel.scala`.
 */
export const stopwordsRemover: Op = {
  name: 'stopwords_remover',
  compile(context) {
    const isCaseSensitive = context.attributes.boolean('case_sensitive', false);
    const fold = isCaseSensitive ? (word: string) => word : (word: string) => word.toLowerCase();
    const words = new Set(context.attributes.strings('stop_words').map(fold));
    const keep = (tokens: readonly (string | null)[]) =>
      tokens.filter((token) => token === null || !words.has(fold(token)));
    if (context.hasInput('input')) return mapLists(context, '', keep);
    const kernels = Array.from({ length: context.countInputs() }, (_, at) => mapLists(context, String(at), keep));
    return (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
};

/**
 * `word_filter`: words of letters only (as UTF-16 units) that are longer than `length`. Source: MLeap
 * `WordLengthFilterModel.scala`, Java `Character.isLetter(char)`.
 */
export const wordFilter: Op = {
  name: 'word_filter',
  compile(context) {
    const least = context.attributes.integer('length');
    return mapLists(context, '', (tokens) =>
      tokens.filter(
        (token) => token !== null && token.length > least && /^\p{L}*$/u.test(token) && !/[\ud800-\udfff]/.test(token),
      ),
    );
  },
};

function mapLists(
  context: NodeContext,
  suffix: string,
  compute: (tokens: readonly (string | null)[]) => readonly (string | null)[],
): Kernel {
  const input = context.values(`input${suffix}`, list('string'));
  const output = context.outputValues(`output${suffix}`, list('string'));
  return mapTokens(context, input, output, compute);
}

import { list } from '../../../frame/data-type.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { pairsStage } from '../../save/pairs-stage.ts';
import { mapLists } from './map-lists.ts';

interface StopwordsRemover {
  readonly words: readonly string[];
  readonly isCaseSensitive: boolean;
}

/**
 * `stopwords_remover`: drops the listed words. Several columns (`input0` ...), which MLeap cannot load, are read.
 * Source: MLeap `StopWordsRemoverModel.scala`.
 */
export const stopwordsRemover = operator<StopwordsRemover>({
  op: 'stopwords_remover',
  bundle: {
    read: (attributes) => ({
      words: attributes.strings('stop_words'),
      isCaseSensitive: attributes.boolean('case_sensitive', false),
    }),
  },
  write: ({ words, isCaseSensitive }) => ({
    attributes: { stop_words: bundleValue.strings(words), case_sensitive: bundleValue.boolean(isCaseSensitive) },
  }),
  spark: pairsStage('StopWordsRemover', ({ params }) => ({
    parameters: { words: params.strings('stopWords'), isCaseSensitive: params.boolean('caseSensitive', false) },
    info: { type: list('string') },
  })),
  compile({ words, isCaseSensitive }, ports, context) {
    const fold = isCaseSensitive ? (word: string) => word : (word: string) => word.toLowerCase();
    const dropped = new Set(words.map(fold));
    const compute = (tokens: readonly (string | null)[]) =>
      tokens.filter((token) => token === null || !dropped.has(fold(token)));
    if (ports.hasInput('input')) return mapLists({ compute }, ports, context);
    const kernels = Array.from({ length: ports.countInputs() }, (_, at) =>
      mapLists({ port: String(at), compute }, ports, context),
    );
    return (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
});

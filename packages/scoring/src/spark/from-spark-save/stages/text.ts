import { list, vector } from '../../../frame/data-type.ts';
import type { ColumnInfo } from '../../save/column-scope.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { columnPairs, step, type StepParts } from './ports.ts';

const tokens = (): ColumnInfo => ({ type: list('string') });

/** Stages over texts and lists of words. */
export const text: StageTable = {
  Tokenizer: textStage('tokenizer', () => ({}), tokens),
  RegexTokenizer: textStage(
    'regex_tokenizer',
    ({ params }) => ({
      regex: params.string('pattern', '\\s+'),
      match_gaps: params.boolean('gaps', true),
      lowercase_text: params.boolean('toLowercase', true),
      token_min_length: params.integer('minTokenLength', 1),
    }),
    tokens,
  ),
  NGram: textStage('ngram', ({ params }) => ({ n: params.integer('n', 2) }), tokens),
  StopWordsRemover: textStage(
    'stopwords_remover',
    ({ params }) => ({
      stop_words: params.strings('stopWords'),
      case_sensitive: params.boolean('caseSensitive', false),
    }),
    tokens,
  ),
  HashingTF: textStage(
    'hashing_term_frequency',
    (stage) => ({
      num_features: stage.params.integer('numFeatures', 2 ** 18),
      binary: stage.params.boolean('binary', false),
      // Spark 3 hashes the bytes behind the last whole word otherwise than Spark 2 did.
      hashUnsafeBytesVersion: stage.isBefore(3) ? 1 : 2,
    }),
    ({ num_features: size }) => ({ type: vector(size as number) }),
  ),
  CountVectorizerModel: textStage(
    'count_vectorizer',
    (stage) => ({
      vocabulary: stage.cell().texts('vocabulary'),
      binary: stage.params.boolean('binary', false),
      min_tf: stage.params.number('minTF', 1),
    }),
    ({ vocabulary }) => ({ type: vector((vocabulary as { readonly length: number }).length) }),
  ),
  Word2VecModel: textStage('word_to_vector', readWordVectors, ({ words, word_vectors: all }) => ({
    type: vector((all as Float64Array).length / Math.max(1, (words as readonly string[]).length)),
  })),
};

function textStage(
  op: string,
  read: (stage: SavedStage) => StepParts['attributes'],
  tell: (attributes: StepParts['attributes']) => ColumnInfo,
): MapStage {
  return (stage, mapping) => {
    const attributes = read(stage);
    const info = tell(attributes);
    return columnPairs(stage).map((pair) => step(stage, mapping, pair, { op, attributes, info }));
  };
}

function readWordVectors(stage: SavedStage): StepParts['attributes'] {
  const rows = stage.cells();
  const vectors = rows.map((row) => row.numbers('vector'));
  const size = vectors[0]?.length ?? 0;
  if (vectors.some((row) => row.length !== size)) throw stage.bad('has word vectors of different sizes');
  const all = new Float64Array(size * vectors.length);
  vectors.forEach((row, at) => {
    all.set(row, at * size);
  });
  return { words: rows.map((row) => row.string('word')), word_vectors: all };
}

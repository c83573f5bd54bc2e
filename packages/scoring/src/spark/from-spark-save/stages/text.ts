import type { StageTable } from '../../save/map-stage.ts';
import { tokenizer } from '../../ops/text/tokenizer.ts';
import { regexTokenizer } from '../../ops/text/regex-tokenizer.ts';
import { ngram } from '../../ops/text/ngram.ts';
import { stopwordsRemover } from '../../ops/text/stopwords-remover.ts';
import { hashingTermFrequency } from '../../ops/text/hashing-term-frequency.ts';
import { countVectorizer } from '../../ops/text/count-vectorizer.ts';
import { wordToVector } from '../../ops/text/word-to-vector.ts';
import { featureHasher } from '../../ops/text/feature-hasher.ts';

/** Stages over texts and lists of words. */
export const text: StageTable = {
  ...countVectorizer.stages,
  ...featureHasher.stages,
  ...hashingTermFrequency.stages,
  ...ngram.stages,
  ...regexTokenizer.stages,
  ...stopwordsRemover.stages,
  ...tokenizer.stages,
  ...wordToVector.stages,
};

import type { OpTable } from './op-table.ts';
import type { Operator } from './operator.ts';
import { xgboostClassifier } from './ops/boosters/xgboost-classifier.ts';
import { xgboostRegression } from './ops/boosters/xgboost-regression.ts';
import { mapEntrySelector } from './ops/categorical/map-entry-selector.ts';
import { multinomialLabeler } from './ops/categorical/multinomial-labeler.ts';
import { oneHotEncoder } from './ops/categorical/one-hot-encoder.ts';
import { regexIndexer } from './ops/categorical/regex-indexer.ts';
import { reverseStringIndexer } from './ops/categorical/reverse-string-indexer.ts';
import { stringIndexer } from './ops/categorical/string-indexer.ts';
import { stringMap } from './ops/categorical/string-map.ts';
import { classifiers } from './ops/classification/classifiers.ts';
import { oneVsRest } from './ops/classification/one-vs-rest.ts';
import { bisectingKMeans } from './ops/clustering/bisecting-k-means.ts';
import { gaussianMixture } from './ops/clustering/gaussian-mixture.ts';
import { kMeans } from './ops/clustering/k-means.ts';
import { lda } from './ops/clustering/lda.ts';
import { binarizer } from './ops/feature/binarizer.ts';
import { bucketedRandomProjectionLsh } from './ops/feature/bucketed-random-projection-lsh.ts';
import { bucketizer } from './ops/feature/bucketizer.ts';
import { chiSqSelector } from './ops/feature/chi-sq-selector.ts';
import { coalesce } from './ops/feature/coalesce.ts';
import { dct } from './ops/feature/dct.ts';
import { elementwiseProduct } from './ops/feature/elementwise-product.ts';
import { idf } from './ops/feature/idf.ts';
import { imputer } from './ops/feature/imputer.ts';
import { interaction } from './ops/feature/interaction.ts';
import { mathBinary } from './ops/feature/math-binary.ts';
import { mathUnary } from './ops/feature/math-unary.ts';
import { maxAbsScaler } from './ops/feature/max-abs-scaler.ts';
import { minHashLsh } from './ops/feature/min-hash-lsh.ts';
import { minMaxScaler } from './ops/feature/min-max-scaler.ts';
import { normalizer } from './ops/feature/normalizer.ts';
import { pca } from './ops/feature/pca.ts';
import { polynomialExpansion } from './ops/feature/polynomial-expansion.ts';
import { sklearnBinarizer } from './ops/feature/sklearn-binarizer.ts';
import { sklearnPolynomialExpansion } from './ops/feature/sklearn-polynomial-expansion.ts';
import { standardScaler } from './ops/feature/standard-scaler.ts';
import { vectorAssembler } from './ops/feature/vector-assembler.ts';
import { vectorIndexer } from './ops/feature/vector-indexer.ts';
import { vectorSlicer } from './ops/feature/vector-slicer.ts';
import { als } from './ops/recommendation/als.ts';
import { aftSurvivalRegression } from './ops/regression/aft-survival-regression.ts';
import { decisionTreeRegression } from './ops/regression/decision-tree-regression.ts';
import { gbtRegression } from './ops/regression/gbt-regression.ts';
import { generalizedLinearRegression } from './ops/regression/generalized-linear-regression.ts';
import { isotonicRegression } from './ops/regression/isotonic-regression.ts';
import { linearRegression } from './ops/regression/linear-regression.ts';
import { randomForestRegression } from './ops/regression/random-forest-regression.ts';
import { countVectorizer } from './ops/text/count-vectorizer.ts';
import { featureHasher } from './ops/text/feature-hasher.ts';
import { hashingTermFrequency } from './ops/text/hashing-term-frequency.ts';
import { ngram } from './ops/text/ngram.ts';
import { regexTokenizer } from './ops/text/regex-tokenizer.ts';
import { stopwordsRemover } from './ops/text/stopwords-remover.ts';
import { tokenizer } from './ops/text/tokenizer.ts';
import { wordFilter } from './ops/text/word-filter.ts';
import { wordToVector } from './ops/text/word-to-vector.ts';

/**
 * MLeap's operators, which most of Spark's are too (`pipeline` is taken apart before). Each has a line in `importOps` as well, which loads those of
 * one bundle alone.
 */
export const ops: readonly Operator[] = [
  aftSurvivalRegression,
  als,
  binarizer,
  bisectingKMeans,
  bucketedRandomProjectionLsh,
  bucketizer,
  chiSqSelector,
  coalesce,
  countVectorizer,
  dct,
  decisionTreeRegression,
  elementwiseProduct,
  featureHasher,
  gaussianMixture,
  gbtRegression,
  generalizedLinearRegression,
  hashingTermFrequency,
  idf,
  imputer,
  interaction,
  isotonicRegression,
  kMeans,
  lda,
  linearRegression,
  mapEntrySelector,
  mathBinary,
  mathUnary,
  maxAbsScaler,
  minHashLsh,
  minMaxScaler,
  multinomialLabeler,
  ngram,
  normalizer,
  oneHotEncoder,
  oneVsRest,
  pca,
  polynomialExpansion,
  randomForestRegression,
  regexIndexer,
  regexTokenizer,
  reverseStringIndexer,
  sklearnBinarizer,
  sklearnPolynomialExpansion,
  standardScaler,
  stopwordsRemover,
  stringIndexer,
  stringMap,
  tokenizer,
  vectorAssembler,
  vectorIndexer,
  vectorSlicer,
  wordFilter,
  wordToVector,
  xgboostClassifier,
  xgboostRegression,
  ...classifiers,
];

const byName = new Map(ops.map((operator) => [operator.op, operator]));

/** All operators, for callers that are not asynchronous. */
export const allOps: OpTable = { names: [...byName.keys()], find: (op) => byName.get(op) };

import { ScoringError } from '../scoring-error.ts';
import type { PlanNode } from './plan/plan-node.ts';
import type { Op } from './op.ts';
import { mapEntrySelector } from './ops/categorical/map-entry-selector.ts';
import { multinomialLabeler } from './ops/categorical/multinomial-labeler.ts';
import { oneHotEncoder } from './ops/categorical/one-hot-encoder.ts';
import { regexIndexer } from './ops/categorical/regex-indexer.ts';
import { reverseStringIndexer } from './ops/categorical/reverse-string-indexer.ts';
import { stringIndexer } from './ops/categorical/string-indexer.ts';
import { stringMap } from './ops/categorical/string-map.ts';
import { classifiers } from './ops/classification/classifiers.ts';
import { classifierOp } from './ops/classification/compile-classifier.ts';
import { oneVsRest } from './ops/classification/one-vs-rest.ts';
import { bisectingKMeans } from './ops/clustering/bisecting-k-means.ts';
import { gaussianMixture } from './ops/clustering/gaussian-mixture.ts';
import { kMeans } from './ops/clustering/k-means.ts';
import { lda } from './ops/clustering/lda.ts';
import { binarizer } from './ops/feature/binarizer.ts';
import { bucketizer } from './ops/feature/bucketizer.ts';
import { coalesce } from './ops/feature/coalesce.ts';
import { dct } from './ops/feature/dct.ts';
import { imputer } from './ops/feature/imputer.ts';
import { interaction } from './ops/feature/interaction.ts';
import { bucketedRandomProjectionLsh } from './ops/feature/bucketed-random-projection-lsh.ts';
import { minHashLsh } from './ops/feature/min-hash-lsh.ts';
import { mathBinary } from './ops/feature/math-binary.ts';
import { mathUnary } from './ops/feature/math-unary.ts';
import { pca } from './ops/feature/pca.ts';
import { polynomialExpansion } from './ops/feature/polynomial-expansion.ts';
import { elementwiseProduct } from './ops/feature/elementwise-product.ts';
import { idf } from './ops/feature/idf.ts';
import { maxAbsScaler } from './ops/feature/max-abs-scaler.ts';
import { minMaxScaler } from './ops/feature/min-max-scaler.ts';
import { normalizer } from './ops/feature/normalizer.ts';
import { chiSqSelector } from './ops/feature/chi-sq-selector.ts';
import { sklearnBinarizer } from './ops/feature/sklearn-binarizer.ts';
import { vectorSlicer } from './ops/feature/vector-slicer.ts';
import { sklearnPolynomialExpansion } from './ops/feature/sklearn-polynomial-expansion.ts';
import { standardScaler } from './ops/feature/standard-scaler.ts';
import { vectorAssembler } from './ops/feature/vector-assembler.ts';
import { vectorIndexer } from './ops/feature/vector-indexer.ts';
import { als } from './ops/recommendation/als.ts';
import { aftSurvivalRegression } from './ops/regression/aft-survival-regression.ts';
import { generalizedLinearRegression } from './ops/regression/generalized-linear-regression.ts';
import { isotonicRegression } from './ops/regression/isotonic-regression.ts';
import { linearRegression } from './ops/regression/linear-regression.ts';
import { decisionTreeRegression, gbtRegression, randomForestRegression } from './ops/regression/tree-regressions.ts';
import { featureHasher } from './ops/text/feature-hasher.ts';
import { regexTokenizer } from './ops/text/regex-tokenizer.ts';
import { countVectorizer } from './ops/text/count-vectorizer.ts';
import { hashingTermFrequency } from './ops/text/hashing-term-frequency.ts';
import { ngram } from './ops/text/ngram.ts';
import { stopwordsRemover } from './ops/text/stopwords-remover.ts';
import { tokenizer } from './ops/text/tokenizer.ts';
import { wordFilter } from './ops/text/word-filter.ts';
import { wordToVector } from './ops/text/word-to-vector.ts';

import { xgboostClassifier, xgboostRegression } from './ops/xgboost/xgboost-ops.ts';
import { own } from '../util/own.ts';

/** Every op that is read, by its name in a bundle (`pipeline` is taken apart before). */
const ops: ReadonlyMap<string, Op> = new Map(
  [
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
    ...Object.entries(classifiers).map(([name, load]) => classifierOp(name, load)),
  ].map((op) => [op.name, op]),
);

/** Ops that are known and not read, and why. */
const refused: Readonly<Record<string, string>> = {
  tensorflow: 'it runs a TensorFlow graph, which needs the TensorFlow library; run this container as an image',
  categorical_drilldown: 'MLeap itself cannot load a stored bundle of it',
};

/** Names of all ops that are read, in alphabetical order. */
export function opNames(): string[] {
  return [...ops.keys(), 'pipeline'].sort();
}

/** The op of a node; throws `unsupported_model` that names the node and what is read. */
export function findOp(node: PlanNode): Op {
  const op = ops.get(node.op);
  if (op !== undefined) return op;
  const reason = own(refused, node.op) ?? `the ops that are read are ${opNames().join(', ')}`;
  throw new ScoringError('unsupported_model', `${node.path}: the op "${node.op}" is not supported: ${reason}.`, {
    node: node.path,
    op: node.op,
  });
}

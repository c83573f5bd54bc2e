import { own } from '../util/own.ts';
import type { OpTable } from './op-table.ts';
import type { Operator } from './operator.ts';

/** Where each operator of the table `ops` is. */
const imports: Readonly<Record<string, () => Promise<Operator>>> = {
  aft_survival_regression: async () =>
    (await import('./ops/regression/aft-survival-regression.ts')).aftSurvivalRegression,
  als: async () => (await import('./ops/recommendation/als.ts')).als,
  binarizer: async () => (await import('./ops/feature/binarizer.ts')).binarizer,
  bisecting_k_means: async () => (await import('./ops/clustering/bisecting-k-means.ts')).bisectingKMeans,
  bucketed_random_projection_lsh: async () =>
    (await import('./ops/feature/bucketed-random-projection-lsh.ts')).bucketedRandomProjectionLsh,
  bucketizer: async () => (await import('./ops/feature/bucketizer.ts')).bucketizer,
  chi_sq_selector: async () => (await import('./ops/feature/chi-sq-selector.ts')).chiSqSelector,
  coalesce: async () => (await import('./ops/feature/coalesce.ts')).coalesce,
  count_vectorizer: async () => (await import('./ops/text/count-vectorizer.ts')).countVectorizer,
  dct: async () => (await import('./ops/feature/dct.ts')).dct,
  decision_tree_classifier: async () =>
    (await import('./ops/classification/decision-tree-classifier.ts')).decisionTreeClassifier,
  decision_tree_regression: async () =>
    (await import('./ops/regression/decision-tree-regression.ts')).decisionTreeRegression,
  elementwise_product: async () => (await import('./ops/feature/elementwise-product.ts')).elementwiseProduct,
  feature_hasher: async () => (await import('./ops/text/feature-hasher.ts')).featureHasher,
  gaussian_mixture: async () => (await import('./ops/clustering/gaussian-mixture.ts')).gaussianMixture,
  gbt_classifier: async () => (await import('./ops/classification/gbt-classifier.ts')).gbtClassifier,
  gbt_regression: async () => (await import('./ops/regression/gbt-regression.ts')).gbtRegression,
  generalized_linear_regression: async () =>
    (await import('./ops/regression/generalized-linear-regression.ts')).generalizedLinearRegression,
  hashing_term_frequency: async () => (await import('./ops/text/hashing-term-frequency.ts')).hashingTermFrequency,
  idf: async () => (await import('./ops/feature/idf.ts')).idf,
  imputer: async () => (await import('./ops/feature/imputer.ts')).imputer,
  interaction: async () => (await import('./ops/feature/interaction.ts')).interaction,
  isotonic_regression: async () => (await import('./ops/regression/isotonic-regression.ts')).isotonicRegression,
  k_means: async () => (await import('./ops/clustering/k-means.ts')).kMeans,
  lda_local_model_op: async () => (await import('./ops/clustering/lda.ts')).lda,
  linear_regression: async () => (await import('./ops/regression/linear-regression.ts')).linearRegression,
  linear_svc: async () => (await import('./ops/classification/linear-svc.ts')).linearSvc,
  logistic_regression: async () => (await import('./ops/classification/logistic-regression.ts')).logisticRegression,
  map_entry_selector: async () => (await import('./ops/categorical/map-entry-selector.ts')).mapEntrySelector,
  math_binary: async () => (await import('./ops/feature/math-binary.ts')).mathBinary,
  math_unary: async () => (await import('./ops/feature/math-unary.ts')).mathUnary,
  max_abs_scaler: async () => (await import('./ops/feature/max-abs-scaler.ts')).maxAbsScaler,
  min_hash_lsh: async () => (await import('./ops/feature/min-hash-lsh.ts')).minHashLsh,
  min_max_scaler: async () => (await import('./ops/feature/min-max-scaler.ts')).minMaxScaler,
  multi_layer_perceptron_classifier: async () =>
    (await import('./ops/classification/multi-layer-perceptron.ts')).multiLayerPerceptron,
  multinomial_labeler: async () => (await import('./ops/categorical/multinomial-labeler.ts')).multinomialLabeler,
  naive_bayes: async () => (await import('./ops/classification/naive-bayes.ts')).naiveBayes,
  ngram: async () => (await import('./ops/text/ngram.ts')).ngram,
  normalizer: async () => (await import('./ops/feature/normalizer.ts')).normalizer,
  one_hot_encoder: async () => (await import('./ops/categorical/one-hot-encoder.ts')).oneHotEncoder,
  one_vs_rest: async () => (await import('./ops/classification/one-vs-rest.ts')).oneVsRest,
  pca: async () => (await import('./ops/feature/pca.ts')).pca,
  polynomial_expansion: async () => (await import('./ops/feature/polynomial-expansion.ts')).polynomialExpansion,
  random_forest_classifier: async () =>
    (await import('./ops/classification/random-forest-classifier.ts')).randomForestClassifier,
  random_forest_regression: async () =>
    (await import('./ops/regression/random-forest-regression.ts')).randomForestRegression,
  regex_indexer: async () => (await import('./ops/categorical/regex-indexer.ts')).regexIndexer,
  regex_tokenizer: async () => (await import('./ops/text/regex-tokenizer.ts')).regexTokenizer,
  reverse_string_indexer: async () =>
    (await import('./ops/categorical/reverse-string-indexer.ts')).reverseStringIndexer,
  sklearn_binarizer: async () => (await import('./ops/feature/sklearn-binarizer.ts')).sklearnBinarizer,
  sklearn_polynomial_expansion: async () =>
    (await import('./ops/feature/sklearn-polynomial-expansion.ts')).sklearnPolynomialExpansion,
  standard_scaler: async () => (await import('./ops/feature/standard-scaler.ts')).standardScaler,
  stopwords_remover: async () => (await import('./ops/text/stopwords-remover.ts')).stopwordsRemover,
  string_indexer: async () => (await import('./ops/categorical/string-indexer.ts')).stringIndexer,
  string_map: async () => (await import('./ops/categorical/string-map.ts')).stringMap,
  support_vector_machine: async () =>
    (await import('./ops/classification/support-vector-machine.ts')).supportVectorMachine,
  tokenizer: async () => (await import('./ops/text/tokenizer.ts')).tokenizer,
  vector_assembler: async () => (await import('./ops/feature/vector-assembler.ts')).vectorAssembler,
  vector_indexer: async () => (await import('./ops/feature/vector-indexer.ts')).vectorIndexer,
  vector_slicer: async () => (await import('./ops/feature/vector-slicer.ts')).vectorSlicer,
  word_filter: async () => (await import('./ops/text/word-filter.ts')).wordFilter,
  word_to_vector: async () => (await import('./ops/text/word-to-vector.ts')).wordToVector,
  'xgboost.classifier': async () => (await import('./ops/boosters/xgboost-classifier.ts')).xgboostClassifier,
  'xgboost.regression': async () => (await import('./ops/boosters/xgboost-regression.ts')).xgboostRegression,
};

/** The operators of these names alone: a process that scores one bundle loads no other. Unknown names are left out. */
export async function importOps(names: Iterable<string>): Promise<OpTable> {
  const found = new Map<string, Operator>();
  for (const name of new Set(names)) {
    const operator = await own(imports, name)?.();
    if (operator !== undefined) found.set(name, operator);
  }
  return { names: Object.keys(imports), find: (op) => found.get(op) };
}

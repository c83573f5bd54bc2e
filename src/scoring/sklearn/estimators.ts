import { readCatboostClassifier, readCatboostRegressor } from './boosters/catboost.ts';
import { readLgbmClassifier, readLgbmRegressor } from './boosters/lightgbm.ts';
import { readXgbClassifier, readXgbRegressor } from './boosters/xgboost.ts';
import { readKMeans } from './cluster/k-means.ts';
import { readColumnTransformer } from './compose/column-transformer.ts';
import { readFeatureUnion } from './compose/feature-union.ts';
import { readPipeline } from './compose/pipeline.ts';
import { readTransformedTarget } from './compose/transformed-target.ts';
import {
  readFastIca,
  readPrincipalComponents,
  readRandomProjection,
  readTruncatedSvd,
} from './decomposition/projection.ts';
import { readDummyClassifier, readDummyRegressor } from './ensemble/dummy.ts';
import { readGradientBoostingClassifier, readGradientBoostingRegressor } from './ensemble/gradient-boosting.ts';
import {
  readHistGradientBoostingClassifier,
  readHistGradientBoostingRegressor,
} from './ensemble/hist-gradient-boosting.ts';
import { readIsolationForest } from './ensemble/isolation-forest.ts';
import type { Estimator } from './estimator.ts';
import { readSgdOneClassSvm } from './linear-model/sgd-one-class-svm.ts';
import { readClassifierChain, readRegressorChain } from './meta/chains.ts';
import { readOutputCode } from './meta/output-code.ts';
import { readBirch, readNearestCenter } from './cluster/nearest-center.ts';
import { readBisectingKMeans } from './cluster/bisecting-k-means.ts';
import { readFeatureAgglomeration } from './cluster/feature-agglomeration.ts';
import { readEllipticEnvelope } from './covariance/elliptic-envelope.ts';
import { readFactorAnalysis, readSparsePca } from './decomposition/factor-analysis.ts';
import { readLatentDirichlet } from './decomposition/latent-dirichlet.ts';
import { readNonNegative } from './decomposition/non-negative.ts';
import {
  readBinaryGaussianProcess,
  readGaussianProcessClassifier,
} from './gaussian-process/gaussian-process-classifier.ts';
import { readIterativeImputer } from './impute/iterative-imputer.ts';
import {
  readAdditiveChi2Sampler,
  readPolynomialCountSketch,
  readSkewedChi2Sampler,
} from './kernel-approximation/feature-maps.ts';
import { readKernelRidge } from './kernel-approximation/kernel-ridge.ts';
import { readKernelDensity } from './neighbors/kernel-density.ts';
import { readNearestCentroid } from './neighbors/nearest-centroid.ts';
import { readRadiusClassifier, readRadiusRegressor } from './neighbors/radius-neighbors.ts';
import { readBernoulliRbm } from './neural-network/bernoulli-rbm.ts';
import { readLabelPropagation } from './semi-supervised/label-propagation.ts';
import { readTreesEmbedding } from './tree/trees-embedding.ts';
import { readThresholdClassifier } from './meta/threshold-classifier.ts';
import { readLabelBinarizer, readLabelEncoder } from './preprocessing/label-encoder.ts';
import {
  readGenericSelect,
  readSelectByPValue,
  readSelectKBest,
  readSelectPercentile,
  readSupportMask,
  readVarianceThreshold,
} from './feature-selection/select-columns.ts';
import { readSelectFromModel } from './feature-selection/select-from-model.ts';
import type { Fitted } from './fitted.ts';
import { readGaussianProcessRegressor } from './gaussian-process/gaussian-process-regressor.ts';
import {
  readKernelCenterer,
  readKernelPca,
  readNystroem,
  readRbfSampler,
} from './kernel-approximation/kernel-features.ts';
import { readPlsRegression, readPlsSvd } from './linear-model/pls-regression.ts';
import { readCategoricalNaiveBayes } from './naive-bayes/categorical-naive-bayes.ts';
import { readKnnImputer } from './impute/knn-imputer.ts';
import { readMissingIndicator } from './impute/missing-indicator.ts';
import { readSimpleImputer } from './impute/simple-imputer.ts';
import {
  readLinearDiscriminantAnalysis,
  readQuadraticDiscriminantAnalysis,
} from './linear-model/discriminant-analysis.ts';
import { readIsotonicRegression } from './linear-model/isotonic-regression.ts';
import { readLinearClassifier, readLogisticRegression, readSgdClassifier } from './linear-model/linear-classifier.ts';
import { readGeneralizedLinearRegressor, readLinearRegressor } from './linear-model/linear-regressor.ts';
import { readAdaBoostClassifier, readAdaBoostRegressor } from './meta/ada-boost.ts';
import { readCalibratedClassifier } from './meta/calibrated.ts';
import { readConstantPredictor, readMultiOutput, readOneVsOne, readOneVsRest, readSearch } from './meta/multiclass.ts';
import { readStackingClassifier, readStackingRegressor } from './meta/stacking.ts';
import { readBaggingClassifier, readBaggingRegressor, readVotingClassifier, readVotingRegressor } from './meta/vote.ts';
import { readBayesianMixture, readGaussianMixture } from './mixture/gaussian-mixture.ts';
import {
  readBernoulliNaiveBayes,
  readComplementNaiveBayes,
  readGaussianNaiveBayes,
  readMultinomialNaiveBayes,
} from './naive-bayes/naive-bayes.ts';
import {
  readLocalOutlierFactor,
  readNeighborsClassifier,
  readNeighborsRegressor,
} from './neighbors/nearest-neighbors.ts';
import { readPerceptronClassifier, readPerceptronRegressor } from './neural-network/multilayer-perceptron.ts';
import {
  readBinarizer,
  readNormalizer,
  readPolynomialFeatures,
  readPowerTransformer,
} from './preprocessing/cell-transformers.ts';
import { readFunctionTransformer } from './preprocessing/function-transformer.ts';
import { readKBinsDiscretizer } from './preprocessing/k-bins-discretizer.ts';
import { readOneHotEncoder } from './preprocessing/one-hot-encoder.ts';
import { readOrdinalEncoder, readTargetEncoder } from './preprocessing/ordinal-encoder.ts';
import { readQuantileTransformer } from './preprocessing/quantile-transformer.ts';
import {
  readMaxAbsScaler,
  readMinMaxScaler,
  readRobustScaler,
  readStandardScaler,
} from './preprocessing/scale-columns.ts';
import { readSplineTransformer } from './preprocessing/spline-transformer.ts';
import { readOneClassSvm, readSupportVectorRegressor } from './svm/support-vector-regressor.ts';
import { readSupportVectorClassifier } from './svm/support-vector-classifier.ts';
import { readDictVectorizer } from './text/dict-vectorizer.ts';
import {
  readCountVectorizer,
  readHashingVectorizer,
  readTfidfTransformer,
  readTfidfVectorizer,
} from './text/vectorizers.ts';
import {
  readForestClassifier,
  readForestRegressor,
  readTreeClassifier,
  readTreeRegressor,
} from './tree/average-forest.ts';

/** Makes an estimator from fitted attributes; throws `ScoringError` if they are not those it knows. */
export type ReadEstimator = (fitted: Fitted) => Estimator;

/** The estimators that are read natively, by package and class as `sklearn.<package>` exports them; the wrappers of boosters by library. */
export const estimators: Readonly<Record<string, ReadEstimator>> = {
  'calibration.CalibratedClassifierCV': readCalibratedClassifier,
  'catboost.CatBoostClassifier': readCatboostClassifier,
  'catboost.CatBoostRanker': readCatboostRegressor,
  'catboost.CatBoostRegressor': readCatboostRegressor,
  'cluster.AffinityPropagation': readNearestCenter,
  'cluster.Birch': readBirch,
  'cluster.BisectingKMeans': readBisectingKMeans,
  'cluster.FeatureAgglomeration': readFeatureAgglomeration,
  'cluster.KMeans': readKMeans,
  'cluster.MeanShift': readNearestCenter,
  'cluster.MiniBatchKMeans': readKMeans,
  'compose.ColumnTransformer': readColumnTransformer,
  'compose.TransformedTargetRegressor': readTransformedTarget,
  'covariance.EllipticEnvelope': readEllipticEnvelope,
  'cross_decomposition.CCA': readPlsRegression,
  'cross_decomposition.PLSCanonical': readPlsRegression,
  'cross_decomposition.PLSRegression': readPlsRegression,
  'cross_decomposition.PLSSVD': readPlsSvd,
  'decomposition.FactorAnalysis': readFactorAnalysis,
  'decomposition.FastICA': readFastIca,
  'decomposition.IncrementalPCA': readPrincipalComponents,
  'decomposition.KernelPCA': readKernelPca,
  'decomposition.LatentDirichletAllocation': readLatentDirichlet,
  'decomposition.MiniBatchSparsePCA': readSparsePca,
  'decomposition.NMF': readNonNegative,
  'decomposition.PCA': readPrincipalComponents,
  'decomposition.SparsePCA': readSparsePca,
  'decomposition.TruncatedSVD': readTruncatedSvd,
  'discriminant_analysis.LinearDiscriminantAnalysis': readLinearDiscriminantAnalysis,
  'discriminant_analysis.QuadraticDiscriminantAnalysis': readQuadraticDiscriminantAnalysis,
  'dummy.DummyClassifier': readDummyClassifier,
  'dummy.DummyRegressor': readDummyRegressor,
  'ensemble.AdaBoostClassifier': readAdaBoostClassifier,
  'ensemble.AdaBoostRegressor': readAdaBoostRegressor,
  'ensemble.BaggingClassifier': readBaggingClassifier,
  'ensemble.BaggingRegressor': readBaggingRegressor,
  'ensemble.ExtraTreesClassifier': readForestClassifier,
  'ensemble.ExtraTreesRegressor': readForestRegressor,
  'ensemble.GradientBoostingClassifier': readGradientBoostingClassifier,
  'ensemble.GradientBoostingRegressor': readGradientBoostingRegressor,
  'ensemble.HistGradientBoostingClassifier': readHistGradientBoostingClassifier,
  'ensemble.HistGradientBoostingRegressor': readHistGradientBoostingRegressor,
  'ensemble.IsolationForest': readIsolationForest,
  'ensemble.RandomForestClassifier': readForestClassifier,
  'ensemble.RandomForestRegressor': readForestRegressor,
  'ensemble.RandomTreesEmbedding': readTreesEmbedding,
  'ensemble.StackingClassifier': readStackingClassifier,
  'ensemble.StackingRegressor': readStackingRegressor,
  'ensemble.VotingClassifier': readVotingClassifier,
  'ensemble.VotingRegressor': readVotingRegressor,
  'feature_extraction.CountVectorizer': readCountVectorizer,
  'feature_extraction.DictVectorizer': readDictVectorizer,
  'feature_extraction.HashingVectorizer': readHashingVectorizer,
  'feature_extraction.TfidfTransformer': readTfidfTransformer,
  'feature_extraction.TfidfVectorizer': readTfidfVectorizer,
  'feature_selection.GenericUnivariateSelect': readGenericSelect,
  'feature_selection.RFE': readSupportMask,
  'feature_selection.RFECV': readSupportMask,
  'feature_selection.SelectFdr': readSelectByPValue,
  'feature_selection.SelectFpr': readSelectByPValue,
  'feature_selection.SelectFromModel': readSelectFromModel,
  'feature_selection.SelectFwe': readSelectByPValue,
  'feature_selection.SelectKBest': readSelectKBest,
  'feature_selection.SelectPercentile': readSelectPercentile,
  'feature_selection.SequentialFeatureSelector': readSupportMask,
  'feature_selection.VarianceThreshold': readVarianceThreshold,
  'frozen.FrozenEstimator': (fitted) => fitted.estimator('estimator'),
  'gaussian_process._BinaryGaussianProcessClassifierLaplace': readBinaryGaussianProcess,
  'gaussian_process.GaussianProcessClassifier': readGaussianProcessClassifier,
  'gaussian_process.GaussianProcessRegressor': readGaussianProcessRegressor,
  'impute.IterativeImputer': readIterativeImputer,
  'impute.KNNImputer': readKnnImputer,
  'impute.MissingIndicator': readMissingIndicator,
  'impute.SimpleImputer': readSimpleImputer,
  'isotonic.IsotonicRegression': readIsotonicRegression,
  'kernel_approximation.AdditiveChi2Sampler': readAdditiveChi2Sampler,
  'kernel_approximation.Nystroem': readNystroem,
  'kernel_approximation.PolynomialCountSketch': readPolynomialCountSketch,
  'kernel_approximation.RBFSampler': readRbfSampler,
  'kernel_approximation.SkewedChi2Sampler': readSkewedChi2Sampler,
  'kernel_ridge.KernelRidge': readKernelRidge,
  'lightgbm.LGBMClassifier': readLgbmClassifier,
  'lightgbm.LGBMRanker': readLgbmRegressor,
  'lightgbm.LGBMRegressor': readLgbmRegressor,
  'linear_model.ARDRegression': readLinearRegressor,
  'linear_model.BayesianRidge': readLinearRegressor,
  'linear_model.ElasticNet': readLinearRegressor,
  'linear_model.ElasticNetCV': readLinearRegressor,
  'linear_model.GammaRegressor': readGeneralizedLinearRegressor,
  'linear_model.HuberRegressor': readLinearRegressor,
  'linear_model.Lars': readLinearRegressor,
  'linear_model.LarsCV': readLinearRegressor,
  'linear_model.Lasso': readLinearRegressor,
  'linear_model.LassoCV': readLinearRegressor,
  'linear_model.LassoLars': readLinearRegressor,
  'linear_model.LassoLarsCV': readLinearRegressor,
  'linear_model.LassoLarsIC': readLinearRegressor,
  'linear_model.LinearRegression': readLinearRegressor,
  'linear_model.LogisticRegression': readLogisticRegression,
  'linear_model.LogisticRegressionCV': readLogisticRegression,
  'linear_model.MultiTaskElasticNet': readLinearRegressor,
  'linear_model.MultiTaskElasticNetCV': readLinearRegressor,
  'linear_model.MultiTaskLasso': readLinearRegressor,
  'linear_model.MultiTaskLassoCV': readLinearRegressor,
  'linear_model.OrthogonalMatchingPursuit': readLinearRegressor,
  'linear_model.OrthogonalMatchingPursuitCV': readLinearRegressor,
  'linear_model.PassiveAggressiveClassifier': (fitted) => readLinearClassifier(fitted),
  'linear_model.PassiveAggressiveRegressor': readLinearRegressor,
  'linear_model.Perceptron': (fitted) => readLinearClassifier(fitted),
  'linear_model.PoissonRegressor': readGeneralizedLinearRegressor,
  'linear_model.QuantileRegressor': readLinearRegressor,
  'linear_model.RANSACRegressor': (fitted) => fitted.estimator('estimator_'),
  'linear_model.Ridge': readLinearRegressor,
  'linear_model.RidgeClassifier': (fitted) => readLinearClassifier(fitted),
  'linear_model.RidgeClassifierCV': (fitted) => readLinearClassifier(fitted),
  'linear_model.RidgeCV': readLinearRegressor,
  'linear_model.SGDClassifier': readSgdClassifier,
  'linear_model.SGDOneClassSVM': readSgdOneClassSvm,
  'linear_model.SGDRegressor': readLinearRegressor,
  'linear_model.TheilSenRegressor': readLinearRegressor,
  'linear_model.TweedieRegressor': readGeneralizedLinearRegressor,
  'mixture.BayesianGaussianMixture': readBayesianMixture,
  'mixture.GaussianMixture': readGaussianMixture,
  'model_selection.FixedThresholdClassifier': readThresholdClassifier,
  'model_selection.GridSearchCV': readSearch,
  'model_selection.HalvingGridSearchCV': readSearch,
  'model_selection.HalvingRandomSearchCV': readSearch,
  'model_selection.RandomizedSearchCV': readSearch,
  'model_selection.TunedThresholdClassifierCV': readThresholdClassifier,
  'multiclass._ConstantPredictor': readConstantPredictor,
  'multiclass.OneVsOneClassifier': readOneVsOne,
  'multiclass.OneVsRestClassifier': readOneVsRest,
  'multiclass.OutputCodeClassifier': readOutputCode,
  'multioutput.ClassifierChain': readClassifierChain,
  'multioutput.MultiOutputClassifier': readMultiOutput,
  'multioutput.MultiOutputRegressor': readMultiOutput,
  'multioutput.RegressorChain': readRegressorChain,
  'naive_bayes.BernoulliNB': readBernoulliNaiveBayes,
  'naive_bayes.CategoricalNB': readCategoricalNaiveBayes,
  'naive_bayes.ComplementNB': readComplementNaiveBayes,
  'naive_bayes.GaussianNB': readGaussianNaiveBayes,
  'naive_bayes.MultinomialNB': readMultinomialNaiveBayes,
  'neighbors.KernelDensity': readKernelDensity,
  'neighbors.KNeighborsClassifier': readNeighborsClassifier,
  'neighbors.KNeighborsRegressor': readNeighborsRegressor,
  'neighbors.LocalOutlierFactor': readLocalOutlierFactor,
  'neighbors.NearestCentroid': readNearestCentroid,
  'neighbors.NeighborhoodComponentsAnalysis': readTruncatedSvd,
  'neighbors.RadiusNeighborsClassifier': readRadiusClassifier,
  'neighbors.RadiusNeighborsRegressor': readRadiusRegressor,
  'neural_network.BernoulliRBM': readBernoulliRbm,
  'neural_network.MLPClassifier': readPerceptronClassifier,
  'neural_network.MLPRegressor': readPerceptronRegressor,
  'pipeline.FeatureUnion': readFeatureUnion,
  'pipeline.Pipeline': readPipeline,
  'preprocessing.Binarizer': readBinarizer,
  'preprocessing.FunctionTransformer': readFunctionTransformer,
  'preprocessing.KBinsDiscretizer': readKBinsDiscretizer,
  'preprocessing.KernelCenterer': readKernelCenterer,
  'preprocessing.LabelBinarizer': readLabelBinarizer,
  'preprocessing.LabelEncoder': readLabelEncoder,
  'preprocessing.MaxAbsScaler': readMaxAbsScaler,
  'preprocessing.MinMaxScaler': readMinMaxScaler,
  'preprocessing.Normalizer': readNormalizer,
  'preprocessing.OneHotEncoder': readOneHotEncoder,
  'preprocessing.OrdinalEncoder': readOrdinalEncoder,
  'preprocessing.PolynomialFeatures': readPolynomialFeatures,
  'preprocessing.PowerTransformer': readPowerTransformer,
  'preprocessing.QuantileTransformer': readQuantileTransformer,
  'preprocessing.RobustScaler': readRobustScaler,
  'preprocessing.SplineTransformer': readSplineTransformer,
  'preprocessing.StandardScaler': readStandardScaler,
  'preprocessing.TargetEncoder': readTargetEncoder,
  'random_projection.GaussianRandomProjection': readRandomProjection,
  'random_projection.SparseRandomProjection': readRandomProjection,
  'semi_supervised.LabelPropagation': readLabelPropagation,
  'semi_supervised.LabelSpreading': readLabelPropagation,
  'semi_supervised.SelfTrainingClassifier': (fitted) => fitted.estimator(fitted.anyOf('estimator_', 'base_estimator_')),
  'svm.LinearSVC': (fitted) => readLinearClassifier(fitted),
  'svm.LinearSVR': readLinearRegressor,
  'svm.NuSVC': readSupportVectorClassifier,
  'svm.NuSVR': readSupportVectorRegressor,
  'svm.OneClassSVM': readOneClassSvm,
  'svm.SVC': readSupportVectorClassifier,
  'svm.SVR': readSupportVectorRegressor,
  'tree.DecisionTreeClassifier': readTreeClassifier,
  'tree.DecisionTreeRegressor': readTreeRegressor,
  'tree.ExtraTreeClassifier': readTreeClassifier,
  'tree.ExtraTreeRegressor': readTreeRegressor,
  'xgboost.XGBClassifier': readXgbClassifier,
  'xgboost.XGBRanker': readXgbRegressor,
  'xgboost.XGBRegressor': readXgbRegressor,
  'xgboost.XGBRFClassifier': readXgbClassifier,
  'xgboost.XGBRFRegressor': readXgbRegressor,
};

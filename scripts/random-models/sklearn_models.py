"""Random fitted estimators of scikit-learn with its own answers, for `compare.ts`. Run under each release:

    python sklearn_models.py FOLDER [first seed, 0] [seeds, 200] [part of a class's name]

A seed gives the same estimator, data and case again. What cannot be fitted, or does not answer, is left out.
"""
import csv
import json
import pickle
import random
import shutil
import signal
import sys
import warnings
import zlib
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import scipy.sparse
import sklearn
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.utils import all_estimators

try:
    from sklearn.experimental import enable_hist_gradient_boosting  # noqa: F401, needed before 1.0
except ImportError:
    pass
try:
    from skops import io as skops_io
except ImportError:
    skops_io = None

from sklearn import compose, gaussian_process, pipeline, preprocessing

warnings.simplefilter("ignore")
np.seterr(all="ignore")
METHODS = ["predict", "predict_proba", "decision_function", "transform", "score_samples"]
CLASSES = dict(all_estimators())
kernels = gaussian_process.kernels


class Any:
    """A value that is made when it is asked for: an estimator of a kind, or what a function gives."""

    def __init__(self, make):
        self.make = make


def small(kind):
    """A quick estimator of a kind, as a part of another one."""
    return Any(lambda r, context: estimator(r, context, r.choice(SMALL[kind])))


def named(kind, least=1, most=3):
    """[(name, estimator), ...]"""
    return Any(lambda r, context: [(f"part{at}", estimator(r, context, r.choice(SMALL[kind]))) for at in range(r.randint(least, most))])


def weights(least, most):
    return Any(lambda r, context: [round(r.uniform(0.1, 3), 2) for _ in range(r.randint(least, most))])


BOTH = [True, False]
ALPHAS = [1e-3, 0.1, 1.0, 10.0]
TREE = dict(max_depth=[None, 1, 3, 6], min_samples_leaf=[1, 3], max_features=[None, "sqrt", 2], min_samples_split=[2, 5], ccp_alpha=[0.0, 0.01], max_leaf_nodes=[None, 7])
FOREST = dict(TREE, n_estimators=[1, 3, 8], bootstrap=BOTH)
NEAR = dict(n_neighbors=[1, 2, 5, 9], weights=["uniform", "distance"], algorithm=["auto", "brute", "kd_tree", "ball_tree"], p=[1, 2, 3, 1.5], metric=["minkowski", "minkowski", "euclidean", "manhattan", "chebyshev", "cosine", "l1", "l2", "cityblock", "sqeuclidean", "canberra", "braycurtis", "hamming", "correlation", "infinity"], leaf_size=[5, 30])
BOOSTED = dict(n_estimators=[1, 4, 9], learning_rate=[0.1, 0.5], subsample=[1.0, 0.7], max_depth=[1, 3, 5], init=[None, "zero"], criterion=["friedman_mse", "squared_error"], max_features=[None, "sqrt"])
HIST = dict(max_iter=[1, 4, 8], learning_rate=[0.1, 0.6], max_leaf_nodes=[31, 5, None], max_depth=[None, 2, 4], min_samples_leaf=[1, 5, 20], l2_regularization=[0.0, 1.0], max_bins=[255, 7], early_stopping=[False, True, "auto"], interaction_cst=[None, "no_interactions"], max_features=[1.0, 0.6])
KERNEL = dict(kernel=["linear", "poly", "rbf", "sigmoid"], degree=[2, 3], gamma=["scale", "auto", 0.1, 2.0], coef0=[0.0, 0.7], C=[0.1, 1.0, 20.0], shrinking=BOTH)
PAIRWISE = dict(kernel=["linear", "poly", "rbf", "sigmoid", "cosine", "laplacian", "polynomial"], gamma=[None, 0.2], degree=[2, 3], coef0=[1, 0.5])
LINES = dict(alpha=ALPHAS, fit_intercept=BOTH)
SGD = dict(penalty=["l2", "l1", "elasticnet"], alpha=[1e-4, 1e-2], average=[False, True, 5], fit_intercept=BOTH, max_iter=[20], early_stopping=[False])
MLP = dict(hidden_layer_sizes=[(3,), (5, 4), (2, 3, 2), ()], activation=["identity", "logistic", "tanh", "relu"], solver=["adam", "sgd", "lbfgs"], max_iter=[5, 20], alpha=[1e-4, 1.0], early_stopping=[False])
SELECT = dict(score_func=[Any(lambda r, c: sklearn.feature_selection.f_regression if c["target"] == "number" else sklearn.feature_selection.f_classif)])
TEXT = dict(lowercase=BOTH, ngram_range=[(1, 1), (1, 2), (2, 3), (1, 4)], analyzer=["word", "word", "char", "char_wb"], stop_words=[None, None, "english", ["the", "cat"]], strip_accents=[None, "ascii", "unicode"], binary=BOTH, token_pattern=[r"(?u)\b\w\w+\b", r"(?u)\b\w+\b", r"\S+", r"[a-z]+|\d", r"(?i)[a-z]{2,}"], dtype=[np.float64, np.float32])
FITTED_TEXT = dict(TEXT, min_df=[1, 2, 0.1], max_df=[1.0, 0.8], max_features=[None, 12])
CELLS = dict(handle_unknown=["error", "ignore", "infrequent_if_exist", "use_encoded_value", "warn"], min_frequency=[None, 3, 0.2], max_categories=[None, 2, 4], dtype=[np.float64, np.float32, np.int64])
PLS = dict(n_components=[1, 2], scale=BOTH)
MIXTURE = dict(n_components=[1, 2, 4], covariance_type=["full", "tied", "diag", "spherical"], max_iter=[10], reg_covar=[1e-6, 1e-2])
SEARCH = dict(cv=[2, 3], refit=[True])


def gp_kernel(r, context):
    K = kernels
    width = context["columns"]
    scale = lambda: r.choice([0.5, 1.0, 3.0, [1.0 + i / 2 for i in range(width)]])
    plain = lambda: r.choice([lambda: K.RBF(scale()), lambda: K.Matern(scale(), nu=r.choice([0.5, 1.5, 2.5, np.inf])), lambda: K.RationalQuadratic(1.5, 0.7), lambda: K.DotProduct(0.5), lambda: K.ConstantKernel(2.0), lambda: K.WhiteKernel(0.3), lambda: K.ExpSineSquared(1.2, 3.0),
                              lambda: K.RBF(1.3) ** 2, lambda: K.PairwiseKernel(metric=r.choice(["linear", "rbf", "poly", "laplacian"]))])()
    return r.choice([lambda: None, plain, lambda: plain() + plain(), lambda: plain() * plain(), lambda: 2.0 * plain() + K.WhiteKernel(0.1)])()


def target_transformer(r, context):
    return r.choice([None, preprocessing.StandardScaler(), preprocessing.MinMaxScaler((1, 2)), preprocessing.RobustScaler(), preprocessing.QuantileTransformer(n_quantiles=10), preprocessing.PowerTransformer(), preprocessing.MaxAbsScaler(), pipeline.make_pipeline(preprocessing.StandardScaler(), preprocessing.MinMaxScaler())])


def function_transformer(r, context):
    f = r.choice(["log1p", "sqrt", "abs", "exp", "square", "sin", "cos", "tanh", "log2", "log10", "log", "expm1", "sign", "cbrt", "floor", "ceil", "rint", "negative", "reciprocal", "arctan", "degrees", "radians", "isnan", "isfinite", "exp2", "arcsinh", "sinh", "cosh", "positive", "nan_to_num", "isinf", "logical_not", "trunc", "fabs", "deg2rad", "rad2deg"])
    return r.choice([None, getattr(np, f), getattr(np, f), getattr(np, f)])


def two_functions(r, context):
    return r.choice([(None, None), (np.log1p, np.expm1), (np.sqrt, np.square), (np.log, np.exp), (np.cbrt, None), (np.arcsinh, np.sinh)])


#: class -> parameter -> the values that it may take
NUMBERS = {
    "StandardScaler": dict(with_mean=BOTH, with_std=BOTH), "MinMaxScaler": dict(feature_range=[(0, 1), (-2, 3.5)], clip=BOTH), "MaxAbsScaler": dict(clip=BOTH), "RobustScaler": dict(with_centering=BOTH, with_scaling=BOTH, quantile_range=[(25.0, 75.0), (5, 60)], unit_variance=BOTH),
    "Normalizer": dict(norm=["l1", "l2", "max"]), "Binarizer": dict(threshold=[0.0, 0.7, -1]), "PolynomialFeatures": dict(degree=[1, 2, 3, (2, 3)], interaction_only=BOTH, include_bias=BOTH, order=["C", "F"]), "PowerTransformer": dict(method=["yeo-johnson", "yeo-johnson", "box-cox"], standardize=BOTH),
    "QuantileTransformer": dict(n_quantiles=[5, 17, 1000], output_distribution=["uniform", "normal"], subsample=[30, 10000]), "KBinsDiscretizer": dict(n_bins=[2, 3, 6], encode=["onehot", "onehot-dense", "ordinal"], strategy=["uniform", "quantile", "kmeans"], quantile_method=["averaged_inverted_cdf", "linear"], dtype=[None, np.float32]),
    "SplineTransformer": dict(n_knots=[2, 3, 5], degree=[0, 1, 2, 3], knots=["uniform", "quantile"], extrapolation=["error", "constant", "linear", "continue", "periodic"], include_bias=BOTH, handle_missing=["error", "zeros"]), "FunctionTransformer": dict(func=[Any(function_transformer)]),
    "PCA": dict(n_components=[None, 1, 2, 0.8], whiten=BOTH, svd_solver=["auto", "full", "randomized"]), "IncrementalPCA": dict(n_components=[1, 2], whiten=BOTH, batch_size=[20]), "TruncatedSVD": dict(n_components=[1, 2], algorithm=["randomized", "arpack"]), "FastICA": dict(n_components=[None, 2], fun=["logcosh", "exp", "cube"], whiten=[True, "unit-variance", "arbitrary-variance", False], max_iter=[20]),
    "KernelPCA": dict(n_components=[None, 2], kernel=["linear", "poly", "rbf", "sigmoid", "cosine"], gamma=[None, 0.1], degree=[2, 3], coef0=[1, 0.5], remove_zero_eig=BOTH), "FactorAnalysis": dict(n_components=[None, 1, 2], rotation=[None, "varimax", "quartimax"], svd_method=["lapack", "randomized"]), "SparsePCA": dict(n_components=[None, 2], alpha=[0.1, 1], ridge_alpha=[0.01, 1.0], max_iter=[5]),
    "MiniBatchSparsePCA": dict(n_components=[2], alpha=[0.1, 1], max_iter=[5]), "GaussianRandomProjection": dict(n_components=[1, 3]), "SparseRandomProjection": dict(n_components=[1, 3], density=["auto", 0.7], dense_output=BOTH), "RBFSampler": dict(n_components=[3, 8], gamma=[1.0, 0.1, "scale"]),
    "Nystroem": dict(PAIRWISE, n_components=[3, 8]), "SkewedChi2Sampler": dict(n_components=[4], skewedness=[5.0]), "AdditiveChi2Sampler": dict(sample_steps=[1, 2, 3], sample_interval=[None, 0.4]), "PolynomialCountSketch": dict(n_components=[4, 9], degree=[2, 3], gamma=[1.0, 0.5], coef0=[0, 1]), "VarianceThreshold": dict(threshold=[0.0, 0.3]),
    "SelectKBest": dict(SELECT, k=[1, 2, "all"]), "SelectPercentile": dict(SELECT, percentile=[30, 70]), "SelectFpr": dict(SELECT, alpha=[0.9]), "SelectFdr": dict(SELECT, alpha=[0.9]), "SelectFwe": dict(SELECT, alpha=[0.9]), "GenericUnivariateSelect": dict(SELECT, mode=["percentile", "k_best"], param=[2]),
    "SelectFromModel": dict(estimator=[small("weighted")], threshold=[None, "median", "0.5*mean", 0.01], max_features=[None, 2]), "RFE": dict(estimator=[small("weighted")], n_features_to_select=[None, 1, 2], step=[1, 0.5]), "RFECV": dict(estimator=[small("weighted")], cv=[2], step=[1, 0.6]), "SequentialFeatureSelector": dict(estimator=[small("weighted")], n_features_to_select=[1, 2], cv=[2]),
    "FeatureAgglomeration": dict(n_clusters=[1, 2]), "RandomTreesEmbedding": dict(n_estimators=[1, 4], max_depth=[1, 3], sparse_output=BOTH), "BernoulliRBM": dict(n_components=[3], n_iter=[2]), "NeighborhoodComponentsAnalysis": dict(n_components=[None, 2], max_iter=[5]), "LinearDiscriminantAnalysis": dict(n_components=[None, 1]),
    "PLSRegression": dict(PLS), "CCA": dict(PLS), "PLSCanonical": dict(PLS, algorithm=["nipals", "svd"]), "PLSSVD": dict(PLS), "KMeans": dict(n_clusters=[1, 3], n_init=[1]), "Birch": dict(threshold=[0.5], n_clusters=[2, None]), "Isomap": dict(n_components=[2], n_neighbors=[5]), "NMF": dict(n_components=[2, 3], init=["nndsvda", "random"], solver=["cd", "mu"], max_iter=[50]),
    "MiniBatchNMF": dict(n_components=[2], max_iter=[5]), "DictionaryLearning": dict(n_components=[3], max_iter=[3], transform_algorithm=["omp", "lasso_cd", "lasso_lars", "threshold", "lars"]), "LatentDirichletAllocation": dict(n_components=[2, 3], max_iter=[2]), "LocallyLinearEmbedding": dict(n_components=[1], n_neighbors=[6]),
    "KNeighborsTransformer": dict(n_neighbors=[3], mode=["distance", "connectivity"]), "RadiusNeighborsTransformer": dict(radius=[1.0], mode=["distance", "connectivity"]),
}
GAPS = {
    "SimpleImputer": dict(strategy=["mean", "median", "most_frequent", "constant"], fill_value=[None, 0, -1.5], add_indicator=BOTH, keep_empty_features=BOTH), "KNNImputer": dict(n_neighbors=[1, 3, 5], weights=["uniform", "distance"], add_indicator=BOTH, keep_empty_features=BOTH),
    "IterativeImputer": dict(max_iter=[1, 3], n_nearest_features=[None, 2], initial_strategy=["mean", "median", "most_frequent"], imputation_order=["ascending", "descending", "roman", "arabic", "random"], skip_complete=BOTH, add_indicator=BOTH, estimator=[None, small("number")], min_value=[None, -1]), "MissingIndicator": dict(features=["missing-only", "all"], error_on_new=[False]),
}
WORDS = {
    "OneHotEncoder": dict(CELLS, drop=[None, "first", "if_binary"], sparse=BOTH, sparse_output=BOTH), "OrdinalEncoder": dict(CELLS, unknown_value=[None, -1, np.nan, 77], encoded_missing_value=[np.nan, -2]), "TargetEncoder": dict(smooth=["auto", 2.0, 10.0], target_type=["auto"]), "SimpleImputer": dict(strategy=["most_frequent", "constant"], fill_value=[None, "none"], add_indicator=BOTH),
}
TEXTS = {"CountVectorizer": FITTED_TEXT, "TfidfVectorizer": dict(FITTED_TEXT, norm=["l1", "l2", None], use_idf=BOTH, smooth_idf=BOTH, sublinear_tf=BOTH), "HashingVectorizer": dict(TEXT, n_features=[8, 33], norm=["l1", "l2", None], alternate_sign=BOTH)}
LABELS = {
    "LogisticRegression": dict(C=ALPHAS, penalty=["l2", "l1", None, "none", "elasticnet"], solver=["lbfgs", "liblinear", "saga", "newton-cg"], multi_class=["auto", "ovr", "multinomial"], fit_intercept=BOTH, class_weight=[None, "balanced"], l1_ratio=[None, 0.5], max_iter=[40]), "LogisticRegressionCV": dict(Cs=[2], cv=[2], max_iter=[30], multi_class=["auto", "ovr", "multinomial"], fit_intercept=BOTH, refit=BOTH, use_legacy_attributes=BOTH),
    "SGDClassifier": dict(SGD, loss=["hinge", "log_loss", "log", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber"]), "Perceptron": dict(penalty=[None, "l2"]), "PassiveAggressiveClassifier": dict(C=[1.0, 0.1], loss=["hinge", "squared_hinge"], average=BOTH), "RidgeClassifier": dict(LINES), "RidgeClassifierCV": dict(alphas=[(0.1, 1.0)]),
    "LinearSVC": dict(C=ALPHAS, penalty=["l2", "l1"], dual=BOTH, loss=["squared_hinge", "hinge"], multi_class=["ovr", "crammer_singer"], fit_intercept=BOTH, intercept_scaling=[1, 2.0], max_iter=[100]), "SVC": dict(KERNEL, probability=BOTH, decision_function_shape=["ovr", "ovo"], break_ties=BOTH, class_weight=[None, "balanced"]), "NuSVC": dict({k: v for k, v in KERNEL.items() if k != "C"}, nu=[0.2, 0.4], probability=BOTH, decision_function_shape=["ovr", "ovo"]),
    "KNeighborsClassifier": NEAR, "RadiusNeighborsClassifier": dict(radius=[3.0, 50.0], weights=["uniform", "distance"], outlier_label=[None, "most_frequent"], metric=["minkowski", "manhattan", "chebyshev"], p=[1, 2]), "NearestCentroid": dict(metric=["euclidean", "manhattan"], shrink_threshold=[None, 0.2], priors=["uniform", "empirical"]),
    "GaussianNB": dict(var_smoothing=[1e-9, 0.1]), "BernoulliNB": dict(alpha=ALPHAS, binarize=[0.0, 0.5], fit_prior=BOTH), "MultinomialNB": dict(alpha=ALPHAS, fit_prior=BOTH), "ComplementNB": dict(alpha=ALPHAS, norm=BOTH), "CategoricalNB": dict(alpha=ALPHAS, min_categories=[None, 12]),
    "DecisionTreeClassifier": dict(TREE, criterion=["gini", "entropy"], class_weight=[None, "balanced"]), "ExtraTreeClassifier": dict(TREE), "RandomForestClassifier": dict(FOREST, class_weight=[None, "balanced", "balanced_subsample"], criterion=["gini", "entropy"]), "ExtraTreesClassifier": dict(FOREST),
    "GradientBoostingClassifier": dict(BOOSTED, loss=["log_loss", "deviance", "exponential"]), "HistGradientBoostingClassifier": dict(HIST, class_weight=[None, "balanced"]), "AdaBoostClassifier": dict(n_estimators=[1, 5], algorithm=["SAMME", "SAMME.R"], learning_rate=[1.0, 0.4], estimator=[None, small("label")], base_estimator=[None, small("label")]),
    "BaggingClassifier": dict(n_estimators=[1, 4], max_features=[1.0, 0.6], max_samples=[1.0, 0.7], bootstrap=BOTH, bootstrap_features=BOTH, estimator=[None, small("label")], base_estimator=[None, small("label")]), "LinearDiscriminantAnalysis": dict(solver=["svd", "lsqr", "eigen"], shrinkage=[None, "auto", 0.3], n_components=[None, 1]), "QuadraticDiscriminantAnalysis": dict(reg_param=[0.0, 0.2], store_covariance=BOTH, solver=["svd", "eigen"], shrinkage=[None, 0.1]),
    "MLPClassifier": MLP, "GaussianProcessClassifier": dict(kernel=[Any(gp_kernel)], optimizer=[None], multi_class=["one_vs_rest", "one_vs_one"]), "DummyClassifier": dict(strategy=["prior", "most_frequent"]), "LabelPropagation": dict(kernel=["rbf", "knn"], gamma=[2, 20], n_neighbors=[3], max_iter=[50]), "LabelSpreading": dict(kernel=["rbf", "knn"], gamma=[2], n_neighbors=[3], alpha=[0.2]),
    "VotingClassifier": dict(estimators=[named("label")], voting=["hard", "soft"], flatten_transform=BOTH, weights=[None, weights(2, 2), weights(3, 3), weights(1, 1)]), "StackingClassifier": dict(estimators=[named("label")], final_estimator=[None, small("label")], cv=[2], passthrough=BOTH, stack_method=["auto", "predict"]), "CalibratedClassifierCV": dict(estimator=[None, small("label")], base_estimator=[None, small("label")], method=["sigmoid", "isotonic", "temperature"], cv=[2], ensemble=BOTH),
    "OneVsRestClassifier": dict(estimator=[small("label")]), "OneVsOneClassifier": dict(estimator=[small("label")]), "OutputCodeClassifier": dict(estimator=[small("label")], code_size=[1.5, 2]), "SelfTrainingClassifier": dict(estimator=[small("label")], base_estimator=[small("label")]), "GridSearchCV": dict(SEARCH, estimator=[small("label")], param_grid=[{}]), "RandomizedSearchCV": dict(SEARCH, estimator=[small("label")], param_distributions=[{}], n_iter=[1]),
    "FixedThresholdClassifier": dict(estimator=[small("label")], threshold=["auto", 0.3]), "TunedThresholdClassifierCV": dict(estimator=[small("label")], cv=[2]), "FrozenEstimator": dict(estimator=[small("label")]),
}
REGRESSIONS = {
    "LinearRegression": dict(fit_intercept=BOTH, positive=BOTH), "Ridge": dict(LINES, solver=["auto", "svd", "cholesky", "sag"]), "RidgeCV": dict(alphas=[(0.1, 1.0)], fit_intercept=BOTH), "Lasso": dict(LINES), "LassoCV": dict(cv=[2], n_alphas=[3]), "ElasticNet": dict(LINES, l1_ratio=[0.2, 0.7]), "ElasticNetCV": dict(cv=[2], n_alphas=[3]), "Lars": dict(fit_intercept=BOTH, fit_path=BOTH), "LarsCV": dict(cv=[2]), "LassoLars": dict(LINES), "LassoLarsCV": dict(cv=[2]), "LassoLarsIC": dict(criterion=["aic", "bic"]),
    "OrthogonalMatchingPursuit": dict(n_nonzero_coefs=[None, 1, 2]), "OrthogonalMatchingPursuitCV": dict(cv=[2]), "BayesianRidge": dict(fit_intercept=BOTH, compute_score=BOTH), "ARDRegression": dict(fit_intercept=BOTH), "HuberRegressor": dict(epsilon=[1.35, 2.0]), "QuantileRegressor": dict(quantile=[0.2, 0.5], solver=["highs"]), "TheilSenRegressor": dict(max_subpopulation=[50]), "RANSACRegressor": dict(estimator=[None, small("number")], base_estimator=[None]),
    "SGDRegressor": dict(SGD, loss=["squared_error", "squared_loss", "huber", "epsilon_insensitive"]), "PassiveAggressiveRegressor": dict(C=[0.1, 1.0]), "PoissonRegressor": dict(LINES), "GammaRegressor": dict(LINES), "TweedieRegressor": dict(LINES, power=[0, 1, 1.5, 2, 3], link=["auto", "identity", "log"]), "MultiTaskLasso": dict(LINES), "MultiTaskElasticNet": dict(LINES), "MultiTaskLassoCV": dict(cv=[2], n_alphas=[3]), "MultiTaskElasticNetCV": dict(cv=[2], n_alphas=[3]),
    "SVR": dict(KERNEL, epsilon=[0.01, 0.5]), "NuSVR": dict(KERNEL, nu=[0.3, 0.8]), "LinearSVR": dict(C=ALPHAS, loss=["epsilon_insensitive", "squared_epsilon_insensitive"], fit_intercept=BOTH, max_iter=[100]), "KNeighborsRegressor": NEAR, "RadiusNeighborsRegressor": dict(radius=[3.0, 50.0], weights=["uniform", "distance"], p=[1, 2]), "KernelRidge": dict(PAIRWISE, alpha=[0.1, 1.0]), "GaussianProcessRegressor": dict(kernel=[Any(gp_kernel)], optimizer=[None], alpha=[1e-2, 0.5], normalize_y=BOTH),
    "DecisionTreeRegressor": dict(TREE, criterion=["squared_error", "mse", "friedman_mse", "absolute_error", "poisson"]), "ExtraTreeRegressor": dict(TREE), "RandomForestRegressor": dict(FOREST, criterion=["squared_error", "absolute_error", "poisson"]), "ExtraTreesRegressor": dict(FOREST), "GradientBoostingRegressor": dict(BOOSTED, loss=["squared_error", "ls", "absolute_error", "lad", "huber", "quantile"], init=[None, "zero", small("number")]), "HistGradientBoostingRegressor": dict(HIST, loss=["squared_error", "least_squares", "absolute_error", "poisson", "gamma", "quantile"], quantile=[None, 0.3]),
    "AdaBoostRegressor": dict(n_estimators=[1, 5], loss=["linear", "square", "exponential"], estimator=[None, small("number")], base_estimator=[None, small("number")]), "BaggingRegressor": dict(n_estimators=[1, 4], max_features=[1.0, 0.6], bootstrap_features=BOTH, estimator=[None, small("number")], base_estimator=[None, small("number")]), "VotingRegressor": dict(estimators=[named("number")], weights=[None, weights(2, 2), weights(1, 1)]), "StackingRegressor": dict(estimators=[named("number")], final_estimator=[None, small("number")], cv=[2], passthrough=BOTH),
    "MLPRegressor": MLP, "DummyRegressor": dict(strategy=["mean", "median", "quantile", "constant"], quantile=[0.3], constant=[4.5]), "TransformedTargetRegressor": dict(regressor=[None, small("number")], transformer=[Any(target_transformer)]), "MultiOutputRegressor": dict(estimator=[small("number")]), "RegressorChain": dict(base_estimator=[small("number")], estimator=[small("number")], order=[None, "random"]), "PLSRegression": PLS, "PLSCanonical": PLS, "CCA": PLS, "IsotonicRegression": dict(increasing=[True, False, "auto"], out_of_bounds=["nan", "clip"], y_min=[None, 0.5]),
    "GridSearchCV": dict(SEARCH, estimator=[small("number")], param_grid=[{}]),
}
PLAIN = {
    "IsolationForest": dict(n_estimators=[1, 5, 10], max_samples=["auto", 20, 0.5], contamination=["auto", 0.1], max_features=[1.0, 0.5]), "OneClassSVM": dict({k: v for k, v in KERNEL.items() if k != "C"}, nu=[0.1, 0.5]), "LocalOutlierFactor": dict(n_neighbors=[3, 8], novelty=[True], contamination=["auto", 0.2], metric=["minkowski", "manhattan", "cosine"], p=[1, 2]), "EllipticEnvelope": dict(contamination=[0.1, 0.3], store_precision=[True]), "SGDOneClassSVM": dict(nu=[0.2, 0.6], average=BOTH),
    "KMeans": dict(n_clusters=[1, 3, 6], n_init=[1], algorithm=["lloyd", "elkan", "full"]), "MiniBatchKMeans": dict(n_clusters=[2, 4], n_init=[1]), "BisectingKMeans": dict(n_clusters=[2, 5]), "Birch": dict(threshold=[0.3, 1.0], n_clusters=[None, 3]), "MeanShift": dict(bandwidth=[2.0, None], cluster_all=BOTH), "AffinityPropagation": dict(damping=[0.7]), "GaussianMixture": MIXTURE, "BayesianGaussianMixture": MIXTURE, "KernelDensity": dict(bandwidth=[0.5, 2.0, "scott", "silverman"], kernel=["gaussian", "tophat", "epanechnikov", "exponential", "linear", "cosine"], metric=["euclidean", "manhattan", "chebyshev"]),
}
SPECS = {"number": REGRESSIONS, "label": LABELS, "plain": PLAIN, "transform": NUMBERS, "gaps": GAPS, "words": WORDS, "texts": TEXTS}
SMALL = {
    "number": ["LinearRegression", "Ridge", "DecisionTreeRegressor", "KNeighborsRegressor", "RandomForestRegressor", "SVR", "BayesianRidge", "HistGradientBoostingRegressor", "ElasticNet", "MLPRegressor", "GradientBoostingRegressor"],
    "label": ["LogisticRegression", "GaussianNB", "DecisionTreeClassifier", "LinearSVC", "SVC", "RandomForestClassifier", "KNeighborsClassifier", "RidgeClassifier", "SGDClassifier", "HistGradientBoostingClassifier", "LinearDiscriminantAnalysis", "MLPClassifier", "GradientBoostingClassifier", "AdaBoostClassifier"],
    "transform": ["StandardScaler", "MinMaxScaler", "PCA", "QuantileTransformer", "PolynomialFeatures", "KBinsDiscretizer", "SelectKBest", "RobustScaler", "Normalizer", "FunctionTransformer", "PowerTransformer", "TruncatedSVD", "KMeans", "SplineTransformer", "MaxAbsScaler"],
    "weighted": [],
}


def estimator(r, context, name):
    """An estimator of that class with random parameters, those that this release knows."""
    if SMALL.get("weighted") == [] and name is None:
        raise ValueError
    kinds = [kind for kind in (context.get("kind"), context["target"], "transform", "plain", "gaps", "words", "texts", "label", "number") if kind in SPECS and name in SPECS[kind]]
    made = CLASSES[name]
    known = list(__import__("inspect").signature(made.__init__).parameters)
    chosen = {}
    for key, values in SPECS[kinds[0]][name].items():
        must = key in ("estimator", "base_estimator", "estimators", "param_grid", "param_distributions", "novelty", "regressor", "n_init", "optimizer", "score_func")
        if key not in known or not must and r.random() < 0.4:
            continue
        value = r.choice(values)
        value = value.make(r, context) if isinstance(value, Any) else value
        if value is not None or not must:
            chosen[key] = value
    if "base_estimator" in chosen and "estimator" in chosen:
        chosen.pop("base_estimator")
    if name == "RegressorChain" and "estimator" in chosen:
        chosen.pop("base_estimator", None)
    if "random_state" in known:
        chosen["random_state"] = 1
    if name == "TransformedTargetRegressor" and chosen.get("transformer") is None:
        chosen["func"], chosen["inverse_func"] = two_functions(r, context)
    if name == "FrozenEstimator":
        chosen["estimator"].fit(context["X"], context["y"])
    return made(**chosen)


def numbers(r, random_state):
    """A table of numbers: columns of several kinds, in some tables all of one."""
    rows, columns = r.choice([25, 60, 110]), r.choice([1, 2, 3, 5, 5, 8, 14])
    g = random_state
    makes = {"normal": lambda: g.normal(r.choice([0, 5]), r.choice([0.1, 1, 30]), rows), "count": lambda: g.randint(0, 6, rows).astype(float), "unit": lambda: g.uniform(size=rows), "exp": lambda: np.exp(g.normal(size=rows)), "flag": lambda: g.randint(0, 2, rows).astype(float),
             "constant": lambda: np.full(rows, r.choice([0.0, 3.5])), "sparse": lambda: np.where(g.uniform(size=rows) < 0.7, 0.0, g.normal(size=rows)), "round": lambda: np.round(g.normal(size=rows), 1), "huge": lambda: g.normal(size=rows) * 1e6}
    kinds = r.choice([["normal"], ["normal"], ["count"], ["unit"], ["exp"], list(makes), ["normal", "count", "unit", "exp", "round", "sparse"]])
    X = np.column_stack([makes[r.choice(kinds)]() for _ in range(columns)])
    return X


def punch(X, random_state, share=0.15):
    X = X.copy()
    X[random_state.uniform(size=X.shape) < share] = np.nan
    return X


def labels_of(r, X, random_state):
    score = np.nan_to_num(X).sum(1) + random_state.normal(size=len(X)) * np.std(np.nan_to_num(X).sum(1))
    many = r.choice([2, 2, 3, 4])
    codes = np.digitize(score, np.quantile(score, [at / many for at in range(1, many)]))
    names = r.choice([list(range(many)), list(range(many)), [-1, 1, 3, 7], ["low", "mid é", "high, very", "x\"y"], ["b", "a", "d", "c"], [0.5, 1.5, -2.0, 9.0] if r.random() < 0.3 else [5, 2, 9, 0], [False, True] if many == 2 else [10, 20, 30, 40]])
    y = np.array([names[code] for code in codes])
    return y.astype(object) if y.dtype.kind == "U" and r.random() < 0.3 else y


def numbers_of(r, X, random_state, targets=1):
    base = np.nan_to_num(X).sum(1)
    base = (base - base.mean()) / (base.std() or 1)
    y = np.column_stack([base * r.choice([1, -2]) + random_state.normal(size=len(X)) * 0.4 + r.choice([0, 3]) for _ in range(targets)])
    y = np.abs(y) + 0.1 if r.random() < 0.4 else y
    y = np.round(y) if r.random() < 0.15 else y
    return y[:, 0] if targets == 1 else y


WORD_LISTS = [["red", "green", "blue", "a,b", 'say "x"'], ["1", "2", "10", "3"], ["yes", "no"], ["ä", "ö", "日本", "z"], ["x"], ["True", "False"]]


def frame_of(r, random_state, rows=80):
    table = {}
    for at in range(r.choice([2, 3, 5, 7])):
        kind = r.choice(["number", "number", "gaps", "int", "bool", "words", "words", "holes", "category"])
        name = r.choice([f"col {at}", f"c{at}", f"größe_{at}"])
        if kind in ("number", "gaps"):
            column = random_state.normal(size=rows) * r.choice([1, 100])
            table[name] = np.where(random_state.uniform(size=rows) < 0.15, np.nan, column) if kind == "gaps" else column
        elif kind == "int":
            table[name] = random_state.randint(-3, 5, rows)
        elif kind == "bool":
            table[name] = random_state.uniform(size=rows) < 0.4
        else:
            words = r.choice(WORD_LISTS)
            column = np.array(words, dtype=object)[random_state.randint(0, len(words), rows)]
            if kind == "holes":
                column[random_state.uniform(size=rows) < 0.15] = np.nan
            table[name] = pd.Series(column, dtype="category") if kind == "category" else column
    return pd.DataFrame(table)


LINES_OF_TEXT = ["The cat sat on the mat.", "A dog barked at the cat!", "Dogs and cats, cats and dogs", "naïve café in Zürich", "numbers 12 and 3 are numbers", "the end of THE story", "mat café dog 12", "it's 5 o'clock; don't", "tab\tseparated  words", "under_score a1b2", "ÉTÉ Straße ǅ İstanbul", "日本語 テキスト x"]


def wrapped(r, context, last):
    """The estimator behind random transformers, or bare."""
    steps = []
    if context.get("gaps"):
        steps.append(estimator(r, context, r.choice(["SimpleImputer", "SimpleImputer", "KNNImputer", "IterativeImputer"])))
    for _ in range(r.choice([0, 0, 0, 1, 1, 2])):
        part = lambda: estimator(r, context, r.choice(SMALL["transform"]))
        steps.append(r.choice([part, part, lambda: pipeline.FeatureUnion([("a", part()), ("b", r.choice([part(), "passthrough", "drop"] if sklearn.__version__ >= "1.1" else [part()]))], transformer_weights=r.choice([None, {"a": 2.5}]))])())
    if last is not None:
        steps.append(last)
    if len(steps) == 1:
        return steps[0]
    if r.random() < 0.1:
        steps.insert(0, "passthrough")
    return pipeline.make_pipeline(*steps)


def columns_transformer(r, context, frame):
    """Each column goes to one or more transformers that take its kind."""
    groups = {"number": [], "gaps": [], "words": []}
    for name in frame.columns:
        column = frame[name]
        if not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)):
            groups["words"].append(name)
        else:
            groups["gaps" if column.isna().any() else "number"].append(name)
    parts = []
    for kind, names in groups.items():
        if not names or r.random() < 0.1:
            continue
        inner = dict(context, columns=len(names))
        if kind == "words":
            made = estimator(r, inner, r.choice(["OneHotEncoder", "OneHotEncoder", "OrdinalEncoder", "TargetEncoder" if "TargetEncoder" in CLASSES and context["y"] is not None else "OneHotEncoder"]))
            if frame[names].isna().any().any() and r.random() < 0.5:
                made = pipeline.make_pipeline(estimator(r, dict(inner, kind="words"), "SimpleImputer"), made)
        else:
            made = wrapped(r, dict(inner, gaps=kind == "gaps"), estimator(r, inner, r.choice(SMALL["transform"]))) if r.random() < 0.85 or kind == "gaps" else "passthrough"
        chosen = r.choice([names, names, [list(frame.columns).index(name) for name in names], pd.Index(names), np.array([name in names for name in frame.columns])])
        parts.append((f"{kind}-part", made, chosen))
    rest = r.choice(["drop", "drop", "passthrough"]) if not groups["words"] or any("words" in p[0] for p in parts) else "drop"
    return compose.ColumnTransformer(parts, remainder=rest, sparse_threshold=r.choice([0.3, 0, 1]), transformer_weights=r.choice([None, None, {"number-part": 1.5}]), **({"verbose_feature_names_out": r.random() < 0.5} if sklearn.__version__ >= "1.0" else {}))


def cell(value):
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return "" if value is None else str(value)


def write_csv(path, table):
    table = table.toarray() if hasattr(table, "toarray") else table.to_numpy() if hasattr(table, "to_numpy") else np.asarray(table)
    table = table.reshape(len(table), -1)
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([[cell(v) for v in row] for row in table.tolist()])


def plain_json(value):
    if value is None or isinstance(value, float) and np.isnan(value) or value is pd.NA:
        return None
    return value.item() if isinstance(value, np.generic) else value


def make(r, g, only):
    """(model, X, y, probe), fitted."""
    template = r.choice(["label", "label", "label", "number", "number", "plain", "transform", "transform", "gaps", "frame", "frame", "words", "texts", "targets", "flags"])
    names = [name for name in SPECS.get({"targets": "number", "flags": "label", "frame": "label"}.get(template, template), {}) if name in CLASSES and only in name]
    if not names:
        return None
    name = r.choice(names)
    if template == "texts":
        X = [r.choice(LINES_OF_TEXT) + " " + r.choice(LINES_OF_TEXT) for _ in range(30)]
        context = {"target": "label", "columns": 1, "y": None}
        y = np.array([len(line) % 3 for line in X])
        head = estimator(r, context, name)
        head = pipeline.make_pipeline(estimator(r, context, "CountVectorizer"), sklearn.feature_extraction.text.TfidfTransformer(use_idf=r.random() < 0.7, sublinear_tf=r.random() < 0.3)) if r.random() < 0.2 else head
        head = pipeline.make_union(head, estimator(r, context, "TfidfVectorizer")) if r.random() < 0.15 else head
        last = r.choice([None, "LogisticRegression", "LinearSVC", "MultinomialNB", "SGDClassifier", "SVC", "RandomForestClassifier", "TruncatedSVD", "KNeighborsClassifier"])
        model = head if last is None else pipeline.make_pipeline(head, estimator(r, context, last))
        return model, X, y, [X[:12] + ["", "unknown xyzzy", "ÉTÉ İ ǅ ß ﬁ １２", " \u00a0 "], X[:12]]
    if template in ("frame", "words"):
        X = frame_of(r, g)
        if template == "words":
            X = X[[c for c in X.columns if not pd.api.types.is_numeric_dtype(X[c]) and not pd.api.types.is_bool_dtype(X[c])]]
            if X.shape[1] == 0:
                return None
        codes = np.array([zlib.crc32(str(row).encode()) % 1000 for row in range(len(X))]) / 1000 + X.iloc[:, 0].astype("category").cat.codes.to_numpy() * 0.3
        target = r.choice(["label", "number"])
        y = numbers_of(r, codes[:, None], g) if target == "number" else labels_of(r, codes[:, None], g)
        context = {"target": target, "columns": X.shape[1], "X": X, "y": y}
        if template == "words":
            model = estimator(r, dict(context, kind="words"), name)
            model = pipeline.make_pipeline(model, estimator(r, context, r.choice(SMALL[target]))) if r.random() < 0.3 and name != "SimpleImputer" else model
        else:
            first = columns_transformer(r, context, X)
            model = r.choice([lambda: first, lambda: pipeline.make_pipeline(first, estimator(r, context, r.choice(SMALL[target]))), lambda: pipeline.make_pipeline(first, estimator(r, context, r.choice(SMALL["transform"])), estimator(r, context, r.choice(SMALL[target])))])()
        odd = X.iloc[:14].copy().reset_index(drop=True)
        for at, column in enumerate(odd.columns):
            if odd[column].dtype == object or str(odd[column].dtype) == "str":
                odd.loc[at % 5, column] = "unseen"
        return model, X, y, [odd, X.iloc[:14].reset_index(drop=True)]
    X = numbers(r, g)
    gaps = template == "gaps" or r.random() < 0.15
    if gaps:
        X = punch(X, g)
    if name in ("MultinomialNB", "ComplementNB", "CategoricalNB", "NMF", "MiniBatchNMF", "LatentDirichletAllocation", "AdditiveChi2Sampler", "SkewedChi2Sampler"):
        X = np.abs(np.round(X)) % 7 if name == "CategoricalNB" else np.abs(X)
    if name == "IsotonicRegression":
        X = X[:, :1]
    if name == "BernoulliRBM":
        X = 1 / (1 + np.exp(-X))
    target = "number" if template in ("number", "targets") or template in ("transform", "gaps") and r.random() < 0.4 else "label"
    y = numbers_of(r, X, g, r.choice([2, 3]) if template == "targets" else 1) if target == "number" else labels_of(r, X, g)
    if template == "flags":
        y = r.choice([lambda: np.column_stack([g.uniform(size=len(X)) < 0.4, np.nan_to_num(X[:, 0]) > np.nanmedian(X[:, 0])]).astype(int), lambda: np.column_stack([labels_of(r, X, g), labels_of(r, X, g)])])()
    takes_gaps = name.startswith("Hist") or name.endswith("Scaler") or name in ("DecisionTreeClassifier", "RandomForestRegressor", "QuantileTransformer", "PowerTransformer")
    context = {"kind": template, "target": target, "columns": X.shape[1], "gaps": gaps and template != "gaps" and not (takes_gaps and r.random() < 0.6), "X": X, "y": y}
    last = estimator(r, context, name)
    if template == "gaps":
        model = last if r.random() < 0.5 else pipeline.make_pipeline(last, estimator(r, context, r.choice(SMALL["transform"] + SMALL[target])))
    elif template == "flags" and r.random() < 0.6:
        model = getattr(sklearn.multioutput, r.choice(["MultiOutputClassifier", "ClassifierChain"]))(estimator(r, context, r.choice(SMALL["label"])))
    else:
        model = wrapped(r, context, last)
    odd = np.vstack([X[:14], np.zeros((1, X.shape[1])), X[:3] * -2.5, np.full((1, X.shape[1]), 40.0), X[3:6] + g.normal(size=(3, X.shape[1])) * 0.01])
    if r.random() < 0.15 and not gaps and name not in ("IsotonicRegression",):
        frame = [f"f{at}" for at in range(X.shape[1])]
        return model, pd.DataFrame(X, columns=frame), y, [pd.DataFrame(odd, columns=frame), pd.DataFrame(X[:14], columns=frame)]
    if r.random() < 0.1 and not gaps:
        X = X.astype(np.float32)
        odd = odd.astype(np.float32).astype(np.float64)
    elif r.random() < 0.08 and not gaps:
        X = scipy.sparse.csr_matrix(X)
        return model, X, y, [scipy.sparse.csr_matrix(odd), X[:14]]
    return model, X, y, [odd, X[:14].astype(np.float64)]


def answers(model, probe):
    found = {}
    for method in METHODS:
        if method == "score_samples" and "BernoulliRBM" in repr(model):
            continue
        try:
            answer = getattr(model, method)(probe)
        except (AttributeError, NotImplementedError):
            continue
        if not isinstance(answer, (list, tuple)):
            found[method] = answer
    return found


def save(r, model, folder):
    how = r.choice([("model.joblib", {}), ("model.joblib", {}), ("model.joblib", {"compress": r.randint(1, 9)}), ("model.joblib.gz", {"compress": ("gzip", 3)}), ("model.joblib", {"protocol": r.randint(2, 5)}), ("model.pkl", {"protocol": r.randint(2, 5)}), ("model.joblib.bz2", {"compress": ("bz2", 9)}), ("model.joblib.xz", {"compress": ("xz", 3)}), ("model.joblib.lzma", {"compress": ("lzma", 6)}), ("model.skops", {})])
    file, options = how if how[0] != "model.skops" or skops_io else ("model.pkl", {})
    if file == "model.skops":
        try:
            skops_io.dump(model, folder / file)
            return file
        except Exception:
            file = "model.pkl"
    if file == "model.pkl":
        (folder / file).write_bytes(pickle.dumps(model, **options))
    else:
        joblib.dump(model, folder / file, **options)
    return file


def one(folder, seed, only):
    r, g = random.Random(seed), np.random.RandomState(seed)
    made = make(r, g, only)
    if made is None:
        return "no such class"
    model, X, y, probes = made
    model.fit(X) if y is None else model.fit(X, y)
    found = {}
    for probe in probes:
        try:
            found = answers(model, probe)
        except Exception as error:
            why = error
            continue
        break
    if not found:
        return f"no answer: {why if 'why' in dir() else ''}"
    folder.mkdir(parents=True)
    file = save(r, model, folder)
    frame = isinstance(probe, pd.DataFrame)
    if frame:
        probe.to_csv(folder / "input.csv", index=False)
        rows = [{c: plain_json(v) for c, v in row.items()} for row in probe.astype(object).to_dict("records")]
        (folder / "input.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        write_csv(folder / "input.csv", [[t] for t in probe] if isinstance(probe, list) else probe)
    for method, answer in found.items():
        write_csv(folder / f"expected-{method}.csv", answer)
    (folder / "case.json").write_text(json.dumps({"scikit-learn": sklearn.__version__, "estimator": " ".join(repr(model).split()), "files": [file], "header": frame, "kind": type(X).__name__ + str(getattr(X, "dtype", ""))}, indent=1) + "\n")
    return None


def too_long(_number, _frame):
    raise TimeoutError


def main():
    folder, only = Path(sys.argv[1]), (sys.argv[4:] or [""])[0]
    first, seeds = (int(text) for text in (sys.argv[2:4] + ["0", "200"][len(sys.argv) - 2:])[:2])
    SMALL["weighted"] = ["LogisticRegression", "RandomForestClassifier", "Ridge", "DecisionTreeRegressor", "LinearSVC"]
    sklearn.set_config(print_changed_only=True)
    signal.signal(signal.SIGALRM, too_long)
    counts = {}
    for seed in range(first, first + seeds):
        case = folder / f"{seed:06d}-{'.'.join(sklearn.__version__.split('.')[:2])}"
        shutil.rmtree(case, ignore_errors=True)
        signal.setitimer(signal.ITIMER_REAL, 2.5)
        try:
            why = one(case, seed, only)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
        signal.setitimer(signal.ITIMER_REAL, 0)
        if why is not None:
            shutil.rmtree(case, ignore_errors=True)
        key = "made" if why is None else " ".join(why.split())[:90]
        counts[key] = counts.get(key, 0) + 1
    for why, count in sorted(counts.items(), key=lambda pair: -pair[1])[:25]:
        print(count, why)


if __name__ == "__main__":
    sys.exit(main())

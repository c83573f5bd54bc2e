"""Pipelines whose steps hand sparse matrices on: `test/golden/sparse-steps`. Cells that are not stored are missing to XGBoost.

    python sparse_steps.py FOLDER [NAME...]          with scikit-learn 1.9.1, XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10

Each model answers `rows.csv` (names in its first line) as `expected.json` says: `predict_proba` of classifiers, `predict` of others.
"""
import json
import os
import sys

import joblib
import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from lightgbm import LGBMRegressor
from sklearn.cluster import Birch, BisectingKMeans, KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import NMF, KernelPCA, LatentDirichletAllocation, TruncatedSVD
from sklearn.ensemble import AdaBoostRegressor, BaggingRegressor, GradientBoostingRegressor, IsolationForest, RandomForestClassifier, VotingRegressor
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, VarianceThreshold, f_regression
from sklearn.impute import SimpleImputer
from sklearn.kernel_approximation import Nystroem
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LinearRegression, Ridge, SGDRegressor
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, LocalOutlierFactor, NearestCentroid, RadiusNeighborsRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    PolynomialFeatures,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
)
from sklearn.random_projection import SparseRandomProjection
from sklearn.semi_supervised import LabelPropagation, LabelSpreading
from sklearn.svm import SVC, SVR, NuSVR, OneClassSVM
from xgboost import XGBClassifier, XGBRegressor

rng = np.random.default_rng(0)
COUNT = 240
FRAME = pd.DataFrame({
    "a": rng.choice([f"k{at}" for at in range(9)], COUNT),
    "b": rng.choice(list("xyz"), COUNT),
    "n": rng.integers(0, 4, COUNT).astype(float),
    "m": rng.normal(size=COUNT).round(2),
})
EFFECTS = {key: rng.normal() * 2 for key in sorted(set(FRAME.a))}
Y = FRAME.a.map(EFFECTS) + FRAME.b.map({"x": 1, "y": -1, "z": 0}) + FRAME.n * (FRAME.n - 1.5) + FRAME.m


def columns(threshold=1.0, **options):
    hot = OneHotEncoder(handle_unknown="ignore", **options)
    return ColumnTransformer([("hot", hot, ["a", "b"]), ("rest", "passthrough", ["n", "m"])], sparse_threshold=threshold)


def regressor(**options):
    return XGBRegressor(n_estimators=6, max_depth=3, n_jobs=1, **options)


def behind(*steps):
    return make_pipeline(columns(), *steps, regressor())


MODELS = {
    "one-hot": make_pipeline(columns(), regressor()),
    "one-hot-classifier": make_pipeline(columns(), XGBClassifier(n_estimators=6, max_depth=3, n_jobs=1)),
    "one-hot-dense": make_pipeline(columns(sparse_output=False), regressor()),
    "threshold-zero": make_pipeline(columns(0), regressor()),
    "threshold-usual": make_pipeline(columns(0.3), regressor()),
    "threshold-below": make_pipeline(columns(0.2), regressor()),
    "dropped": make_pipeline(columns(drop="first"), regressor()),
    "marker-one": make_pipeline(columns(), regressor(missing=1.0)),
    "linear": make_pipeline(columns(), regressor(booster="gblinear")),
    "bins": make_pipeline(ColumnTransformer([("bins", KBinsDiscretizer(4), ["n", "m"])], sparse_threshold=1.0), regressor()),
    "bins-dense": make_pipeline(ColumnTransformer([("bins", KBinsDiscretizer(4, encode="onehot-dense"), ["n", "m"])]), regressor()),
    "words": make_pipeline(ColumnTransformer([("a", CountVectorizer(analyzer="char"), "a"), ("b", TfidfVectorizer(analyzer="char"), "b"), ("h", HashingVectorizer(n_features=16, analyzer="char"), "a"), ("n", "passthrough", ["n"])], sparse_threshold=1.0), regressor()),
    "spline": make_pipeline(ColumnTransformer([("m", SplineTransformer(sparse_output=True), ["n", "m"])], sparse_threshold=1.0), regressor()),
    "union": make_pipeline(ColumnTransformer([("u", make_union(OneHotEncoder(), OneHotEncoder(drop="first")), ["a", "b"]), ("n", "passthrough", ["n"])], sparse_threshold=1.0, transformer_weights={"u": 2.0}), regressor()),
    "max-abs": behind(MaxAbsScaler()),
    "standard": behind(StandardScaler(with_mean=False)),
    "robust": behind(RobustScaler(with_centering=False)),
    "normal": behind(Normalizer()),
    "binary": behind(Binarizer(threshold=0.5)),
    "polynomial": behind(PolynomialFeatures(2)),
    "function": behind(FunctionTransformer(np.abs, accept_sparse=True)),
    "quantile": behind(QuantileTransformer(n_quantiles=9, ignore_implicit_zeros=True)),
    "variance": behind(VarianceThreshold(0.05)),
    "best": behind(SelectKBest(f_regression, k=6)),
    "imputed": behind(SimpleImputer(add_indicator=True)),
    "projected": behind(SparseRandomProjection(5, random_state=0)),
    "bagged": make_pipeline(columns(), BaggingRegressor(regressor(), n_estimators=2, max_features=0.7, random_state=0)),
    "voted": make_pipeline(columns(), VotingRegressor([("a", regressor()), ("b", LinearRegression())])),
    "several": make_pipeline(columns(), MultiOutputRegressor(regressor())),
}

# So many columns that their zeros are not written.
WIDE = [f"k{at}" for at in range(1500)]


def wide(*steps, scaled=False, threshold=1.0):
    hot = OneHotEncoder(categories=[WIDE, list("xyz")], handle_unknown="ignore")
    return make_pipeline(ColumnTransformer([("hot", hot, ["a", "b"]), ("rest", MinMaxScaler() if scaled else "passthrough", ["n", "m"])], sparse_threshold=threshold), *steps)


def words(vectorizer, *steps):
    return make_pipeline(ColumnTransformer([("a", vectorizer, "a"), ("rest", "passthrough", ["n", "m"])], sparse_threshold=1.0), *steps)


MODELS |= {
    "wide-xgboost": wide(regressor()),
    "wide-bernoulli-classifier": wide(BernoulliNB()),
    "wide-bernoulli-below-classifier": wide(BernoulliNB(binarize=0.5)),
    "wide-multinomial-classifier": wide(MultinomialNB(), scaled=True),
    "wide-complement-classifier": wide(ComplementNB(), scaled=True),
    "wide-forest-classifier": wide(RandomForestClassifier(4, max_depth=5, random_state=0)),
    "wide-boosted": wide(GradientBoostingRegressor(n_estimators=5, random_state=0)),
    "wide-ada": wide(AdaBoostRegressor(n_estimators=3, random_state=0)),
    "wide-isolation": wide(IsolationForest(n_estimators=4, random_state=0)),
    "wide-lightgbm": wide(LGBMRegressor(n_estimators=6, min_child_samples=3, n_jobs=1, verbosity=-1)),
    "wide-lightgbm-zeros": wide(LGBMRegressor(n_estimators=6, min_child_samples=3, zero_as_missing=True, n_jobs=1, verbosity=-1)),
    "wide-network": wide(MLPRegressor(hidden_layer_sizes=(3,), max_iter=30, random_state=0)),
    "wide-network-of-one-layer": wide(MLPRegressor(hidden_layer_sizes=(), max_iter=30, random_state=0)),
    "wide-decomposed": wide(TruncatedSVD(3, random_state=0), LinearRegression()),
    "wide-max-abs": wide(MaxAbsScaler(), Ridge()),
    "wide-standard": wide(StandardScaler(with_mean=False), Ridge()),
    "wide-robust": wide(RobustScaler(with_centering=False), Ridge()),
    "wide-normal": wide(Normalizer(), Ridge()),
    "wide-binary": wide(Binarizer(threshold=0.5), regressor()),
    "wide-best": wide(SelectKBest(f_regression, k=8), regressor()),
    "wide-variance": wide(VarianceThreshold(0.05), Ridge()),
    "wide-quantile": wide(QuantileTransformer(n_quantiles=9, ignore_implicit_zeros=True), regressor()),
    "wide-catboost": wide(CatBoostRegressor(iterations=6, depth=3, verbose=False, allow_writing_files=False, thread_count=1)),
    "wide-catboost-deep": wide(CatBoostRegressor(iterations=6, depth=3, grow_policy="Depthwise", verbose=False, allow_writing_files=False, thread_count=1)),
    "wide-topics": wide(LatentDirichletAllocation(3, random_state=0), LinearRegression(), scaled=True),
    "wide-factors": wide(NMF(3, init="nndsvda", max_iter=50, random_state=0), LinearRegression(), scaled=True),
    "wide-factors-multiplied": wide(NMF(3, init="nndsvda", solver="mu", max_iter=50, random_state=0), LinearRegression(), scaled=True),
    "wide-svc-labels": wide(SVC()),
    "wide-svc-three-labels": wide(SVC()),
    "wide-svc-linear-labels": wide(SVC(kernel="linear")),
    "wide-svc-poly-three-labels": wide(SVC(kernel="poly")),
    "wide-svc-sigmoid-labels": wide(SVC(kernel="sigmoid")),
    "wide-svr": wide(SVR()),
    "wide-svr-linear": wide(SVR(kernel="linear")),
    "wide-svr-dense": wide(SVR(), threshold=0),
    "wide-nu-svr": wide(NuSVR(kernel="poly", degree=2)),
    "wide-one-class": wide(OneClassSVM()),
    "wide-neighbors-classifier": wide(KNeighborsClassifier(7)),
    "wide-neighbors-by-distance": wide(KNeighborsRegressor(9, weights="distance")),
    "wide-neighbors-manhattan": wide(KNeighborsRegressor(9, metric="manhattan", weights="distance")),
    "wide-neighbors-cosine": wide(KNeighborsRegressor(9, metric="cosine", weights="distance")),
    "wide-neighbors-dense": wide(KNeighborsRegressor(9, weights="distance"), threshold=0),
    "wide-radius": wide(RadiusNeighborsRegressor(2.5)),
    "wide-outliers": wide(LocalOutlierFactor(novelty=True)),
    "wide-centroid-labels": wide(NearestCentroid()),
    "wide-centroid-priors-classifier": wide(NearestCentroid(priors="empirical")),
    "wide-centroid-manhattan-labels": wide(NearestCentroid(metric="manhattan")),
    "wide-k-means": wide(KMeans(5, n_init=1, random_state=0)),
    "wide-k-means-distances": wide(KMeans(5, n_init=1, random_state=0), Ridge()),
    "wide-birch-distances": wide(Birch(threshold=1.5), Ridge()),
    "wide-bisected": wide(BisectingKMeans(5, random_state=0)),
    "wide-kernel-ridge": wide(KernelRidge(kernel="rbf", gamma=0.2)),
    "wide-kernel-ridge-poly": wide(KernelRidge(kernel="poly", degree=2)),
    "wide-nystroem": wide(Nystroem(n_components=20, gamma=0.3, random_state=0), Ridge()),
    "wide-kernel-pca": wide(KernelPCA(3, kernel="rbf", gamma=0.3), LinearRegression()),
    "wide-spread-classifier": wide(LabelSpreading(kernel="knn")),
    "wide-propagated-classifier": wide(LabelPropagation(kernel="rbf", gamma=0.3)),
    "wide-imputed": wide(SimpleImputer(), SVR()),
    "wide-imputed-constant": wide(SimpleImputer(strategy="constant", fill_value=7.0), Ridge()),
    "wide-imputed-kept": wide(SimpleImputer(strategy="constant", fill_value=7.0, keep_empty_features=True), Ridge()),
    "wide-bagged": wide(BaggingRegressor(SVR(), n_estimators=3, max_features=0.5, random_state=0)),
    "wide-isolation-of-some": wide(IsolationForest(n_estimators=4, max_features=0.5, random_state=0)),
    "words-counted-away": words(HashingVectorizer(n_features=2, analyzer="char", norm=None), regressor()),
    "words-hashed": words(HashingVectorizer(analyzer="char_wb"), SGDRegressor(random_state=0)),
    "words-hashed-once": words(HashingVectorizer(n_features=2, analyzer="char", binary=True, norm="l1"), regressor()),
    "words-many-svr": words(HashingVectorizer(n_features=2**17, analyzer="char"), SVR()),
    "words-many-neighbors": words(HashingVectorizer(n_features=2**17, analyzer="char"), KNeighborsRegressor(weights="distance")),
    "words-many-kernel-ridge": words(HashingVectorizer(n_features=2**17, analyzer="char"), KernelRidge(kernel="rbf", gamma=0.3)),
    "words-weighed": words(make_pipeline(CountVectorizer(analyzer="char", ngram_range=(1, 2)), TfidfTransformer(sublinear_tf=True)), Ridge()),
    "words-short": words(TfidfVectorizer(analyzer="char", dtype=np.float32), SVR()),
}


def target(name):
    if name.endswith("three-labels"):
        return np.digitize(Y, [-1, 2])
    if name.endswith(("classifier", "labels")):
        return (Y > 0).astype(int)
    return np.c_[Y, Y * 2] if name == "several" else Y


def main(folder, *names):
    rows = FRAME.iloc[:12]
    rows.to_csv(os.path.join(folder, "rows.csv"), index=False)
    path = os.path.join(folder, "expected.json")
    expected = {}
    if names:
        with open(path) as file:
            expected = json.load(file)
    for name in names or MODELS:
        model = MODELS[name].fit(FRAME, target(name))
        joblib.dump(model, os.path.join(folder, name + ".joblib"), compress=3)
        answers = model.predict_proba(rows) if name.endswith("classifier") else model.predict(rows)
        expected[name] = np.asarray(answers, dtype=float).ravel().tolist()
    with open(path, "w") as file:
        json.dump(expected, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])

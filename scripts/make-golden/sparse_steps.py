"""Pipelines whose steps hand sparse matrices on: `test/golden/sparse-steps`. Cells that are not stored are missing to XGBoost.

    python sparse_steps.py FOLDER          with scikit-learn 1.9.1, XGBoost 3.2.0 and LightGBM 4.7.0

Each model answers `rows.csv` (names in its first line) as `expected.json` says: `predict_proba` of classifiers, `predict` of others.
"""
import json
import os
import sys

import joblib
import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import AdaBoostRegressor, BaggingRegressor, GradientBoostingRegressor, IsolationForest, RandomForestClassifier, VotingRegressor
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, VarianceThreshold, f_regression
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB
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


def wide(*steps, scaled=False):
    hot = OneHotEncoder(categories=[WIDE, list("xyz")], handle_unknown="ignore")
    return make_pipeline(ColumnTransformer([("hot", hot, ["a", "b"]), ("rest", MinMaxScaler() if scaled else "passthrough", ["n", "m"])], sparse_threshold=1.0), *steps)


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
}


def target(name):
    if name.endswith("classifier"):
        return (Y > 0).astype(int)
    return np.c_[Y, Y * 2] if name == "several" else Y


def main(folder):
    rows = FRAME.iloc[:12]
    rows.to_csv(os.path.join(folder, "rows.csv"), index=False)
    expected = {}
    for name, model in MODELS.items():
        model.fit(FRAME, target(name))
        joblib.dump(model, os.path.join(folder, name + ".joblib"), compress=3)
        answers = model.predict_proba(rows) if name.endswith("classifier") else model.predict(rows)
        expected[name] = np.asarray(answers, dtype=float).ravel().tolist()
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])

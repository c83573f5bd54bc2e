"""Models whose answers are of every type and shape that `predict` gives: `test/golden/answer-types`.

    python answer_types.py FOLDER [NAME ...]          with scikit-learn 1.9.1, LightGBM 4.7.0, CatBoost 1.2.10 and XGBoost 3.2.0

`expected.json`: name → the answers to `rows.csv` as `json.dumps(predict().tolist())` (null for bytes, which JSON has not), as CSV by
Python's `csv` with each cell's own text, and numpy's type and shape.
"""
import csv
import io
import json
import os
import sys

import joblib
import numpy as np
import pandas as pd
from catboost import CatBoost, CatBoostClassifier, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.cluster import KMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.cross_decomposition import PLSRegression
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier, StackingClassifier, VotingClassifier, VotingRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge, RidgeClassifier, SGDClassifier, SGDOneClassSVM
from sklearn.model_selection import GridSearchCV
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, RadiusNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from xgboost import XGBClassifier, XGBRegressor

random = np.random.default_rng(0)
X = random.normal(size=(200, 2)).round(3)
yes = X[:, 0] + X[:, 1] > 0
y = X[:, 0] * 2 + X[:, 1]
three = np.digitize(X[:, 0], [-0.5, 0.5])
column = y.reshape(-1, 1)


def tree():
    return DecisionTreeClassifier(max_depth=2)


def quiet(kind, **options):
    return kind(iterations=5, depth=2, verbose=False, allow_writing_files=False, **options)


MODELS = {
    "bool-forest": (RandomForestClassifier(5, random_state=0), yes),
    "bool-pipeline": (make_pipeline(StandardScaler(), LogisticRegression()), yes),
    "bool-search": (GridSearchCV(LogisticRegression(), {"C": [1.0]}), yes),
    "bool-vote": (VotingClassifier([("a", GaussianNB()), ("b", tree())]), yes),
    "bool-stack": (StackingClassifier([("a", GaussianNB()), ("b", tree())]), yes),
    "bool-support": (SVC(), yes),
    "bool-lightgbm": (LGBMClassifier(n_estimators=5, verbosity=-1), yes),
    "float-logistic": (LogisticRegression(), yes.astype(float)),
    "float-ridge": (RidgeClassifier(), yes.astype(float)),
    "float-dummy": (DummyClassifier(), yes.astype(float)),
    "float-halves": (KNeighborsClassifier(3), np.where(yes, 2.5, 1.5).round().astype(float)),
    "float-lightgbm": (LGBMClassifier(n_estimators=5, verbosity=-1), yes.astype(float)),
    "float32-labels": (tree(), yes.astype(np.float32)),
    "integer-signs": (SGDClassifier(random_state=0), np.where(yes, 1, -1)),
    "integer-unsigned": (tree(), np.where(yes, 200, 7).astype(np.uint8)),
    "integer-beyond-doubles": (tree(), np.where(yes, 9007199254740993, 9007199254740995)),
    "integer-beyond-signed": (tree(), np.where(yes, 2**64 - 1, 2**63 + 1).astype(np.uint64)),
    "text": (tree(), np.where(yes, "größer, ja", 'nein "x"')),
    "text-digits": (tree(), np.where(yes, "01", "1.0")),
    "bytes": (tree(), np.where(yes, b"yes", b"n'o")),
    "several-bool": (MultiOutputClassifier(tree()), np.c_[yes, ~yes]),
    "several-forest": (RandomForestClassifier(3, random_state=0), np.c_[three, yes]),
    "nested-linear": (LinearRegression(), column),
    "nested-linear-pipeline": (make_pipeline(StandardScaler(), LinearRegression()), column),
    "nested-kernel-ridge": (KernelRidge(alpha=1.0), column),
    "nested-neighbors": (KNeighborsRegressor(3), column),
    "nested-several": (MultiOutputRegressor(Ridge()), column),
    "nested-target": (TransformedTargetRegressor(LinearRegression(), transformer=StandardScaler()), column),
    "nested-partial-least-squares": (PLSRegression(1), column),
    "flat-frame": (Ridge(), pd.DataFrame({"y": y})),
    "flat-lasso": (Lasso(0.1), column),
    "flat-tree": (DecisionTreeRegressor(max_depth=2), column),
    "flat-target": (TransformedTargetRegressor(LinearRegression(), transformer=StandardScaler()), y),
    "flat-partial-least-squares": (PLSRegression(1), y),
    "regressor-of-integers": (DecisionTreeRegressor(max_depth=2), (y * 3).round().astype(int)),
    "catboost-text": (quiet(CatBoostClassifier), np.where(yes, "yes", "no")),
    "catboost-integers": (quiet(CatBoostClassifier), yes.astype(int)),
    "catboost-several": (quiet(CatBoostClassifier), three),
    "catboost-regressor": (quiet(CatBoostRegressor), y),
    "lightgbm-text": (LGBMClassifier(n_estimators=5, verbosity=-1), np.where(yes, "yes", "no")),
    "lightgbm-regressor": (LGBMRegressor(n_estimators=5, verbosity=-1), y),
    "xgboost-classes": (XGBClassifier(n_estimators=5), yes.astype(int)),
    "xgboost-several": (XGBClassifier(n_estimators=5), three),
    "xgboost-regressor": (XGBRegressor(n_estimators=5), y),
    "catboost-one-vs-all": (quiet(CatBoostClassifier, loss_function="MultiClassOneVsAll"), np.where(yes, "yes", "no")),
    "catboost-itself": (CatBoost({"iterations": 5, "depth": 2, "verbose": False, "allow_writing_files": False, "loss_function": "Logloss"}), yes.astype(int)),
    "several-xgboost": (XGBClassifier(n_estimators=5), np.c_[yes, three > 0].astype(int)),
    "xgboost-softmax": (XGBClassifier(n_estimators=5, objective="multi:softmax"), three),
    "nested-regressor-chain": (RegressorChain(LinearRegression()), column),
    "nested-classifier-chain": (ClassifierChain(LogisticRegression()), yes.reshape(-1, 1)),
    "nested-radius": (RadiusNeighborsRegressor(2.0), column),
    "float32-neighbors": (KNeighborsRegressor(19), y.astype(np.float32)),
    "float32-neighbors-of-several": (KNeighborsRegressor(19), np.c_[y, y**2].astype(np.float32)),
    "float32-dummy": (DummyRegressor(), y.astype(np.float32)),
    "float32-several": (MultiOutputRegressor(XGBRegressor(n_estimators=2)), np.c_[y, y**2]),
    "integer-clusters": (KMeans(3, n_init=1, random_state=0), None),
    "integer-one-class": (SGDOneClassSVM(random_state=0), None),
    "integer-bytes": (tree(), np.where(yes, -3, 7).astype(np.int8)),
    "integer-unsigned-by-chance": (DummyClassifier(), np.where(y > 9, 2**64 - 1, 5).astype(np.uint64)),
    "regressor-vote": (VotingRegressor([("a", DecisionTreeRegressor()), ("b", DecisionTreeRegressor())]), (y * 3).round().astype(int)),
    "alone-tree": (tree(), np.full(200, 7)),
    "alone-ridge": (RidgeClassifier(), np.full(200, "yes")),
    "alone-boosted": (AdaBoostClassifier(n_estimators=2), np.full(200, 2.0)),
    "text-short": (GaussianNB(), np.where(X[:, 0] > 1.9, "a longer label", "b")),
}


def as_csv(answers):
    rows = answers.reshape(-1, 1) if answers.ndim == 1 else answers
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([str(cell) for cell in row] for row in rows)
    return stream.getvalue()


def main(folder, names):
    """All models, or those that are named: the others stay as they are."""
    rows = X[:3]
    np.savetxt(os.path.join(folder, "rows.csv"), rows, delimiter=",", fmt="%.17g")
    expected = {}
    if names:
        with open(os.path.join(folder, "expected.json")) as file:
            expected = json.load(file)
    for name in names or MODELS:
        model, target = MODELS[name]
        model.fit(X, target)
        joblib.dump(model, os.path.join(folder, name + ".joblib"), compress=3)
        answers = model.predict(rows)
        text = None if answers.dtype.kind == "S" else json.dumps(answers.tolist())
        expected[name] = {"json": text, "csv": as_csv(answers), "type": str(answers.dtype), "shape": list(answers.shape)}
        others = ("predict_proba", "decision_function") if name.startswith("alone-") or name == "nested-classifier-chain" else ()
        for method in others:
            if hasattr(model, method):
                expected[name][method] = json.dumps(getattr(model, method)(rows).tolist())
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

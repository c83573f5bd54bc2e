"""Small models after public reports about types of answers and columns chosen by their type, as `public_reports.py` has them: `test/golden/reports`.

    python public_reports_of_types.py FOLDER [NAME ...]    with the same libraries
"""
import sys

import numpy as np
import pandas as pd
import xgboost
from lightgbm import LGBMClassifier
from public_reports import CASES, case, csv_text, json_lines, main, random_rows
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import MissingIndicator
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, KBinsDiscretizer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

EARLIER = set(CASES)


@case
def sklearn_types_of_encoders(folder):
    X = pd.DataFrame({"a": [3, 1, 2, 1] * 5, "b": list("xyzx") * 5})
    codes, words = OrdinalEncoder(dtype=int), OneHotEncoder(dtype=int)
    truth = OneHotEncoder(dtype=bool, sparse_output=False)
    models = {"codes": codes, "small-codes": OrdinalEncoder(dtype=np.int8), "named-codes": OrdinalEncoder(dtype="int32"), "given-codes": OrdinalEncoder(dtype=np.dtype("u1")),
              "object-codes": OrdinalEncoder(dtype=object), "float-codes": OrdinalEncoder(dtype=np.float32), "plain-codes": OrdinalEncoder(), "words": words, "truth": truth, "float-words": OneHotEncoder(dtype="float32"),
              "both": make_column_transformer((words, ["b"]), (codes, ["a"])), "truth-and-codes": make_column_transformer((truth, ["b"]), (codes, ["a"])),
              "codes-and-numbers": make_column_transformer((codes, ["b"]), (StandardScaler(), ["a"])), "union": make_union(codes, words), "truths": make_union(truth, truth)}
    folder.container = "sklearn"
    few = X.iloc[:3]
    for name, model in models.items():
        folder.joblib(model.fit(X), name)
        only = {"models": [f"{name}.joblib"]}
        folder.rows(f"{name}.csv", csv_text(few.values.tolist(), list(X)), model.transform(few), header=True, **only)
        folder.rows(f"{name}.jsonl", json_lines(few.values.tolist(), list(X)), model.transform(few), **only)


@case
def sklearn_types_of_numbers(folder):
    X = np.where(np.random.default_rng(401).random((40, 2)) < 0.2, np.nan, random_rows(402, 40, 2))
    whole = np.nan_to_num(X)
    few = [[1.5, ""], ["", -0.25], [0.0, 0.0]]
    missing = np.array([[1.5, np.nan], [np.nan, -0.25], [0.0, 0.0]])
    folder.container = "sklearn"
    for name, model in {"missing": MissingIndicator(features="all"), "isnan": FunctionTransformer(np.isnan), "both": make_union(MissingIndicator(features="all"), FunctionTransformer(np.isfinite))}.items():
        folder.joblib(model.fit(X), name)
        folder.rows(f"{name}.csv", csv_text(few), model.transform(missing), models=[f"{name}.joblib"])
    for name, dtype in {"bins": None, "float-bins": np.float32}.items():
        model = KBinsDiscretizer(3, encode="ordinal", dtype=dtype, quantile_method="averaged_inverted_cdf").fit(whole)
        folder.joblib(model, name)
        folder.rows(f"{name}.csv", csv_text(whole[:4].tolist()), model.transform(whole[:4]), models=[f"{name}.joblib"])


@case
def sklearn_chosen_by_type(folder):
    X = pd.DataFrame({"city": list("abcd") * 10, "x": random_rows(403, 40, 1)[:, 0], "n": np.arange(40) % 7, "is": np.arange(40) % 2 == 0})
    kinds = {"numbers": (make_column_selector(dtype_include=np.number), make_column_selector(dtype_exclude=np.number)),
             "abstract": (make_column_selector(dtype_include=[np.floating, np.signedinteger]), make_column_selector(dtype_include=["object", "string", np.bool_])),
             "by-name": (make_column_selector(dtype_include="number"), make_column_selector("city|is", dtype_exclude=[float, int]))}
    folder.container = "sklearn"
    few = X.iloc[:5]
    other = few[["is", "n", "city", "x"]]
    for name, (numbers, words) in kinds.items():
        model = make_pipeline(make_column_transformer((StandardScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), words)), Ridge()).fit(X, X["x"] * 2 + (X["city"] == "b") - X["is"])
        folder.joblib(model, name)
        only = {"models": [f"{name}.joblib"]}
        folder.rows(f"{name}.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True, **only)
        folder.rows(f"{name}-order.jsonl", json_lines(other.values.tolist(), list(other)), model.predict(few), **only)


@case
def sklearn_one_label(folder):
    X = random_rows(404, 40, 2)
    folder.container = "sklearn"
    kinds = {"tree": DecisionTreeClassifier(), "forest": RandomForestClassifier(3, random_state=1), "extra": ExtraTreesClassifier(2, random_state=1), "bayes": GaussianNB(), "neighbors": KNeighborsClassifier(3),
             "hist": HistGradientBoostingClassifier(max_iter=2), "ada": AdaBoostClassifier(n_estimators=2, random_state=1), "pipeline": make_pipeline(StandardScaler(), HistGradientBoostingClassifier(max_iter=2))}
    for at, (name, model) in enumerate(kinds.items()):
        model.fit(X, [np.array(["only"] * 40), np.full(40, 2), np.zeros(40, bool)][at % 3])
        folder.joblib(model, name)
        only = {"models": [f"{name}.joblib"]}
        folder.rows(f"{name}.csv", csv_text(X[:3].tolist()), model.predict(X[:3]), **only)
        folder.rows(f"{name}-shares.csv", csv_text(X[:3].tolist()), model.predict_proba(X[:3]), method="predict_proba", **only)


@case
def lightgbm_one_label(folder):
    X = random_rows(405, 40, 2)
    folder.container = "sklearn"
    for name, y in {"words": np.array(["yes"] * 40), "zero": np.zeros(40, int), "one": np.ones(40, int), "float": np.full(40, 2.0)}.items():
        model = LGBMClassifier(n_estimators=2, verbosity=-1).fit(X, y)
        folder.joblib(model, name)
        only = {"models": [f"{name}.joblib"]}
        folder.rows(f"{name}.csv", csv_text(X[:3].tolist()), model.predict(X[:3]), **only)
        folder.rows(f"{name}-shares.csv", csv_text(X[:3].tolist()), model.predict_proba(X[:3]), method="predict_proba", **only)


@case
def xgboost_names_of_levels(folder):
    columns = pd.MultiIndex.from_tuples([("salary", 5), ("salary", 6), ("tax", "x")])
    X = pd.DataFrame(random_rows(406, 60, 3), columns=columns)
    model = xgboost.XGBRegressor(n_estimators=3, max_depth=3).fit(X, X[("salary", 5)] - X[("tax", "x")])
    names = model.get_booster().feature_names
    folder.container = "sklearn"
    folder.joblib(model)
    few = X.iloc[:4]
    folder.rows("rows.csv", csv_text(few.values.tolist(), names), model.predict(few), header=True)
    folder.rows("other-order.csv", csv_text(few.values[:, ::-1].tolist(), names[::-1]), model.predict(few), header=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or [name for name in CASES if name not in EARLIER])

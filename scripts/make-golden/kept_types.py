"""Transformers that leave the type of their input: `test/golden/kept-types`.

    python kept_types.py FOLDER          with scikit-learn 1.9.1, numpy 2.4 and pandas 3.1

`cases.json`: model -> rows as JSON, each alone (a list as `np.array([row])`, an object as
`pd.DataFrame([row])`, of objects where it has a text), with the library's
answer as `json.dumps(transform().tolist())` and as CSV with each cell's own text.
"""
import json
import os
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import RFE, SelectKBest, VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import Binarizer, FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.simplefilter("ignore")
random = np.random.default_rng(0)
whole = random.integers(-3, 4, (40, 3))
labels = (whole[:, 0] > 0).astype(int)
frame = pd.DataFrame(whole, columns=["a", "b", "c"])
mixed = pd.DataFrame({"t": ["x", "y", "x", None], "n": [1, 2, 2, 3], "f": [0.5, 2.0, 2.0, np.nan]})
mixed = pd.concat([mixed] * 5, ignore_index=True)

LISTS = ["[1, -2, 3]", "[1.0, -2, 3]", "[0.5, 2, -3]", "[1e2, 0, 7]", "[0, 0, 0]", "[NaN, 1, 2]", "[9007199254740993, 1, 2]", "[-0.0, 0.0, 1.0]"]
FINITE = [row for row in LISTS if "NaN" not in row]
EXACT = [row for row in FINITE if "90071" not in row]
NAMED = ['{"a": 1, "b": -2, "c": 3}', '{"a": 1.0, "b": -2, "c": 3}', '{"a": 2.5, "b": 0, "c": 3}', '{"a": 7, "b": 2.0, "c": 1}']
MIXED = [
    '{"t": "x", "n": 1, "f": 0.5}', '{"t": NaN, "n": 1, "f": 2.0}', '{"t": "y", "n": 2.0, "f": 3}', '{"t": "1", "n": 7, "f": NaN}',
    '{"t": "01", "n": 9007199254740993, "f": 1e3}', '{"t": "", "n": -1, "f": -0.0}',
]


def columns(*parts, **options):
    return ColumnTransformer(list(parts), **options)


MODELS = {
    "binarizer": (Binarizer(), whole, FINITE),
    "binarizer-half": (Binarizer(threshold=0.5), whole, FINITE),
    "frequent": (SimpleImputer(strategy="most_frequent"), whole, LISTS),
    "frequent-floats": (SimpleImputer(strategy="most_frequent"), whole.astype(float), LISTS),
    "mean": (SimpleImputer(), whole, LISTS),
    "marker": (SimpleImputer(strategy="most_frequent", missing_values=-2), whole, FINITE),
    "constant": (SimpleImputer(strategy="constant", fill_value=9), whole, LISTS),
    "frequent-mixed": (SimpleImputer(strategy="most_frequent"), mixed, MIXED),
    "constant-mixed": (SimpleImputer(strategy="constant", fill_value="none"), mixed.astype(object), MIXED),
    "indicator-mixed": (SimpleImputer(strategy="most_frequent", add_indicator=True), mixed, MIXED[:3]),
    "sign": (FunctionTransformer(np.sign), whole, EXACT),
    "absolute": (FunctionTransformer(np.abs, validate=True), whole, EXACT),
    "negative": (FunctionTransformer(np.negative), whole, EXACT),
    "square": (FunctionTransformer(np.square), whole, EXACT),
    "floor": (FunctionTransformer(np.floor), whole, EXACT),
    "rint": (FunctionTransformer(np.rint), whole, FINITE),
    "sqrt": (FunctionTransformer(np.sqrt), abs(whole), ["[1, 4, 9]", "[1.0, 4.0, 9.0]"]),
    "identity": (FunctionTransformer(validate=True), whole, FINITE),
    "is-nan": (FunctionTransformer(np.isnan), whole, ["[1, 2, 3]", "[NaN, 2.0, 3.0]"]),
    "reciprocal": (FunctionTransformer(np.reciprocal), whole + 10, ["[1, 2, -1]", "[4, -7, 1]", "[2.0, 4, 8]"]),
    "best": (SelectKBest(k=2), (whole, labels), FINITE),
    "variance": (VarianceThreshold(0.1), whole, FINITE),
    "elimination": (RFE(LogisticRegression(), n_features_to_select=1), (whole, labels), FINITE),
    "best-of-frame": (SelectKBest(k=1), (frame, labels), NAMED),
    "pipeline": (make_pipeline(SimpleImputer(strategy="most_frequent"), Binarizer(), SelectKBest(k=2)), (whole, labels), FINITE),
    "pipeline-scaled": (make_pipeline(Binarizer(), StandardScaler(), SelectKBest(k=1)), (whole, labels), FINITE),
    "pipeline-ordinal": (make_pipeline(OrdinalEncoder(dtype=np.int32), SelectKBest(k=2)), (whole, labels), ["[1, 0, 2]"]),
    "passthrough": (Pipeline([("a", "passthrough")]), whole, FINITE),
    "union": (FeatureUnion([("a", Binarizer()), ("b", SelectKBest(k=1))]), (whole, labels), FINITE),
    "union-floats": (FeatureUnion([("a", Binarizer()), ("b", StandardScaler())]), whole, FINITE[:3]),
    "columns": (columns(("b", Binarizer(), ["a", "b"])), frame, NAMED),
    "columns-rest": (columns(("b", Binarizer(), ["a"]), remainder="passthrough"), frame, NAMED),
    "columns-scaled": (columns(("b", StandardScaler(), ["a"]), remainder="passthrough"), frame, NAMED),
    "columns-mixed": (columns(("o", OneHotEncoder(sparse_output=False, handle_unknown="ignore"), ["n"]), remainder="passthrough"), mixed, MIXED[:3]),
    "columns-texts": (columns(("i", SimpleImputer(strategy="most_frequent"), ["t", "n"]), ("f", SimpleImputer(), ["f"])), mixed, MIXED),
    "columns-ordinal": (columns(("o", OrdinalEncoder(dtype=np.int64), ["n"]), remainder="passthrough"), mixed, MIXED[::2]),
}


def answer(model, row):
    value = json.loads(row)
    of_objects = isinstance(value, dict) and "t" in value
    given = pd.DataFrame([value], dtype=object if of_objects else None) if isinstance(value, dict) else np.array([value])
    try:
        result = np.asarray(model.transform(given))
    except (ValueError, TypeError) as error:
        return {"row": row, "error": str(error)[:200]}
    return {"row": row, "json": json.dumps(result.tolist()), "csv": ",".join(str(cell) for cell in result.tolist()[0])}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    cases = {}
    for name, (model, data, rows) in MODELS.items():
        fitted = model.fit(*data) if isinstance(data, tuple) else model.fit(data)
        joblib.dump(fitted, os.path.join(folder, f"{name}.joblib"))
        cases[name] = [answer(fitted, row) for row in rows]
    with open(os.path.join(folder, "cases.json"), "w") as file:
        json.dump(cases, file, indent=1)
        file.write("\n")


main(sys.argv[1])

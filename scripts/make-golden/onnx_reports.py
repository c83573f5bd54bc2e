"""test/golden/reports/onnx: small models by skl2onnx, rows as public reports have them, and what ONNX Runtime for Python answers.

  pip install skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.30.0 scikit-learn==1.9.1 pandas==3.1.1
  python onnx_reports.py FOLDER
FOLDER/NAME.onnx; FOLDER/cases.jsonl has a request a line: name, type and body, and the answer of `predict` and of the second output as lists.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd
import skl2onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn import calibration, compose, ensemble, feature_extraction, impute, linear_model, multiclass, multioutput, pipeline, preprocessing, svm

FOLDER = Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
OPSET = {"": 18, "ai.onnx.ml": 3}
rng = np.random.default_rng(20)
X = rng.normal(size=(300, 4)).astype(np.float32)
two = (X[:, 0] + X[:, 1] ** 2 > 0.5).astype(np.int64)
three = np.digitize(X[:, 0], [-0.5, 0.5])
floats = [("input", FloatTensorType([None, 4]))]
TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(string)": object}
lines = []


def plain(answer):
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return [[row[label] for label in sorted(row)] for row in answer]
    if isinstance(answer, list):
        return [plain(part) for part in answer]
    return answer.tolist() if hasattr(answer, "tolist") else answer


def case(name, model, rows, types=floats, **options):
    """`rows`: lists, or a frame, which is asked by name with its columns turned round."""
    converted = skl2onnx.convert_sklearn(model, initial_types=types, target_opset=OPSET, options={id(model): options} if options else None)
    (FOLDER / f"{name}.onnx").write_bytes(converted.SerializeToString())
    ask(name, rows)


def ask(name, rows):
    session = onnxruntime.InferenceSession(FOLDER / f"{name}.onnx")
    inputs = session.get_inputs()
    if isinstance(rows, pd.DataFrame):
        feed = {each.name: rows[[each.name]].to_numpy().astype(TYPES[each.type]) for each in inputs}
        body = "".join(f"{line}\n" for line in rows[rows.columns[::-1]].to_csv(index=False).splitlines())
        kind = "text/csv; header=present"
    else:
        feed = {inputs[0].name: np.array(rows, TYPES[inputs[0].type])}
        body, kind = json.dumps(np.array(rows, TYPES[inputs[0].type]).tolist()), "application/json"
    first, *others = session.run(None, feed)
    lines.append(json.dumps({"model": name, "type": kind, "body": body, "predict": plain(first), "second": plain(others[0]) if others else None}))


few = X[:7].tolist()
case("probability-second", ensemble.RandomForestClassifier(5, max_depth=4, random_state=1).fit(X, two), few)
case("dictionaries", ensemble.RandomForestClassifier(5, max_depth=4, random_state=1).fit(X, np.array(["b", "a", "c"])[three]), few)
case("labels-as-third", linear_model.LogisticRegression().fit(X, three), few, zipmap=False, output_class_labels=True)
case("one-against-rest", multiclass.OneVsRestClassifier(linear_model.LogisticRegression()).fit(X, two), few, zipmap=False)
case("ada-boost-of-two", ensemble.AdaBoostClassifier(n_estimators=8, random_state=1).fit(X, two), few, zipmap=False)
case("isotonic", calibration.CalibratedClassifierCV(ensemble.RandomForestClassifier(3, max_depth=4, random_state=1), method="isotonic", cv=2).fit(X, two), few, zipmap=False)
case("large-targets", ensemble.RandomForestRegressor(8, max_depth=6, random_state=1).fit(X, X[:, 0] * 1e3 + 1e6), few)
case("support-vectors", svm.SVC(random_state=1).fit(X[:80], three[:80]), few, zipmap=False)
both = np.column_stack([two, three])
case("two-targets", ensemble.RandomForestClassifier(3, max_depth=3, random_state=1).fit(X, both), few, zipmap=False)
ask("two-targets", few[:1])
ask("two-targets", few[:2])
case("two-targets-apart", multioutput.MultiOutputClassifier(linear_model.LogisticRegression()).fit(X, both), few, zipmap=False)
case("two-numbers", linear_model.LinearRegression().fit(X, np.column_stack([X[:, 0] * 2, X[:, 1]])), few)
words = ["good film", "bad film", "good good", "", "bad", "film"] * 8
case("words", pipeline.make_pipeline(feature_extraction.text.TfidfVectorizer(lowercase=False), linear_model.LogisticRegression()).fit(words, [1, 0, 1, 0, 0, 1] * 8), [["good bad"], ["film"], ["unknown"]], [("text", StringTensorType([None, 1]))])
frame = pd.DataFrame({"colour": np.array(["red", "", "blue"], object)[rng.integers(0, 3, 300)], "size": X[:, 0], "count": rng.integers(0, 4, 300)})
filled = pipeline.make_pipeline(impute.SimpleImputer(missing_values="", strategy="most_frequent"), preprocessing.OneHotEncoder(handle_unknown="ignore"))
mixed = pipeline.make_pipeline(compose.ColumnTransformer([("c", filled, ["colour"]), ("n", "passthrough", ["size"]), ("w", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["count"])]), linear_model.LogisticRegression()).fit(frame, two)
case("empty-is-missing", mixed, frame.head(9), [("colour", StringTensorType([None, 1])), ("size", FloatTensorType([None, 1])), ("count", Int64TensorType([None, 1]))])
(FOLDER / "cases.jsonl").write_text("".join(f"{line}\n" for line in lines))

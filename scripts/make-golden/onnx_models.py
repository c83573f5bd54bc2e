"""test/golden/onnx: ONNX models as converters write them, and the answers of ONNX Runtime for Python.

  pip install skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 scikit-learn==1.9.1 pandas
  python onnx_models.py FOLDER
A case is FOLDER/NAME/: model.onnx, input.csv (case.json says whether it has a header), expected-METHOD.csv.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import skl2onnx
from onnx import TensorProto, helper
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn import cluster, compose, datasets, ensemble, linear_model, pipeline, preprocessing

FOLDER = Path(sys.argv[1])
OPSET = {"": 18, "ai.onnx.ml": 3}
TYPES = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(string)": object}


def text(value):
    return str(value) if isinstance(value, (str, int, np.integer)) else np.format_float_positional(value, unique=True, trim="0") if isinstance(value, np.float32) else repr(float(value))


def write(path, table, header=None):
    table = np.asarray(table)
    rows = [list(row) for row in table.reshape(len(table), -1)]
    path.write_text("".join(",".join(map(text, row)) + "\n" for row in ([header] if header else []) + rows))


def case(name, model, rows, methods, header=None):
    """`methods`: method → number of the output. A map of probabilities by label is written by the order of labels."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    inputs = session.get_inputs()
    table = np.asarray(rows, dtype=object)
    feed = {}
    for at, each in enumerate(inputs):
        column = table if len(inputs) == 1 else table[:, [at]]
        feed[each.name] = column.astype(TYPES[each.type])
    size = inputs[0].shape[0]
    parts = [session.run(None, feed)] if not isinstance(size, int) else [session.run(None, {k: v[i : i + size] for k, v in feed.items()}) for i in range(0, len(table), size)]
    write(folder / "input.csv", table, header)
    for method, number in methods.items():
        answers = [answer for part in parts for answer in (part[number] if not isinstance(part[number], np.ndarray) else list(part[number]))]
        if isinstance(answers[0], dict):
            answers = [[np.float32(row[label]) for label in sorted(row)] for row in answers]
        write(folder / f"expected-{method}.csv", np.asarray(answers, dtype=object))
    told = {"onnxruntime": onnxruntime.__version__, "onnx": onnx.__version__, "skl2onnx": skl2onnx.__version__, "methods": list(methods), "header": header is not None}
    (folder / "case.json").write_text(json.dumps(told, indent=1) + "\n")


def convert(model, types, **options):
    return skl2onnx.convert_sklearn(model, initial_types=types, target_opset=OPSET, options={id(model): options} if options else None)


X, y = datasets.load_iris(return_X_y=True)
words = np.array(["low", "middle", "hoch é"])[y]
floats = [("input", FloatTensorType([None, 4]))]
rows = X[::7].astype(np.float32)
both = {"predict": 0, "predict_proba": 1}
case("maps-by-text", convert(linear_model.LogisticRegression(max_iter=500).fit(X, words), floats), rows, both)
case("maps-by-number", convert(ensemble.RandomForestClassifier(5, max_depth=4, random_state=1).fit(X, y), floats), rows, both)
case("tensor-of-probabilities", convert(linear_model.LogisticRegression(max_iter=500).fit(X, y), floats, zipmap=False), rows, both)
case("regressor", convert(linear_model.Ridge().fit(X, X @ [1.0, 2, 3, 4]), floats), rows, {"predict": 0})
case("scaler", convert(preprocessing.StandardScaler().fit(X), floats), rows, {"transform": 0})
case("isolation-forest", skl2onnx.convert_sklearn(ensemble.IsolationForest(n_estimators=5, random_state=1).fit(X), initial_types=floats, target_opset=OPSET), rows, {"predict": 0, "decision_function": 1})
case("k-means", convert(cluster.KMeans(3, n_init=2, random_state=1).fit(X), floats), rows, {"predict": 0, "transform": 1})
frame = pd.DataFrame({"size": X[:, 0].astype(np.float32), "colour": np.array(["red", "blue", "12"])[(X[:, 1] * 10).astype(int) % 3], "count": (X[:, 2] * 3).astype(np.int64)})
mixed = pipeline.make_pipeline(compose.ColumnTransformer([("n", preprocessing.StandardScaler(), ["size", "count"]), ("w", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["colour"])]), linear_model.LogisticRegression(max_iter=500)).fit(frame, words)
columns = [("size", FloatTensorType([None, 1])), ("colour", StringTensorType([None, 1])), ("count", Int64TensorType([None, 1]))]
case("columns", skl2onnx.convert_sklearn(mixed, initial_types=columns, target_opset=OPSET), frame.to_numpy()[::7], both, list(frame.columns))


def by_hand(name, kind, shape_in, shape_out):
    """y = relu(x) * 2 in one element type and with given shapes."""
    graph = helper.make_graph(
        [helper.make_node("Relu", ["x"], ["r"]), helper.make_node("Add", ["r", "r"], ["y"])], name,
        [helper.make_tensor_value_info("x", kind, shape_in)], [helper.make_tensor_value_info("y", kind, shape_out)])  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


signed = (X[:6] - 3).round(3)
case("doubles", by_hand("doubles", TensorProto.DOUBLE, ["n", 4], ["n", 4]), signed, {"predict": 0})
case("one-row-at-a-time", by_hand("fixed", TensorProto.FLOAT, [1, 4], [1, 4]), signed.astype(np.float32), {"predict": 0})
case("free-width", by_hand("free", TensorProto.FLOAT, ["n", "m"], ["n", "m"]), signed.astype(np.float32), {"predict": 0})

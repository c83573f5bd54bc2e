"""test/golden/first-party: model files in the layouts of SageMaker's first-party algorithms, written and scored by MXNet.

  pip install 'numpy<1.24' requests graphviz && pip install --no-deps mxnet==1.9.1 && python first_party_models.py

The algorithms' images are closed. What is theirs here is the layout (names, shapes, files in the zip); arrays, symbols and
the scores of the linear learner are MXNet's own, those of k-means and PCA its operators'. Factorization machines are
scored by their published formula, pair by pair.
"""
import json
import warnings
import zipfile
from pathlib import Path

warnings.filterwarnings("ignore")
import mxnet as mx  # noqa: E402
import numpy as np  # noqa: E402

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "first-party"
RNG = np.random.default_rng(4)
X = np.round(RNG.normal(size=(12, 4)) * 3, 3).astype("float32")


def stored(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def arrays(content):
    path = OUT / "arrays.tmp"
    mx.nd.save(str(path), content)
    data = path.read_bytes()
    path.unlink()
    return data


def write(name, file, expected):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(file, dict):
        stored(folder / "model_algo-1", file)
    else:
        (folder / "model_algo-1").write_bytes(file)
    plain = {key: np.asarray(value, dtype="float32").astype(float).tolist() for key, value in expected.items()}
    (folder / "expected.json").write_text(json.dumps(plain) + "\n")


def linear_learner(name, kind, output, classes=1, threshold=None):
    data, weight, bias = mx.sym.Variable("data"), mx.sym.Variable("fc0_weight", shape=(4, classes)), mx.sym.Variable("fc0_bias", shape=(1, classes))
    symbol = output(mx.sym.broadcast_add(mx.sym.dot(data, weight), bias), name="out")
    values = {
        "fc0_weight": mx.nd.array(RNG.normal(size=(4, classes)) * 0.4),
        "fc0_bias": mx.nd.array(RNG.normal(size=(1, classes))),
    }
    label = (len(X),) if classes > 1 else (len(X), 1)
    executor = symbol.simple_bind(mx.cpu(), data=X.shape, out_label=label)
    executor.copy_params_from(values, {}, allow_extra_params=True)
    scores = executor.forward(data=mx.nd.array(X))[0].asnumpy()
    expected = {"score": scores if classes > 1 else scores.ravel()}
    if kind == "binary_classifier":
        expected["predicted_label"] = scores.ravel() >= threshold
    if kind == "multiclass_classifier":
        expected["predicted_label"] = scores.argmax(1)
    write(
        name,
        {
            "mx-mod-symbol.json": symbol.tojson(),
            "mx-mod-0000.params": arrays({"arg:" + key: value for key, value in values.items()}),
            "manifest.json": json.dumps({"mx-mod": "mxnet_module", "additional-params.json": "json", "version": 1}),
            "additional-params.json": json.dumps({"predictor_type": kind, "threshold": threshold, "metrics_params": {}}),
        },
        expected,
    )


def factorization_machines(name, kind, is_dense):
    bias, weights, factors = float(RNG.normal()), RNG.normal(size=4), RNG.normal(size=(4, 3)) * 0.3
    bias, weights, factors = np.float32(bias), weights.astype("float32"), factors.astype("float32")
    if is_dense:
        content = {"arg:v": factors.T, "arg:Linear_Plus_Bias_weight": weights[None], "arg:Linear_Plus_Bias_bias": np.array([bias])}
    else:
        content = {"v": factors, "w1_weight": weights[:, None], "w0_weight": np.array([bias])}
    raw = []
    for row in X.astype(float):
        score = float(bias) + float(row @ weights)
        for i in range(4):
            for j in range(i + 1, 4):
                score += float(factors[i].astype(float) @ factors[j]) * row[i] * row[j]
        raw.append(score)
    raw = np.array(raw)
    scores = 1 / (1 + np.exp(-raw)) if kind == "binary_classifier" else raw
    expected = {"score": scores, **({"predicted_label": scores > 0.5} if kind == "binary_classifier" else {})}
    meta = {"training_parameters": {"predictor_type": kind, "feature_dim": "4", "num_factors": "3"}}
    symbol = mx.sym.Variable("data").tojson()
    params = arrays({key: mx.nd.array(value) for key, value in content.items()})
    write(name, {"symbol.json": symbol, "params": params, "meta.json": json.dumps(meta)}, expected)


OUT.mkdir(parents=True, exist_ok=True)
np.savetxt(OUT / "input.csv", X, fmt="%.9g", delimiter=",")
linear_learner("linear-regressor", "regressor", mx.sym.LinearRegressionOutput)
linear_learner("linear-binary", "binary_classifier", mx.sym.LogisticRegressionOutput, threshold=0.4867965)
linear_learner("linear-multiclass", "multiclass_classifier", mx.sym.SoftmaxOutput, classes=3)

centroids = mx.nd.array(RNG.normal(size=(5, 4)) * 3)
distances = mx.nd.norm(mx.nd.expand_dims(mx.nd.array(X), 1) - mx.nd.expand_dims(centroids, 0), axis=2).asnumpy()
write("kmeans", arrays([centroids]), {"closest_cluster": distances.argmin(1), "distance_to_cluster": distances.min(1)})

vectors, mean = mx.nd.array(np.linalg.qr(RNG.normal(size=(4, 4)))[0][:, :3]), mx.nd.array(X.mean(0, keepdims=True))
named = {"s": mx.nd.array([1.0, 2.0, 3.0]), "v": vectors}
write("pca", arrays({**named, "mean": mean}), {"projection": mx.nd.dot(mx.nd.array(X) - mean, vectors).asnumpy()})
write("pca-uncentered", arrays(named), {"projection": mx.nd.dot(mx.nd.array(X), vectors).asnumpy()})

factorization_machines("factorization-sparse", "regressor", is_dense=False)
factorization_machines("factorization-dense", "binary_classifier", is_dense=True)

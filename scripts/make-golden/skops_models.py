"""Saves cases of test/golden/sklearn by skops too: model.skops next to model.joblib, and named in case.json.

Run after sklearn_models.py with the same release: python skops_models.py FOLDER. The cases are those below, of the release of
scikit-learn that runs. Made with skops 0.16.0 (scikit-learn 1.9.1, protocol 2) and skops 0.9.0 (1.4.2, protocol 1).
"""
import json
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED

import joblib
import sklearn
import skops.io

FOLDER = Path(sys.argv[1])
VERSION = ".".join(sklearn.__version__.split(".")[:2])
NAMES = ["forms", "forest-multi", "hist-multi", "gradient-boosting-two", "svc-probability-multi", "columns-nested", "columns-slice", "text-pipeline", "tfidf-sublinear", "isolation-forest-features",
         "neighbors-p3", "mlp-relu", "gaussian-mixture-full", "k-bins-onehot", "one-hot-frequency", "ordinal-missing", "voting-hard", "logistic-cv-multi", "poisson", "function-tanh", "stacking-passthrough", "ada-multi"]  # fmt: skip

for name in NAMES:
    folder = FOLDER / f"{name}-{VERSION}"
    told = json.loads((folder / "case.json").read_text())
    # Every second one is compressed, as a caller may ask for.
    method = ZIP_DEFLATED if NAMES.index(name) % 2 else ZIP_STORED
    skops.io.dump(joblib.load(folder / "model.joblib"), folder / "model.skops", compression=method)
    told["files"] = sorted({*told["files"], "model.skops"})
    (folder / "case.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")

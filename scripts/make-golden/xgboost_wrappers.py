"""test/golden/xgboost-wrappers: pickled and joblib-ed XGBClassifier, XGBRegressor and XGBRFRegressor of the installed version.

  python xgboost_wrappers.py [NAME...]     writes NAME-VERSION.EXT of the named cases, or all

What is expected is what the Booster inside predicts (probabilities, not labels).
"""
import os
import pickle
import sys
from pathlib import Path

import joblib
import numpy as np
import xgboost as xgb

OUT = Path(os.environ.get("GOLDEN_OUT") or Path(__file__).resolve().parents[2] / "test" / "golden" / "xgboost-wrappers")
TAG = ".".join(xgb.__version__.split(".")[:2])
X = np.random.default_rng(3).normal(size=(200, 4)).astype("float32")
CASES = {
    "binary": (xgb.XGBClassifier(n_estimators=5), (X[:, 0] > 0).astype(int)),
    "classes": (xgb.XGBClassifier(n_estimators=4), np.digitize(X[:, 1], [-0.5, 0.5])),
    "regressor": (xgb.XGBRegressor(n_estimators=4), X[:, 2]),
    "forest": (xgb.XGBRFRegressor(n_estimators=4), X[:, 2]),
}

OUT.mkdir(parents=True, exist_ok=True)
np.savetxt(OUT / "input.csv", X[:20], fmt="%.9g", delimiter=",")
for name, (model, target) in CASES.items():
    if sys.argv[1:] and name not in sys.argv[1:]:
        continue
    model.fit(X, target)
    for protocol in (2, 4):
        (OUT / f"{name}-{TAG}-p{protocol}.pkl").write_bytes(pickle.dumps(model, protocol=protocol))
    joblib.dump(model, OUT / f"{name}-{TAG}.joblib")
    joblib.dump(model, OUT / f"{name}-{TAG}-zlib.joblib", compress=3)
    expected = np.asarray(model.get_booster().predict(xgb.DMatrix(X[:20]))).reshape(20, -1)
    np.savetxt(OUT / f"{name}-{TAG}.csv", expected, fmt="%.9g", delimiter=",")

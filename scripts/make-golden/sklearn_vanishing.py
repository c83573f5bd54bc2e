"""Rows to which a classifier gives no class at all, with the answers of the scikit-learn that runs this: `test/golden/reports`.

    python sklearn_vanishing.py FOLDER    with scikit-learn 1.6.1 and 1.9.1, which answer otherwise
"""
import json
import sys
from pathlib import Path

import joblib
import numpy as np
import sklearn
from sklearn.linear_model import SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.tree import DecisionTreeClassifier

folder = Path(sys.argv[1]) / f"sklearn-vanishing-{sklearn.__version__}"
folder.mkdir(parents=True, exist_ok=True)
X = np.random.default_rng(1).normal(size=(200, 3)).round(2)
y = np.digitize(X[:, 0], [-0.5, 0.5])
sure = SGDClassifier(loss="log_loss", random_state=1).fit(X, y)
sure.coef_ *= 1e6
sure.intercept_[:] = -1e6
several = OneVsRestClassifier(DecisionTreeClassifier(splitter="random", max_features=1, random_state=1)).fit(X[:60], y[:60])
far = np.random.default_rng(2).normal(size=(4000, 3)).round(2)
nobody = far[sum(tree.predict(far) for tree in several.estimators_) == 0][:3]
inputs = []
for name, model, rows in (("sure", sure, [[0, 0, 0], [0.1, 0, 0], [9, 9, 9]]), ("several", several, [*nobody.tolist(), [0.1, 0.1, 0]])):
    joblib.dump(model, folder / f"{name}.joblib", compress=3)
    (folder / f"{name}.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    answer = [[str(cell) for cell in row] for row in model.predict_proba(np.array(rows, dtype=float))]
    inputs.append({"file": f"{name}.csv", "models": [f"{name}.joblib"], "method": "predict_proba", "expected": answer})
    print(name, answer)
(folder / "case.json").write_text(json.dumps({"container": None, "models": ["sure.joblib", "several.joblib"], "inputs": inputs}, indent=1) + "\n")

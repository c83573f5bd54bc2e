"""Bundles of the ops `xgboost.*` around genuine model files, with rows dense and sparse, for `ScoreRows.java` to answer.

    python xgboost_cases.py GOLDEN_XGBOOST FOLDER       # GOLDEN_XGBOOST is test/golden/xgboost

The runtime is `ml.combust.mleap:mleap-xgboost-runtime_2.11:0.11.0` with XGBoost4J 0.80, so the models are those that
XGBoost 0.90 wrote with objectives of the same name in 0.80.
"""
import csv
import math
import random
import sys
from pathlib import Path

from random_cases import Case
from values import vector_of

MODELS = {"binary-logistic-0.90": 2, "binary-logistic-base-score-0.90": 2, "multi-softprob-0.90": 3, "dart-multi-0.90": 3,
          "count-poisson-0.90": 0, "reg-gamma-0.90": 0, "reg-tweedie-0.90": 0, "reg-logistic-0.90": 0}


def rows_of(path):
    with open(path) as file:
        return [[float(cell) if cell else math.nan for cell in line] for line in csv.reader(file)]


def as_vector(rng, row):
    """Sparse rows leave out what is missing, and some zeros that then are missing too; dense ones say NaN."""
    if rng.random() < 0.5:
        return vector_of(row)
    kept = [i for i, value in enumerate(row) if not math.isnan(value) and (value != 0 or rng.random() < 0.5)]
    return {"type": "sparse", "size": len(row), "indices": kept, "values": [row[i] for i in kept]}


def ports_of(name, classes):
    """Not asked is what later releases changed: the raw prediction of two classes ([1 - m, m] here, then [-m, m]), and what
    features contribute to trees of dart (without the trees' weights here)."""
    ports = {"prediction": "prediction", "leaf_prediction": "leaves"}
    if not name.startswith("dart"):
        ports["contrib_prediction"] = "contributions"
    if classes:
        ports["probability"] = "probability"
    if classes > 2:
        ports["raw_prediction"] = "raw"
    return ports


def main():
    source, out, numbers = Path(sys.argv[1]), Path(sys.argv[2]), {}
    for name, classes in MODELS.items():
        rng = random.Random(name)
        rows = rows_of(source / name / "input.csv")[:12]
        for is_limited in (False, True):
            if name.startswith("dart") and not is_limited:
                continue  # this XGBoost leaves out trees of dart at random unless it is told how many to use
            if classes == 2 and is_limited:
                continue  # this runtime takes all trees for the prediction, and the limit for the rest
            case, vectors = Case(rng), iter([as_vector(rng, row) for row in rows])
            case.input("features", "vector", lambda: next(vectors))
            attributes = {"num_features": {"int": len(rows[0])}, "tree_limit": {"int": 3} if is_limited else {}}
            if classes:
                attributes["num_classes"] = {"int": classes}
            op = "xgboost.classifier" if classes else "xgboost.regression"
            case.node(op, attributes, {"features": "features"}, ports_of(name, classes))
            numbers[op] = numbers.get(op, -1) + 1
            folder = out / f"{op}-{numbers[op]}"
            case.write(folder, len(rows))
            (folder / "bundle/root/n0.node/xgboost.model").write_bytes((source / name / "xgboost-model").read_bytes())


if __name__ == "__main__":
    main()

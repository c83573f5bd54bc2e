"""What features contribute (`pred_contribs`) to the golden rows of XGBoost's cases, in float32, one row a line.

    python xgboost_contributions.py CASE...     # writes CASE/expected-contributions.csv; run under the case's own version
"""
import csv
import math
import sys
from pathlib import Path

import numpy
import xgboost

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden" / "xgboost"


def main():
    for name in sys.argv[1:]:
        folder = GOLDEN / name
        with open(folder / "input.csv") as file:
            rows = [[float(cell) if cell else math.nan for cell in line] for line in csv.reader(file)][:20]
        booster = xgboost.Booster()
        booster.load_model(str(next(folder / form for form in ("model.ubj", "model.json", "xgboost-model") if (folder / form).exists())))
        types = ["c" if kind == "c" else "q" for kind in booster.feature_types or []] or None
        matrix = xgboost.DMatrix(numpy.array(rows, dtype=numpy.float32), feature_types=types, enable_categorical=types is not None)
        shares = booster.predict(matrix, pred_contribs=True).reshape(len(rows), -1)
        with open(folder / "expected-contributions.csv", "w") as file:
            for row in shares:
                file.write(",".join(str(share) for share in row) + "\n")


if __name__ == "__main__":
    main()

"""Encoders over columns of every type that pandas has: `test/golden/category-types`.

    python category_types.py FOLDER          with scikit-learn 1.9.1 and pandas 3.1.1

Each model answers `NAME.csv` (written by pandas, without names) and `NAME.jsonl` (lists) as `expected.json` says.
"""
import json
import os
import sys

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, TargetEncoder

rng = np.random.default_rng(0)
COUNT = 150
VALUES = {
    "int8": ([1, 2, -5], "int8"),
    "int64": ([1, 2, 30, -4], "int64"),
    "uint64": ([2**64 - 1, 2**63 + 1, 7], "uint64"),
    "float32": ([0.1, 0.2, 1.5], "float32"),
    "float64": ([0.5, 1.0, 2.25, 1e10], "float64"),
    "bool": ([True, False], "bool"),
    "integers-or-missing": ([1, 2, 30], "Int64"),
    "objects-integers": ([1, 2, 3], object),
    "objects-beyond-doubles": ([2**53 + 1, 2**53, 5], object),
    "objects-floats": ([1.5, 2.0], object),
    "objects-booleans": ([True, False], object),
    "objects-texts": (["x", "01", "1", " 7", "True"], object),
    "category-of-integers": ([3, 1, 2], "category"),
    "category-of-booleans": ([True, False], "category"),
}
ENCODERS = {
    "one-hot": lambda: OneHotEncoder(),
    "ordinal": lambda: OrdinalEncoder(),
    "target": lambda: TargetEncoder(random_state=0),
    "filled": lambda: make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder()),
}


def main(folder):
    expected = {}
    for kind, (values, dtype) in VALUES.items():
        drawn = rng.integers(0, len(values), COUNT)
        frame = pd.DataFrame({"a": pd.Series([values[at] for at in drawn], dtype=dtype), "n": rng.normal(size=COUNT).round(2)})
        y = drawn * 1.7 % 3.1 + frame.n * 0.2
        rows = frame.iloc[:12]
        rows.to_csv(os.path.join(folder, f"{kind}.csv"), header=False, index=False)
        lines = ([values[at], n] for at, n in zip(drawn[:12], rows.n))
        with open(os.path.join(folder, f"{kind}.jsonl"), "w") as file:
            file.write("".join(json.dumps(line) + "\n" for line in lines))
        for name, encoder in ENCODERS.items():
            # A text fills columns of objects alone.
            if name == "filled" and dtype is not object:
                continue
            model = make_pipeline(ColumnTransformer([("e", encoder(), ["a"]), ("n", "passthrough", ["n"])]), Ridge())
            model.fit(frame, y)
            joblib.dump(model, os.path.join(folder, f"{kind}.{name}.joblib"), compress=3)
            expected[f"{kind}.{name}"] = model.predict(rows).tolist()
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])

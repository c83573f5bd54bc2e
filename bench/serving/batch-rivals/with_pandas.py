"""pandas + XGBoost. The reader is pandas' own or, with `pyarrow` as fourth argument, the one of pyarrow, which has threads."""

import sys

import numpy as np
import pandas as pd
from diamonds import load_booster, predict, read_arguments, read_featurizer, read_model_bytes

source, target, threads = read_arguments()
featurizer = read_featurizer()
rows = pd.read_csv(
    source,
    header=None,
    names=list(featurizer.columns),
    dtype={
        name: pd.CategoricalDtype(featurizer.labels[name]) if name in featurizer.labels else np.float64
        for name in featurizer.columns
    },
    engine=sys.argv[4] if len(sys.argv) > 4 else "c",
)
numbers = featurizer.numbers
features = np.zeros((len(rows), len(numbers) + sum(len(labels) + 1 for labels in featurizer.labels.values())), np.float32)
for at, name in enumerate(numbers):
    features[:, at] = (rows[name].to_numpy() - featurizer.mean[at]) / featurizer.std[at]
start, every = len(numbers), np.arange(len(rows))
for name, labels in featurizer.labels.items():
    codes = rows[name].cat.codes.to_numpy().astype(np.intp)
    features[every, start + np.where(codes < 0, len(labels), codes)] = 1
    start += len(labels) + 1
answers = predict(load_booster(read_model_bytes(), threads), features)
pd.Series(answers).to_csv(target, index=False, header=False)

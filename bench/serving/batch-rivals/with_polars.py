"""Polars + XGBoost: every expression lazy, so that Polars plans reading and featurizer as one."""

import polars as pl
from diamonds import load_booster, predict, read_arguments, read_featurizer, read_model_bytes

source, target, threads = read_arguments()
featurizer = read_featurizer()
schema = {name: pl.Float64 if kind == "double" else pl.String for name, kind in featurizer.columns.items()}
scaled = [
    ((pl.col(name) - mean) / std).cast(pl.Float32)
    for name, mean, std in zip(featurizer.numbers, featurizer.mean, featurizer.std)
]
encoded = [
    expression.cast(pl.Float32).alias(f"{name}_{at}")
    for name, labels in featurizer.labels.items()
    for at, expression in enumerate(
        [*(pl.col(name) == label for label in labels), ~pl.col(name).is_in(labels)],
    )
]
features = pl.scan_csv(source, has_header=False, schema=schema).select(*scaled, *encoded).collect().to_numpy(order="c")
answers = predict(load_booster(read_model_bytes(), threads), features)
pl.DataFrame({"answer": answers}).write_csv(target, include_header=False)

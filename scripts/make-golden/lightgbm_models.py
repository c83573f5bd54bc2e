"""Writes test/golden/lightgbm: text models of the installed LightGBM, the rows they were asked, and its answers.

  pip install lightgbm==4.7.0 && python scripts/make-golden/lightgbm_models.py [NAME...]

writes the named cases, or all; those of other versions are called NAME-VERSION.

GOLDEN_OUT names another folder to write to.
"""
import os
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np

OUT = Path(os.environ.get("GOLDEN_OUT") or Path(__file__).resolve().parents[2] / "test" / "golden" / "lightgbm")
RNG = np.random.default_rng(5)
VERSION = tuple(int(part) for part in lgb.__version__.split(".")[:2])
SUFFIX = "" if VERSION == (4, 7) else "-%d.%d" % VERSION


def write_csv(name, values, fmt="%.17g"):
    np.savetxt(OUT / name, np.asarray(values).reshape(40, -1), delimiter=",", fmt=fmt)


def add(name, params, rows, target, categorical="auto", probe=None, group=None, **training):
    """Trains eight rounds, saves the model, and asks it `probe` (or the first 40 rows)."""
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    name += SUFFIX
    settings = {"verbose": -1, "num_leaves": 9, "min_data_in_leaf": 8, "num_threads": 1, "seed": 1, **params}
    # Before 3.0 a Dataset has to be told what it is made for.
    data = lgb.Dataset(rows, target, group=group, categorical_feature=categorical, params=settings if VERSION < (3, 0) else {"verbose": -1})
    booster = lgb.train(settings, data, training.pop("rounds", 8), **training)
    booster.save_model(str(OUT / f"{name}.txt"))
    asked = rows[:40] if probe is None else probe
    write_csv(f"{name}.input.csv", asked)
    write_csv(f"{name}.predict.csv", booster.predict(asked))
    write_csv(f"{name}.margin.csv", booster.predict(asked, raw_score=True))
    write_csv(f"{name}.leaf.csv", booster.predict(asked, pred_leaf=True), "%d")


# Two of eight columns hold category codes.
full = RNG.normal(size=(500, 8))
full[:, 6] = RNG.integers(0, 12, 500)
full[:, 7] = RNG.integers(0, 60, 500)
gaps = full.copy()
gaps[RNG.random(full.shape) < 0.15] = np.nan
zeros = full.copy()
zeros[RNG.random(full.shape) < 0.4] = 0

number = full[:, 0] * 2 + full[:, 1] * full[:, 2] + (full[:, 6] % 3)
share = 1 / (1 + np.exp(-number))
count = RNG.poisson(1 + np.abs(full[:, 0]))
label = (number > 1).astype(int)
classes = np.digitize(number, [0, 2])

TARGETS = {
    "regression": number, "regression_l1": number, "huber": number, "fair": number, "quantile": number,
    "mape": np.abs(number) + 1, "poisson": count, "gamma": np.exp(number * 0.2), "tweedie": count, "binary": label,
    "cross_entropy": share, "cross_entropy_lambda": share,
}  # fmt: skip
REGRESSION = {"objective": "regression"}

OUT.mkdir(parents=True, exist_ok=True)
for objective, target in TARGETS.items():
    add(objective, {"objective": objective}, gaps, target)
add("regression-sqrt", {**REGRESSION, "reg_sqrt": True}, gaps, number)
add("binary-sigmoid", {"objective": "binary", "sigmoid": 2.5}, gaps, label)
add("multiclass", {"objective": "multiclass", "num_class": 3}, gaps, classes)
add("multiclassova", {"objective": "multiclassova", "num_class": 3}, gaps, classes)

add("no-missing", REGRESSION, full, number, probe=gaps[:40])
add("zero-missing", {**REGRESSION, "zero_as_missing": True}, zeros, number)
add("zero-missing-nan", {**REGRESSION, "zero_as_missing": True}, zeros, number, probe=gaps[:40])

# Codes that are negative, unseen, fractional, and far beyond the largest.
odd_codes = gaps[:40].copy()
odd_codes[:3, 6] = [-1, 99, 3.7]
odd_codes[3, 7] = 1e9
odd_codes[4, 6] = -0.5
small_groups = {**REGRESSION, "cat_smooth": 1, "min_data_per_group": 5}
add("categorical", small_groups, full, number, [6, 7], odd_codes)
add("categorical-missing", {**small_groups, "max_cat_to_onehot": 2}, gaps, number, [6, 7], odd_codes)

if VERSION >= (3, 0):
    add("linear", {**REGRESSION, "linear_tree": True}, gaps, number)
    add("linear-cat", {**REGRESSION, "linear_tree": True, "min_data_per_group": 5}, gaps, number, [6])
add("random-forest", {"objective": "binary", "boosting": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}, gaps, label)
add("dart", {**REGRESSION, "boosting": "dart"}, gaps, number)
add("goss", {**REGRESSION, "boosting": "goss"}, gaps, number)
add("constant", REGRESSION, full, np.ones(500))
squared = lambda raw, data: (raw - data.get_label(), np.ones_like(raw))
if VERSION >= (4, 0):
    add("custom", {"objective": squared}, gaps, number)
else:
    add("custom", {"objective": "none"}, gaps, number, fobj=squared)

grade = np.clip(np.round(number), 0, 3).astype(int)
groups = [25] * 20
add("lambdarank", {"objective": "lambdarank"}, gaps, grade, group=groups)
if VERSION >= (3, 0):
    add("rank_xendcg", {"objective": "rank_xendcg"}, gaps, grade, group=groups)
add("categorical-multiclass", {"objective": "multiclass", "num_class": 3, "min_data_per_group": 5}, gaps, classes, [6, 7], odd_codes)
add("dart-poisson", {"objective": "poisson", "boosting": "dart", "drop_rate": 0.4}, gaps, count)
add("random-forest-multiclass", {"objective": "multiclass", "num_class": 3, "boosting": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}, gaps, classes)
# Saved up to its best round: what comes after it is not in the file.
stopping = {"early_stopping_rounds": 3} if VERSION < (4, 0) else {"callbacks": [lgb.early_stopping(3, verbose=False)]}
valid = lgb.Dataset(gaps[400:], number[400:], params={"verbose": -1})
add("early-stopped", {**REGRESSION, "learning_rate": 0.9}, gaps[:400], number[:400], rounds=60, valid_sets=[valid], **stopping)

"""Writes test/golden/catboost: JSON exports and binary files of the installed CatBoost, the rows they were asked, and its answers.

  pip install catboost==1.2.10 && python scripts/make-golden/catboost_models.py [NAME...]

writes the named cases, or all; those of versions before 1.2 are called NAME-VERSION.
"""
import pickle
import sys
from pathlib import Path

import catboost
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "catboost"
RNG = np.random.default_rng(3)
VERSION = ".".join(catboost.__version__.split(".")[:2])
SUFFIX = "" if VERSION == "1.2" else f"-{VERSION}"
wanted = lambda name: not sys.argv[1:] or name in sys.argv[1:]
SETTINGS = {"iterations": 6, "depth": 3, "border_count": 16, "verbose": 0, "thread_count": 1, "random_seed": 1, "allow_writing_files": False}


def write_csv(name, values):
    np.savetxt(OUT / name, np.asarray(values, dtype=float).reshape(30, -1), delimiter=",", fmt="%.17g")


def add(name, loss, target, rows, answer=None, **params):
    """Trains, exports, and asks 30 rows: raw values, and `answer`, another type of prediction."""
    if not wanted(name):
        return
    name += SUFFIX
    model = catboost.CatBoost({**SETTINGS, "loss_function": loss, **params})
    model.fit(rows, target)
    model.save_model(str(OUT / f"{name}.json"), format="json")
    write_csv(f"{name}.input.csv", rows[:30])
    raw = model.predict(rows[:30], prediction_type="RawFormulaVal")
    write_csv(f"{name}.margin.csv", raw)
    write_csv(f"{name}.predict.csv", raw if answer is None else model.predict(rows[:30], prediction_type=answer))


gaps = RNG.normal(size=(400, 6)).astype(np.float32)
gaps[RNG.random(gaps.shape) < 0.1] = np.nan
full = np.nan_to_num(gaps)
number = full[:, 0] * 2 + full[:, 1] * full[:, 2]
classes = np.digitize(number, [-1, 1])

OUT.mkdir(parents=True, exist_ok=True)
add("rmse", "RMSE", number, gaps)
add("rmse-nan-max", "RMSE", number, gaps, nan_mode="Max")
add("mae-no-missing", "MAE", number, full)
add("multi-rmse", "MultiRMSE", np.stack([number, number * 2], axis=1), gaps)
add("logloss", "Logloss", (number > 0).astype(int), gaps, "Probability")
add("multiclass", "MultiClass", classes, gaps, "Probability")
add("multiclass-one-vs-all", "MultiClassOneVsAll", classes, gaps, "Probability")
add("poisson", "Poisson", np.abs(number), gaps, "Exponent")
add("rmse-uncertainty", "RMSEWithUncertainty", number, gaps, "RMSEWithUncertainty")
add("multi-logloss", "MultiLogloss", np.stack([number > 0, number > 1], axis=1).astype(int), gaps, "Probability")
add("lossguide", "RMSE", number, gaps, grow_policy="Lossguide", max_leaves=7)
add("depthwise", "MultiClass", classes, gaps, "Probability", grow_policy="Depthwise")


def text(value):
    return "" if value != value else repr(float(value)) if isinstance(value, float) else str(value)


def add_table(name, loss, target, table, categories, answer=None, pickled=False, exported=True, **params):
    """The same over columns of categories: the JSON export with its tables, the binary format, and (once) a pickle."""
    if not wanted(name):
        return
    name += SUFFIX
    kind = catboost.CatBoostClassifier if pickled else catboost.CatBoost
    model = kind(**{**SETTINGS, "loss_function": loss, **params}) if pickled else kind({**SETTINGS, "loss_function": loss, **params})
    data = [list(row) for row in table]
    model.fit(data, target, cat_features=categories)
    if exported:
        model.save_model(str(OUT / f"{name}.json"), format="json", pool=catboost.Pool(data, cat_features=categories))
    model.save_model(str(OUT / f"{name}.cbm"))
    if pickled:
        (OUT / f"{name}.pkl").write_bytes(pickle.dumps(model))
    asked = data[:29] + [[-5.5 if at == 0 else "never seen" if at in categories else 0.0 for at in range(len(data[0]))]]
    (OUT / f"{name}.input.csv").write_text("".join(",".join(map(text, row)) + "\n" for row in asked))
    write_csv(f"{name}.margin.csv", model.predict(asked, prediction_type="RawFormulaVal"))
    write_csv(f"{name}.predict.csv", model.predict(asked, prediction_type=answer or "RawFormulaVal"))


# Columns: numbers, three words, thirty whole numbers, texts of all lengths that the hash tells apart.
size = len(number)
sizes = [0, 1, 3, 4, 8, 9, 16, 17, 32, 33, 64, 65, 130, 200]
words = ["".join(chr(97 + (at * 7 + length) % 26) for at in range(length)) for length in sizes] + ["Zürich naïve", "日本語のとても長い文字列です、六十四バイトを超えるものです、はい"]
which = RNG.integers(0, len(words), size)
colour = RNG.integers(0, 3, size)
code = RNG.integers(0, 30, size)
table = [(float(gaps[at, 0]), ["red", "green", "blue"][colour[at]], int(code[at]), words[which[at]], float(gaps[at, 1])) for at in range(size)]
mixed = number + 2 * (colour == 1) + (code % 3 == 1) * 3 + which * 0.2
three = np.digitize(mixed, [1, 3])
add_table("cats-one-hot", "RMSE", mixed, [row[:2] for row in table], [1], one_hot_max_size=4)
add_table("cats-logloss", "Logloss", (mixed > 2).astype(int), table, [1, 2, 3], "Probability", pickled=True, one_hot_max_size=4)
add_table("cats-combined", "RMSE", mixed, table, [1, 2, 3], one_hot_max_size=3, max_ctr_complexity=4, iterations=25, depth=5)
add_table("cats-classes", "MultiClass", three, table, [1, 2, 3], "Probability", simple_ctr=["Buckets:TargetBorderCount=2", "Counter"], iterations=12)
add_table("cats-means", "RMSE", mixed, table, [1, 2, 3], simple_ctr=["BinarizedTargetMeanValue:TargetBorderCount=3", "Borders:TargetBorderCount=2:Prior=0.3"], counter_calc_method="Full")
# The export keeps one of the tables that each target has, and so is another model.
add_table("cats-several-targets", "MultiRMSE", np.stack([mixed, code % 4], axis=1), table, [1, 2, 3], exported=False, one_hot_max_size=2)
add_table("cats-depthwise", "RMSE", mixed, table, [1, 2, 3], grow_policy="Depthwise", one_hot_max_size=4)

# The binary format of those over numbers only.
for name in ("rmse", "rmse-nan-max", "multiclass", "lossguide", "depthwise"):
    if not wanted(name):
        continue
    loss, target, params = {"rmse": ("RMSE", number, {}), "rmse-nan-max": ("RMSE", number, {"nan_mode": "Max"}), "multiclass": ("MultiClass", classes, {}), "lossguide": ("RMSE", number, {"grow_policy": "Lossguide", "max_leaves": 7}), "depthwise": ("MultiClass", classes, {"grow_policy": "Depthwise"})}[name]
    model = catboost.CatBoost({**SETTINGS, "loss_function": loss, **params})
    model.fit(gaps, target)
    model.save_model(str(OUT / f"{name}{SUFFIX}.cbm"))

"""Writes test/golden/catboost: JSON exports of the installed CatBoost, the rows they were asked, and its answers.

  pip install catboost==1.2.10 && python scripts/make-golden/catboost_models.py
"""
from pathlib import Path

import catboost
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "catboost"
RNG = np.random.default_rng(3)
SETTINGS = {"iterations": 6, "depth": 3, "border_count": 16, "verbose": 0, "thread_count": 1, "random_seed": 1, "allow_writing_files": False}


def write_csv(name, values):
    np.savetxt(OUT / name, np.asarray(values, dtype=float).reshape(30, -1), delimiter=",", fmt="%.17g")


def add(name, loss, target, rows, answer=None, **params):
    """Trains, exports, and asks 30 rows: raw values, and `answer`, another type of prediction."""
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
add("lossguide", "RMSE", number, gaps, grow_policy="Lossguide", max_leaves=7)
add("depthwise", "MultiClass", classes, gaps, "Probability", grow_policy="Depthwise")

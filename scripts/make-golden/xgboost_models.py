"""test/golden/xgboost: model files of the installed XGBoost with its own predictions. Run under several versions; the version is part of each case's name.

  python xgboost_models.py [NAME...]     the installed version writes CASE-VERSION folders, of the named cases or of all

GOLDEN_OUT names another folder to write to: all cases of many versions, compared once, need not stay.
"""
import json
import os
import pickle
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np
import xgboost

OUT = Path(os.environ.get("GOLDEN_OUT") or Path(__file__).resolve().parents[2] / "test" / "golden" / "xgboost")
VERSION = tuple(int(p) for p in xgboost.__version__.split(".")[:2])
TAG = "%d.%d" % VERSION
ONLY = sys.argv[1:]
RNG = np.random.default_rng(11)


def text(value):
    """Shortest text that gives back the same float32."""
    return str(np.float32(value)) if np.isfinite(value) else {True: "nan"}.get(bool(np.isnan(value)), "inf" if value > 0 else "-inf")


def write_csv(path, rows, blank=False):
    rows = np.asarray(rows, dtype=np.float32)
    rows = rows.reshape(len(rows), -1)
    path.write_text("".join(",".join("" if blank and np.isnan(v) else text(v) for v in row) + "\n" for row in rows))


def write_libsvm(path, rows):
    """0-based indices, absent cell = missing; a kept zero is written."""
    path.write_text("".join("0 " + " ".join("%d:%s" % (i, text(v)) for i, v in enumerate(row) if not np.isnan(v)) + "\n" for row in rows))


def add(name, params, X, y, probe, rounds=12, train=None, dmatrix=None, note="", iteration_range=None):
    """Trains and stores every file form that this version and this model know, the probe rows, and what the library answers."""
    if ONLY and name not in ONLY:
        return None
    folder = OUT / ("%s-%s" % (name, TAG))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    params = dict(params, seed=5, nthread=1)
    options = dmatrix or {}
    booster = xgboost.train(params, train if train is not None else xgboost.DMatrix(X, label=y, **options), num_boost_round=rounds)
    forms = []
    for form in ["json", "ubj", "bin"]:
        if form == "json" and VERSION < (1, 0) or form == "ubj" and VERSION < (1, 6) or form == "bin" and VERSION >= (2, 1):
            continue
        target = folder / ("model." + form)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                booster.save_model(str(target if form != "bin" else folder / "xgboost-model"))
            forms.append(target.name if form != "bin" else "xgboost-model")
        except Exception as error:  # the legacy form refuses categorical splits
            (folder / "xgboost-model").unlink(missing_ok=True)
            note = (note + " " + form + " refused: " + str(error).strip().splitlines()[0].split("Check failed: ")[-1]).strip()
    with open(folder / "model.pkl", "wb") as file:
        pickle.dump(booster, file, protocol=pickle.DEFAULT_PROTOCOL if VERSION < (1, 2) else 4)
    forms.append("model.pkl")
    with open(folder / "model.pkl", "rb") as file:  # what a server would load
        booster = pickle.load(file)
    write_csv(folder / "input.csv", probe, blank=True)
    if np.isnan(probe).any():
        write_libsvm(folder / "input.libsvm", probe)
    options = {k: v for k, v in options.items() if k in ("feature_types", "enable_categorical")}
    matrix = xgboost.DMatrix(probe, **options)
    # 0.90 drops DART trees at random even when it predicts, unless told how many trees to use; the containers always tell it.
    limit = {"ntree_limit": rounds * params.get("num_parallel_tree", 1)} if VERSION < (1, 0) and params.get("booster") != "gblinear" else {}
    write_csv(folder / "expected.csv", booster.predict(matrix, **limit))
    write_csv(folder / "expected-margin.csv", booster.predict(matrix, output_margin=True, **limit))
    if params.get("booster") != "gblinear":
        leaves = booster.predict(matrix, pred_leaf=True)
        (folder / "expected-leaf.csv").write_text("".join(",".join("%d" % v for v in np.ravel(row)) + "\n" for row in leaves))
    shown = {k: v for k, v in params.items() if k not in ("seed", "nthread")}
    (folder / "case.json").write_text(json.dumps({"xgboost": xgboost.__version__, "params": shown, "rounds": rounds, "files": forms, "columns": int(np.shape(probe)[1]), "note": note}, indent=1) + "\n")
    print(folder.name, forms, note, flush=True)
    return booster


def holes(X, share=0.2):
    X = np.array(X, dtype=np.float32)
    X[RNG.random(X.shape) < share] = np.nan
    return X


def edge(X, booster_input=None):
    """Some real rows, and rows of zeros, of blanks and of huge numbers."""
    n = X.shape[1]
    return np.vstack([X[::max(1, len(X) // 30)], np.zeros((1, n)), np.full((1, n), 1e30), np.full((1, n), -1e30), np.full((1, n), np.nan)]).astype(np.float32)


def data():
    """Tables made from a fixed seed: NumPy's generator gives the same numbers in every environment."""
    rng = np.random.default_rng(42)
    X = np.round(rng.normal(size=(600, 8)), 3).astype(np.float32)
    X[:, 3] = rng.integers(0, 6, 600)
    X[:, 6] = np.round(np.exp(X[:, 6]), 2)
    score = X[:, 0] * 2 - X[:, 1] ** 2 + np.where(X[:, 3] > 2, 1.5, -0.5) + 0.3 * X[:, 6] + rng.normal(size=600) * 0.2
    return X, score.astype(np.float32)


def objectives(X, score):
    unit = 1 / (1 + np.exp(-score))
    flag = (score > 0).astype(float)
    kind = np.digitize(score, [-1, 1]).astype(float)
    count = np.floor(np.exp(np.clip(score, -3, 3)))
    money = np.exp(score / 2)
    squared = "reg:squarederror" if VERSION >= (0, 90) else "reg:linear"
    depth = {"max_depth": 4, "eta": 0.3}
    add("squarederror", dict(depth, objective=squared), X, score, edge(X))
    add("squarederror-missing", dict(depth, objective=squared), holes(X), score, edge(holes(X)), rounds=20)
    add("squarederror-base-score", dict(depth, objective=squared, base_score=-3.25), X, score, edge(X), rounds=5)
    add("reg-logistic", dict(depth, objective="reg:logistic"), X, unit, edge(X))
    add("binary-logistic", dict(depth, objective="binary:logistic"), X, flag, edge(X))
    add("binary-logistic-base-score", dict(depth, objective="binary:logistic", base_score=0.15, scale_pos_weight=2.0), X, flag, edge(X))
    add("binary-logitraw", dict(depth, objective="binary:logitraw"), X, flag, edge(X))
    add("binary-hinge", dict(depth, objective="binary:hinge"), X, flag, edge(X))
    add("multi-softmax", dict(depth, objective="multi:softmax", num_class=3), X, kind, edge(X))
    add("multi-softprob", dict(depth, objective="multi:softprob", num_class=3), X, kind, edge(X))
    add("multi-softprob-parallel", dict(depth, objective="multi:softprob", num_class=3, num_parallel_tree=3, subsample=0.7, colsample_bynode=0.6), X, kind, edge(X), rounds=4)
    add("count-poisson", dict(depth, objective="count:poisson"), X, count, edge(X))
    add("reg-gamma", dict(depth, objective="reg:gamma"), X, money, edge(X))
    add("reg-tweedie", dict(depth, objective="reg:tweedie", tweedie_variance_power=1.4), X, count, edge(X))
    if VERSION >= (1, 0):
        group = xgboost.DMatrix(X, label=np.clip(kind, 0, 2))
        group.set_group([20] * 30)
        add("rank-pairwise", dict(depth, objective="rank:pairwise"), X, kind, edge(X), train=group)
    times = np.where(flag > 0, money, -money)
    add("survival-cox", dict(depth, objective="survival:cox"), X, times, edge(X))
    if VERSION >= (1, 2):
        bounds = xgboost.DMatrix(X)
        bounds.set_float_info("label_lower_bound", money)
        bounds.set_float_info("label_upper_bound", np.where(flag > 0, money, np.inf))
        add("survival-aft", dict(depth, objective="survival:aft", aft_loss_distribution="normal", aft_loss_distribution_scale=1.2), X, None, edge(X), train=bounds)
    add("dart", dict(depth, objective="binary:logistic", booster="dart", rate_drop=0.3, skip_drop=0.2), X, flag, edge(X), rounds=20)
    add("dart-multi", dict(depth, objective="multi:softprob", num_class=3, booster="dart", rate_drop=0.4, normalize_type="forest"), X, kind, edge(X), rounds=8)
    linear = {"booster": "gblinear", "updater": "coord_descent", "eta": 0.5}
    add("gblinear", dict(linear, objective=squared), X, score, edge(X))
    add("gblinear-multi", dict(linear, objective="multi:softprob", num_class=3), X, kind, edge(X)[:-3])
    add("pruned", dict(objective=squared, max_depth=6, gamma=3.0, eta=0.5, tree_method="exact"), X, score, edge(X), note="gamma leaves deleted nodes in the trees")
    add("lossguide", dict(objective=squared, grow_policy="lossguide", max_leaves=12, max_depth=0, tree_method="hist"), X, score, edge(X))
    add("single-tree", dict(objective=squared, max_depth=3), X, score, edge(X), rounds=1)
    add("stump-leaf-only", dict(objective=squared, max_depth=3, gamma=1e9), X, score, edge(X), rounds=2, note="every tree is one leaf")
    wide = np.full((300, 500), np.nan, dtype=np.float32)
    for row in wide:
        row[RNG.choice(500, 12, replace=False)] = RNG.integers(0, 4, 12)
    label = (np.nan_to_num(wide[:, :250]).sum(1) > np.nan_to_num(wide[:, 250:]).sum(1)).astype(float)
    add("sparse-wide", dict(depth, objective="binary:logistic"), wide, label, wide[:40])
    return flag, kind, money


def newer(X, score, flag, kind, money):
    """What only XGBoost 1.6 and later can train."""
    depth = {"max_depth": 4, "eta": 0.3}
    types = ["q", "q", "q", "c", "q", "q", "q", "q"]
    categories = X.copy()
    categories[:, 3] = RNG.integers(0, 24, len(X))
    label = score + np.where(categories[:, 3] % 5 == 0, 3, -1)
    probe = edge(categories)[:-4]
    odd = np.repeat(probe[:6], 1, axis=0)
    odd[:, 3] = [23, 0, 25, 40, -1, np.nan]
    for name, extra in {"categorical-onehot": {"max_cat_to_onehot": 50}, "categorical-partition": {"max_cat_to_onehot": 1}}.items():
        add(name, dict(depth, objective="reg:squarederror", tree_method="hist", **extra), categories, label,
            np.vstack([probe, odd[[0, 1, 5]]]), dmatrix={"feature_types": types, "enable_categorical": True})
    if VERSION >= (2, 0):
        targets = np.column_stack([score, score ** 2, np.abs(score)])
        add("multi-target", dict(depth, objective="reg:squarederror", tree_method="hist"), X, targets, edge(X))
        add("multi-output-tree", dict(depth, objective="reg:squarederror", tree_method="hist", multi_strategy="multi_output_tree"), X, targets, edge(X))
        add("multi-output-tree-softprob", dict(depth, objective="multi:softprob", num_class=3, tree_method="hist", multi_strategy="multi_output_tree"), X, kind, edge(X))
        add("multi-label-logistic", dict(depth, objective="binary:logistic", tree_method="hist"), X, np.column_stack([flag, score > 1]), edge(X))
        add("quantile", dict(depth, objective="reg:quantileerror", quantile_alpha=[0.1, 0.5, 0.9], tree_method="hist"), X, score, edge(X))
    add("absoluteerror", dict(depth, objective="reg:absoluteerror", tree_method="hist"), X, score, edge(X))
    add("pseudohuber", dict(depth, objective="reg:pseudohubererror"), X, score, edge(X))
    add("squaredlogerror", dict(depth, objective="reg:squaredlogerror"), X, money, edge(X))
    group = xgboost.DMatrix(X, label=np.clip(kind, 0, 2))
    group.set_group([20] * 30)
    add("rank-ndcg", dict(depth, objective="rank:ndcg"), X, kind, edge(X), train=group)


def early_stopping(X, score):
    """`best_iteration` is stored; plain predict uses all trees in native files and containers."""
    folder_rounds = 60
    train, valid = xgboost.DMatrix(X[:300], label=score[:300]), xgboost.DMatrix(X[300:], label=score[300:])
    booster = xgboost.train({"objective": "reg:squarederror", "max_depth": 6, "eta": 0.6, "seed": 5, "nthread": 1}, train, folder_rounds,
                            evals=[(valid, "valid")], early_stopping_rounds=8, verbose_eval=False)
    folder = OUT / ("early-stopping-%s" % TAG)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    booster.save_model(str(folder / "model.json"))
    with open(folder / "model.pkl", "wb") as file:
        pickle.dump(booster, file, protocol=4)
    probe = edge(X)
    write_csv(folder / "input.csv", probe, blank=True)
    write_csv(folder / "expected.csv", booster.predict(xgboost.DMatrix(probe)))
    if VERSION >= (1, 4):
        write_csv(folder / "expected-best.csv", booster.predict(xgboost.DMatrix(probe), iteration_range=(0, booster.best_iteration + 1)))
    (folder / "case.json").write_text(json.dumps({"xgboost": xgboost.__version__, "best_iteration": booster.best_iteration, "files": ["model.json", "model.pkl"], "columns": X.shape[1],
                                                  "note": "expected.csv is plain predict() (all trees); expected-best.csv stops at best_iteration"}, indent=1) + "\n")
    print(folder.name, booster.best_iteration)


def combined(X, score, flag, kind):
    """Boosters, tree methods and objectives together that the cases above have apart."""
    depth = {"max_depth": 4, "eta": 0.3}
    squared = "reg:squarederror" if VERSION >= (0, 90) else "reg:linear"
    add("linear-name", dict(depth, objective="reg:linear"), X, score, edge(X))
    add("approx", dict(depth, objective=squared, tree_method="approx"), holes(X), score, edge(holes(X)))
    add("forest", dict(objective="binary:logistic", num_parallel_tree=15, subsample=0.6, colsample_bynode=0.5, eta=1, max_depth=5), holes(X), flag, edge(holes(X)), rounds=1)
    add("dart-parallel", dict(depth, objective="reg:logistic", booster="dart", rate_drop=0.5, num_parallel_tree=2, subsample=0.7), holes(X), flag, edge(holes(X)), rounds=6)
    add("dart-poisson", dict(depth, objective="count:poisson", booster="dart", rate_drop=0.3), X, np.floor(np.exp(np.clip(score, -3, 3))), edge(X), rounds=8)
    add("gblinear-logistic", dict(objective="binary:logistic", booster="gblinear", updater="coord_descent", eta=0.5, base_score=0.3), holes(X), flag, edge(holes(X)))
    add("gblinear-poisson", dict(objective="count:poisson", booster="gblinear", updater="coord_descent", eta=0.1), X[:, :3], np.floor(np.exp(np.clip(score, -3, 3))), X[:20, :3])
    add("softmax-dart", dict(depth, objective="multi:softmax", num_class=3, booster="dart", rate_drop=0.4), X, kind, edge(X), rounds=6)
    group = xgboost.DMatrix(X, label=flag)
    group.set_group([20] * 30)
    add("rank-map", dict(depth, objective="rank:map"), X, flag, edge(X), train=group)
    if VERSION >= (1, 5):
        types = ["q", "q", "q", "c", "q", "q", "q", "q"]
        codes = holes(X)
        codes[:, 3] = RNG.integers(0, 40, len(X))
        codes[RNG.random(len(X)) < 0.1, 3] = np.nan
        target = score + np.where(np.nan_to_num(codes[:, 3]) % 7 == 0, 3, -1)
        method = "hist" if VERSION >= (1, 6) else "gpu_hist"
        options = {"feature_types": types, "enable_categorical": True}
        if VERSION >= (1, 6):
            for name, extra in {
                "categorical-dart": {"booster": "dart", "rate_drop": 0.3},
                "categorical-approx": {"tree_method": "approx", "max_cat_to_onehot": 4},
                "categorical-multi": {"objective": "multi:softprob", "num_class": 3},
            }.items():
                label = kind if "multi" in name else target
                add(name, dict(depth, **dict({"objective": squared, "tree_method": method}, **extra)), codes, label, codes[:40], dmatrix=options)
    if VERSION >= (2, 0):
        targets = np.column_stack([score, score**2, np.abs(score)])
        add("multi-target-dart", dict(depth, objective=squared, tree_method="hist", booster="dart", rate_drop=0.3), X, targets, edge(X))
        add("multi-target-linear", dict(objective=squared, booster="gblinear", updater="coord_descent", eta=0.5), X, targets, edge(X)[:-3])
        add("multi-target-absolute", dict(depth, objective="reg:absoluteerror", tree_method="hist"), X, targets, edge(X))
        add("multi-target-pseudohuber", dict(depth, objective="reg:pseudohubererror", tree_method="hist"), X, targets, edge(X))
        add("multi-output-logistic", dict(depth, objective="binary:logistic", tree_method="hist", multi_strategy="multi_output_tree"), X, np.column_stack([flag, score > 1]), edge(X))
        add("multi-output-forest", dict(objective=squared, tree_method="hist", multi_strategy="multi_output_tree", num_parallel_tree=3, subsample=0.7, max_depth=4, eta=0.5), holes(X), targets, edge(holes(X)), rounds=3)
        add("quantile-one", dict(depth, objective="reg:quantileerror", quantile_alpha=0.8, tree_method="hist"), X, score, edge(X))
        add("quantile-dart", dict(depth, objective="reg:quantileerror", quantile_alpha=[0.2, 0.8], tree_method="hist", booster="dart", rate_drop=0.3), X, score, edge(X), rounds=6)


def main():
    if VERSION >= (2, 0):
        xgboost.set_config(verbosity=0)
    X, score = data()
    flag, kind, money = objectives(X, score)
    if VERSION >= (1, 6):
        newer(X, score, flag, kind, money)
    if VERSION >= (1, 0) and (not ONLY or "early-stopping" in ONLY):
        early_stopping(X, score)
    combined(X, score, flag, kind)


if __name__ == "__main__":
    sys.exit(main())

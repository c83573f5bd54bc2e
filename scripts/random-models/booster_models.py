"""Random models of XGBoost, LightGBM and CatBoost with their own answers, for `compare.ts`. Run under several versions:

    python booster_models.py FOLDER [first seed, 0] [seeds, 100] [library: xgboost, lightgbm or catboost; else all that are installed]

A seed gives the same case again. What a version does not know is left out, and told.
"""
import json
import pickle
import random
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")
MISSING = float("nan")


def installed(name):
    try:
        return __import__(name)
    except ImportError:
        return None


xgboost, lightgbm, catboost, pandas, joblib = (installed(name) for name in ("xgboost", "lightgbm", "catboost", "pandas", "joblib"))
version = lambda library: tuple(int(part) for part in library.__version__.split(".")[:2])


def text(value):
    """Shortest text of a float32 or a double."""
    if isinstance(value, (float, np.floating)) and not np.isfinite(value):
        return "nan" if np.isnan(value) else "inf" if value > 0 else "-inf"
    return str(value) if isinstance(value, np.floating) else repr(value) if isinstance(value, float) else str(value)


def write_csv(path, rows, header=None, kind=None):
    rows = np.asarray(rows) if kind is None else np.asarray(rows, dtype=kind)
    rows = rows.reshape(len(rows), -1)
    lines = ([",".join(header)] if header else []) + [",".join("" if isinstance(v, (float, np.floating)) and np.isnan(v) and kind is not None else text(v) for v in row) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def write_libsvm(path, rows):
    path.write_text("".join("0 " + " ".join(f"{i}:{text(v)}" for i, v in enumerate(row) if not np.isnan(v)) + "\n" for row in rows))


def table(r, g, kind=np.float32):
    """(columns, score): a table with gaps at times, and a number that depends on it."""
    rows, columns = r.choice([40, 150, 400]), r.choice([1, 2, 4, 7, 30])
    X = g.normal(size=(rows, columns)) * r.choice([1, 1, 100])
    for column in range(columns):
        how = r.choice(["plain", "plain", "count", "round", "zeros", "constant"])
        if how == "count":
            X[:, column] = g.randint(0, 9, rows)
        elif how == "round":
            X[:, column] = np.round(X[:, column], 1)
        elif how == "zeros":
            X[g.uniform(size=rows) < 0.6, column] = 0
        elif how == "constant" and r.random() < 0.3:
            X[:, column] = 3
    score = np.sum(X[:, :3] / (np.std(X[:, :3], axis=0) + 1e-9), axis=1) + g.normal(size=rows) * 0.3
    if r.random() < 0.4:
        X[g.uniform(size=X.shape) < r.choice([0.1, 0.5])] = np.nan
    return X.astype(kind), score


def edges(X):
    n = X.shape[1]
    return np.vstack([X[:25], np.zeros((1, n)), np.full((1, n), 1e20), np.full((1, n), -1e20), np.full((1, n), np.nan), np.full((1, n), 1e-30), X[:3] * -1]).astype(X.dtype)


def xgboost_case(folder, r, g):
    V = version(xgboost)
    X, score = table(r, g)
    flag, unit, count, money = (score > 0).astype(float), 1 / (1 + np.exp(-score)), np.floor(np.exp(np.clip(score, -3, 3))), np.exp(score / 2)
    classes = r.choice([2, 3, 5])
    kind = np.digitize(score, np.quantile(score, [at / classes for at in range(1, classes)])).astype(float)
    objectives = {"reg:squarederror" if V >= (0, 90) else "reg:linear": score, "binary:logistic": flag, "reg:logistic": unit, "binary:logitraw": flag, "binary:hinge": flag, "multi:softmax": kind, "multi:softprob": kind, "count:poisson": count, "reg:gamma": money, "reg:tweedie": count,
                  "survival:cox": np.where(flag > 0, money, -money), "rank:pairwise": kind, "rank:ndcg": np.clip(kind, 0, 2), "rank:map": flag, "reg:squaredlogerror": money, "reg:pseudohubererror": score, "reg:absoluteerror": score, "reg:quantileerror": score, "survival:aft": money, "reg:expectileerror": score}
    objective = r.choice(list(objectives))
    label = objectives[objective]
    booster = r.choice(["gbtree", "gbtree", "gbtree", "dart", "gblinear"])
    params = {"objective": objective, "booster": booster, "seed": 5, "nthread": 1, "verbosity": 0}
    if objective.startswith("multi"):
        params["num_class"] = classes
    if objective == "reg:quantileerror":
        params["quantile_alpha"] = r.choice([0.3, [0.1, 0.5, 0.9]])
    if objective == "reg:expectileerror":
        params["expectile_alpha"] = r.choice([0.3, [0.1, 0.9]])
    if objective == "reg:tweedie":
        params["tweedie_variance_power"] = r.choice([1.1, 1.5, 1.9])
    if objective == "survival:aft":
        params.update(aft_loss_distribution=r.choice(["normal", "logistic", "extreme"]), aft_loss_distribution_scale=1.3)
    if objective == "reg:pseudohubererror" and r.random() < 0.5:
        params["huber_slope"] = 2.0
    if booster == "gblinear":
        params.update(updater=r.choice(["coord_descent", "shotgun"]), eta=r.choice([0.1, 0.5]))
        params["lambda"] = r.choice([0, 1.0])
    else:
        params.update(max_depth=r.choice([1, 3, 6, 10]), eta=r.choice([0.1, 0.5, 1.0]), gamma=r.choice([0, 0, 2.0]), min_child_weight=r.choice([0, 1, 5]), subsample=r.choice([1, 0.7]), colsample_bytree=r.choice([1, 0.6]), tree_method=r.choice(["exact", "hist", "approx", "auto"] if V >= (1, 0) else ["exact", "hist"]))
        if r.random() < 0.25:
            params["num_parallel_tree"] = 3
        if params["tree_method"] == "hist" and r.random() < 0.3:
            params.update(grow_policy="lossguide", max_leaves=9, max_depth=0)
        if booster == "dart":
            params.update(rate_drop=r.choice([0.1, 0.5]), skip_drop=r.choice([0, 0.4]), sample_type=r.choice(["uniform", "weighted"]), normalize_type=r.choice(["tree", "forest"]), one_drop=r.choice([0, 1]))
        if r.random() < 0.15:
            params["monotone_constraints"] = "(" + ",".join(["1"] + ["0"] * (X.shape[1] - 1)) + ")"
        if r.random() < 0.15 and booster == "gbtree":
            params["max_delta_step"] = 0.7
    if r.random() < 0.3:
        params["base_score"] = r.choice([0.15, 0.9, 0.5] if objective in ("binary:logistic", "reg:logistic", "reg:gamma", "count:poisson", "reg:tweedie", "survival:cox", "survival:aft") else [0.5, -3.25, 7.0, 0.0])
    names = [r.choice(["f", "größe ", "a_b"]) + str(at) for at in range(X.shape[1])] if r.random() < 0.3 else None
    options = {"feature_names": names} if names else {}
    if V >= (1, 6) and booster != "gblinear" and r.random() < 0.3:
        category = r.randrange(X.shape[1])
        X[:, category] = g.randint(0, r.choice([3, 12, 70]), len(X))
        label = label + np.where(X[:, category] % 3 == 0, 2, 0) if objective == "reg:squarederror" else label
        options.update(feature_types=["c" if at == category else "q" for at in range(X.shape[1])], enable_categorical=True)
        params.update(tree_method="hist", max_cat_to_onehot=r.choice([1, 100]))
    if V >= (2, 0) and objective in ("reg:squarederror", "binary:logistic", "reg:absoluteerror") and booster == "gbtree" and r.random() < 0.35:
        label = np.column_stack([label, label[::-1]] + ([label] if r.random() < 0.5 else []))
        params["tree_method"] = "hist"
        params.pop("monotone_constraints", None)
        params.pop("num_parallel_tree", None)
        params["multi_strategy"] = r.choice(["one_output_per_tree", "multi_output_tree"]) if objective != "reg:absoluteerror" else "one_output_per_tree"
    train = xgboost.DMatrix(X, label=label if objective != "survival:aft" else None, **options)
    if objective == "survival:aft":
        train.set_float_info("label_lower_bound", money)
        train.set_float_info("label_upper_bound", np.where(flag > 0, money, np.inf))
    if objective.startswith("rank"):
        train.set_group([10] * (len(X) // 10))
    if r.random() < 0.15 and label.ndim == 1 and not objective.startswith(("multi", "rank", "reg:quantile", "reg:expectile")):
        train.set_base_margin(g.normal(size=len(X)))
    rounds = r.choice([1, 3, 12, 40])
    model = xgboost.train(params, train, num_boost_round=rounds)
    if V >= (1, 3) and booster != "gblinear" and rounds > 3 and r.random() < 0.15:
        model = model[: rounds // 2]
        rounds = rounds // 2
    files = []
    for form in ["json", "ubj", "bin", "pkl"]:
        target = "xgboost-model" if form == "bin" else f"model.{form}"
        if form == "json" and V < (1, 0) or form == "ubj" and V < (1, 6) or form == "bin" and V >= (2, 1):
            continue
        try:
            if form == "pkl":
                (folder / target).write_bytes(pickle.dumps(model, protocol=r.randint(2, 5) if sys.version_info >= (3, 8) else 4))
            else:
                model.save_model(str(folder / target))
            files.append(target)
        except Exception:
            (folder / target).unlink(missing_ok=True)
    probe = edges(X) if "c" not in options.get("feature_types", []) else X[:30]
    if booster == "gblinear":
        probe = probe[:25]
    matrix = xgboost.DMatrix(probe, **options)
    limit = {"ntree_limit": rounds * params.get("num_parallel_tree", 1)} if V < (1, 0) and booster != "gblinear" else {}
    model = xgboost.Booster({"nthread": 1}, model_file=str(folder / files[0])) if files[0] != "model.pkl" and not names else model
    header = names if names and r.random() < 0.7 else None
    write_csv(folder / "input.csv", probe, header, kind=np.float32)
    if not header:
        write_libsvm(folder / "input.libsvm", probe)
    write_csv(folder / "expected.csv", model.predict(matrix, **limit))
    write_csv(folder / "expected-margin.csv", model.predict(matrix, output_margin=True, **limit))
    if booster != "gblinear":
        leaves = np.asarray(model.predict(matrix, pred_leaf=True, **limit)).reshape(len(probe), -1).astype(int)
        write_csv(folder / "expected-leaf.csv", leaves)
    return files, params, header


def lightgbm_case(folder, r, g):
    V = version(lightgbm)
    X, score = table(r, g, np.float64)
    flag, unit, money, count = (score > 0).astype(int), 1 / (1 + np.exp(-score)), np.exp(np.clip(score / 3, -3, 3)), np.floor(np.exp(np.clip(score, -3, 3)))
    classes = r.choice([2, 3, 5])
    kind = np.digitize(score, np.quantile(score, [at / classes for at in range(1, classes)]))
    objectives = {"regression": score, "regression_l1": score, "huber": score, "fair": score, "poisson": count, "quantile": score, "mape": money, "gamma": money, "tweedie": count, "binary": flag, "multiclass": kind, "multiclassova": kind, "cross_entropy": unit, "cross_entropy_lambda": unit, "lambdarank": kind, "rank_xendcg": kind}
    objective = r.choice(list(objectives))
    params = {"objective": objective, "verbose": -1, "num_threads": 1, "seed": 1, "num_leaves": r.choice([2, 5, 31]), "max_depth": r.choice([-1, 3]), "min_data_in_leaf": r.choice([1, 5, 20]), "learning_rate": r.choice([0.1, 0.7]), "boosting": r.choice(["gbdt", "gbdt", "dart", "rf", "goss"]), "feature_fraction": r.choice([1.0, 0.6]),
              "use_missing": r.choice([True, True, False]), "zero_as_missing": r.choice([False, False, True]), "max_bin": r.choice([255, 7]), "boost_from_average": r.choice([True, True, False])}
    if params["boosting"] == "rf":
        params.update(bagging_freq=1, bagging_fraction=0.7)
    if objective.startswith("multiclass"):
        params["num_class"] = classes
    if objective == "regression" and r.random() < 0.3:
        params["reg_sqrt"] = True
    if objective in ("binary", "multiclassova") and r.random() < 0.4:
        params["sigmoid"] = r.choice([0.5, 2.0])
    if objective == "binary" and r.random() < 0.3:
        params["is_unbalance"] = True
    if objective == "tweedie":
        params["tweedie_variance_power"] = 1.3
    if V >= (3, 2) and params["boosting"] == "gbdt" and objective != "regression_l1" and r.random() < 0.2:
        params.update(linear_tree=True, linear_lambda=0.1)
    categorical = "auto"
    if r.random() < 0.3:
        at = r.randrange(X.shape[1])
        X[:, at] = g.randint(0, r.choice([3, 12, 80]), len(X))
        categorical = [at]
        params.update(min_data_per_group=1, cat_smooth=1.0, max_cat_to_onehot=r.choice([1, 4, 20]))
    group = [10] * (len(X) // 10) if objective in ("lambdarank", "rank_xendcg") else None
    names = [f"f_{at}" for at in range(X.shape[1])] if r.random() < 0.3 else "auto"
    data = lightgbm.Dataset(X, objectives[objective], group=group, categorical_feature=categorical, feature_name=names, params=params)
    model = lightgbm.train(params, data, r.choice([1, 5, 20]))
    model.save_model(str(folder / "model.txt"))
    (folder / "model.pkl").write_bytes(pickle.dumps(model, protocol=r.randint(2, 5)))
    probe = edges(X)
    if categorical != "auto":
        probe = np.vstack([X[:25], X[:3]])
        probe[-3:, categorical[0]] = [r.choice([99, 200]), -1, np.nan]
    write_csv(folder / "input.csv", probe, kind=np.float64)
    write_csv(folder / "expected-predict.csv", model.predict(probe))
    write_csv(folder / "expected-margin.csv", model.predict(probe, raw_score=True))
    write_csv(folder / "expected-leaf.csv", np.asarray(model.predict(probe, pred_leaf=True)).reshape(len(probe), -1).astype(int))
    return ["model.txt", "model.pkl"], params, None


def catboost_case(folder, r, g):
    X, score = table(r, g)
    flag, money = (score > 0).astype(int), np.exp(np.clip(score / 3, -3, 3))
    classes = r.choice([3, 5])
    kind = np.digitize(score, np.quantile(score, [at / classes for at in range(1, classes)]))
    losses = {"RMSE": (score, None), "MAE": (score, None), "Quantile:alpha=0.3": (score, None), "LogLinQuantile": (money, None), "Poisson": (np.floor(money), "Exponent"), "MAPE": (money, None), "Huber:delta=1": (score, None), "Expectile:alpha=0.4": (score, None), "Tweedie:variance_power=1.5": (np.floor(money), "Exponent"), "Lq:q=3": (score, None),
              "Logloss": (flag, "Probability"), "CrossEntropy": (1 / (1 + np.exp(-score)), "Probability"), "MultiClass": (kind, "Probability"), "MultiClassOneVsAll": (kind, "Probability"), "MultiRMSE": (np.column_stack([score, -score]), None), "MultiLogloss": (np.column_stack([flag, 1 - flag[::-1]]), "Probability"), "RMSEWithUncertainty": (score, "RMSEWithUncertainty"), "QueryRMSE": (score, None), "YetiRank": (kind, None), "PairLogitPairwise": (kind, None), "MultiQuantile:alpha=0.1,0.9": (score, None)}
    loss = r.choice(list(losses))
    target, answer = losses[loss]
    params = {"loss_function": loss, "iterations": r.choice([1, 5, 20]), "depth": r.choice([1, 3, 6]), "learning_rate": r.choice([0.1, 0.5]), "verbose": 0, "thread_count": 1, "random_seed": 1, "allow_writing_files": False, "border_count": r.choice([8, 64, 254]), "nan_mode": r.choice(["Min", "Max"]), "boost_from_average": r.choice([True, False]) if loss in ("RMSE", "Logloss", "MAE", "MAPE", "Quantile:alpha=0.3", "CrossEntropy") else None,
              "grow_policy": r.choice(["SymmetricTree", "SymmetricTree", "Depthwise", "Lossguide"]), "boosting_type": r.choice(["Plain", "Ordered"]), "l2_leaf_reg": r.choice([1, 5])}
    if params["grow_policy"] != "SymmetricTree":
        params["boosting_type"] = "Plain"
    params = {key: value for key, value in params.items() if value is not None}
    rows = [[None if value != value else value for value in row] for row in X.tolist()]
    categories = []
    if r.random() < 0.4:
        for at in sorted(r.sample(range(X.shape[1]), min(X.shape[1], r.choice([1, 2])))):
            words = r.choice([["a", "b", "c"], ["1", "2", "30", "x"], ["ä é", "日本", "q,r"], [str(n) for n in range(40)]])
            values = [r.choice(words) for _ in rows]
            for row, value in zip(rows, values):
                row[at] = value
            if target.ndim == 1 and loss in ("RMSE", "MAE"):
                target = target + np.array([words.index(value) for value in values])
            categories.append(at)
        params.update(one_hot_max_size=r.choice([2, 3, 50]), max_ctr_complexity=r.choice([1, 2, 4]))
        if r.random() < 0.4:
            params["simple_ctr"] = r.choice([["Borders", "Counter"], ["BinarizedTargetMeanValue"], ["Buckets"], ["FeatureFreq"]])
    group = {"group_id": [at // 10 for at in range(len(rows))]} if loss.startswith(("Query", "Yeti", "Pair")) else {}
    rows = [[MISSING if value is None else value for value in row] for row in rows]
    pool = catboost.Pool(rows, target, cat_features=categories, **group)
    model = catboost.CatBoost(params)
    model.fit(pool)
    probe = [list(row) for row in rows[:25]]
    for at in categories:
        probe[3][at] = "never seen"
    model.save_model(str(folder / "model.cbm"))
    files = ["model.cbm"]
    try:
        # The export keeps one table of statistics where several targets have one each.
        if not (categories and target.ndim == 2):
            model.save_model(str(folder / "model.json"), format="json", pool=pool)
            files.append("model.json")
    except Exception:
        pass
    (folder / "model.pkl").write_bytes(pickle.dumps(model, protocol=r.randint(2, 5)))
    import csv
    with open(folder / "input.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([["" if value != value else repr(value) if isinstance(value, float) else value for value in row] for row in probe])
    asked = catboost.Pool(probe, cat_features=categories)
    raw = model.predict(asked, prediction_type="RawFormulaVal")
    write_csv(folder / "expected-margin.csv", np.asarray(raw, dtype=float))
    write_csv(folder / "expected-predict.csv", np.asarray(raw if answer is None else model.predict(asked, prediction_type=answer), dtype=float))
    return files + ["model.pkl"], params, None


CASES = {"xgboost": (xgboost, xgboost_case), "lightgbm": (lightgbm, lightgbm_case), "catboost": (catboost, catboost_case)}


def main():
    folder = Path(sys.argv[1])
    first, seeds = (int(value) for value in (sys.argv[2:4] + ["0", "100"][len(sys.argv) - 2:])[:2])
    chosen = [name for name in CASES if CASES[name][0] and name in (sys.argv[4:] or CASES)]
    counts = {}
    for seed in range(first, first + seeds):
        for name in chosen:
            library, make = CASES[name]
            case = folder / f"{name}-{'.'.join(library.__version__.split('.')[:2])}-{seed:05d}"
            shutil.rmtree(case, ignore_errors=True)
            case.mkdir(parents=True)
            try:
                files, params, header = make(case, random.Random(seed), np.random.RandomState(seed))
                (case / "case.json").write_text(json.dumps({name: library.__version__, "estimator": json.dumps(params), "files": files, "header": header is not None}, indent=1))
                why = f"{name} made"
            except Exception as error:
                shutil.rmtree(case)
                why = name + ": " + " ".join(str(error).split())[:100]
            counts[why] = counts.get(why, 0) + 1
    for why, count in sorted(counts.items(), key=lambda pair: -pair[1])[:25]:
        print(count, why)


if __name__ == "__main__":
    main()

"""Small models after public reports about names, order and types of columns, as `public_reports.py` has them: `test/golden/reports`.

    python public_reports_by_name.py FOLDER [NAME ...]    with the same libraries
"""
import sys

import numpy as np
import pandas as pd
import xgboost
from catboost import CatBoostClassifier, CatBoostRegressor, Pool
from lightgbm import LGBMClassifier, LGBMRanker, LGBMRegressor
from public_reports import CASES, NAN, case, catboost_model, csv_text, json_lines, main, random_rows, refused, train_lightgbm, train_xgboost
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC

EARLIER = set(CASES)


def table(seed, rows, names):
    return pd.DataFrame(random_rows(seed, rows, len(names)), columns=names)


def named_rows(folder, named, tables):
    """A model, and its answers to rows by name, in another order and renamed; what says that rows are for this model."""
    (name, model), (few, other, renamed) = named, tables
    folder.joblib(model, name)
    only = {"models": [f"{name}.joblib"]}
    answer = model.predict(few)
    folder.rows(f"{name}.csv", csv_text(few.values.tolist(), list(few)), answer, header=True, **only)
    folder.rows(f"{name}-order.csv", csv_text(other.values.tolist(), list(other)), answer, header=True, **only)
    folder.rows(f"{name}-order.jsonl", json_lines(other.values.tolist(), list(other)), answer, **only)
    folder.rows(f"{name}-renamed.csv", csv_text(few.values.tolist(), renamed), refused(lambda: model.predict(few.set_axis(renamed, axis=1))), header=True, **only)
    return only


# --- XGBoost

@case
def xgboost_order_of_a_wrapper(folder):
    X = table(201, 150, ["age", "bmi", "bp", "s1", "s2", "s3"])
    model = xgboost.XGBRegressor(n_estimators=5, max_depth=3, random_state=1).fit(X, X["age"] - 2 * X["s3"] + X["bp"] * X["s1"])
    other = ["age", "s3", "s2", "s1", "bp", "bmi"]
    folder.container = "sklearn"
    folder.joblib(model)
    few = X.iloc[:6]
    assert refused(lambda: model.predict(few[other])) is None
    # The library refuses another order; here it is put right by the names.
    folder.rows("rows.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True)
    folder.rows("other-order.csv", csv_text(few[other].values.tolist(), other), model.predict(few), header=True)
    folder.rows("other-order.jsonl", json_lines(few[other].values.tolist(), other), model.predict(few))
    folder.rows("one-renamed.csv", csv_text(few.values.tolist(), ["age", "bmi", "bp", "s1", "s2", "S3"]), refused(lambda: model.predict(few.rename(columns={"s3": "S3"}))), header=True)
    folder.rows("without-names.csv", csv_text(few.values.tolist()), model.predict(few.to_numpy()))


@case
def xgboost_scattered_names(folder):
    names = [f"{kind}_{at}" for kind, at in zip(["technical", "fundamental", "technical", "derived", "technical", "technical", "fundamental"], [25, 0, 17, 10, 2, 1, 11])]
    X = table(202, 150, names)
    booster = train_xgboost(xgboost.DMatrix(X, X["technical_25"] - X["technical_1"] * X["derived_10"] + 3 * X["fundamental_11"]), None)
    folder.container = "xgboost"
    folder.model("model.json", booster.save_model)
    folder.model("model.ubj", booster.save_model)
    folder.joblib(booster)
    few = X.iloc[:6]
    answer = booster.predict(xgboost.DMatrix(few))
    folder.rows("rows.csv", csv_text(few.values.tolist(), names), answer, header=True, served=False)
    folder.rows("sorted.csv", csv_text(few[sorted(names)].values.tolist(), sorted(names)), answer, header=True, served=False)
    folder.rows("sorted.jsonl", json_lines(few[sorted(names)].values.tolist(), sorted(names)), answer)
    folder.rows("less.csv", csv_text(few[names[:-1]].values.tolist(), names[:-1]), refused(lambda: booster.predict(xgboost.DMatrix(few[names[:-1]]))), header=True, served=False)


@case
def xgboost_more_columns(folder):
    X = table(203, 150, [f"x{at}" for at in range(10)])
    used = ["x2", "x5", "x3", "x1", "x9"]
    model = xgboost.XGBClassifier(n_estimators=4, max_depth=3, random_state=1).fit(X[used], (X["x5"] - X["x1"] > 0).astype(int))
    folder.joblib(model)
    few = X.iloc[:6].assign(TARGET=1.0)
    folder.rows("all.csv", csv_text(few.values.tolist(), list(few)), refused(lambda: model.predict_proba(few)), header=True, method="predict_proba")
    folder.rows("used.csv", csv_text(few[used].values.tolist(), used), model.predict_proba(few[used]), header=True, method="predict_proba")
    as_read = [name for name in few if name in used]
    folder.rows("as-read.csv", csv_text(few[as_read].values.tolist(), as_read), model.predict_proba(few[used]), header=True, method="predict_proba")


@case
def xgboost_high_indices(folder):
    dense = np.round(random_rows(204, 120, 9) * (np.random.default_rng(205).random((120, 9)) < 0.4), 2)
    dense[:, 7:] = 0
    booster = train_xgboost(np.where(dense == 0, NAN, dense)[:, :7], dense[:, 0] * 2 + dense[:, 6])
    folder.container = "xgboost"
    folder.model("model.json", booster.save_model)
    lines = [" ".join([f"{at}:{cell}" for at, cell in enumerate(row) if cell != 0]) for row in dense[:6, :7].tolist()]
    answer = booster.predict(xgboost.DMatrix(np.where(dense == 0, NAN, dense)[:6, :7]))
    folder.rows("rows.libsvm", "".join(f"7.0 {line}\n" for line in lines), answer)
    kept = np.where(dense == 0, NAN, dense)[:6, :7]
    kept[:, 3] = np.nan_to_num(kept[:, 3])
    folder.rows("zeros.libsvm", "".join("7.0 " + " ".join(f"{at}:{cell}" for at, cell in enumerate(row) if cell == cell) + "\n" for row in kept.tolist()), booster.predict(xgboost.DMatrix(kept)))


@case
def xgboost_within_others(folder):
    X = table(206, 150, ["a", "b", "c"])
    y = (X["a"] - 2 * X["c"] + X["b"] > 0).astype(int)
    plain = xgboost.XGBClassifier(n_estimators=3, max_depth=2, random_state=1)
    models = {"pipeline": make_pipeline(plain), "passed": make_pipeline("passthrough", plain), "search": GridSearchCV(plain, {"max_depth": [2]}, cv=2),
              "voting": VotingClassifier([("x", plain)], voting="soft"), "stacking": StackingClassifier([("x", plain)], LogisticRegression(), cv=2),
              "calibrated": CalibratedClassifierCV(plain, cv=2), "bagging": BaggingClassifier(plain, n_estimators=2, random_state=1),
              "linear": xgboost.XGBClassifier(booster="gblinear", n_estimators=3)}
    few = X.iloc[:6]
    other = few[["c", "a", "b"]]
    folder.container = "sklearn"
    for name, model in models.items():
        only = named_rows(folder, (name, model.fit(X, y)), (few, other, ["a", "b", "d"]))
        folder.rows(f"{name}-less.csv", csv_text(few.values[:, :2].tolist()), refused(lambda: model.predict(few.to_numpy()[:, :2])), **only)
        folder.rows(f"{name}-less.jsonl", json_lines(few.values[:, :2].tolist()), refused(lambda: model.predict(few.to_numpy()[:, :2])), **only)


# --- LightGBM

@case
def lightgbm_within_others(folder):
    X = pd.DataFrame({"x": random_rows(215, 200, 1)[:, 0], "c": pd.Categorical(np.tile(["10", "2", "b"], 67)[:200])})
    y = (X["c"].cat.codes * 2 + X["x"] > 1).astype(int)
    plain = LGBMClassifier(n_estimators=3, num_leaves=4, min_child_samples=3, verbose=-1, random_state=1, cat_smooth=1, min_data_per_group=1)
    folder.container = "sklearn"
    few = X.iloc[:6]
    for name, model in {"bare": plain, "pipeline": make_pipeline(plain), "passed": make_pipeline("passthrough", plain), "voting": VotingClassifier([("x", plain)], voting="soft")}.items():
        model.fit(X, y)
        folder.joblib(model, name)
        only = {"models": [f"{name}.joblib"]}
        answer = model.predict(few)
        folder.rows(f"{name}.csv", csv_text(few.values.tolist(), list(few)), answer, header=True, **only)
        folder.rows(f"{name}.jsonl", json_lines(few.values.tolist(), list(few)), answer, **only)
        folder.rows(f"{name}-less.csv", csv_text(few[["x"]].values.tolist()), refused(lambda: model.predict(few[["x"]])), **only)


@case
def lightgbm_order_by_place(folder):
    X = pd.DataFrame([[0, 1, 1]] * 24 + [[0, 1, 0]] * 24 + [[1, 0, 0]] * 21 + [[1, 0, 1]] * 21, columns=["y", "x1", "x2"])
    booster = train_lightgbm(X[["x1", "x2"]], X["y"])
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    folder.joblib(LGBMRegressor(n_estimators=6, num_leaves=6, min_child_samples=2, verbose=-1, random_state=1, learning_rate=0.1).fit(X[["x1", "x2"]], X["y"]))
    few = X[["x1", "x2"]].iloc[[0, 24, 48, 70]]
    folder.rows("rows.csv", csv_text(few.values.tolist(), ["x1", "x2"]), booster.predict(few), header=True)
    swapped = few[["x2", "x1"]]
    folder.rows("other-order.csv", csv_text(swapped.values.tolist(), ["x2", "x1"]), booster.predict(swapped), header=True)
    folder.rows("other-order.jsonl", json_lines(swapped.values.tolist(), ["x2", "x1"]), booster.predict(swapped))


@case
def lightgbm_more_and_fewer_columns(folder):
    X = table(211, 200, ["f1", "f2", "f3", "f4"])
    model = LGBMRanker(n_estimators=4, num_leaves=4, min_child_samples=5, verbose=-1, random_state=1)
    model.fit(X, (X["f1"] > X["f3"]).astype(int), group=[20] * 10)
    folder.joblib(model)
    folder.model("model.txt", model.booster_.save_model)
    few = X.iloc[:6]
    folder.rows("rows.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True)
    folder.rows("less.csv", csv_text(few[["f1", "f3"]].values.tolist(), ["f1", "f3"]), refused(lambda: model.predict(few[["f1", "f3"]])), header=True)
    more = few.assign(qid=7)
    folder.rows("more.csv", csv_text(more.values.tolist(), list(more)), refused(lambda: model.predict(more)), header=True)


@case
def lightgbm_nothing_known(folder):
    words = np.tile(["aaaaaa", "bbb", "ccc", "ddd"], 40)
    fruit = np.tile(["ahhhm", "avocado", "eggplant", "avocado", "ahhhm"], 32)
    X = pd.DataFrame({"X1": pd.Categorical(words), "X2": pd.Categorical(fruit)})
    booster = train_lightgbm(X, (X["X1"].cat.codes * 2 + X["X2"].cat.codes ** 2).to_numpy())
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    rows = [["other", "other"], ["bbb", "other"], ["other", "avocado"], ["", ""], ["BBB", " avocado"], ["ddd", "eggplant"]]
    frame = pd.DataFrame({name: pd.Categorical([row[at] or None for row in rows]) for at, name in enumerate(X)})
    folder.rows("rows.csv", csv_text(rows, list(X)), booster.predict(frame), header=True)
    folder.rows("rows.jsonl", json_lines([[cell or None for cell in row] for row in rows], list(X)), booster.predict(frame))


@case
def lightgbm_missing_among_categories(folder):
    words = np.array((["first", "second", "first", None, "third"] * 40), dtype=object)
    X = pd.DataFrame({"c": pd.Categorical(words), "x": random_rows(213, 200, 1)[:, 0]})
    y = pd.Series(words).map({"first": 1.0, "second": -4.0, "third": 2.0}).fillna(9.0) + X["x"]
    booster = train_lightgbm(X, y)
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    rows = [["first", 0.5], [None, 0.5], ["fourth", 0.5], ["second", NAN], ["third", -2.0]]
    frame = pd.DataFrame({"c": pd.Categorical([row[0] for row in rows]), "x": [row[1] for row in rows]})
    answer = booster.predict(frame)
    folder.rows("rows.csv", csv_text(rows, list(X)), answer, header=True)
    folder.rows("words.csv", csv_text([["NaN" if cell is None or cell != cell else cell for cell in row] for row in rows], list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(rows, list(X)), answer)


@case
def lightgbm_none_and_nan(folder):
    X = random_rows(214, 200, 3)
    X[::5, 0] = NAN
    booster = train_lightgbm(X, np.nan_to_num(X[:, 0], nan=8.0) + X[:, 1])
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    few = X[:6]
    answer = booster.predict(few)
    folder.rows("null.jsonl", json_lines(few.tolist()), answer)
    folder.rows("nan.jsonl", "".join("[" + ", ".join("NaN" if cell != cell else repr(cell) for cell in row) + "]\n" for row in few.tolist()), answer)
    folder.rows("none.csv", "".join(",".join("None" if cell != cell else repr(cell) for cell in row) + "\n" for row in few.tolist()), answer)


# --- CatBoost

def catboost_table():
    X = pd.DataFrame({"city": np.tile(["x", "y", "z", "x"], 50), "A": random_rows(221, 200, 1)[:, 0], "unused": np.ones(200), "B": random_rows(222, 200, 1)[:, 0]})
    return X, (X["city"] == "x") * 3.0 + X["A"] - 2 * X["B"]


@case
def catboost_order_of_names(folder):
    X, y = catboost_table()
    model = catboost_model(CatBoostRegressor, Pool(X, y, cat_features=["city"]), None)
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    folder.model("model.json", lambda path: model.save_model(path, format="json", pool=Pool(X, y, cat_features=["city"])))
    few = X.iloc[:6]
    names = list(X)
    folder.rows("rows.csv", csv_text(few.values.tolist(), names), model.predict(few), header=True)
    for word, other in {"other-order": ["B", "city", "unused", "A"], "last-more": [*names, "more"], "first-more": ["more", *names]}.items():
        frame = few.assign(more="m")[other]
        try:
            answer = model.predict(frame)
        except Exception:
            # The library refuses another order; here it is put right by the names.
            answer = model.predict(few)
        folder.rows(f"{word}.csv", csv_text(frame.values.tolist(), other), answer, header=True)
        folder.rows(f"{word}.jsonl", json_lines(frame.values.tolist(), other), answer)


@case
def catboost_columns_left_out(folder):
    X, y = catboost_table()
    model = catboost_model(CatBoostRegressor, Pool(X, y, cat_features=["city"]), None)
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    few = X.iloc[:6]
    for name in X:
        frame = few.drop(columns=[name])
        try:
            answer = model.predict(frame)
        except Exception:
            # A column that no tree asks for may be left out by name; the library wants the places of those behind it.
            answer = model.predict(few) if name == "unused" else None
        folder.rows(f"without-{name}.csv", csv_text(frame.values.tolist(), list(frame)), answer, header=True)
        folder.rows(f"without-{name}.jsonl", json_lines(frame.values.tolist(), list(frame)), answer)


@case
def catboost_numbers_for_names(folder):
    X, y = catboost_table()
    model = catboost_model(CatBoostRegressor, Pool(X, y, cat_features=["city"]), None)
    folder.model("model.cbm", model.save_model)
    few = X.iloc[:6]
    numbered = few.set_axis([str(at) for at in range(4)], axis=1)
    folder.rows("numbers.csv", csv_text(numbered.values.tolist(), list(numbered)), refused(lambda: model.predict(numbered)), header=True)
    folder.rows("without-names.csv", csv_text(few.values.tolist()), model.predict(few.values.tolist()))


@case
def catboost_categories_alone(folder):
    X = pd.DataFrame({"a": np.tile(["1", "2", "3", "01"], 50), "b": np.tile(["u", "v", "", "w", "u"], 40)})
    y = (pd.Series(X["a"]).isin(["1", "01"]) ^ (X["b"] == "u")).astype(int)
    model = catboost_model(CatBoostClassifier, Pool(X, y, cat_features=[0, 1]), None)
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    few = pd.concat([X.iloc[:6], pd.DataFrame({"a": ["4", "001"], "b": ["u", "unseen"]})])
    folder.rows("rows.csv", csv_text(few.values.tolist(), list(X)), model.predict_proba(few), header=True, method="predict_proba")
    folder.rows("plain.csv", csv_text(few.values.tolist()), model.predict_proba(few), method="predict_proba")
    whole = [[int(a) if not a.startswith("0") else a, b] for a, b in few.values.tolist()]
    folder.rows("whole.jsonl", json_lines(whole, list(X)), model.predict_proba(pd.DataFrame(whole, columns=list(X), dtype=object)), method="predict_proba")


@case
def catboost_within_others(folder):
    X = pd.DataFrame({"c": np.tile(["01", "1", "b"], 67)[:200], "x": random_rows(224, 200, 1)[:, 0], "z": random_rows(225, 200, 1)[:, 0]})
    y = ((X["c"] == "01") * 2 + X["x"] - X["z"] > 0).astype(int)
    plain = CatBoostClassifier(iterations=5, depth=3, random_seed=1, verbose=False, allow_writing_files=False, thread_count=1, cat_features=["c"])
    folder.container = "sklearn"
    few = X.iloc[:6]
    other = few[["z", "c", "x"]]
    for name, model in {"pipeline": make_pipeline(plain), "passed": make_pipeline("passthrough", plain), "calibrated": CalibratedClassifierCV(FrozenEstimator(plain.fit(X, y)), cv=2, method="isotonic"),
                        "voting": VotingClassifier([("x", FrozenEstimator(plain))], voting="soft")}.items():
        named_rows(folder, (name, model.fit(X, y)), (few, other, ["c", "x", "y"]))


@case
def catboost_one_object(folder):
    X, y = catboost_table()
    model = catboost_model(CatBoostRegressor, Pool(X, y, cat_features=["city"]), None)
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    for at in (25, 26):
        row = X.iloc[at]
        folder.rows(f"row-{at}.csv", csv_text([row.tolist()]), [model.predict(row)])
        folder.rows(f"row-{at}.jsonl", json_lines([row.tolist()], list(X)), [model.predict(row)])


# --- scikit-learn

@case
def sklearn_rest_in_another_order(folder):
    X = table(231, 100, ["a", "b", "c", "d"])
    before = make_column_transformer((StandardScaler(), ["c"]), remainder="passthrough")
    model = make_pipeline(before, LinearRegression()).fit(X, X["a"] - 2 * X["b"] + 3 * X["c"] - 4 * X["d"])
    folder.container = "sklearn"
    folder.joblib(model)
    few = X.iloc[:6]
    for name, other in {"order": ["d", "b", "c", "a"], "more": ["x", "d", "a", "c", "b"], "same": list(X)}.items():
        frame = few.assign(x=9.0)[other]
        folder.rows(f"{name}.csv", csv_text(frame.values.tolist(), other), model.predict(frame), header=True)
        folder.rows(f"{name}.jsonl", json_lines(frame.values.tolist(), other), model.predict(frame), served=False)
    folder.rows("less.csv", csv_text(few[["a", "b", "c"]].values.tolist(), ["a", "b", "c"]), refused(lambda: model.predict(few[["a", "b", "c"]])), header=True)


@case
def sklearn_boolean_targets(folder):
    X = table(232, 100, ["a", "b"])
    y = X["a"] >= 0.3
    folder.container = "sklearn"
    models = {"forest": RandomForestClassifier(3, max_depth=3, random_state=1).fit(X, y), "logistic": LogisticRegression().fit(X, y)}
    try:
        models["nullable"] = LogisticRegression().fit(X, y.astype("boolean"))
    except ValueError:
        pass
    few = X.iloc[:6]
    for name, model in models.items():
        folder.joblib(model, name)
        folder.rows(f"{name}.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True, models=[f"{name}.joblib"])


@case
def sklearn_targets_of_one_column(folder):
    X = random_rows(233, 60, 2)
    words = np.where(X[:, :1] > 0, "yes", "no")
    numbers = X[:, :1] * 2 + 1
    models = {"constant": DummyClassifier(strategy="constant", constant="yes").fit(X, words), "prior": DummyClassifier(strategy="prior").fit(X, words.ravel()),
              "mean": DummyRegressor().fit(X, numbers), "ridge": Ridge().fit(X, numbers), "logistic": LogisticRegression().fit(X, words.ravel())}
    folder.container = "sklearn"
    for name, model in models.items():
        folder.joblib(model, name)
        folder.rows(f"{name}.csv", csv_text(X[:4].tolist()), model.predict(X[:4]), models=[f"{name}.joblib"])


@case
def sklearn_longer_than_all(folder):
    X = np.array([["a"], ["b"], ["cc"]] * 6)
    folder.container = "sklearn"
    # The categories are of the type `<U2`: a longer text must not be cut to one of them.
    encoder = OneHotEncoder(handle_unknown="ignore", categories=[np.array(["a", "b", "cc"])], sparse_output=False)
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    rows = np.array([["a"], ["ab"], ["ccc"], ["cc"], ["b "], [" a"], ["a\x00"[:1]]], dtype=object)
    for name, step in {"one-hot": encoder, "ordinal": ordinal}.items():
        model = make_pipeline(step, Ridge()).fit(X, np.arange(18) % 3)
        folder.joblib(model, name)
        folder.rows(f"{name}.csv", csv_text(rows.tolist()), model.predict(rows), models=[f"{name}.joblib"])
        folder.rows(f"{name}.jsonl", json_lines(rows.tolist()), model.predict(rows), models=[f"{name}.joblib"], served=False)


@case
def sklearn_given_categories(folder):
    X = pd.DataFrame({"word": np.tile(["a", "b", "c"], 20), "code": np.tile([6, 5, 4, 3], 15)})
    encoder = OrdinalEncoder(categories=[["c", "a", "b"], [3, 4, 5, 6]], handle_unknown="use_encoded_value", unknown_value=-1)
    model = make_pipeline(encoder, Ridge()).fit(X, np.arange(60) % 7)
    folder.container = "sklearn"
    folder.joblib(model)
    rows = pd.DataFrame({"word": ["a", "c", "b", "d"], "code": [6, 3, 7, 5]})
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.predict(rows), header=True)
    folder.rows("floats.csv", csv_text([[word, float(code)] for word, code in rows.values.tolist()], list(X)), model.predict(rows.astype({"code": float})), header=True)
    folder.rows("rows.jsonl", json_lines(rows.values.tolist(), list(X)), model.predict(rows), served=False)


@case
def sklearn_pairs_of_words(folder):
    X = random_rows(235, 120, 2)
    y = np.array(["9", "10", "no", "yes"], dtype=object)[np.digitize(X[:, 0] + X[:, 1], [-1, 0, 1])]
    folder.container = "sklearn"
    for name, model in {"linear": OneVsOneClassifier(LinearSVC(random_state=1)), "kernel": SVC(kernel="rbf", gamma=0.5), "logistic": OneVsOneClassifier(LogisticRegression())}.items():
        model.fit(X, y)
        folder.joblib(model, name)
        folder.rows(f"{name}.csv", csv_text(X[:8].tolist()), model.predict(X[:8]), models=[f"{name}.joblib"])
        folder.rows(f"{name}-scores.csv", csv_text(X[:8].tolist()), model.decision_function(X[:8]), method="decision_function", models=[f"{name}.joblib"])


@case
def sklearn_whole_numbers_with_gaps(folder):
    X = pd.DataFrame({"n": np.arange(80) % 9, "k": np.arange(80) % 4})
    model = make_pipeline(make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["k"]), remainder="passthrough"), Ridge()).fit(X, np.arange(80) % 5)
    folder.container = "sklearn"
    folder.joblib(model)
    rows = pd.DataFrame({"n": [1, -1, 300], "k": [3, 0, 2]})
    folder.rows("whole.csv", csv_text(rows.values.tolist(), list(X)), model.predict(rows), header=True)
    folder.rows("whole.jsonl", json_lines(rows.values.tolist(), list(X)), model.predict(rows))
    # With a gap pandas reads the column as numbers with fractions: 3.0 is the category 3, a gap is none.
    gaps = pd.DataFrame({"n": [1, -1, 300, 2], "k": [3.0, 0.0, 2.0, NAN]})
    folder.rows("gaps.csv", csv_text(gaps.values.tolist(), list(X)), model.predict(gaps), header=True)
    folder.rows("gaps.jsonl", json_lines(gaps.values.tolist(), list(X)), model.predict(gaps), served=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or [name for name in CASES if name not in EARLIER])

"""More small models after public reports, as `public_reports.py` has them: `test/golden/reports`.

    python public_reports_later.py FOLDER [NAME ...]    with the same libraries
"""
import sys

import joblib
import numpy as np
import pandas as pd
import xgboost
from catboost import CatBoostClassifier, CatBoostRegressor, Pool, sum_models as sum_catboost_models
from lightgbm import LGBMClassifier, LGBMRegressor
from public_reports import CASES, NAN, case, catboost_model, csv_text, json_lines, main, random_rows, refused, train_lightgbm, train_xgboost
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LinearRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import CategoricalNB
from sklearn.neighbors import KNeighborsClassifier, RadiusNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

EARLIER = set(CASES)


# --- XGBoost

@case
def xgboost_numbers_as_names(folder):
    X = pd.DataFrame(random_rows(101, 120, 4), columns=[10, 2, 9, 1])
    booster = train_xgboost(xgboost.DMatrix(X, X[10] - 2 * X[9] + X[2] * X[1]), None)
    folder.container = "xgboost"
    folder.model("model.json", booster.save_model)
    folder.model("model.ubj", booster.save_model)
    few = X.iloc[:6]
    answer = booster.predict(xgboost.DMatrix(few))
    folder.rows("rows.csv", csv_text(few.values.tolist(), ["10", "2", "9", "1"]), answer, header=True)
    folder.rows("other-order.jsonl", json_lines(few[[1, 2, 9, 10]].values.tolist(), ["1", "2", "9", "10"]), answer)
    folder.rows("padded.csv", csv_text(few.values.tolist(), ["10", " 2", " 9", " 1"]), None, header=True)


@case
def xgboost_raw_margins(folder):
    X = random_rows(102, 150, 3)
    y = (X[:, 0] + X[:, 1] > 0).astype(int)
    model = xgboost.XGBClassifier(n_estimators=4, max_depth=3, objective="binary:logitraw").fit(X, y)
    folder.container = "xgboost"
    folder.joblib(model)
    few = X[:8]
    folder.rows("rows.csv", csv_text(few.tolist()), model.predict(few), served=False)
    folder.rows("probabilities.csv", csv_text(few.tolist()), model.predict_proba(few), method="predict_proba")


@case
def xgboost_hinge(folder):
    X = random_rows(103, 150, 3)
    model = xgboost.XGBClassifier(n_estimators=4, max_depth=3, objective="binary:hinge").fit(X, (X[:, 0] > X[:, 1]).astype(int))
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), model.predict(X[:8]))
    folder.rows("probabilities.csv", csv_text(X[:8].tolist()), model.predict_proba(X[:8]), method="predict_proba")


@case
def xgboost_softmax_wrapper(folder):
    X = random_rows(104, 150, 3)
    model = xgboost.XGBClassifier(n_estimators=3, max_depth=3, objective="multi:softmax").fit(X, np.digitize(X[:, 0] + X[:, 1], [-1, 1]))
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), model.predict(X[:8]))
    folder.rows("probabilities.csv", csv_text(X[:8].tolist()), model.predict_proba(X[:8]), method="predict_proba")


@case
def xgboost_vector_leaves(folder):
    X = random_rows(105, 150, 3)
    Y = np.column_stack([X[:, 0], X[:, 1] - X[:, 2]])
    model = xgboost.XGBRegressor(n_estimators=4, max_depth=3, tree_method="hist", multi_strategy="multi_output_tree").fit(X, Y)
    folder.joblib(model)
    folder.model("model.json", model.get_booster().save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))


@case
def xgboost_several_labels(folder):
    X = random_rows(106, 150, 3)
    Y = np.column_stack([X[:, 0] > 0, X[:, 1] > 0.3, X[:, 2] < 0]).astype(int)
    model = xgboost.XGBClassifier(n_estimators=4, max_depth=2).fit(X, Y)
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))
    folder.rows("probabilities.csv", csv_text(X[:6].tolist()), model.predict_proba(X[:6]), method="predict_proba")


@case
def xgboost_parallel_trees(folder):
    X = random_rows(107, 300, 3)
    y = np.digitize(X[:, 0] + 0.8 * X[:, 1], [-1, 1])
    model = xgboost.XGBClassifier(n_estimators=40, max_depth=3, num_parallel_tree=3, subsample=0.6, learning_rate=0.9, early_stopping_rounds=2, random_state=1)
    model.fit(X[:150], y[:150], eval_set=[(X[150:], y[150:])], verbose=False)
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), model.predict(X[:8]))
    folder.rows("probabilities.csv", csv_text(X[:8].tolist()), model.predict_proba(X[:8]), method="predict_proba")


@case
def xgboost_sliced(folder):
    X = random_rows(108, 150, 3)
    booster = train_xgboost(X, X[:, 0] - X[:, 1] ** 2, rounds=8)[2:6]
    folder.model("model.json", booster.save_model)
    folder.model("model.ubj", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), booster.predict(xgboost.DMatrix(X[:6])))


@case
def xgboost_whole_categories(folder):
    ids = pd.Categorical(np.arange(120) % 6 * 10**9 + 1)
    X = pd.DataFrame({"id": ids, "flag": pd.Categorical(np.tile(["1", "01", "1.0"], 40)), "x": random_rows(109, 120, 1)[:, 0]})
    y = (X["id"].cat.codes * 3.0 - X["flag"].cat.codes * 5 + X["x"]).to_numpy()
    booster = train_xgboost(xgboost.DMatrix(X, y, enable_categorical=True), None)
    folder.container = "xgboost"
    folder.model("model.json", booster.save_model)
    few = X.iloc[:6]
    answer = booster.predict(xgboost.DMatrix(few, enable_categorical=True))
    rows = [[int(i), f, float(x)] for i, f, x in few.values.tolist()]
    folder.rows("rows.csv", csv_text(rows, list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(rows, list(X)), answer)


@case
def xgboost_boolean_columns(folder):
    X = pd.DataFrame({"f": np.arange(100) % 3 == 0, "n": np.arange(100) % 7, "x": random_rows(110, 100, 1)[:, 0]})
    booster = train_xgboost(xgboost.DMatrix(X, X["f"] * 4 + X["n"] + X["x"]), None)
    folder.model("model.json", booster.save_model)
    few = X.iloc[:8]
    answer = booster.predict(xgboost.DMatrix(few))
    rows = [[bool(f), int(n), float(x)] for f, n, x in few.values.tolist()]
    folder.rows("rows.csv", csv_text(rows, list(X)), answer, header=True)
    folder.rows("lower.csv", csv_text([[str(f).lower(), n, x] for f, n, x in rows], list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(rows, list(X)), answer)


# --- LightGBM

@case
def lightgbm_forest(folder):
    X = random_rows(121, 200, 3)
    options = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7, "feature_fraction": 0.9, "objective": "binary"}
    booster = train_lightgbm(X, (X[:, 0] > X[:, 1]).astype(float), **options)
    folder.model("model.txt", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), booster.predict(X[:8]))
    folder.rows("margins.csv", csv_text(X[:8].tolist()), booster.predict(X[:8], raw_score=True), method="margin")


@case
def lightgbm_forest_poisson(folder):
    X = random_rows(122, 200, 3)
    booster = train_lightgbm(X, np.round(np.exp(X[:, 0])), boosting="rf", bagging_freq=1, bagging_fraction=0.7, objective="poisson")
    folder.model("model.txt", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), booster.predict(X[:8]))


@case
def lightgbm_square_root(folder):
    X = random_rows(123, 200, 3)
    booster = train_lightgbm(X, X[:, 0] * 20 + X[:, 1], objective="regression", reg_sqrt=True)
    folder.model("model.txt", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), booster.predict(X[:8]))


@case
def lightgbm_sigmoid(folder):
    X = random_rows(124, 200, 3)
    booster = train_lightgbm(X, (X[:, 0] > 0).astype(int), objective="binary", sigmoid=2.5)
    folder.model("model.txt", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), booster.predict(X[:8]))


@case
def lightgbm_sigmoid_classes(folder):
    X = random_rows(125, 200, 3)
    booster = train_lightgbm(X, np.digitize(X[:, 0], [-0.5, 0.5]), objective="multiclassova", num_class=3, sigmoid=0.4)
    folder.model("model.txt", booster.save_model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), booster.predict(X[:8]))


@case
def lightgbm_word_classes(folder):
    X = random_rows(126, 200, 3)
    y = np.array(["no", "yes", "10", "9"], dtype=object)[np.digitize(X[:, 0], [-0.7, 0, 0.7])]
    model = LGBMClassifier(n_estimators=4, num_leaves=5, verbose=-1).fit(X, y)
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), model.predict(X[:8]))
    folder.rows("probabilities.csv", csv_text(X[:8].tolist()), model.predict_proba(X[:8]), method="predict_proba")


@case
def lightgbm_number_categories(folder):
    X = pd.DataFrame({"c": pd.Categorical(np.tile([1.0, 2.5, 10.0, -3.0, 1e6], 40)), "b": pd.Categorical(np.arange(200) % 3 == 0), "x": random_rows(127, 200, 1)[:, 0]})
    y = (X["c"].cat.codes ** 2 - X["b"].cat.codes * 3 + X["x"]).to_numpy()
    booster = train_lightgbm(X, y)
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    few = X.iloc[:6]
    answer = booster.predict(few)
    rows = [[float(c), bool(b), float(x)] for c, b, x in few.values.tolist()]
    folder.rows("rows.csv", csv_text(rows, list(X)), answer, header=True)
    folder.rows("short.csv", csv_text([[f"{c:g}", b, x] for c, b, x in rows], list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(rows, list(X)), answer)


@case
def lightgbm_behind_a_frame(folder):
    X = pd.DataFrame({"town": np.tile(["b", "a", "c", "a"], 50), "x": random_rows(128, 200, 1)[:, 0], "y": random_rows(129, 200, 1)[:, 0]})
    before = make_column_transformer((StandardScaler(), ["y", "x"]), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["town"]), verbose_feature_names_out=False).set_output(transform="pandas")
    model = make_pipeline(before, LGBMRegressor(n_estimators=5, num_leaves=5, verbose=-1)).fit(X, X["x"] * 2 + (X["town"] == "a"))
    folder.container = "sklearn"
    folder.joblib(model)
    few = pd.concat([X.iloc[:5], pd.DataFrame({"town": ["z"], "x": [0.1], "y": [0.2]})])
    folder.rows("rows.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True)
    folder.rows("other-order.csv", csv_text(few[["y", "town", "x"]].values.tolist(), ["y", "town", "x"]), model.predict(few), header=True)


# --- CatBoost

@case
def catboost_scale_and_bias(folder):
    X = random_rows(141, 150, 3)
    model = catboost_model(CatBoostRegressor, X, X[:, 0] - X[:, 1])
    model.set_scale_and_bias(0.5, 10.0)
    folder.model("model.cbm", model.save_model)
    folder.model("model.json", lambda path: model.save_model(path, format="json"))
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))


@case
def catboost_shrunk(folder):
    X = random_rows(142, 200, 3)
    model = catboost_model(CatBoostClassifier, X, np.digitize(X[:, 0], [-0.5, 0.5]), iterations=12)
    model.shrink(7, ntree_start=2)
    folder.model("model.cbm", model.save_model)
    folder.rows("probabilities.csv", csv_text(X[:6].tolist()), model.predict_proba(X[:6]), method="predict_proba")


@case
def catboost_sum(folder):
    X = random_rows(143, 200, 3)
    first = catboost_model(CatBoostRegressor, X, X[:, 0])
    second = catboost_model(CatBoostRegressor, X, X[:, 1] * 3 + 5, depth=2)
    model = sum_catboost_models([first, second], weights=[0.25, 2.0])
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]), models=["model.cbm"])
    y = np.digitize(X[:, 2], [-0.7, 0, 0.7])
    classes = sum_catboost_models([catboost_model(CatBoostClassifier, X, y), catboost_model(CatBoostClassifier, X, y, depth=2)])
    folder.model("classes.cbm", classes.save_model)
    folder.rows("classes.csv", csv_text(X[:6].tolist()), classes.predict(X[:6]), models=["classes.cbm"])


@case
def catboost_tweedie(folder):
    X = random_rows(144, 200, 3)
    model = catboost_model(CatBoostRegressor, X, np.exp(X[:, 0]).round(1), loss_function="Tweedie:variance_power=1.5")
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))


@case
def catboost_quantiles(folder):
    X = random_rows(145, 200, 3)
    model = catboost_model(CatBoostRegressor, X, X[:, 0] * 3, loss_function="MultiQuantile:alpha=0.1,0.5,0.9")
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))


@case
def catboost_leafwise(folder):
    X = pd.DataFrame({"c": np.tile(["a", "b", "1", "1.0", "nan"], 60), "x": random_rows(146, 300, 1)[:, 0], "y": random_rows(147, 300, 1)[:, 0]})
    X.loc[::7, "x"] = NAN
    y = (X["c"] == "1") * 3.0 + X["y"] + X["x"].fillna(9)
    model = catboost_model(CatBoostRegressor, Pool(X, y, cat_features=["c"]), None, grow_policy="Lossguide", max_leaves=9, depth=6, one_hot_max_size=10)
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    few = pd.concat([X.iloc[:8], pd.DataFrame({"c": ["zz", "01"], "x": [0.5, NAN], "y": [-1.0, 2.0]})])
    folder.rows("rows.csv", csv_text(few.values.tolist(), list(X)), model.predict(few), header=True)


@case
def catboost_negative_classes(folder):
    X = random_rows(148, 150, 3)
    model = catboost_model(CatBoostClassifier, X, np.where(X[:, 0] > 0, 1, -1))
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]), models=["model.joblib"])
    folder.rows("probabilities.csv", csv_text(X[:6].tolist()), model.predict_proba(X[:6]), method="predict_proba")


@case
def catboost_class_names(folder):
    X = random_rows(149, 200, 3)
    y = np.array(["low", "mid", "top"])[np.digitize(X[:, 0], [-0.5, 0.5])]
    model = catboost_model(CatBoostClassifier, X, y, class_names=["top", "low", "mid"], auto_class_weights="Balanced")
    folder.joblib(model)
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]), models=["model.joblib"])
    folder.rows("probabilities.csv", csv_text(X[:6].tolist()), model.predict_proba(X[:6]), method="predict_proba")


@case
def catboost_borders(folder):
    X = np.round(np.random.default_rng(150).integers(0, 9, size=(200, 2)) * 0.1, 1)
    model = catboost_model(CatBoostRegressor, X, X[:, 0] * 10 + X[:, 1], border_count=64)
    folder.model("model.cbm", model.save_model)
    borders = [border for feature in model.get_borders().values() for border in feature][:6]
    rows = [[b + shift, 0.35] for b in borders for shift in (0.0, 1e-9, -1e-9, 4e-9)]
    folder.rows("rows.csv", csv_text(rows), model.predict(np.array(rows)))


# --- scikit-learn

@case
def sklearn_rare_categories(folder):
    X = pd.DataFrame({"c": ["a"] * 30 + ["b"] * 20 + ["c"] * 3 + ["d"] * 2 + ["10"] * 1, "n": [1] * 40 + [2] * 12 + [3] * 4})
    encoder = OneHotEncoder(min_frequency=4, handle_unknown="infrequent_if_exist", sparse_output=False)
    model = make_pipeline(encoder, Ridge()).fit(X, np.arange(len(X)))
    folder.container = "sklearn"
    folder.joblib(model)
    rows = pd.DataFrame({"c": ["a", "b", "c", "10", "zz"], "n": [1, 2, 3, 9, 1]})
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.predict(rows), header=True)
    folder.rows("rows.jsonl", json_lines(rows.values.tolist(), list(X)), model.predict(rows), served=False)


@case
def sklearn_rare_ordinals(folder):
    X = pd.DataFrame({"c": ["a"] * 30 + ["b"] * 20 + ["c"] * 3 + ["d"] * 2 + [None] * 5, "d": ["x"] * 40 + ["y"] * 15 + ["z"] * 5})
    model = OrdinalEncoder(max_categories=3, handle_unknown="use_encoded_value", unknown_value=NAN, encoded_missing_value=-7).fit(X)
    folder.joblib(model)
    rows = pd.DataFrame({"c": ["a", "b", "c", "d", "zz", None], "d": ["x", "y", "z", "w", "x", "x"]})
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.transform(rows), header=True, method="transform")


@case
def sklearn_binary_drop(folder):
    X = pd.DataFrame({"s": ["f", "m"] * 20, "t": ["u", "v", "w", "u"] * 10})
    model = OneHotEncoder(drop="if_binary", handle_unknown="ignore", sparse_output=False).fit(X)
    folder.joblib(model)
    rows = pd.DataFrame({"s": ["f", "m", "?", "m"], "t": ["u", "w", "v", "zz"]})
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.transform(rows), header=True, method="transform")


@case
def sklearn_last_column(folder):
    X = np.column_stack([random_rows(161, 60, 2), np.arange(60) % 3])
    model = make_pipeline(ColumnTransformer([("c", OneHotEncoder(), [-1])], remainder="passthrough"), LinearRegression()).fit(X, X[:, 0] + X[:, 2] ** 2)
    folder.container = "sklearn"
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:5].tolist()), model.predict(X[:5]))


@case
def sklearn_slices_and_masks(folder):
    X = pd.DataFrame(random_rows(162, 60, 5), columns=list("abcde"))
    X["w"] = ["p", "q", "r"] * 20
    parts = [("s", MinMaxScaler(), slice("b", "d")), ("m", StandardScaler(), np.array([True, False, False, False, True, False]))]
    X["w"] = X["w"].astype(object)
    model = make_pipeline(ColumnTransformer(parts + [("w", OneHotEncoder(), make_column_selector(pattern="^w")), ("p", "passthrough", ["a"])]), Ridge()).fit(X, X["a"] - X["c"] + (X["w"] == "q"))
    folder.joblib(model)
    rows = X.iloc[:5]
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.predict(rows), header=True)
    folder.rows("other-order.csv", csv_text(rows[list("wedcba")].values.tolist(), list("wedcba")), model.predict(rows[list("wedcba")]), header=True)


@case
def sklearn_unseen_code(folder):
    X = np.random.default_rng(163).integers(0, 3, size=(60, 2))
    model = CategoricalNB(min_categories=[3, 5]).fit(X, (X[:, 0] > 0).astype(int))
    folder.joblib(model)
    folder.rows("rows.csv", csv_text([[0, 1], [2, 4], [1, 3]]), model.predict_proba(np.array([[0, 1], [2, 4], [1, 3]])), method="predict_proba")
    folder.rows("unseen.csv", csv_text([[3, 0]]), refused(lambda: model.predict(np.array([[3, 0]]))))
    folder.rows("negative.csv", csv_text([[-1, 0]]), refused(lambda: model.predict(np.array([[-1, 0]]))))


@case
def sklearn_far_from_all(folder):
    X = random_rows(164, 60, 2)
    y = np.where(X[:, 0] > 0, "right", "left")
    model = RadiusNeighborsClassifier(radius=0.7, outlier_label="most_frequent").fit(X, y)
    folder.joblib(model)
    rows = np.array([[0.5, 0], [99, 99], [-0.5, 0.2]])
    folder.rows("rows.csv", csv_text(rows.tolist()), model.predict(rows))


@case
def sklearn_same_place(folder):
    X = np.array([[0, 0], [0, 0], [1, 0], [3, 3], [3, 3], [4, 4]], dtype=float)
    model = KNeighborsClassifier(3, weights="distance").fit(X, [0, 1, 1, 2, 2, 0])
    folder.joblib(model)
    rows = np.array([[0, 0], [3, 3], [0.5, 0], [2, 2], [-0.0, 0]])
    folder.rows("rows.csv", csv_text(rows.tolist()), model.predict_proba(rows), method="predict_proba")
    folder.rows("labels.csv", csv_text(rows.tolist()), model.predict(rows))


@case
def sklearn_beyond_the_curve(folder):
    x = np.arange(20.0)
    for mode, name in (("nan", "nan.joblib"), ("clip", "clip.joblib"), ("raise", "raise.joblib")):
        model = IsotonicRegression(out_of_bounds=mode).fit(x, np.sqrt(x))
        folder.model(name, lambda path, model=model: joblib.dump(model, path))
        rows = np.array([[0.5], [19.0], [-1.0], [25.0]])
        folder.rows(f"{mode}.csv", csv_text(rows.tolist()), None if mode == "raise" else model.predict(rows[:, 0]), models=[name])


@case
def sklearn_all_against(folder):
    X = random_rows(165, 200, 3)
    y = np.digitize(X[:, 0], [-0.5, 0.5])
    model = SGDClassifier(loss="modified_huber", random_state=1).fit(X, y)
    folder.joblib(model)
    rows = np.vstack([X[:6], [[50, 50, 50], [0, 99, -99]]])
    folder.rows("rows.csv", csv_text(rows.tolist()), model.predict_proba(rows), method="predict_proba")


@case
def sklearn_accents(folder):
    texts = ["Café au lait", "straße Łódź", "İstanbul ǅ", "naïve e\u0301clair", "ﬁne ½ ①", "日本 カ\u3099"]
    model = make_column_transformer((CountVectorizer(strip_accents="unicode", ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b"), "t"), (TfidfVectorizer(strip_accents="ascii", analyzer="char_wb", ngram_range=(2, 3), sublinear_tf=True, norm="l1"), "t"), sparse_threshold=0)
    X = pd.DataFrame({"t": texts})
    model.fit(X)
    folder.joblib(model)
    rows = pd.DataFrame({"t": [*texts, "CAFE straße", "ÉCLAIR", ""]})
    folder.rows("rows.csv", csv_text(rows.values.tolist(), ["t"]), model.transform(rows), header=True, method="transform")


@case
def sklearn_float_label(folder):
    X = random_rows(168, 80, 2)
    model = DecisionTreeClassifier(max_depth=3, random_state=1).fit(X, np.array([1, 2, 500], dtype=np.float32)[np.digitize(X[:, 0], [-0.5, 0.5])])
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:8].tolist()), model.predict(X[:8]), served=False)


@case
def sklearn_close_values(folder):
    X = np.array([[0.0], [2e-7], [1.0], [1.0000001], [16777216.0], [16777217.0]])
    model = DecisionTreeClassifier(random_state=1).fit(X, [0, 1, 0, 1, 0, 0])
    folder.joblib(model)
    rows = [[1e-7], [1.00000006], [1.00000003], [16777217.0], [9.9999999e-8], [1.0000000596046448]]
    folder.rows("rows.csv", csv_text(rows), model.predict(np.array(rows)))


# --- cells as pandas reads them

@case
def sklearn_words_like_numbers(folder):
    words = ["50060e8007123400", "50060e8007123402", "10E999", "1e5", "100000", "Infinity", "0x1F", "1_000", "12:30", "2024-01-05", "1/2", "٣"]
    X = pd.DataFrame({"id": words * 3, "n": np.arange(36) % 5})
    model = make_pipeline(make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["id"]), remainder="passthrough"), Ridge()).fit(X, np.arange(36) % 12)
    folder.container = "sklearn"
    folder.joblib(model)
    rows = X.iloc[:12]
    folder.rows("rows.csv", csv_text(rows.values.tolist(), list(X)), model.predict(rows), header=True)
    folder.rows("plain.csv", csv_text(rows.values.tolist()), model.predict(rows))
    folder.rows("rows.jsonl", json_lines(rows.values.tolist(), list(X)), model.predict(rows), served=False)


@case
def sklearn_long_decimals(folder):
    model = FunctionTransformer().fit(np.zeros((1, 1)))
    folder.joblib(model)
    cells = ["6144039378640938.000000", "0.1000000000000000055511151231257827", "2.2250738585072011e-308", "9007199254740993", "1e23", "123456789012345678901234567890", "4.9e-324",
             "1.7976931348623158e308", "0.500000000000000166533453693773481063544750213623046875", "1.00000000000000011102230246251565"]
    folder.rows("rows.csv", "".join(f"{cell}\n" for cell in cells), model.transform(np.array([[float(cell)] for cell in cells])), method="transform")


@case
def sklearn_long_ids(folder):
    ids = [1582218195625938945, 1582218195625938946, 1582218195625938944, 1234567890123456789]
    X = pd.DataFrame({"id": np.array(ids * 10, dtype="int64"), "x": random_rows(181, 40, 1)[:, 0]})
    model = make_pipeline(make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["id"]), remainder="passthrough"), Ridge()).fit(X, np.arange(40) % 4)
    folder.joblib(model)
    rows = X.iloc[:4]
    cells = [[int(i), float(x)] for i, x in zip(rows["id"], rows["x"])]
    folder.rows("rows.csv", csv_text(cells, list(X)), model.predict(rows), header=True)
    folder.rows("rows.jsonl", json_lines(cells, list(X)), model.predict(rows))
    rows.set_index(pd.Index([5, 6, 7, 9], name="row")).to_parquet(folder.at("rows.parquet"))
    folder.inputs.append({"file": "rows.parquet", "expected": [[str(cell)] for cell in model.predict(rows)]})


@case
def lightgbm_nullable_frame(folder):
    X = pd.DataFrame({"f": np.arange(120) % 3 == 0, "n": np.arange(120) % 7, "c": pd.Categorical(np.tile(["a", "b", "c"], 40)), "x": random_rows(182, 120, 1)[:, 0].astype(np.float32)})
    booster = train_lightgbm(X.astype({"f": "boolean", "n": "Int64"}), X["f"] * 4.0 + X["n"] + X["x"] * (X["c"] == "a"))
    folder.container = "sklearn"
    folder.model("model.txt", booster.save_model)
    rows = X.iloc[:8].astype({"f": "boolean", "n": "Int64"})
    rows.iloc[2, 0] = pd.NA
    rows.iloc[3, 1] = pd.NA
    rows.iloc[4, 3] = NAN
    answer = booster.predict(rows)
    rows.to_parquet(folder.at("rows.parquet"))
    folder.inputs.append({"file": "rows.parquet", "expected": [[str(cell)] for cell in answer]})
    cells = [["" if cell is pd.NA else cell for cell in row] for row in rows.astype(object).values.tolist()]
    folder.rows("rows.csv", csv_text([[repr(c) if isinstance(c, float) else c for c in row] if row[3] == row[3] else [*row[:3], ""] for row in cells], list(X)), answer, header=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or [name for name in CASES if name not in EARLIER])

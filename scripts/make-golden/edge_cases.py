"""Models, cells and labels at the edges of what the libraries take, with their answers: `test/golden/edges`, in the form of `test/golden/reports`.

    python edge_cases.py FOLDER [NAME ...]    with the libraries of public_reports.py
"""
import pickle
import sys

import numpy as np
import pandas as pd
import xgboost
from catboost import CatBoostClassifier, CatBoostRanker, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRegressor
from public_reports import CASES, NAN, case, catboost_model, csv_text, json_lines, main, random_rows, train_lightgbm, train_xgboost
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import Birch, KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_transformer
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    StandardScaler,
)
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

CASES.clear()
INF = float("inf")
BIG = 2 ** 53


def frame(seed, rows, columns):
    return pd.DataFrame(random_rows(seed, rows, len(columns)), columns=columns)


# --- XGBoost

for name, options in {
    "count:poisson": {}, "reg:gamma": {}, "reg:tweedie": {"tweedie_variance_power": 1.3}, "reg:squaredlogerror": {}, "reg:pseudohubererror": {}, "reg:absoluteerror": {},
    "reg:quantileerror": {"quantile_alpha": [0.1, 0.5, 0.9]}, "survival:cox": {}, "rank:pairwise": {}, "reg:logistic": {}, "multi:softprob": {"num_class": 4},
}.items():
    def objective(folder, name=name, options=options):
        X = random_rows(201, 120, 3)
        y = np.abs(X[:, 0] * 2 + X[:, 1]) + 0.1
        y = {"reg:logistic": y / (1 + y), "multi:softprob": np.floor(y) % 4, "rank:pairwise": np.floor(y) % 3}.get(name, y)
        booster = train_xgboost(X, y, objective=name, **options)
        folder.container = "xgboost"
        for form in ("json", "ubj"):
            folder.model(f"model.{form}", booster.save_model)
        few = np.vstack([X[:6], [[NAN, 0.0, -0.0], [1e30, -1e30, 1e-45]]])
        folder.rows("rows.csv", csv_text(few.tolist()), booster.predict(xgboost.DMatrix(few)))
        folder.rows("one.csv", csv_text(few[:1].tolist()), booster.predict(xgboost.DMatrix(few[:1])))
    CASES["xgboost-" + name.replace(":", "-")] = objective


@case
def xgboost_times(folder):
    seconds = np.arange(1_700_000_000, 1_700_000_000 + 120 * 86400, 86400, dtype=np.int64)
    X = pd.DataFrame({"ns": seconds * 10 ** 9, "s": seconds, "größe": random_rows(202, 120, 1)[:, 0], "日 本": np.arange(120) % 7})
    booster = train_xgboost(xgboost.DMatrix(X, (X["日 本"] > 3) + X["größe"] + (np.arange(120) > 60)), None)
    folder.container = "xgboost"
    folder.model("model.json", booster.save_model)
    few = X.iloc[[0, 50, 59, 60, 61, 62, 119]]
    answer = booster.predict(xgboost.DMatrix(few))
    folder.rows("rows.csv", csv_text(few.astype(object).values.tolist(), list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(few.astype(object).values.tolist(), list(X)), answer)


@case
def xgboost_odd_categories(folder):
    # XGBoost takes no categories that are booleans or fractions.
    X = pd.DataFrame({"code": pd.Categorical([2 ** 40, -7, 0, 2 ** 40] * 20), "word": pd.Categorical(["a b", "ä", "", "a b"] * 20)})
    booster = train_xgboost(xgboost.DMatrix(X, np.arange(80) % 4, enable_categorical=True), None)
    few = X.iloc[:4]
    answer = booster.predict(xgboost.DMatrix(few, enable_categorical=True))
    folder.model("model.json", booster.save_model)
    folder.model("model.ubj", booster.save_model)
    folder.rows("rows.csv", csv_text(few.astype(object).values.tolist(), list(X)), answer, header=True)
    folder.rows("rows.jsonl", json_lines(few.astype(object).values.tolist(), list(X)), answer)


@case
def xgboost_pickled_kinds(folder):
    X = random_rows(203, 100, 3)
    for kind, model, y in (("forest", xgboost.XGBRFRegressor(n_estimators=5, max_depth=3), X[:, 0]), ("ranker", xgboost.XGBRanker(n_estimators=3, max_depth=2), None),
                           ("dart", xgboost.XGBRegressor(n_estimators=4, max_depth=2, booster="dart", rate_drop=0.3, random_state=1), X[:, 1])):
        model = model.fit(X, np.arange(100) % 3, group=[50, 50]) if y is None else model.fit(X, y)
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(X[:5].tolist()), model.predict(X[:5]), models=[f"{kind}.joblib"])


# --- LightGBM

for name, options in {
    "mape": {}, "huber": {}, "fair": {}, "quantile": {"alpha": 0.3}, "gamma": {}, "tweedie": {}, "poisson": {}, "cross_entropy": {}, "cross_entropy_lambda": {},
    "multiclass": {"num_class": 3}, "multiclassova": {"num_class": 3}, "regression_l1": {},
}.items():
    def objective(folder, name=name, options=options):
        X = random_rows(211, 150, 3)
        y = np.abs(X[:, 0] * 2 + X[:, 1]) + 0.1
        y = {"cross_entropy": y / (1 + y), "cross_entropy_lambda": y / (1 + y)}.get(name, np.floor(y) % 3 if "multi" in name else y)
        booster = train_lightgbm(X, y, objective=name, **options)
        folder.container = "lightgbm" if name not in ("multiclass", "multiclassova", "cross_entropy", "cross_entropy_lambda") else None
        folder.model("model.txt", booster.save_model)
        few = np.vstack([X[:6], [[NAN, 0.0, -0.0], [INF, -INF, 1e-36]]])
        folder.rows("rows.csv", csv_text(few.tolist()), booster.predict(few), served=False)
        folder.rows("one.csv", csv_text(few[:1].tolist()), booster.predict(few[:1]), served=False)
    CASES["lightgbm-" + name.replace("_", "-")] = objective


@case
def lightgbm_labels(folder):
    X = random_rows(212, 90, 2)
    turns = np.arange(90) % 3
    for kind, classes in {"booleans": [False, True, True], "floats": [3.0, -1.0, 2.0], "large": [BIG + 1, BIG + 3, -BIG - 5], "digits": ["10", "9", "010"], "words": ["ä", "z", "Z"]}.items():
        model = LGBMClassifier(n_estimators=4, num_leaves=4, min_child_samples=3, verbosity=-1).fit(X, np.array(classes)[turns])
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(X[:8].tolist()), model.predict(X[:8]), models=[f"{kind}.joblib"])


@case
def lightgbm_odd_codes(folder):
    # The file has a bit for each code up to the largest one, in each split.
    codes = np.array([0, 1, 2, 5, 1000, 65535])
    X = np.column_stack([codes[np.arange(240) % 6], random_rows(213, 240, 1)[:, 0]]).astype(float)
    booster = train_lightgbm(X, (np.arange(240) % 6) * 1.0, categorical=[0])
    folder.model("model.txt", booster.save_model)
    few = [[c, 0.5] for c in (0.0, 1.0, 1.9, -0.5, -1.0, 3.0, 1000.0, 65535.0, 65536.0, 2147483647.0, 2147483648.0, 1e18, 1e300, NAN)]
    folder.rows("rows.csv", csv_text(few), booster.predict(np.array(few)))


@case
def lightgbm_odd_frames(folder):
    X = pd.DataFrame({"flag": [True, False, False, True] * 30, "small": np.arange(120, dtype=np.int8), "kind": pd.Categorical([1, 2, 3, 10] * 30),
                      "when": pd.Categorical(pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-01", "2025-01-01"] * 30).strftime("%Y-%m-%d"))})
    model = LGBMRegressor(n_estimators=5, num_leaves=5, min_child_samples=3, min_data_per_group=1, cat_smooth=1, verbosity=-1).fit(X, np.arange(120) % 4)
    folder.joblib(model)
    folder.model("model.txt", model.booster_.save_model)
    few = X.iloc[[0, 1, 2, 3, 100]]
    cells = few.astype(object).values.tolist()
    folder.rows("rows.csv", csv_text(cells, list(X)), model.predict(few), header=True)
    folder.rows("rows.jsonl", json_lines(cells, list(X)), model.predict(few))


# --- CatBoost

for name, options in {
    "Poisson": {}, "Quantile:alpha=0.2": {}, "MAPE": {}, "Lq:q=2.5": {}, "RMSEWithUncertainty": {}, "MultiRMSE": {}, "Huber:delta=1": {}, "LogCosh": {}, "Expectile:alpha=0.3": {},
}.items():
    def objective(folder, name=name, options=options):
        X = random_rows(221, 120, 3)
        y = np.abs(X[:, 0] * 2 + X[:, 1])
        model = catboost_model(CatBoostRegressor, X, np.column_stack([y, X[:, 2]]) if name == "MultiRMSE" else y, loss_function=name, **options)
        folder.model("model.cbm", model.save_model)
        folder.model("model.json", lambda path: model.save_model(path, format="json"))
        folder.joblib(model)
        few = np.vstack([X[:6], [[NAN, 0.0, -0.0], [INF, -INF, 1e-45], [1e39, -1e39, 0]]])
        folder.rows("rows.csv", csv_text(few.tolist()), model.predict(few))
    CASES["catboost-" + name.split(":")[0].lower()] = objective


@case
def catboost_labels(folder):
    X = random_rows(222, 90, 2)
    turns = np.arange(90) % 3
    for kind, classes in {"large": [BIG + 1, BIG + 3, -BIG - 5], "mixed": ["10", "9", "010"], "halves": [0.5, 1.5, -2.0], "words": ["ä", "a b", "a,b"], "truth": ["True", "False", "no"]}.items():
        model = catboost_model(CatBoostClassifier, X, np.array(classes)[turns])
        folder.model(f"{kind}.cbm", model.save_model)
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(X[:8].tolist()), model.predict(X[:8]), models=[f"{kind}.joblib"])
        folder.rows(f"{kind}-shares.csv", csv_text(X[:8].tolist()), model.predict_proba(X[:8]), models=[f"{kind}.cbm", f"{kind}.joblib"], method="predict_proba")


@case
def catboost_odd_categories(folder):
    values = [0, -1, 2 ** 63 - 1, -2 ** 63, BIG + 1, 7]
    words = ["a", "a\u0308", "ä", "A", " a", "a\tb"]
    X = pd.DataFrame({"n": [values[i % 6] for i in range(120)], "w": [words[i * 5 % 6] for i in range(120)], "b": [i % 2 == 0 for i in range(120)], "x": random_rows(223, 120, 1)[:, 0]})
    model = catboost_model(CatBoostRegressor, X, np.arange(120) % 6 * 1.0, cat_features=["n", "w", "b"])
    folder.model("model.cbm", model.save_model)
    folder.joblib(model)
    few = X.iloc[:12]
    cells = few.astype(object).values.tolist()
    folder.rows("rows.csv", csv_text(cells, list(X)), model.predict(few), header=True)
    folder.rows("rows.jsonl", json_lines(cells, list(X)), model.predict(few))


NAMES = ["größe", "日 本", "e\u0301", "😀,x"]


def named(rows):
    """Columns whose names and words are not in ASCII."""
    words = ["ä", "a\u0308", "日本", "😀", "Ω"]
    X = pd.DataFrame(random_rows(225, rows, 3), columns=NAMES[:3])
    X[NAMES[3]] = [words[i * 7 % 5] for i in range(rows)]
    return X


@case
def catboost_names(folder):
    X = named(100)
    model = catboost_model(CatBoostRegressor, X, X[NAMES[0]] + np.arange(100) % 5, cat_features=[NAMES[3]])
    folder.model("model.cbm", model.save_model)
    folder.model("model.json", lambda path: model.save_model(path, format="json", pool=None))
    folder.joblib(model)
    cells, order = X.iloc[:10].astype(object).values.tolist(), [3, 1, 0, 2]
    folder.rows("rows.csv", csv_text(cells, NAMES), model.predict(X.iloc[:10]), header=True, models=["model.cbm", "model.joblib"])
    folder.rows("order.jsonl", json_lines([[row[at] for at in order] for row in cells], [NAMES[at] for at in order]), model.predict(X.iloc[:10]), models=["model.cbm", "model.joblib"])


@case
def catboost_long_description(folder):
    X = random_rows(226, 40, 2)
    # The file's description of the training has every label, and grows beyond what is handed to a function at once.
    labels = np.array([f"label {i:03} " + "ä" * 2000 for i in range(40)])
    model = catboost_model(CatBoostClassifier, X, labels, iterations=1, depth=1)
    folder.model("model.cbm", model.save_model)
    folder.rows("rows.csv", csv_text(X[:2].tolist()), model.predict_proba(X[:2]), method="predict_proba")


@case
def lightgbm_names(folder):
    X = named(100)
    X[NAMES[3]] = X[NAMES[3]].astype("category")
    X.columns = ["größe", "日本", "e\u0301", "😀x"]
    model = LGBMRegressor(n_estimators=5, num_leaves=5, min_child_samples=3, min_data_per_group=1, cat_smooth=1, verbosity=-1).fit(X, X["größe"] + np.arange(100) % 5)
    folder.model("model.txt", model.booster_.save_model)
    folder.joblib(model)
    few = X.iloc[:10]
    folder.rows("rows.csv", csv_text(few.astype(object).values.tolist(), list(X)), model.predict(few), header=True)
    folder.rows("rows.jsonl", json_lines(few.astype(object).values.tolist(), list(X)), model.predict(few))


@case
def sklearn_names(folder):
    X = named(60)
    model = make_pipeline(make_column_transformer((OneHotEncoder(handle_unknown="ignore"), [NAMES[3]]), remainder="passthrough"), LinearRegression()).fit(X, np.arange(60) % 5)
    for protocol in (2, 5):
        folder.model(f"model{protocol}.pkl", lambda path, protocol=protocol: open(path, "wb").write(pickle.dumps(model, protocol)))
    for form in ("zlib", "gzip", "bz2", "xz"):
        folder.joblib(model, form, compress=(form, 3))
    cells, order = X.iloc[:10].astype(object).values.tolist(), [3, 1, 0, 2]
    folder.rows("rows.csv", csv_text(cells, NAMES), model.predict(X.iloc[:10]), header=True)
    folder.rows("order.jsonl", json_lines([[row[at] for at in order] for row in cells], [NAMES[at] for at in order]), model.predict(X.iloc[:10]))


@case
def sklearn_bytes(folder):
    X = random_rows(236, 40, 2)
    model = DecisionTreeClassifier(max_depth=2).fit(X, np.array([b"no", b"yes\xff"])[(X[:, 0] > 0).astype(int)])
    folder.joblib(model)
    folder.rows("shares.csv", csv_text(X[:5].tolist()), model.predict_proba(X[:5]), method="predict_proba")


@case
def catboost_ranked(folder):
    X = random_rows(224, 60, 3)
    model = CatBoostRanker(iterations=5, depth=3, random_seed=1, verbose=False, allow_writing_files=False, thread_count=1, loss_function="QueryRMSE")
    model.fit(X, np.arange(60) % 3, group_id=np.repeat(np.arange(6), 10))
    folder.model("model.cbm", model.save_model)
    folder.joblib(model)
    folder.rows("rows.csv", csv_text(X[:6].tolist()), model.predict(X[:6]))


# --- scikit-learn

@case
def sklearn_labels(folder):
    X = random_rows(231, 60, 2)
    turns = np.arange(60) % 3
    kinds = {"booleans": np.array([True, False, False]), "zeros": np.array([-0.0, 1.0, 3.0]), "wide": np.array([1e15, -2.0, 1.0]), "halves32": np.array([16777216.0, 5.0, 3.0], dtype=np.float32), "small": np.array([-1, 0, 127], dtype=np.int8),
             "unsigned": np.array([0, 2 ** 63, 2 ** 64 - 1], dtype=np.uint64), "large": np.array([BIG + 1, -BIG - 3, 2 ** 63 - 1]), "words": np.array(["ä", "a\nb", 'a"b,c']), "objects": np.array(["x", "10", "9"], dtype=object)}
    for kind, classes in kinds.items():
        model = DecisionTreeClassifier(max_depth=3).fit(X, classes[turns])
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(X[:8].tolist()), model.predict(X[:8]), models=[f"{kind}.joblib"])


@case
def sklearn_several_targets(folder):
    X = random_rows(232, 80, 3)
    words = np.column_stack([np.array(["a", "b c", "ä"])[np.arange(80) % 3], np.array(["yes", "no"])[(X[:, 0] > 0).astype(int)]])
    flags = np.column_stack([X[:, 0] > 0, X[:, 1] > 0, X[:, 2] > X[:, 0]]).astype(int)
    few = X[:6]
    for kind, model, y in (("forest", RandomForestClassifier(5, max_depth=3, random_state=1), words), ("each", MultiOutputClassifier(LogisticRegression()), words), ("near", KNeighborsClassifier(3, weights="distance"), words),
                           ("chain", ClassifierChain(LogisticRegression(), random_state=1), flags), ("numbers", RandomForestRegressor(4, max_depth=3, random_state=1), X[:, :2]), ("one", PLSRegression(2), X[:, :1] * 2),
                           ("column", LinearRegression(), X[:, :1] - X[:, 1:2]), ("nearest", KNeighborsRegressor(2), X)):
        model.fit(X, y)
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(few.tolist()), model.predict(few), models=[f"{kind}.joblib"])
        folder.rows(f"{kind}-one.csv", csv_text(few[:1].tolist()), model.predict(few[:1]), models=[f"{kind}.joblib"])


@case
def sklearn_float32(folder):
    X = random_rows(233, 60, 3).astype(np.float32)
    y = (X[:, 0] * 3 - X[:, 1]).astype(np.float32)
    folder.container = None
    for kind, model in {"linear": LinearRegression(), "ridge": Ridge(), "near": KNeighborsRegressor(2), "pls": PLSRegression(2)}.items():
        model.fit(X, y)
        folder.joblib(model, kind, compress=0)
        few = X[:5].astype(float)
        folder.rows(f"{kind}.csv", csv_text(few.tolist()), model.predict(few), models=[f"{kind}.joblib"])


@case
def sklearn_transformed(folder):
    X = np.abs(random_rows(234, 60, 3))
    for kind, model in {"pca": PCA(2), "svd": TruncatedSVD(2, random_state=1), "bins": KBinsDiscretizer(3, encode="onehot"), "normal": QuantileTransformer(n_quantiles=20, output_distribution="normal"),
                        "power": PowerTransformer(), "unit": Normalizer("max"), "poly": PolynomialFeatures(3, interaction_only=True), "log": FunctionTransformer(np.log1p)}.items():
        model.fit(X)
        folder.joblib(model, kind, compress=0)
        few = np.vstack([X[:4], [[0.0, 0.0, 0.0], [1e6, 1e-6, 3.0]]])
        folder.rows(f"{kind}.csv", csv_text(few.tolist()), model.transform(few), models=[f"{kind}.joblib"], method="transform", served=False)


@case
def sklearn_odd_categories(folder):
    X = pd.DataFrame({"id": [BIG + 1, BIG + 2, -5, 0] * 15, "w": ["a", None, "b", ""] * 15, "f": [0.1, NAN, 2.0, -0.0] * 15, "b": [True, False, True, True] * 15})
    y = np.arange(60) % 4
    for kind, encoder in {"first": OneHotEncoder(drop="first", handle_unknown="ignore"), "rare": OneHotEncoder(min_frequency=16, handle_unknown="infrequent_if_exist"), "order": OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)}.items():
        model = make_pipeline(make_column_transformer((encoder, ["id", "w"]), (OneHotEncoder(handle_unknown="ignore"), ["f", "b"])), LinearRegression()).fit(X, y)
        folder.joblib(model, kind, compress=0)
        few = pd.concat([X.iloc[:4], pd.DataFrame({"id": [BIG, 7], "w": ["new", "A"], "f": [0.1000000001, 2.0], "b": [False, True]})], ignore_index=True)
        folder.rows(f"{kind}.jsonl", json_lines(few.astype(object).where(few.notna(), None).values.tolist(), list(X)), model.predict(few), models=[f"{kind}.joblib"])


@case
def sklearn_texts(folder):
    texts = ["Größe 10 m² — naïve café", "日本語 テキスト", "a_b 3.14 don't", "", "ÀÉ İı ß ﬁ", "one two two THREE three"]
    for kind, vectorizer in {"letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 2), sublinear_tf=True), "plain": TfidfVectorizer(norm=None, smooth_idf=False, lowercase=False), "hashed": HashingVectorizer(n_features=16, ngram_range=(1, 2)),
                             "short": TfidfVectorizer(token_pattern=r"(?u)\b\w+\b", max_df=0.9, strip_accents="unicode", use_idf=False)}.items():
        model = make_pipeline(vectorizer, Ridge()).fit(texts, np.arange(6.0))
        folder.joblib(model, kind, compress=0)
        asked = [*texts, "unseen words", "GRÖSSE größe", "\ta\r\nb", "😀 emoji"]
        folder.rows(f"{kind}.jsonl", json_lines([[text] for text in asked]), model.predict(asked), models=[f"{kind}.joblib"])


@case
def sklearn_dtypes(folder):
    X = pd.DataFrame({"kind": pd.Categorical(["x", "y", None, "z"] * 30), "n": np.arange(120) % 5 * 1.0, "code": pd.Categorical([3, 1, 2, 3] * 30), "flag": [True, False] * 60})
    for kind, model, y in (("regressor", HistGradientBoostingRegressor(max_iter=5, min_samples_leaf=4, categorical_features="from_dtype"), np.arange(120) % 4),
                           ("classifier", HistGradientBoostingClassifier(max_iter=4, min_samples_leaf=4, categorical_features="from_dtype"), np.array(["u", "v", "w"])[np.arange(120) % 3])):
        model.fit(X, y)
        folder.joblib(model, kind, compress=0)
        few = X.iloc[:8]
        cells = few.astype(object).where(few.notna(), None).values.tolist()
        folder.rows(f"{kind}.csv", csv_text(cells, list(X)), model.predict(few), header=True, models=[f"{kind}.joblib"])
        folder.rows(f"{kind}.jsonl", json_lines(cells, list(X)), model.predict(few), models=[f"{kind}.joblib"])


@case
def sklearn_composed(folder):
    X = random_rows(235, 90, 3)
    y = np.array(["no", "yes", "maybe"])[np.arange(90) % 3]
    few = X[:7]
    for kind, model in {"votes": VotingClassifier([("a", LogisticRegression()), ("b", GaussianNB())]), "soft": VotingClassifier([("a", LogisticRegression()), ("b", GaussianNB())], voting="soft", weights=[1, 3]),
                        "stack": StackingClassifier([("a", LogisticRegression()), ("b", DecisionTreeClassifier(max_depth=2, random_state=1))], passthrough=True, cv=3),
                        "calibrated": CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=3), "kernel": SVC(), "steps": SGDClassifier(random_state=1)}.items():
        model.fit(X, y)
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(few.tolist()), model.predict(few), models=[f"{kind}.joblib"])
    log = TransformedTargetRegressor(make_pipeline(StandardScaler(), Ridge()), func=np.log1p, inverse_func=np.expm1).fit(np.abs(X), np.abs(X[:, 0]))
    folder.joblib(log, "log", compress=0)
    folder.rows("log.csv", csv_text(np.abs(few).tolist()), log.predict(np.abs(few)), models=["log.joblib"])
    for kind, model in {"centres": KMeans(3, random_state=1, n_init=1), "batches": MiniBatchKMeans(3, random_state=1, n_init=1), "birch": Birch(n_clusters=3)}.items():
        model.fit(X)
        folder.joblib(model, kind, compress=0)
        folder.rows(f"{kind}.csv", csv_text(few.tolist()), model.predict(few), models=[f"{kind}.joblib"])


@case
def sklearn_filled(folder):
    X = pd.DataFrame({"w": ["a", None, "b", "a"] * 10, "x": [1.0, NAN, 3.0, 0.0] * 10, "e": [NAN] * 40, "i": [1, 2, 3, 4] * 10})
    parts = [("w", make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder(handle_unknown="ignore")), ["w"]),
             ("x", SimpleImputer(add_indicator=True, keep_empty_features=True), ["x", "e"]), ("i", SimpleImputer(missing_values=3, strategy="median"), ["i"])]
    model = make_pipeline(ColumnTransformer(parts), LinearRegression()).fit(X, np.arange(40) % 4)
    folder.joblib(model)
    few = X.iloc[:4].copy()
    cells = few.astype(object).where(few.notna(), None).values.tolist()
    folder.rows("rows.jsonl", json_lines(cells, list(X)), model.predict(few))
    folder.rows("rows.csv", csv_text([[("" if cell is None else cell) for cell in row] for row in cells if row[0] is not None], list(X)), model.predict(few[few["w"].notna()]), header=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

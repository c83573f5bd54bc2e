"""test/golden/boosters: boosters inside pickles, joblib files and pipelines of scikit-learn, and the libraries' answers.

Run once for each set of releases: python booster_pickles.py FOLDER. A case is FOLDER/NAME-LIBRARY_VERSION/: the model files that
case.json names, input.csv (no header, empty = missing), expected-METHOD.csv. Made under Python 3.11 with
  lightgbm 4.7.0, xgboost 3.2.0, scikit-learn 1.9.1, skops 0.16.0
  lightgbm 3.3.5, xgboost 1.7.6, scikit-learn 1.4.2, skops 0.9.0
  xgboost 0.90 (as 0.90), lightgbm 2.3.1, scikit-learn 0.24.2 (Python 3.8)
"""
import json
import pickle
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn import calibration, compose, datasets, ensemble, linear_model, pipeline, preprocessing

try:
    import skops.io
except ImportError:
    skops = None
try:
    import catboost
except ImportError:
    catboost = None
import lightgbm as lgb
import xgboost as xgb

warnings.simplefilter("ignore")
FOLDER = Path(sys.argv[1])
RNG = np.random.default_rng(3)


def write(path, table):
    table = np.asarray(table)
    with open(path, "w", encoding="utf-8") as file:
        for row in table.reshape(len(table), -1).tolist():
            file.write(",".join("" if v != v else repr(v) if isinstance(v, float) else str(v) for v in row) + "\n")


def case(name, library, model, X, methods, header=None):
    folder = FOLDER / f"{name}-{'.'.join(library.__version__.split('.')[:2])}"
    folder.mkdir(parents=True, exist_ok=True)
    files = {"model.pkl": lambda path: path.write_bytes(pickle.dumps(model))}
    # Every form of two of them: the forms differ in nothing else.
    if "pipeline" in name or "two" in name:
        files["model.joblib"] = lambda path: joblib.dump(model, path)
    if skops and ("pipeline" in name or "two" in name):
        files["model.skops"] = lambda path: skops.io.dump(model, path)
    made = []
    for file, save in files.items():
        try:
            save(folder / file)
            made.append(file)
        except Exception as error:
            (folder / file).unlink(missing_ok=True)
            print("NOT SAVED", name, file, str(error)[:100])
    write(folder / "input.csv", X)
    if header:
        (folder / "input.csv").write_text(",".join(header) + "\n" + (folder / "input.csv").read_text())
    for method, answer in methods.items():
        write(folder / f"expected-{method}.csv", answer)
    told = {library.__name__: library.__version__, "model": type(model).__name__, "files": made, "methods": list(methods), "header": header is not None}
    (folder / "case.json").write_text(json.dumps(told, indent=1) + "\n")


def estimator(name, library, model, X, y, probe=None, **fit):
    try:
        model.fit(X, y, **fit)
    except Exception as error:
        return print("NOT MADE", name, str(error)[:150])
    probe = X[:15] if probe is None else probe
    methods = {method: getattr(model, method)(probe) for method in ("predict", "predict_proba", "decision_function") if hasattr(model, method)}
    case(name, library, model, probe, methods)


X3, y3 = datasets.load_iris(return_X_y=True)
order = RNG.permutation(len(X3))
X3, y3 = X3[order], y3[order]
words = np.array(["rot", "gelb", "blue sky"])[y3]
X2, y2 = X3, (y3 > 0).astype(int)
gaps = X3.copy()
gaps[RNG.random(gaps.shape) < 0.2] = np.nan
zeros = np.where(np.isnan(gaps), -1.0, gaps)
number = X3 @ [1.0, -2.0, 0.5, 0.3]
small = {"n_estimators": 4, "num_leaves": 5, "min_child_samples": 5, "n_jobs": 1, "verbose": -1}
few = {"n_estimators": 4, "max_depth": 3, "n_jobs": 1}

estimator("lgbm-classifier-words", lgb, lgb.LGBMClassifier(**small), gaps, words)
estimator("lgbm-classifier-two", lgb, lgb.LGBMClassifier(**small), gaps, np.array(["no", "yes"])[y2])
estimator("lgbm-classifier-dart", lgb, lgb.LGBMClassifier(boosting_type="dart", **small), X3, y3 * 10)
estimator("lgbm-regressor", lgb, lgb.LGBMRegressor(**small), gaps, number)
estimator("lgbm-ranker", lgb, lgb.LGBMRanker(**small), X3, y3, group=[50, 50, 50])
estimator("lgbm-pipeline", lgb, pipeline.make_pipeline(preprocessing.StandardScaler(), lgb.LGBMClassifier(**small)), X3, words)
estimator("lgbm-columns", lgb, pipeline.make_pipeline(compose.ColumnTransformer([("s", preprocessing.StandardScaler(), [0, 2]), ("b", preprocessing.KBinsDiscretizer(3, encode="onehot-dense"), [1])]), lgb.LGBMRegressor(**small)), X3, number)
estimator("lgbm-voting", lgb, ensemble.VotingClassifier([("l", lgb.LGBMClassifier(**small)), ("r", linear_model.LogisticRegression(max_iter=500))], voting="soft"), X3, words)
# Its calibrators are fitted on raw scores since LightGBM 4.7, before it on probabilities.
estimator("lgbm-calibrated", lgb, calibration.CalibratedClassifierCV(lgb.LGBMClassifier(**small), cv=2), X3, words)
try:
    stopped = lgb.LGBMClassifier(n_estimators=60, learning_rate=0.5, num_leaves=5, n_jobs=1, verbose=-1)
    stopped.fit(X3[:100], y3[:100], eval_set=[(X3[100:], y3[100:])], callbacks=[lgb.early_stopping(3, verbose=False)])
    case("lgbm-early-stopping", lgb, stopped, X3[:15], {"predict": stopped.predict(X3[:15]), "predict_proba": stopped.predict_proba(X3[:15])})
except Exception as error:
    print("NOT MADE early stopping", error)
frame = pd.DataFrame({"size": X3[:, 0], "colour": pd.Categorical(np.array(["red", "green", "blue"])[(X3[:, 1] * 10).astype(int) % 3]), "code": pd.Categorical((X3[:, 2] * 2).astype(int) + 3), "flag": pd.Categorical(X3[:, 3] > 1)})
asked = frame.iloc[:15].copy()
asked["colour"] = pd.Categorical(["violet", None] + list(asked["colour"].astype(str))[2:])
frames = lgb.train({"objective": "regression", "num_leaves": 6, "min_data_in_leaf": 4, "min_data_per_group": 4, "cat_smooth": 1, "verbose": -1, "num_threads": 1}, lgb.Dataset(frame, number + (frame["colour"] == "red") * 3 + (frame["code"].astype(int) % 3 == 1) * 2), 6)
case("lgbm-frame", lgb, frames, asked.astype(object).where(asked.notna(), float("nan")).values, {"predict": frames.predict(asked), "margin": frames.predict(asked, raw_score=True)}, header=list(frame.columns))
booster = lgb.train({"objective": "multiclass", "num_class": 3, "num_leaves": 4, "verbose": -1, "num_threads": 1}, lgb.Dataset(gaps, y3), 4)
case("lgbm-booster", lgb, booster, gaps[:15], {"predict": booster.predict(gaps[:15]), "margin": booster.predict(gaps[:15], raw_score=True), "leaf": booster.predict(gaps[:15], pred_leaf=True)})

if catboost:
    quiet = {"iterations": 5, "depth": 3, "verbose": 0, "thread_count": 1, "allow_writing_files": False}
    estimator("cat-pipeline-words", catboost, pipeline.make_pipeline(preprocessing.StandardScaler(), catboost.CatBoostClassifier(**quiet)), X3, words)
    estimator("cat-pipeline-two", catboost, pipeline.make_pipeline(preprocessing.StandardScaler(), catboost.CatBoostClassifier(**quiet)), X3, y2)
    estimator("cat-pipeline-regressor", catboost, pipeline.make_pipeline(preprocessing.MinMaxScaler(), catboost.CatBoostRegressor(**quiet)), X3, number)
estimator("xgb-classifier-three", xgb, xgb.XGBClassifier(**few), gaps, y3)
estimator("xgb-classifier-two", xgb, xgb.XGBClassifier(**few), gaps, y2)
estimator("xgb-classifier-words", xgb, xgb.XGBClassifier(**few), X3, words)
estimator("xgb-classifier-labels", xgb, xgb.XGBClassifier(**few), X3, np.column_stack([y2, y3 > 1]).astype(int))
estimator("xgb-classifier-missing", xgb, xgb.XGBClassifier(missing=-1, **few), zeros, y3)
estimator("xgb-classifier-softmax", xgb, xgb.XGBClassifier(objective="multi:softmax", **few), X3, y3)
estimator("xgb-rf-classifier", xgb, xgb.XGBRFClassifier(**few), X3, y3)
estimator("xgb-regressor", xgb, xgb.XGBRegressor(**few), gaps, number)
estimator("xgb-regressor-dart", xgb, xgb.XGBRegressor(booster="dart", **few), gaps, number)
estimator("xgb-regressor-targets", xgb, xgb.XGBRegressor(**few), X3, np.column_stack([number, -number]))
estimator("xgb-regressor-linear", xgb, xgb.XGBRegressor(booster="gblinear", n_estimators=4, n_jobs=1), X3, number)
estimator("xgb-ranker", xgb, xgb.XGBRanker(objective="rank:pairwise", **few), X3, y3, group=[50, 50, 50])
estimator("xgb-pipeline", xgb, pipeline.make_pipeline(preprocessing.StandardScaler(), xgb.XGBClassifier(**few)), X3, y3)
estimator("xgb-stacking", xgb, ensemble.StackingRegressor([("x", xgb.XGBRegressor(**few)), ("r", linear_model.Ridge())]), X3, number)
try:
    stopped = xgb.XGBClassifier(n_estimators=60, learning_rate=0.9, max_depth=3, early_stopping_rounds=3, n_jobs=1)
    stopped.fit(X3[:100], y3[:100], eval_set=[(X3[100:], y3[100:])], verbose=False)
    case("xgb-early-stopping", xgb, stopped, X3[:15], {"predict": stopped.predict(X3[:15]), "predict_proba": stopped.predict_proba(X3[:15])})
except Exception as error:
    print("NOT MADE early stopping", error)

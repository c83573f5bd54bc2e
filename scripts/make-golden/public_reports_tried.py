"""Small models that were found by trying, in the form of `public_reports.py`: `test/golden/reports`.

    python public_reports_tried.py FOLDER [NAME ...]    with the same libraries
"""
import io
import sys

import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from public_reports import CASES, case, csv_text, main, random_rows
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler
from xgboost import XGBRanker, XGBRegressor

EARLIER = set(CASES)


@case
def xgboost_queries_in_a_frame(folder):
    X = pd.DataFrame(random_rows(301, 60, 2), columns=["a", "b"])
    grades = np.random.default_rng(301).integers(0, 3, 60)
    ranker = XGBRanker(n_estimators=3, max_depth=2).fit(X.assign(qid=np.repeat(np.arange(6), 10)), grades)
    folder.container = "xgboost"
    folder.model("model.json", ranker.save_model)
    folder.joblib(ranker)
    few = X.iloc[:6].assign(qid=[3, 3, 1, 1, 0, 0])
    for name, columns in (("last", ["a", "b", "qid"]), ("first", ["qid", "a", "b"])):
        folder.rows(f"{name}.csv", csv_text(few[columns].values.tolist(), columns), ranker.predict(few[columns]), header=True, served=False)


HEADER = "a,a,,b,a"


def made_by_pandas(folder, fit, answer):
    text = csv_text(random_rows(302, 60, 5).tolist(), HEADER.split(","))
    frame = pd.read_csv(io.StringIO(text))
    model = fit(frame, frame["a"] * 2 - frame["a.1"] + frame["Unnamed: 2"] - frame["a.2"])
    lines = text.split("\n")
    folder.joblib(model)
    folder.rows("rows.csv", "\n".join(lines[:7]) + "\n", answer(model, frame.iloc[:6]), header=True, served=False)


@case
def sklearn_names_by_pandas(folder):
    made_by_pandas(folder, LinearRegression().fit, lambda model, rows: model.predict(rows))


@case
def sklearn_some_names_by_pandas(folder):
    chosen = ColumnTransformer([("s", StandardScaler(), ["a.1", "Unnamed: 2", "a.2"])])
    made_by_pandas(folder, chosen.fit, lambda model, rows: model.transform(rows))


@case
def xgboost_names_by_pandas(folder):
    made_by_pandas(folder, XGBRegressor(n_estimators=3).fit, lambda model, rows: model.predict(rows))


@case
def catboost_names_by_pandas(folder):
    quiet = CatBoostRegressor(iterations=3, depth=2, verbose=False, allow_writing_files=False)
    made_by_pandas(folder, quiet.fit, lambda model, rows: model.predict(rows))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or [name for name in CASES if name not in EARLIER])

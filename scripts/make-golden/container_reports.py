"""Requests after public reports about AWS's XGBoost and scikit-learn containers: test/golden/reports/containers.

    python scripts/make-golden/container_reports.py test/golden/reports/containers

Models are XGBoost's and scikit-learn's own, and so are the numbers of the answers, of the values that the container's code makes of
the body (`csv.Sniffer`, `str.split`, numpy's `astype(float)`). Statuses are those of the code: 415 for a body that is not read, 400
for one that the model refuses, 204 for none at all.
"""
import csv
import json
import pickle
import sys
from pathlib import Path

import joblib
import numpy as np
import xgboost as xgb
from sklearn.linear_model import LogisticRegression

OUT = Path(sys.argv[1])
RNG = np.random.default_rng(7)
X = RNG.normal(size=(60, 3)).round(2)
X[RNG.random(X.shape) < 0.1] = np.nan
Y = (np.nan_to_num(X) @ [1.0, -2.0, 0.5] > 0).astype(int)
BOOSTER = xgb.train({"objective": "binary:logistic", "max_depth": 3, "seed": 1}, xgb.DMatrix(X, Y), 4)
LINEAR = LogisticRegression().fit(np.nan_to_num(X), np.where(Y == 1, "yes", "no"))
CASES = []


def matrix(values):
    return xgb.DMatrix(np.array(values))


def predictions(cells):
    return [[float(value)] for value in BOOSTER.predict(cells, validate_features=False)]


def csv_values(text):
    """What the container makes of CSV: blanks around the body go, the delimiter is guessed, an empty cell is missing."""
    lines = text.strip().split("\n")
    guess = csv.Sniffer().sniff(lines[0][:512]).delimiter
    delimiter = "," if guess.isalnum() else guess
    return np.array([["nan" if cell == "" else cell for cell in line.split(delimiter)] for line in lines]).astype(float)


def add(report, about, body, status=200, answer=None, **settings):
    request = {"container": "xgboost", "model": "booster.json", "contentType": "text/csv", **settings}
    CASES.append({"report": report, "about": about, **request, "body": body, "status": status, **({} if answer is None else {"answer": answer})})


def asked_csv(report, about, body, **settings):
    """The container's own way through the body: a matrix that cannot be made is its 415, one that the model refuses its 400."""
    try:
        values = matrix(csv_values(body))
    except (csv.Error, ValueError, xgb.core.XGBoostError):
        add(report, about, body, 415, **settings)
        return
    try:
        answer = predictions(values)
    except xgb.core.XGBoostError:
        add(report, about, body, 400, **settings)
        return
    add(report, about, body, 200, answer, **settings)


def xgboost_cases():
    row = "0.5,-1.25,3"
    types = "aws/sagemaker-xgboost-container#51"
    for kind in ("text/csv; charset=utf-8", "TEXT/CSV", "text/csv;charset=utf8;label_size=1", "csv", "Text/Csv ; a=b"):
        asked_csv(types, f"the type {kind}", row, contentType=kind)
    asked_csv("aws/sagemaker-xgboost-container#74", "label_size=1", row, contentType="text/csv;label_size=1")
    for size in ("0", "2", ""):
        add("aws/sagemaker-xgboost-container#74", f"label_size={size}", row, 415, contentType=f"text/csv;label_size={size}")
    for kind in ("application/json", "application/octet-stream", "text/plain", "application/x-parquet", "text/csvs"):
        add("aws/sagemaker-xgboost-container#390", f"the type {kind}", row, 415, contentType=kind)
    add("aws/sagemaker-python-sdk#327", "CSV without a type is read as libsvm", row, 415, contentType=None)
    widths = "aws/amazon-sagemaker-examples#392"
    asked_csv(widths, "a label before the cells", f"1,{row}")
    # The container looks at the width itself where a model is pickled: one cell may be missing, none more may be there.
    for count in (1, 2, 4, 5):
        body = ",".join(["0.5", "-1.25", "3", "7", "7"][:count])
        answer = {"status": 200, "answer": predictions(matrix(csv_values(body)))} if count == 2 else {"status": 400}
        add("aws/amazon-sagemaker-examples#405", f"{count} cells for a pickled model of 3", body, model="pickled.pkl", **answer)
    asked_csv("aws/sagemaker-xgboost-container#410", "a cell less", "0.5,-1.25")
    for body in ("\n", " ", "\r\n\r\n"):
        asked_csv("aws/amazon-sagemaker-examples#874", "nothing but blanks", body)
    add("aws/amazon-sagemaker-examples#874", "no body", "", 204)
    for body in ("a,b,c\n0.5,-1.25,3", "0.5,False,3", "0.5,True,1", "0.5,n/a,3", "0.5,null,3", "0.5,,3", "0.5,NA,3", '0.5,"1",3'):
        asked_csv("aws-samples/amazon-sagemaker-immersion-day#81", f"{body.splitlines()[0]}", body)
    for body in ("0.5, -1.25,3, ", "100, 5,1", "100,5,1\n", "100,5,1\r\n1,2,3\r\n", "100\t5\t1", "100;5;1", "100 5 1", "\n100,5,1\n\n", "100,5,1\n\n1,2,3", "1e2,+5,.5", "1_00,5,1"):
        asked_csv("aws/amazon-sagemaker-examples#589", f"{body!r}", body)
    for body in ("inf,1,2", "-Infinity,1,2", "1e39,1,2", "NaN,nan,-nan", "1e-46,-0.0,0", "16777217,1,2"):
        asked_csv("dmlc/xgboost#7941", f"{body}", body)
    sparse = "aws/sagemaker-xgboost-container#41"
    nothing = np.nan
    for body, values in (("1 0:5 2:2.5", [[5.0, nothing, 2.5]]), ("0:5 2:2.5\n1:0", [[5.0, nothing, 2.5], [nothing, 0.0, nothing]]),
                         ("0 2:1 0:-3", [[-3.0, nothing, 1.0]]), ("qid:7 0:1", None), ("0:1 2:x", None)):
        if values is None:
            add(sparse, body, body, 415, contentType="text/libsvm")
        else:
            add(sparse, body, body, 200, predictions(matrix(values)), contentType="text/x-libsvm")
    label = {"environment": {"SAGEMAKER_INFERENCE_OUTPUT": "predicted_label,probability,verbatim"}}
    [[share]] = predictions(matrix(csv_values(row)))
    add("aws/sagemaker-xgboost-container#108", "label and probability, and a word for none", row, 200, [[float(share > 0.5), share, "nan"]], **label)


def sklearn_cases():
    request = {"container": "sklearn", "model": "linear.joblib"}
    label = lambda rows: [[value] for value in LINEAR.predict(np.array(rows, dtype=float)).tolist()]
    words = "aws/sagemaker-scikit-learn-container#70"
    for body in ("0.5,female,3", "0.5,,3", "a,b,c\n0.5,1,3"):
        add(words, body.splitlines()[0], body, 400, **request)
    rows = [[0.5, -1.25, 3.0], [-4.0, 2.0, 1.0]]
    blanks = "aws/amazon-sagemaker-examples#589"
    for body in ("0.5, -1.25, 3\n-4, 2,1", "0.5,-1.25,3\r\n-4,2,1\r\n", "0.5,-1.25,3\n\n-4,2,1\n"):
        add(blanks, f"{body!r}", body, 200, label(rows), **request)
    for body, kind in ((json.dumps(rows), "application/json"), (json.dumps(rows[0]), "application/json"), (json.dumps(rows), "application/json; charset=utf-8")):
        add("aws/amazon-sagemaker-examples#1349", "JSON, one row or several", body, 200, label(rows if body.startswith("[[") else rows[:1]), **request, **{"contentType": kind})
    for kind in ("application/jsonlines", "text/libsvm"):
        add("aws/sagemaker-inference-toolkit#56", f"the type {kind}", "[0.5,1,3]", 415, **request, **{"contentType": kind})
    add("aws/sagemaker-inference-toolkit#56", "Accept application/jsonlines", "0.5,1,3", 406, **request, accept="application/jsonlines")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    BOOSTER.save_model(OUT / "booster.json")
    (OUT / "pickled.pkl").write_bytes(pickle.dumps(BOOSTER))
    joblib.dump(LINEAR, OUT / "linear.joblib")
    xgboost_cases()
    sklearn_cases()
    (OUT / "requests.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES))
    print(len(CASES))

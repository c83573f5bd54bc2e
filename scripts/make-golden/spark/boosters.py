"""Stages of XGBoost4J-Spark, fitted on the JVM side. Needs its jars (ml.dmlc:xgboost4j-spark_2.12 and what it depends on,
without Spark) in the folder that BOOSTER_JARS names, and a pyspark of the same Scala.

    BOOSTER_JARS=jars python scripts/make-golden/spark/boosters.py test/golden/spark/3.5
"""
import glob
import os
import sys

import numpy as np
from pyspark.ml.linalg import Vectors
from pyspark.sql import DataFrame
from saved_cases import SavedCases, start_spark


class Jvm:
    """A fitted transformer that only the JVM has a class for."""

    def __init__(self, java):
        self.java = java

    def write(self):
        return self

    def overwrite(self):
        return self

    def save(self, path):
        self.java.write().overwrite().save(path)

    def transform(self, frame):
        return DataFrame(self.java.transform(frame._jdf), getattr(frame, "sparkSession", None) or frame.sql_ctx)


def fit(c, kind, frame, **params):
    estimator = getattr(c.spark._jvm.ml.dmlc.xgboost4j.scala.spark, kind)(kind.lower())
    for name, value in {"numRound": 8, "maxDepth": 3, "numWorkers": 1, **params}.items():
        estimator = estimator.set(estimator.getParam(name), value)
    return Jvm(estimator.fit(frame.drop("row")._jdf))


def boosters(c):
    rng = np.random.default_rng(6)
    x = np.round(rng.normal(size=(120, 4)) * 2, 3)
    score = x[:, 0] - x[:, 1] * 0.5 + np.sin(x[:, 3])

    def table(labels):
        return c.frame({"features": "vector", "label": "double"}, [(Vectors.dense(r), float(y)) for r, y in zip(x, labels)])

    rows = [(Vectors.dense(r),) for r in x[:8]] + [(Vectors.dense([float("nan"), 1, 2, 3]),)]
    two, three, plain = table(score > 0), table(np.digitize(score, [-1, 1])), table(np.round(score, 3))
    c.add("xgboost-classifier-two", fit(c, "XGBoostClassifier", two, objective="binary:logistic"), two, ["features"], rows)
    c.add("xgboost-classifier-leaves", fit(c, "XGBoostClassifier", two, objective="binary:logistic", leafPredictionCol="leaves"), two, ["features"], rows)
    c.add("xgboost-classifier-three", fit(c, "XGBoostClassifier", three, objective="multi:softprob", numClass=3), three, ["features"], rows)
    c.add("xgboost-regressor", fit(c, "XGBoostRegressor", plain, objective="reg:squarederror"), plain, ["features"], rows)
    c.add("xgboost-regressor-limit", fit(c, "XGBoostRegressor", plain, objective="reg:squarederror", treeLimit=3), plain, ["features"], rows)


if __name__ == "__main__":
    cases = SavedCases(sys.argv[1], start_spark(glob.glob(os.path.join(os.environ["BOOSTER_JARS"], "*.jar"))), sys.argv[2:])
    boosters(cases)
    print(cases.refused)

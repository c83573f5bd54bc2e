"""Stages of SynapseML's LightGBM, fitted on the JVM side. Needs its jars (com.microsoft.azure:synapseml-lightgbm_2.12 and what it
depends on, without Spark and Scala) in the folder that BOOSTER_JARS names, and a pyspark of the same Scala.

    BOOSTER_JARS=jars python scripts/make-golden/spark/lightgbm.py test/golden/spark/3.5
"""
import glob
import os
import sys

import numpy as np
from boosters import Jvm
from py4j.java_gateway import JavaClass
from pyspark.ml.linalg import Vectors
from saved_cases import SavedCases, start_spark

PACKAGES = ("com.microsoft.azure.synapse.ml.lightgbm", "com.microsoft.ml.spark.lightgbm", "com.microsoft.ml.spark")


def find_class(spark, kind):
    for package in PACKAGES:
        found = spark._jvm
        for name in (*package.split("."), kind):
            found = getattr(found, name)
        if isinstance(found, JavaClass):
            return found()
    raise LookupError(kind)


def configure(c, stage, params):
    for name, value in params.items():
        if not stage.hasParam(name):  # MMLSpark has fewer
            continue
        if isinstance(value, list):
            kind = c.spark._jvm.int if isinstance(value[0], int) else c.spark._jvm.double
            array = c.spark.sparkContext._gateway.new_array(kind, len(value))
            for at, item in enumerate(value):
                array[at] = item
            value = array
        stage.set(stage.getParam(name), value)
    return stage


def fit(c, kind, frame, after=None, **params):
    """`after`: parameters of the fitted model."""
    estimator = configure(c, find_class(c.spark, kind), {"numIterations": 6, "numLeaves": 6, "minDataInLeaf": 5, **params})
    return Jvm(configure(c, estimator.fit(frame.drop("row")._jdf), after or {}))


def lightgbm(c):
    rng = np.random.default_rng(6)
    x = np.round(rng.normal(size=(240, 4)) * 2, 3)
    x[:, 2] = rng.integers(0, 9, size=240)
    x[rng.random(240) < 0.1, 3] = np.nan
    score = x[:, 0] - x[:, 1] * 0.5 + (x[:, 2] % 3) + np.nan_to_num(np.sin(x[:, 3]))

    def table(labels, **more):
        columns = {"features": "vector", "label": "double", **{name: kind for name, (kind, _) in more.items()}}
        return c.frame(columns, list(zip(map(Vectors.dense, x), map(float, labels), *(values for _, values in more.values()))))

    rows = [(Vectors.dense(r),) for r in x[:8]] + [(Vectors.dense([float("nan"), 1, 2, 3]),), (Vectors.dense([1, 2, 77, -3]),),
            (Vectors.dense([1, 2, 3.7, -3]),), (Vectors.sparse(4, [(1, 2.5)]),), (Vectors.sparse(4, []),), (Vectors.dense([1, 2]),), (None,)]
    two, three, plain = table(score > 1), table(np.digitize(score, [0, 2])), table(np.round(score + 10, 3))
    groups = table(np.digitize(score, [0, 2]), group=("int", [i // 20 for i in range(240)]))
    add = lambda name, kind, frame, **params: c.add(f"lightgbm-{name}", lambda: fit(c, kind, frame, **params), frame, ["features"], rows)
    add("two", "LightGBMClassifier", two, leafPredictionCol="leaves")
    add("two-prediction-alone", "LightGBMClassifier", two, rawPredictionCol="", probabilityCol="")
    add("two-range", "LightGBMClassifier", two, leafPredictionCol="leaves", after={"startIteration": 1, "numIterations": 3})
    add("two-forest", "LightGBMClassifier", two, boostingType="rf", baggingFraction=0.7, baggingFreq=1)
    add("three", "LightGBMClassifier", three, objective="multiclass", leafPredictionCol="leaves")
    add("three-thresholds", "LightGBMClassifier", three, objective="multiclass", after={"thresholds": [0.2, 0.3, 0.9]})
    add("three-one-vs-all", "LightGBMClassifier", three, objective="multiclassova")
    add("categories", "LightGBMClassifier", two, categoricalSlotIndexes=[2])
    add("regressor", "LightGBMRegressor", plain, leafPredictionCol="leaves")
    add("regressor-tweedie", "LightGBMRegressor", plain, objective="tweedie")
    add("regressor-range", "LightGBMRegressor", plain, after={"startIteration": 2, "numIterations": -1})
    add("ranker", "LightGBMRanker", groups, groupCol="group")


if __name__ == "__main__":
    cases = SavedCases(sys.argv[1], start_spark(glob.glob(os.path.join(os.environ["BOOSTER_JARS"], "*.jar"))), sys.argv[2:])
    lightgbm(cases)
    print(cases.refused)

"""Spark + XGBoost: the featurizer as Spark ML's own stages, XGBoost in Python workers over Arrow, whose lists NumPy reads uncopied."""

import os
import sys

import pyarrow as pa
from diamonds import load_booster, predict, read_arguments, read_featurizer, read_model_bytes
from pyspark.sql import SparkSession
from spark_features import read_rows, with_features

source, target, threads = read_arguments()
featurizer = read_featurizer()
# The workers are of this environment and find diamonds.py.
os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.path.dirname(os.path.abspath(__file__))}
spark = SparkSession.builder.master(f"local[{threads}]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
rows = read_rows(spark, source, featurizer)
model = read_model_bytes()


def answer(batches):
    booster = load_booster(model, 1)  # Spark runs a task on each core
    for batch in batches:
        lists = batch.column(0)
        features = lists.flatten().to_numpy(zero_copy_only=False).reshape(len(lists), -1)
        yield pa.RecordBatch.from_arrays([pa.array(predict(booster, features))], ["answer"])


features = with_features(spark, rows, featurizer).select("features")
features.mapInArrow(answer, "answer float").write.csv(target)
spark.stop()

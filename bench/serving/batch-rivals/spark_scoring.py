"""Scoring inside of Spark, warm, in one session: rows a second of the diamonds chain (SparkML -> XGBoost) by catenary-spark, beside Spark ML with XGBoost in
Python workers, and what the way through Python and the pipe costs by itself. Answers must be equal.

    PYTHONPATH=packages/spark/src CATENARY_COMMAND=./catenary python bench/serving/batch-rivals/spark_scoring.py [ROWS [MASTER]]

The Python has pyspark, pyarrow, pandas, numpy and xgboost; Java is at hand.
"""

import os
import platform
import sys
import time
from pathlib import Path
from typing import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyspark
import xgboost
from catenary_spark import score
from diamonds import EXAMPLE, load_booster, predict, read_featurizer, read_model_bytes
from pyspark.sql import SparkSession, functions as F
from pyspark.sql.types import DoubleType, StructField, StructType
from spark_features import read_rows, with_features

# The workers are of this environment and find diamonds.py.
here = str(Path(__file__).resolve().parent)
os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}
size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
master = sys.argv[2] if len(sys.argv) > 2 else f"local[{os.cpu_count()}]"
spark = SparkSession.builder.master(master).config("spark.ui.enabled", "false").config("spark.driver.memory", "4g").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
featurizer = read_featurizer()
once = read_rows(spark, f"file://{EXAMPLE}/batch.csv.gz", featurizer)
times = -(-size // once.count())
rows = once.crossJoin(spark.range(times).withColumnRenamed("id", "time")).repartition(8).cache()
count = rows.count()

own = rows.columns
features, model = with_features(spark, rows, featurizer), read_model_bytes()


def in_arrow(batches):
    booster = load_booster(model, 1)
    for batch in batches:
        lists = batch.column(batch.schema.get_field_index("features"))
        block = lists.flatten().to_numpy(zero_copy_only=False).reshape(len(lists), -1)
        columns = [batch.column(at) for at in range(batch.num_columns - 1)]
        yield pa.RecordBatch.from_arrays([*columns, pa.array(predict(booster, block).astype(np.float64))], [*own, "prediction"])


@F.pandas_udf("double")
def in_pandas(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
    booster = load_booster(model, 1)
    for batch in batches:
        yield pd.Series(predict(booster, np.stack(batch.to_numpy())).astype(np.float64))


chain = [str(EXAMPLE / part / "model.tar.gz") for part in ("sparkml", "xgboost")]
one_column = str(EXAMPLE.parents[1] / "test/golden/spark/3.5/binarizer/model.tar.gz")
sides = {
    "the rows alone": rows,
    "mapInArrow that hands them on": rows.mapInArrow(lambda batches: batches, rows.schema),
    "catenary-spark, one Binarizer": score(rows.withColumnRenamed("y", "width"), one_column),
    "catenary-spark, SparkML -> XGBoost": score(rows, chain),
    "Spark ML, XGBoost in mapInArrow": features.mapInArrow(in_arrow, StructType([*rows.schema.fields, StructField("prediction", DoubleType())])),
    "Spark ML, XGBoost in a pandas UDF": features.withColumn("prediction", in_pandas("features")).drop("features"),
}
print(f"Spark {pyspark.__version__} ({master}), XGBoost {xgboost.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, {count} rows in 8 parts")
answers = {}
for name, frame in sides.items():
    seconds = []
    for _ in range(3):
        since = time.perf_counter()
        frame.write.format("noop").mode("overwrite").save()
        seconds.append(time.perf_counter() - since)
    best = min(seconds)
    print(f"{name:36} {best:7.2f} s  {count / best:10.0f} rows/s   all: {' '.join(f'{one:.2f}' for one in seconds)}", flush=True)
    if "prediction" in frame.columns:
        # The same rows, by their content, in one order.
        told = frame.where("time = 0").select(*featurizer.columns, "prediction").toPandas().sort_values(list(featurizer.columns))
        answers[name] = told["prediction"].to_numpy()
first = next(iter(answers.values()))
# XGBoost's own float32 sums, and Spark's features, may differ in their last bit.
print("largest relative differences:", {name: float(np.max(np.abs(first - other) / np.abs(first))) for name, other in answers.items()})
spark.stop()

"""Scoring inside of Spark, warm, in one session: the diamonds chain (SparkML -> XGBoost) by catenary-spark, beside Spark ML with XGBoost in
Python workers, and what the way through Python costs by itself, on a standalone cluster of two workers with a core each. Time is CPU time of all processes
(what a core is busy for; on two cores it is the time that the job takes), and the time by the clock. Every row's answer must be equal on all sides.

    PYTHONPATH=packages/spark/src CATENARY_COMMAND=$PWD/catenary python bench/serving/batch-rivals/spark_scoring.py [ROWS [ROUNDS]]

The Python has pyspark, pyarrow, pandas, numpy and xgboost; Java is at hand.
"""

import os
import platform
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyspark
import xgboost
from catenary_spark import score
from cpu_seconds import cpu_seconds
from diamonds import EXAMPLE, load_booster, predict, read_featurizer, read_model_bytes
from pyspark.sql import SparkSession, functions as F
from pyspark.sql.types import DoubleType, StructField, StructType
from spark_features import read_rows, with_features
from standalone import standalone

# The workers are of this environment and find diamonds.py.
here = str(Path(__file__).resolve().parent)
os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
PARTS = 4
folder = tempfile.mkdtemp(prefix="catenary-spark-")
cluster = ExitStack()
cluster.callback(shutil.rmtree, folder, ignore_errors=True)
master = cluster.enter_context(standalone(2, folder))
spark = SparkSession.builder.master(master).config("spark.ui.enabled", "false").config("spark.executor.memory", "1536m").getOrCreate()
cluster.callback(spark.stop)
spark.sparkContext.setLogLevel("OFF")
featurizer = read_featurizer()
once = read_rows(spark, f"file://{EXAMPLE}/batch.csv.gz", featurizer)
times = -(-size // once.count())
many = once.crossJoin(spark.range(times)).drop("id").repartition(PARTS)
rows = many.withColumn("row", F.monotonically_increasing_id()).cache()
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
ours, theirs = "catenary-spark, SparkML -> XGBoost", "Spark ML, XGBoost in a pandas UDF"
sides = {
    ours: score(rows, chain, on_error="fail"),
    theirs: features.withColumn("prediction", in_pandas("features")).drop("features"),
    "the rows alone": rows,
    "mapInArrow that hands them on": rows.mapInArrow(lambda batches: batches, rows.schema),
    "Spark ML, XGBoost in mapInArrow": features.mapInArrow(in_arrow, StructType([*rows.schema.fields, StructField("prediction", DoubleType())])),
}
print(f"Spark {pyspark.__version__}, XGBoost {xgboost.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, {count} rows in {PARTS} parts")
used = {}
answers = {}
for name, frame in sides.items():
    if "prediction" in frame.columns:
        # One number for the answers of all rows, each with its row: any other answer to a row changes it. The pass makes the side warm as well.
        told = frame.agg(F.bit_xor(F.xxhash64("row", "prediction")), F.count("prediction")).first()
        answers[name] = tuple(told)
    for _ in range(rounds):
        before, since = cpu_seconds(), time.perf_counter()
        frame.write.format("noop").mode("overwrite").save()
        seconds, after = time.perf_counter() - since, cpu_seconds()
        by_kind = {kind: (after[kind] - before[kind]) / count * 1e6 for kind in after}
        total = sum(by_kind.values())
        used[name] = min(total, used.get(name, total))
        shares = ", ".join(f"{kind} {share:.2f}" for kind, share in by_kind.items() if share > 0.005)
        print(f"{name:36} {total:6.2f} µs of CPU a row ({shares}); {seconds:7.2f} s by the clock", flush=True)
print(f"times the CPU time of ours: {used[theirs] / used[ours]:.2f}; ours above the rows that are handed on: {used[ours] - used['mapInArrow that hands them on']:.2f} µs a row")
print("answers of all rows equal:", len(set(answers.values())) == 1, answers)
cluster.close()

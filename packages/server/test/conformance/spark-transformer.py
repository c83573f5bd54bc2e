"""Scoring as a stage of a pipeline of Spark ML, and of frames that are unusual: python spark-transformer.py DIAMONDS GOLDEN FOLDER."""
import csv
import decimal
import json
import os
import pathlib
import shutil
import sys

import pyarrow as pa
from catenary_spark import CatenaryTransformer, score
from catenary_spark.archives import Archives
from catenary_spark.children import start_child
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import SQLTransformer
from pyspark.sql import SparkSession, functions as F

diamonds, golden, folder = map(pathlib.Path, sys.argv[1:])
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
         .config("spark.sql.execution.arrow.maxRecordsPerBatch", "300").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
kinds = {field["name"]: field["type"] for field in json.loads((diamonds / "sparkml/schema.json").read_text())["input"]}
rows = list(csv.reader((diamonds / "requests.csv").read_text().splitlines()))
given = [(at, *(cell if kind == "string" else float(cell) for cell, kind in zip(row, kinds.values()))) for at, row in enumerate(rows)]
frame = spark.createDataFrame(given, "row int, " + ", ".join(f"{name} {kind}" for name, kind in kinds.items())).repartition(2)
wanted = [float(line) for line in (golden / "xgboost.csv").read_text().split()]


def equal(scored, column="prediction"):
    return sum(row[column] == wanted[row.row] for row in scored.select("row", column).collect())


def refusal(call):
    try:
        return call()
    except Exception as error:
        return str(error).splitlines()[0]


# A pipeline is saved with the models in it: the archives that it was made of are gone when it is loaded.
chain = [str(shutil.copy(diamonds / part / "model.tar.gz", folder / f"{part}.tar.gz")) for part in ("sparkml", "xgboost")]
priced = CatenaryTransformer(model=chain, onError="fail")
dollars = SQLTransformer(statement="SELECT row, prediction, exp(prediction) AS dollars FROM __THIS__")
pipeline = Pipeline(stages=[priced, dollars])
pipeline.write().overwrite().save(str(folder / "pipeline"))
pipeline.fit(frame).write().overwrite().save(str(folder / "fitted"))
for path in chain:
    os.remove(path)
loaded = PipelineModel.load(str(folder / "fitted"))
print("pipeline:", loaded.transform(frame).columns, equal(loaded.transform(frame)), equal(Pipeline.load(str(folder / "pipeline")).fit(frame).transform(frame)))
again = loaded.stages[0]
print("params:", type(again).__name__, again.uid == priced.uid, again.getOrDefault("onError"), again.isSet("columns"))
named = again.copy({again.onError: "column", again.result: ["prediction"]})
print("copied:", named.transform(frame).columns[-2:], again.getOrDefault("onError"))
print("wrong:", refusal(lambda: CatenaryTransformer(model="nowhere.tar.gz", onError="ignore")))
print("absent:", refusal(lambda: CatenaryTransformer(model="nowhere.tar.gz").transform(frame)))

# Whoever takes a few rows leaves the child in the middle: what comes next gets its own answers.
chain = [str(diamonds / part / "model.tar.gz") for part in ("sparkml", "xgboost")]
scored = score(frame, chain)
print("few rows:", [row.error for row in scored.limit(3).collect()], equal(scored))

# A thousand columns, nested ones among them, pass by; each row's answer stands beside its own cells.
wide = frame.select("*", *(F.lit(at / 7).alias(f"n{at}") for at in range(1000)))
wide = wide.withColumn("nested", F.struct(F.col("row").alias("at"), F.array("carat", "x").alias("sizes")))
wide = wide.withColumn("cost", F.col("carat").cast("decimal(20,4)")).withColumn("by_name", F.create_map("cut", "depth"))
answers = score(wide, chain).select("row", "prediction", "nested", "cost", "by_name", "n999").collect()
kept = sum(
    row.prediction == wanted[row.row]
    and row.nested.at == row.row
    and row.nested.sizes == [given[row.row][1], given[row.row][7]]
    and row.cost == decimal.Decimal(rows[row.row][0])
    and row.by_name == {given[row.row][2]: given[row.row][5]}
    and row.n999 == 999 / 7
    for row in answers
)
print("wide:", len(wide.columns), kept)
foreign = {
    "nested": F.struct("carat"),
    "decimal": F.col("carat").cast("decimal(9,2)"),
    "map": F.create_map("cut", "carat"),
    "day": F.current_date(),
}
for kind, column in foreign.items():
    print(f"{kind}:", refusal(lambda: score(frame.withColumn("carat", column), chain)))

# Rows without an answer, and cells that are null where the model has an answer to them.
empty = frame.withColumn("cut", F.when(frame.row % 2 == 0, frame.cut)).withColumn("depth", F.when(frame.row != 11, frame.depth))
scored = {row.row: row for row in score(empty, chain).collect()}
print("nulls:", sum(scored[at].prediction == wanted[at] for at in range(0, 2000, 2)), [at for at in scored if scored[at].error], scored[1].prediction is None)
print("no rows:", score(frame.where("row < 0"), chain).count(), score(frame.where("row = 1").repartition(8), chain).count())
spark.stop()

# Memory of a child over many batches: it has its most after some, and then no more.
child = start_child(Archives.read(chain), None, None)
columns = [pa.array([row[at + 1] for row in given * 5]) for at in range(len(kinds))]
batch = pa.RecordBatch.from_arrays(columns, list(kinds))


def most_memory():
    status = pathlib.Path(f"/proc/{child._process.pid}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1])


peaks = []
for _ in range(2):
    for _ in range(200):
        child.ask(batch)
    peaks.append(most_memory())
child.close()
print("memory:", peaks[1] < peaks[0] * 1.25)

"""Data frames scored inside of Spark, against the libraries' own answers: python spark-score.py DIAMONDS GOLDEN FOLDER."""
import csv
import datetime
import decimal
import json
import os
import pathlib
import signal
import sys

from catenary_spark import score
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql import SparkSession, functions as F
from pyspark.sql.types import IntegerType, StructField, StructType

diamonds, golden, folder = map(pathlib.Path, sys.argv[1:])
spark = (SparkSession.builder.master("local[2, 3]").config("spark.ui.enabled", "false")
         .config("spark.sql.execution.arrow.maxRecordsPerBatch", "300").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
chain = [str(diamonds / part / "model.tar.gz") for part in ("sparkml", "xgboost")]
schema = ", ".join(f"{c['name']} {c['type']}" for c in json.loads((diamonds / "sparkml/schema.json").read_text())["input"])
rows = list(csv.reader((diamonds / "requests.csv").read_text().splitlines()))
texts = ("cut", "color", "clarity")
names = [part.split(" ")[0] for part in schema.split(", ")]
given = [(at, *(cell if name in texts else float(cell) for name, cell in zip(names, row))) for at, row in enumerate(rows)]
frame = spark.createDataFrame(given, f"row int, {schema}").repartition(3)
wanted = [float(line) for line in (golden / "xgboost.csv").read_text().split()]


def answers(scored):
    return {row.row: row for row in scored.collect()}


scored = score(frame, chain)
got = answers(scored)
print("columns:", scored.columns[-2:], scored.schema["prediction"].dataType.simpleString())
print("equal:", sum(got[at].prediction == value and got[at].error is None for at, value in enumerate(wanted)), "of", len(wanted))

# Rows that have no answer stand beside the others, which have theirs.
bad = frame.withColumn("carat", F.when(frame.row % 500 == 7, None).otherwise(frame.carat))
got = answers(score(bad, chain))
failed = sorted(at for at, row in got.items() if row.error is not None)
print("failed:", failed, {got[at].prediction for at in failed}, sum(got[at].prediction == value for at, value in enumerate(wanted)))
print("why:", got[7].error)


def refusal(call):
    try:
        call()
    except Exception as error:
        told = [line for line in str(error).splitlines() if line.startswith("ValueError")] or [str(error).splitlines()[0]]
        return told[-1]


print("fails:", refusal(lambda: score(bad, chain, on_error="fail").collect()))
print("taken:", refusal(lambda: score(frame.withColumnRenamed("row", "prediction"), chain)))
print("lacks:", refusal(lambda: score(frame.drop("x"), chain)))
print("foreign:", refusal(lambda: score(frame.withColumn("carat", frame.carat.cast("decimal(10,2)")), chain)))
print("result:", refusal(lambda: score(frame, chain, result=["price"])))

# Other columns pass through as they are, whatever their type.
odd = frame.withColumn("v", F.array(F.lit(1), F.lit(None))).withColumn("day", F.lit(datetime.date(2026, 1, 2)))
odd = odd.withColumn("much", F.lit(decimal.Decimal("1.5")))
first = score(odd, chain).orderBy("row").first()
print("beside:", first.v, first.day, first.much, first.prediction == wanted[0])

# A pipeline's columns, of which some are asked for; and numbers of the vector by position, as arrays and as Spark's own vectors.
features = score(frame, chain[0], result=["features"], on_error="fail")
print("pipeline:", features.columns[-1], features.schema["features"].dataType.simpleString(), len(features.orderBy("row").first().features))
wide = features.select("row", *(features.features[at].alias(f"n{at}") for at in range(len(features.first().features))))
got = answers(score(wide, chain[1], columns=wide.columns[1:]))
print("by position:", sum(got[at].prediction == value for at, value in enumerate(wanted)))

scaler = str(golden.parent / "spark/3.5/standard-scaler-true-true")
inputs = [json.loads(line)["v"] for line in pathlib.Path(scaler, "input.jsonl").read_text().splitlines()]
outputs = [json.loads(line) for line in pathlib.Path(scaler, "expected.jsonl").read_text().splitlines()]


def vector(cell):
    values = [float(value) for value in cell["values"]]
    return Vectors.dense(values) if cell["type"] == "dense" else Vectors.sparse(cell["size"], cell["indices"], values)


cells = [(at, None if v is None else vector(v)) for at, v in enumerate(inputs)]
vectors = spark.createDataFrame(cells, StructType([StructField("row", IntegerType()), StructField("v", VectorUDT())]))
got = answers(score(vectors, str(pathlib.Path(scaler, "model.tar.gz"))))
same = 0
for at, told in enumerate(outputs):
    expected = told.get("output", {}).get("o")
    answer = got[at].o
    same += answer is None if expected is None else repr(vector(expected).toArray().tolist()) == repr(answer)
print("vectors:", same, "of", len(outputs))


# A child that dies fails its task, and the next try has another one: no row is lost or doubled.
def kill_once(batches):
    from catenary_spark import children

    for batch in batches:
        mark = folder / "killed"
        for child in children._children.values():
            if not mark.exists():
                mark.touch()
                os.kill(child._process.pid, signal.SIGKILL)
                child._process.wait()
        yield batch


again = answers(score(frame.mapInArrow(kill_once, frame.schema), chain))
print("killed:", (folder / "killed").exists(), sum(again[at].prediction == value for at, value in enumerate(wanted)))
spark.stop()

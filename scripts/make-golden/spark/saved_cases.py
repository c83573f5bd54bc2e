"""The harness of the saved-pipeline cases: each case is a fitted model as Spark saved it, input rows and Spark's answers to them.

A case is a folder: `model.tar.gz` (what `model.write().save(path)` left, checksum files included, the folder's contents at the
top), `schema.json` (the input columns in the SparkML container's words), `input.jsonl` (a row a line) and `expected.jsonl`: one
of `{"row":i,"output":{column:value}}`, `{"row":i,"error":"Class: message"}` and `{"row":i,"skipped":true}` a row.
"""
import json
import math
import re
import shutil
import tarfile
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
from py4j.java_gateway import JavaObject
from py4j.protocol import Py4JJavaError
from pyspark.ml import Estimator
from pyspark.ml.linalg import DenseVector, SparseVector, VectorUDT
from pyspark.sql import SparkSession, types as T

TYPES = {
    "boolean": T.BooleanType(), "byte": T.ByteType(), "short": T.ShortType(), "int": T.IntegerType(), "long": T.LongType(),
    "float": T.FloatType(), "double": T.DoubleType(), "string": T.StringType(), "vector": VectorUDT(),
    "strings": T.ArrayType(T.StringType()), "doubles": T.ArrayType(T.DoubleType()),
}
WORDS = {T.BooleanType: "boolean", T.ByteType: "byte", T.ShortType: "short", T.IntegerType: "int", T.LongType: "long",
         T.FloatType: "float", T.DoubleType: "double", T.StringType: "string"}


def start_spark(jars=()):
    """One thread and no generated code: the frames have a few rows, compiling for them would take most of the time."""
    builder = (SparkSession.builder.master("local[1]").appName("saved-cases").config("spark.driver.memory", "2g")
               .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
               .config("spark.sql.shuffle.partitions", "1").config("spark.default.parallelism", "1")
               .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false"))
    if jars:
        builder = builder.config("spark.jars", ",".join(jars))
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


class Later:
    """A call that is made when the case is: not every release has every class and setting."""

    def __init__(self, make):
        self._make = make

    def __call__(self):
        return self._make()

    def __getattr__(self, name):
        return lambda *values, **settings: Later(lambda: getattr(self(), name)(*now(values), **now(settings)))


class LaterModule:
    """The module as a source of such calls."""

    def __init__(self, module):
        self._module = module

    def __getattr__(self, name):
        return lambda *values, **settings: Later(lambda: getattr(self._module, name)(*now(values), **now(settings)))


def now(value):
    if isinstance(value, Later):
        return value()
    if isinstance(value, dict):
        return {name: now(item) for name, item in value.items()}
    return type(value)(map(now, value)) if type(value) in (list, tuple) else value


def encode(value, kind=None):
    """A cell in JSON: shortest digits (of the float, for a float column), words for what JSON has no number for."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return float(str(np.float32(value))) if isinstance(kind, T.FloatType) else value
    if isinstance(value, DenseVector):
        return {"type": "dense", "values": [encode(float(v)) for v in value]}
    if isinstance(value, SparseVector):
        return {"type": "sparse", "size": int(value.size), "indices": [int(i) for i in value.indices],
                "values": [encode(float(v)) for v in value.values]}
    if isinstance(value, T.Row):
        return {name: encode(value[name]) for name in value.__fields__}
    if isinstance(value, (list, tuple)):
        return [encode(v, getattr(kind, "elementType", None)) for v in value]
    if isinstance(value, dict):
        return {k: encode(v) for k, v in value.items()}
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def describe(field):
    if isinstance(field.dataType, VectorUDT):
        return {"name": field.name, "type": "double", "struct": "vector"}
    if isinstance(field.dataType, T.ArrayType):
        return {"name": field.name, "type": WORDS.get(type(field.dataType.elementType), "double"), "struct": "array"}
    return {"name": field.name, "type": WORDS.get(type(field.dataType), field.dataType.simpleString()), "struct": "basic"}


def reason(error):
    origin = getattr(error, "_origin", None) or error
    if not hasattr(error, "_origin") and hasattr(error, "java_exception"):
        origin = error.java_exception
    elif isinstance(origin, Py4JJavaError):
        origin = origin.java_exception
    if isinstance(origin, JavaObject):
        while origin.getCause() is not None:
            origin = origin.getCause()
        text = origin.toString()
    else:
        text = str(origin)
    return re.sub(r"\s+", " ", text.strip().splitlines()[0])[:200]


def dump(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else json.dumps(value, separators=(",", ":"))


def write_lines(path, values):
    Path(path).write_text("".join(dump(v) + "\n" for v in values), encoding="utf-8")


def pack(folder, path):
    def plain(info):
        info.uid = info.gid = info.mtime = 0
        info.uname = info.gname = "root"
        return info
    with tarfile.open(path, "w:gz") as tar:
        for child in sorted(Path(folder).iterdir()):
            tar.add(child, arcname=child.name, filter=plain)


class SavedCases:
    def __init__(self, out, spark, only=()):
        self.out, self.spark, self.only = Path(out), spark, set(only)
        self.refused = {}

    def frame(self, columns, rows):
        """A frame of the given {name: type} columns and a `row` number, in one partition."""
        schema = T.StructType([T.StructField("row", T.LongType())] + [T.StructField(n, TYPES[t]) for n, t in columns.items()])
        return self.spark.createDataFrame([(i, *row) for i, row in enumerate(rows)], schema).coalesce(1)

    def add(self, name, stage, train, columns, rows=None, reads_back=False):
        """One case of `stage`: a model, an estimator, which is fitted to `train`, or a function that gives either.
        The answers are those of the fitted model, or of what Spark reads back of it (`reads_back`)."""
        if self.only and name not in self.only:
            return
        types = {f.name: f for f in train.schema.fields}
        if rows is None:
            rows = [tuple(r) for r in train.select(*columns).limit(20).collect()]
        schema = T.StructType([T.StructField("row", T.LongType())]
                              + [T.StructField(c, types[c].dataType, True, types[c].metadata) for c in columns])
        folder = self.out / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            made = stage() if callable(stage) else stage
            model = made.fit(train) if isinstance(made, Estimator) else made
            with tempfile.TemporaryDirectory() as scratch:
                model.write().overwrite().save(scratch + "/model")
                pack(scratch + "/model", folder / "model.tar.gz")
                saved = type(model).load(scratch + "/model") if reads_back else model
                answers = self.answers(saved, schema, [(i, *row) for i, row in enumerate(rows)], columns)
                self.spark.catalog.clearCache()
        except Exception as error:  # what Spark itself cannot do is told at the end
            shutil.rmtree(folder, ignore_errors=True)
            self.refused[name] = reason(error)
            print("  not written:", name, self.refused[name], flush=True)
            return
        kinds = [types[c].dataType for c in columns]
        (folder / "schema.json").write_text(json.dumps({"input": [describe(types[c]) for c in columns]}) + "\n")
        write_lines(folder / "input.jsonl", [{c: encode(v, k) for c, v, k in zip(columns, row, kinds)} for row in rows])
        write_lines(folder / "expected.jsonl", answers)
        print(name, len(rows), flush=True)

    def answers(self, model, schema, rows, columns):
        """Spark's answer to every row; where a frame fails its halves are asked, so that one bad row hides no other."""
        return self._answers(model, self.spark.createDataFrame(rows, schema).coalesce(1).cache(), (0, len(rows)), columns)

    def _answers(self, model, frame, part, columns):
        start, end = part
        rows = range(start, end)
        try:
            made = model.transform(frame.where(f"row between {start} and {end - 1}"))
            found = {r["row"]: r for r in made.collect()}
        except Exception as error:
            if len(rows) == 1:
                return [{"row": start, "error": reason(error)}]
            half = (start + end) // 2
            return self._answers(model, frame, (start, half), columns) + self._answers(model, frame, (half, end), columns)
        kinds = {f.name: f.dataType for f in made.schema.fields if f.name != "row" and f.name not in columns}
        return [{"row": row, "output": {n: encode(found[row][n], k) for n, k in kinds.items()}} if row in found
                else {"row": row, "skipped": True} for row in rows]

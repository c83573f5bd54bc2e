"""Random pipelines that Spark saved, random rows for them in several forms, and Spark's own answers: as `models.py`, for Spark.

    python scripts/random-cells/spark_models.py FOLDER SEED MODELS ROWS
    sh scripts/with-node.sh scripts/random-cells/compare.ts FOLDER

A case's model is `model.tar.gz` with a `schema.json`, which gives rows without names their order. What a text means for a column of a
type is said here in Java's words (`Double.parseDouble`, `Long.parseLong`, `Boolean.parseBoolean`).
"""
import io
import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "make-golden" / "spark"))
from models import ASCII, TEXTS, WHOLE, Column, Writer, random_text, shuffled, target, write_csv, write_jsonl, write_parquet
from pyspark.ml import Pipeline
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.ml.regression import DecisionTreeRegressor, GBTRegressor, LinearRegression, RandomForestRegressor
from pyspark.sql import types as T
from saved_cases import start_spark

TYPES = {"text": T.StringType(), "number": T.DoubleType(), "whole": T.LongType(), "boolean": T.BooleanType()}
NAMES = {"text": "string", "number": "double", "whole": "long", "boolean": "boolean"}


def draw(rng, columns, rows, unseen):
    """Texts of cells, and the values that they stand for."""
    cells = {column.name: [draw_cell(rng, column, unseen) for _ in range(rows)] for column in columns}
    return {name: [text for text, _ in pairs] for name, pairs in cells.items()}, {name: [value for _, value in pairs] for name, pairs in cells.items()}


def draw_cell(rng, column, unseen):
    if column.kind == "text":
        text = random_text(rng, column.pool, unseen)
        return text, text
    if column.kind == "whole":
        value = int(rng.choice(np.array(column.pool, dtype=object)))
        return (f"{value:+d}" if rng.random() < 0.2 else str(value)), value
    if column.kind == "boolean":
        value = bool(rng.random() < 0.5)
        return str(rng.choice(np.array(["True", "true", "TRUE"] if value else ["False", "false", "FALSE"], dtype=object))), value
    if column.missing and rng.random() < 0.1:
        return "NaN", float("nan")
    value = round(float(rng.normal() * 3), int(rng.integers(0, 5)))
    forms = [repr(value), f"{value:+}", f" {value}", f"{value} ", f"{value:.17e}", f"0{abs(value)}", str(int(value))]
    text = forms[int(rng.integers(0, len(forms)))]
    return text, float(text)


def stages(rng, columns):
    """Indexed texts and whole numbers, one-hot or not, beside numbers and booleans."""
    texts = [c.name for c in columns if c.kind == "text"]
    for name in [*texts, "w"]:
        yield StringIndexer(inputCol=name, outputCol=f"{name} index", handleInvalid="keep", stringOrderType=str(rng.choice(["frequencyDesc", "alphabetAsc"])))
    hot = [name for name in [*texts, "w"] if rng.random() < 0.6]
    if hot:
        yield OneHotEncoder(inputCols=[f"{name} index" for name in hot], outputCols=[f"{name} hot" for name in hot], handleInvalid="keep")
    yield Imputer(inputCols=["a"], outputCols=["a filled"])
    ready = [f"{name} hot" if name in hot else f"{name} index" for name in [*texts, "w"]]
    plain = ["f", "b b", *(["w"] if rng.random() < 0.3 else [])]
    yield VectorAssembler(inputCols=[*ready, "a filled", *plain], outputCol="features")
    depth = {"maxDepth": 5, "maxBins": 128, "seed": 1}
    last = [lambda: LinearRegression(), lambda: DecisionTreeRegressor(**{**depth}), lambda: RandomForestRegressor(numTrees=6, **depth), lambda: GBTRegressor(maxIter=5, **depth)]
    yield last[int(rng.integers(0, len(last)))]()


def save(model, columns, folder):
    schema = {"input": [{"name": c.name, "type": NAMES[c.kind]} for c in columns], "output": {"name": "prediction", "type": "double"}}
    with tempfile.TemporaryDirectory() as place:
        model.write().overwrite().save(f"{place}/model")
        with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
            for part in sorted(Path(place, "model").iterdir()):
                archive.add(part, part.name)
            bytes_ = json.dumps(schema).encode()
            told = tarfile.TarInfo("schema.json")
            told.size = len(bytes_)
            archive.addfile(told, io.BytesIO(bytes_))


def spark_case(spark, folder, rng, rows):
    columns = [Column("z", "text", TEXTS), Column("a", "number", missing=True), Column("w", "whole", WHOLE), Column("f", "boolean"),
               Column("o", "text", ["low", "mid", "top", ASCII[0]]), Column("b b", "number")]
    columns = [columns[at] for at in rng.permutation(len(columns))]
    names = [c.name for c in columns]
    schema = T.StructType([T.StructField(c.name, TYPES[c.kind]) for c in columns])

    def frame(values, extra=()):
        labels = [(float(y),) for y in extra] or [()] * len(values[names[0]])
        fields = [*schema.fields, *([T.StructField("label", T.DoubleType())] if len(extra) else [])]
        return spark.createDataFrame([(*row, *label) for row, label in zip(zip(*(values[name] for name in names)), labels)], T.StructType(fields))

    _, values = draw(rng, columns, 500, False)
    model = Pipeline(stages=list(stages(rng, columns))).fit(frame(values, target(rng, values, columns)))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    save(model, columns, folder)
    writer = Writer(folder, "spark", ["model.tar.gz"])
    texts, values = draw(rng, columns, rows, True)
    expected = np.array([row.prediction for row in model.transform(frame(values)).select("prediction").collect()])
    typed = {name: [None if c.kind == "number" and np.isnan(value) else value for value in values[name]] for name, c in zip(names, columns)}
    write_csv(folder / "plain.csv", texts, names, False)
    writer.add("plain.csv", expected)
    full = ~np.isnan(np.array(values["a"], dtype=float))
    lists = {name: [value for value, is_there in zip(cells, full) if is_there] for name, cells in values.items()}
    (folder / "lists.jsonl").write_text("".join(json.dumps({"data": row}, ensure_ascii=False) + "\n" for row in zip(*(lists[name] for name in names))), encoding="utf-8")
    writer.add("lists.jsonl", expected[full])
    write_jsonl(folder / "objects.jsonl", typed, names)
    writer.add("objects.jsonl", expected)
    write_jsonl(folder / "order.jsonl", {**typed, "more": ["y"] * rows}, shuffled(rng, [*names, "more"]))
    writer.add("order.jsonl", expected)
    write_parquet(folder / "rows.parquet", typed, columns)
    writer.add("rows.parquet", expected)
    write_jsonl(folder / "less.jsonl", {name: cells[:20] for name, cells in typed.items()}, names[:-1])
    writer.add("less.jsonl", refused=True)
    writer.close()


if __name__ == "__main__":
    root, seed, models, rows = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    session = start_spark()
    for at in range(models):
        spark_case(session, root / f"spark-{seed}-{at}", np.random.default_rng([seed, at, 5]), rows)
        print("spark", at, flush=True)

"""Spark + XGBoost: the featurizer as Spark ML's own stages, XGBoost in Python workers over Arrow, whose lists NumPy reads uncopied."""

import os
import sys

import pyarrow as pa
from diamonds import load_booster, predict, read_arguments, read_featurizer, read_model_bytes
from pyspark.ml import PipelineModel
from pyspark.ml.common import _py2java
from pyspark.ml.feature import OneHotEncoder, StandardScalerModel, StringIndexerModel, VectorAssembler
from pyspark.ml.functions import vector_to_array
from pyspark.ml.linalg import DenseVector
from pyspark.sql import SparkSession

source, target, threads = read_arguments()
featurizer = read_featurizer()
# The workers are of this environment and find diamonds.py.
os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.path.dirname(os.path.abspath(__file__))}
spark = SparkSession.builder.master(f"local[{threads}]").config("spark.ui.enabled", "false").getOrCreate()
context = spark.sparkContext
context.setLogLevel("ERROR")
schema = ", ".join(f"`{name}` {kind}" for name, kind in featurizer.columns.items())
rows = spark.read.csv(source, schema=schema)

indexers = [
    StringIndexerModel.from_labels(labels, inputCol=name, outputCol=f"{name}_index", handleInvalid="keep")
    for name, labels in featurizer.labels.items()
]
# The fit reads the numbers of categories from the indexers' metadata, and no row.
encoder = OneHotEncoder(
    inputCols=[f"{name}_index" for name in featurizer.labels],
    outputCols=[f"{name}_vector" for name in featurizer.labels],
    handleInvalid="keep",
).fit(PipelineModel(indexers).transform(rows))
assembler = VectorAssembler(inputCols=featurizer.numbers, outputCol="numbers")
# In Python only a fit makes a scaler; the constructor in the JVM takes its parameters.
std, mean = (_py2java(context, DenseVector(values)) for values in (featurizer.std, featurizer.mean))
scaler = StandardScalerModel._from_java(context._jvm.org.apache.spark.ml.feature.StandardScalerModel("scaler", std, mean))
scaler._set(inputCol="numbers", outputCol="scaled", withMean=True, withStd=True)
joined = VectorAssembler(inputCols=["scaled", *encoder.getOutputCols()], outputCol="features")
pipeline = PipelineModel([*indexers, encoder, assembler, scaler, joined])
model = read_model_bytes()


def answer(batches):
    booster = load_booster(model, 1)  # Spark runs a task on each core
    for batch in batches:
        lists = batch.column(0)
        features = lists.flatten().to_numpy(zero_copy_only=False).reshape(len(lists), -1)
        yield pa.RecordBatch.from_arrays([pa.array(predict(booster, features))], ["answer"])


features = pipeline.transform(rows).select(vector_to_array("features", "float32").alias("features"))
features.mapInArrow(answer, "answer float").write.csv(target)
spark.stop()

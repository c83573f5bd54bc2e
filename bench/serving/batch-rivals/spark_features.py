"""The featurizer as Spark ML's own stages, over the columns of the diamonds example."""

from diamonds import Featurizer
from pyspark.ml import PipelineModel
from pyspark.ml.common import _py2java
from pyspark.ml.feature import OneHotEncoder, StandardScalerModel, StringIndexerModel, VectorAssembler
from pyspark.ml.functions import vector_to_array
from pyspark.ml.linalg import DenseVector
from pyspark.sql import DataFrame, SparkSession


def read_rows(spark: SparkSession, source: str, featurizer: Featurizer) -> DataFrame:
    return spark.read.csv(source, schema=", ".join(f"`{name}` {kind}" for name, kind in featurizer.columns.items()))


def with_features(spark: SparkSession, rows: DataFrame, featurizer: Featurizer) -> DataFrame:
    """The rows with the column `features` behind theirs: lists of float32."""
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
    context = spark.sparkContext
    std, mean = (_py2java(context, DenseVector(values)) for values in (featurizer.std, featurizer.mean))
    scaler = StandardScalerModel._from_java(context._jvm.org.apache.spark.ml.feature.StandardScalerModel("scaler", std, mean))
    scaler._set(inputCol="numbers", outputCol="scaled", withMean=True, withStd=True)
    joined = VectorAssembler(inputCols=["scaled", *encoder.getOutputCols()], outputCol="vector")
    made = PipelineModel([*indexers, encoder, assembler, scaler, joined]).transform(rows)
    return made.select(*rows.columns, vector_to_array("vector", "float32").alias("features"))

"""Scores data frames of Spark by the models that a Catenary server, or SageMaker, takes: inside of Spark, beside the data."""

from catenary_spark.score import score

__all__ = ["CatenaryTransformer", "score"]


def __getattr__(name):
    """The transformer needs pyspark.ml, and so numpy, which Python workers need not load."""
    if name == "CatenaryTransformer":
        from catenary_spark.transformer import CatenaryTransformer

        return CatenaryTransformer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Scores data frames of Spark by the models that a Catenary server, or SageMaker, takes: inside of Spark, beside the data."""

from catenary_spark.score import score

__all__ = ["score"]

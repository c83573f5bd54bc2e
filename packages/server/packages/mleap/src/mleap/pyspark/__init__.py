"""Gives the transformers of pyspark the methods `serializeToBundle` and `deserializeFromBundle` when it is imported, as MLeap does."""

from mleap.pyspark import spark_support  # noqa: F401

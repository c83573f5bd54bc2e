"""Scores data frames of Spark by the models that a Catenary server, or SageMaker, takes: inside of Spark, beside the data."""

from importlib import import_module

__all__ = ["CatenaryTransformer", "score"]

_modules = {"CatenaryTransformer": "catenary_spark.transformer", "score": "catenary_spark.score_frame"}


def __getattr__(name):
    """Opened when first asked for: transformers need numpy, scoring pyarrow, and tasks that transform whole files need neither."""
    if name not in _modules:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_modules[name]), name)

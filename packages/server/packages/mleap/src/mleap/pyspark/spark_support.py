"""MLeap's serializer under its own names, with Catenary's writer of bundles."""

import os
import tempfile

from pyspark.ml.base import Transformer

from mleap.pyspark.bundle_place import BundlePlace
from mleap.pyspark.export_pipeline import export_pipeline
from mleap.pyspark.save_pipeline import save_pipeline


class SimpleSparkSerializer:
    def serializeToBundle(self, transformer, path, dataset=None):
        """Writes a fitted pipeline, or one of its stages, to a zip or a folder. The dataset is one that the transformer takes or
        has answered; labels and sizes that only its metadata says come from there."""
        place = BundlePlace(path)
        with tempfile.TemporaryDirectory() as scratch:
            saved = os.path.join(scratch, "pipeline")
            save_pipeline(transformer, saved)
            place.write(export_pipeline(saved, dataset, scratch))

    def deserializeFromBundle(self, path):
        raise NotImplementedError(
            "Catenary writes bundles and does not turn them back into stages of Spark: keep what model.save(path) wrote, and load that."
        )


def _serialize(self, path, dataset=None):
    SimpleSparkSerializer().serializeToBundle(self, path, dataset)


def _deserialize(path):
    return SimpleSparkSerializer().deserializeFromBundle(path)


Transformer.serializeToBundle = _serialize
Transformer.deserializeFromBundle = staticmethod(_deserialize)

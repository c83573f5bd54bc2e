"""Prints the public transformers and models of this pyspark, as JSON: what the page of coverage has to account for.

    python scripts/make-golden/spark/public_classes.py > test/golden/spark/4.1/public-classes.json
"""
import importlib
import inspect
import json
import pkgutil

import pyspark.ml
from pyspark.ml import Transformer

PACKAGES = ("pyspark.ml.connect", "pyspark.ml.torch", "pyspark.ml.deepspeed", "pyspark.ml.tests")

if __name__ == "__main__":
    found = set()
    for module in pkgutil.walk_packages(pyspark.ml.__path__, "pyspark.ml."):
        if module.name.startswith(PACKAGES):
            continue
        try:
            members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        except ImportError:
            continue
        for name, member in members:
            if issubclass(member, Transformer) and not name.startswith("_") and not inspect.isabstract(member):
                if member.__module__.startswith("pyspark.ml"):
                    found.add(name)
    print(json.dumps(sorted(found)))

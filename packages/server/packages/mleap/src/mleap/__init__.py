"""The part of MLeap's Python package that writes Spark pipelines as bundles, over `catenary export`: without MLeap and its jars."""

"""Keeps the user's model in BentoML's store."""
import sys

import bentoml
import joblib

bentoml.sklearn.save_model("churn", joblib.load(sys.argv[1]))

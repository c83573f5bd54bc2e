"""What SageMaker's scikit-learn container asks of a script: load the model, read a request, predict, write the answer."""
import io
import os

import joblib
import pandas as pd

NAMES = ["plan", "country", "months", "calls", "spend"]


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def input_fn(body, content_type):
    if content_type != "text/csv":
        raise ValueError(f"send text/csv, not {content_type}")
    return pd.read_csv(io.StringIO(body), header=None, names=NAMES)


def predict_fn(rows, model):
    return model.predict_proba(rows)[:, 1]


def output_fn(risks, accept):
    lines = [f"{risk:.3f},{'call' if risk > 0.5 else 'leave alone'}" for risk in risks]
    return "\n".join(lines) + "\n", "text/csv"

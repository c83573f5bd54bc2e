"""Post-processing: turns the logarithm of a price into a price in dollars and a price band."""
import json
import os

import joblib
import numpy as np

BANDS = ["budget", "fair", "dear", "luxury"]


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def input_fn(body, content_type):
    if isinstance(body, bytes):
        body = body.decode("utf-8")
    if content_type.startswith("text/csv"):
        rows = [line.split(",") for line in body.strip().splitlines()]
        return np.array([[float(cell) for cell in row] for row in rows]).reshape(-1, 1)
    if content_type.startswith("application/json"):
        return np.array([p["score"] for p in json.loads(body)["predictions"]], dtype=float).reshape(-1, 1)
    raise ValueError(f"unsupported content type {content_type}")


def predict_fn(data, model):
    prices = np.round(np.exp(data[:, 0]), 2)
    bands = model.transform(prices.reshape(-1, 1))[:, 0].astype(int)
    return [{"price": float(p), "band": BANDS[b]} for p, b in zip(prices, bands)]


def output_fn(prediction, accept):
    if accept.startswith("application/json"):
        return json.dumps({"predictions": prediction}), "application/json"
    return "".join(f"{p['price']},{p['band']}\n" for p in prediction), "text/csv"

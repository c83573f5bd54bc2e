"""Makes test/golden/model-quality: what scikit-learn says of predictions, and Spark's definition of the area under precision and recall.

    python3 -m venv /tmp/quality && /tmp/quality/bin/pip install scikit-learn==1.5.2
    /tmp/quality/bin/python scripts/make-golden/model_quality.py
"""
import json
import pathlib

import numpy as np
from sklearn import metrics as m

target = pathlib.Path(__file__).parents[2] / "test/golden/model-quality"
target.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(18)


def write(name, columns, expected):
    (target / f"{name}.json").write_text(json.dumps({"columns": columns, "expected": expected}) + "\n")


def f_measures(label, prediction, prefix="", **options):
    return {f"{prefix}f{name}": m.fbeta_score(label, prediction, beta=beta, **options) for name, beta in (("0_5", 0.5), ("1", 1), ("2", 2))}


label = np.round(random.normal(50, 20, 300), 3)
prediction = np.round(label * 0.9 + random.normal(0, 8, 300), 3)
mse = m.mean_squared_error(label, prediction)
write("regression", {"label": label.tolist(), "prediction": prediction.tolist()}, {
    "mae": m.mean_absolute_error(label, prediction), "mse": mse, "rmse": float(np.sqrt(mse)), "r2": m.r2_score(label, prediction)})

label = (random.random(400) < 0.3).astype(int)
# Two decimals: many scores are equal.
score = np.round(np.clip(random.normal(0.35 + 0.25 * label, 0.2), 0, 1), 2)
prediction = (score >= 0.5).astype(int)
always = np.ones_like(label)
[[tn, fp], [fn, tp]] = m.confusion_matrix(label, prediction).tolist()
precision, recall, _ = m.precision_recall_curve(label, score)
# scikit-learn ends at (0, 1); Spark's first point has the precision of the highest threshold.
precision[-1] = precision[-2]
of = {"zero_division": 0}
write("binary", {"label": label.tolist(), "score": score.tolist()}, {
    "recall": m.recall_score(label, prediction), "precision": m.precision_score(label, prediction), "accuracy": m.accuracy_score(label, prediction),
    "recall_best_constant_classifier": m.recall_score(label, always), "precision_best_constant_classifier": m.precision_score(label, always),
    "accuracy_best_constant_classifier": m.accuracy_score(label, always),
    "true_positive_rate": tp / (tp + fn), "true_negative_rate": tn / (tn + fp), "false_positive_rate": fp / (tn + fp), "false_negative_rate": fn / (tp + fn),
    **f_measures(label, prediction), **{f"{name}_best_constant_classifier": value for name, value in f_measures(label, always).items()},
    "auc": m.roc_auc_score(label, score), "au_prc": m.auc(recall, precision)})

classes = np.array(["blue", "green", "red", "violet"])
label = random.choice(classes, 500, p=[0.5, 0.3, 0.15, 0.05])
# Violet is never said.
prediction = np.where(random.random(500) < 0.7, label, random.choice(classes[:3], 500))
prediction = np.where(prediction == "violet", "red", prediction)
always = np.full(500, "violet")


def weighted(predicted, of=""):
    options = {"average": "weighted", "zero_division": 0}
    values = {"accuracy": m.accuracy_score(label, predicted), "weighted_recall": m.recall_score(label, predicted, **options),
              "weighted_precision": m.precision_score(label, predicted, **options), **f_measures(label, predicted, "weighted_", **options)}
    return {f"{name}{of}": value for name, value in values.items()}


write("multiclass", {"label": label.tolist(), "prediction": prediction.tolist()}, {
    **weighted(prediction), **weighted(always, "_best_constant_classifier")})

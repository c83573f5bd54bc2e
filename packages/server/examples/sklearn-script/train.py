"""Fits a pipeline, and writes model.joblib, rows.csv and expected.csv."""
import sys

import joblib
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

sys.path.insert(0, "code")
import inference

customers = pd.read_csv("../customers.csv")
names = ["plan", "country", "months", "calls", "spend"]
columns = make_column_transformer((OneHotEncoder(), ["plan", "country"]), remainder="passthrough")
model = make_pipeline(columns, RandomForestClassifier(20, max_depth=5, random_state=7))
model.fit(customers[names], customers["left"])
joblib.dump(model, "model.joblib")

rows = customers[names].head(5)
rows.to_csv("rows.csv", index=False, header=False)
with open("expected.csv", "w") as file:
    file.write(inference.output_fn(inference.predict_fn(rows, model), "text/csv")[0])

"""Fits a pipeline that says who will leave, and writes what `run.sh` needs: model.joblib, rows.csv and expected.csv."""
import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

random = np.random.default_rng(7)
n = 2000
customers = pd.DataFrame(
    {
        "plan": random.choice(["basic", "plus", "team"], n),
        "country": random.choice(["AT", "CH", "DE", "FR"], n),
        "months": random.integers(1, 60, n),
        "calls": random.poisson(2, n),
        "spend": random.gamma(3, 20, n).round(2),
    }
)
risk = 0.6 * customers["calls"] - 0.05 * customers["months"] + 0.8 * (customers["plan"] == "basic") - 0.5
left = np.where(random.random(n) < 1 / (1 + np.exp(-risk)), "leaves", "stays")

columns = ColumnTransformer(
    [
        ("texts", OneHotEncoder(handle_unknown="ignore"), ["plan", "country"]),
        ("numbers", StandardScaler(), ["months", "calls", "spend"]),
    ]
)
model = make_pipeline(columns, LogisticRegression()).fit(customers, left)

joblib.dump(model, "model.joblib")
rows = customers.head(20)
rows.to_csv("rows.csv", index=False, header=False)
pd.Series(model.predict(rows)).to_csv("expected.csv", index=False, header=False)

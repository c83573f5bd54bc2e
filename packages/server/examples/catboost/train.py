"""Fits CatBoost over categories and numbers, and writes model.cbm, rows.csv and expected.csv."""
import catboost
import pandas as pd

customers = pd.read_csv("../customers.csv")
names = ["plan", "country", "months", "calls", "spend"]
model = catboost.CatBoostClassifier(
    iterations=20, depth=4, random_seed=7, verbose=False, allow_writing_files=False, cat_features=["plan", "country"]
)
model.fit(customers[names], customers["left"])
model.save_model("model.cbm")

rows = customers[names].head(5)
rows.to_csv("rows.csv", index=False, header=False)
pd.DataFrame(model.predict_proba(rows)).to_csv("expected.csv", index=False, header=False)

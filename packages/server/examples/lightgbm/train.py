"""Fits LightGBM, and writes model.txt, rows.csv and expected.csv."""
import lightgbm
import pandas as pd

customers = pd.read_csv("../customers.csv")
names = ["months", "calls", "spend"]
booster = lightgbm.train(
    {"objective": "binary", "num_leaves": 7, "seed": 7, "verbose": -1},
    lightgbm.Dataset(customers[names], label=customers["left"]),
    num_boost_round=20,
)
booster.save_model("model.txt")

rows = customers[names].head(5)
rows.to_csv("rows.csv", index=False, header=False)
pd.Series(booster.predict(rows)).to_csv("expected.csv", index=False, header=False)

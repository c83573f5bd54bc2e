"""Members of ensembles, and what scikit-learn's own ensembles make of them. Needs scikit-learn, lightgbm, joblib.

python scripts/make-golden/ensemble.py test/golden/ensemble
"""
import pathlib
import sys

import joblib
import lightgbm
import numpy as np
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

folder = pathlib.Path(sys.argv[1])
random = np.random.default_rng(17)
x = random.normal(size=(300, 4))
labels = (x[:, 0] + 0.5 * x[:, 1] + random.normal(size=300) > 0).astype(int) + (x[:, 2] > 0.8)
y = 3 * x[:, 0] - x[:, 3] + random.normal(size=300)
rows = random.normal(size=(40, 4)).round(4)


def write(name, values):
    values = np.asarray(values, dtype=float).reshape(len(rows), -1)
    (folder / name).write_text("".join(",".join(repr(float(v)) for v in row) + "\n" for row in values))


write("rows.csv", rows)

classifiers = {
    "logistic": LogisticRegression().fit(x, labels),
    "tree": DecisionTreeClassifier(max_depth=3, random_state=1).fit(x, labels),
    "deep": DecisionTreeClassifier(max_depth=6, random_state=2).fit(x, labels),
}
for name, model in classifiers.items():
    joblib.dump(model, folder / f"{name}.joblib")
for voting in ("hard", "soft"):
    for suffix, weights in (("", None), ("-weighted", [3, 1, 1.5])):
        ensemble = VotingClassifier(list(classifiers.items()), voting=voting, weights=weights)
        # Its members are fitted already.
        ensemble.estimators_ = list(classifiers.values())
        ensemble.le_ = type("Same", (), {"inverse_transform": staticmethod(lambda codes: codes)})()
        ensemble.classes_ = classifiers["tree"].classes_
        write(f"{voting}{suffix}.csv", ensemble.predict(rows))
        if voting == "soft":
            write(f"proba{suffix}.csv", ensemble.predict_proba(rows))

linear = LinearRegression().fit(x, y)
tree = DecisionTreeRegressor(max_depth=4, random_state=3).fit(x, y)
boosted = lightgbm.train({"objective": "regression", "verbose": -1, "num_leaves": 7}, lightgbm.Dataset(x, y), 20)
joblib.dump(linear, folder / "linear.joblib")
joblib.dump(tree, folder / "regressor.joblib")
boosted.save_model(folder / "boosted.txt")
members = np.column_stack([linear.predict(rows), tree.predict(rows), boosted.predict(rows)])
write("mean.csv", members.mean(axis=1))
write("weighted.csv", np.average(members, axis=1, weights=[2, 1, 5]))
write("max.csv", members.max(axis=1))
trained = np.column_stack([linear.predict(x), tree.predict(x), boosted.predict(x)])
final = LinearRegression().fit(trained, y)
joblib.dump(final, folder / "final.joblib")
write("stack.csv", final.predict(members))

"""test/golden/sklearn, cases float32-*: estimators fitted on float32, asked about float64, as CSV and JSON rows are.

Run: python sklearn_float32.py FOLDER. Most classes keep float32 attributes then, and compute with them in float64.
"""
import sys

sys.argv = [sys.argv[0], sys.argv[1], "no part of the others"]

import numpy as np  # noqa: E402
from sklearn import decomposition, discriminant_analysis, linear_model, neighbors, neural_network, preprocessing, svm  # noqa: E402
from sklearn_models import X3, XR, case, names, yr  # noqa: E402

X, R = X3.astype(np.float32), XR.astype(np.float32)
probe = X3[20:32] + 0.01
case("float32-power", lambda: preprocessing.PowerTransformer(), X, probe=probe)
case("float32-kernel-pca", lambda: decomposition.KernelPCA(2, kernel="rbf", gamma=0.2), X, probe=probe)
case("float32-logistic", lambda: linear_model.LogisticRegression(), X, names, probe=probe)
case("float32-discriminant", lambda: discriminant_analysis.LinearDiscriminantAnalysis(), X, names, probe=probe)
case("float32-perceptron", lambda: neural_network.MLPRegressor(hidden_layer_sizes=(9,), random_state=1, max_iter=30), R, yr, probe=XR[:12])
case("float32-support-vectors", lambda: svm.SVC(), X, names, probe=probe)
case("float32-neighbors", lambda: neighbors.KNeighborsRegressor(4, weights="distance"), R, yr, probe=XR[:12] + 0.01)

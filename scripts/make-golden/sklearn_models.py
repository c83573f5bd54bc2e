"""test/golden/sklearn: small fitted estimators, inputs and the answers of scikit-learn itself.

Run once for each release: python sklearn_models.py FOLDER. A case is FOLDER/NAME-VERSION/: model.joblib (or the files that
case.json names), input.csv, expected-METHOD.csv. What a release lacks is told and left out.
"""
import csv
import json
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn import (
    calibration,
    cluster,
    compose,
    covariance,
    datasets,
    decomposition,
    discriminant_analysis,
    dummy,
    ensemble,
    feature_extraction,
    feature_selection,
    gaussian_process,
    impute,
    isotonic,
    kernel_approximation,
    kernel_ridge,
    linear_model,
    mixture,
    model_selection,
    multiclass,
    multioutput,
    naive_bayes,
    neighbors,
    neural_network,
    pipeline,
    preprocessing,
    random_projection,
    semi_supervised,
    svm,
    tree,
)
from sklearn.cross_decomposition import CCA, PLSSVD, PLSCanonical, PLSRegression
from sklearn.experimental import enable_iterative_imputer  # noqa: F401

try:
    from sklearn import frozen
except ImportError:
    pass

try:
    from sklearn.experimental import enable_hist_gradient_boosting  # noqa: F401, needed before 1.0
except ImportError:
    pass

warnings.simplefilter("ignore")
FOLDER = Path(sys.argv[1])
VERSION = ".".join(sklearn.__version__.split(".")[:2])
METHODS = ["predict", "predict_proba", "decision_function", "transform", "score_samples"]
E, F, L, N, P, S, T = ensemble, feature_selection, linear_model, neighbors, preprocessing, svm, feature_extraction.text


def cell(value, missing="nan"):
    if isinstance(value, (float, np.floating)) and np.isnan(value):
        return missing
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    return "" if value is None else repr(float(value)) if isinstance(value, (float, np.floating)) else str(value)


def write(path, table, header=None, missing="nan"):
    table = table.toarray() if hasattr(table, "toarray") else np.asarray(table)
    table = table.reshape(len(table), -1).tolist()
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(([header] if header else []) + [[cell(v, missing) for v in row] for row in table])


def kinds(X):
    if isinstance(X, pd.DataFrame):
        return {"frame": {c: "float64" if pd.api.types.is_numeric_dtype(t) else "str" for c, t in X.dtypes.items()}}
    return "list of texts" if isinstance(X, list) else "array"


def case(name, make, X, y=None, probe=None, files=None):
    folder = FOLDER / f"{name}-{VERSION}"
    try:
        model = make()
        model.fit(X) if y is None else model.fit(X, y)
    except Exception as error:
        return print("NOT MADE", name, type(error).__name__, str(error)[:150], flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    probe = X[:12] if probe is None else probe
    for file, options in (files or {"model.joblib": {}}).items():
        joblib.dump(model, folder / file, **options)
    rows = pd.DataFrame(probe) if isinstance(probe, list) and isinstance(probe[0], dict) else probe
    header = list(rows.columns) if isinstance(rows, pd.DataFrame) else None
    write(folder / "input.csv", [[t] for t in rows] if isinstance(rows, list) else rows, header, missing="")
    methods = []
    for method in METHODS:
        if method == "score_samples" and isinstance(model, (svm.SVC, neural_network.BernoulliRBM)):
            continue
        try:
            answer = getattr(model, method)(probe)
            if isinstance(answer, list):
                continue
            write(folder / f"expected-{method}.csv", answer)
            methods.append(method)
        except (AttributeError, NotImplementedError, ValueError):
            pass
    classes = getattr(model, "classes_", None)
    (folder / "case.json").write_text(json.dumps({
        "scikit-learn": sklearn.__version__, "estimator": " ".join(repr(model).split())[:400], "files": list(files or {"model.joblib": {}}), "methods": methods,
        "input": kinds(rows), "header": header is not None, "classes": [str(c) for c in classes] if isinstance(classes, np.ndarray) else None}, indent=1) + "\n")


X3, y3 = datasets.make_classification(90, 5, n_informative=3, n_redundant=1, n_classes=3, random_state=3)
X2, y2 = X3, (y3 > 0).astype(int)
names = np.array(["low", "middle", "hoch é"])[y3]
XR, yr = datasets.make_regression(80, 5, n_targets=1, noise=3.0, random_state=4)
YR = np.column_stack([yr, yr[::-1]])
positive = np.abs(yr) + 0.5
gaps = X3.copy()
gaps[np.random.default_rng(5).random(X3.shape) < 0.15] = np.nan
counts = np.random.default_rng(6).integers(0, 6, (60, 6)).astype(float)
county = np.random.default_rng(7).integers(0, 3, 60)
both = lambda X: np.vstack([X[:12], np.zeros((1, X.shape[1])), np.full((1, X.shape[1]), 3.25)])
deep = lambda **o: dict(max_depth=4, random_state=1, **o)
frame = pd.DataFrame({"size": X3[:, 0], "colour": np.array(["red", "green", "blue", "a,b"])[counts[:, 0].astype(int).repeat(2)[:90] % 4], "weight": gaps[:, 1],
                      "shape": np.array(["round", "flat", "long"])[y3], "age": X3[:, 2] * 10})
odd = pd.concat([frame.head(10), pd.DataFrame({"size": [0.0], "colour": ["unseen"], "weight": [np.nan], "shape": ["flat"], "age": [1.0]})], ignore_index=True)
texts = ["The cat sat on the mat.", "A dog barked at the cat!", "Dogs and cats, cats and dogs", "naïve café in Zürich", "numbers 12 and 3 are numbers", "the end of THE story", "mat café dog 12"] * 3
labels = [0, 1, 1, 2, 2, 0, 2] * 3
more_texts = texts[:7] + ["", "unknown-words only: xyzzy", "Été à ZÜRICH 123 日本語"]


def linear():
    regressors = {"linear": lambda: L.LinearRegression(), "ridge-cv": lambda: L.RidgeCV(), "lasso-cv": lambda: L.LassoCV(), "elastic-net-cv": lambda: L.ElasticNetCV(), "lars": lambda: L.Lars(), "lasso-lars": lambda: L.LassoLars(0.1), "omp": lambda: L.OrthogonalMatchingPursuit(),
                  "bayesian-ridge": lambda: L.BayesianRidge(), "ard": lambda: L.ARDRegression(), "theil-sen": lambda: L.TheilSenRegressor(random_state=1), "ransac": lambda: L.RANSACRegressor(random_state=1), "quantile": lambda: L.QuantileRegressor(solver="highs"),
                  "huber": lambda: L.HuberRegressor(), "sgd-regressor": lambda: L.SGDRegressor(random_state=1), "passive-aggressive-regressor": lambda: L.PassiveAggressiveRegressor(random_state=1)}
    for name, model in regressors.items():
        case(name, model, XR, yr)
    for name, model in {"tweedie": lambda: L.TweedieRegressor(power=1.5), "tweedie-normal": lambda: L.TweedieRegressor(power=0), "tweedie-log": lambda: L.TweedieRegressor(power=0, link="log"), "poisson": lambda: L.PoissonRegressor(), "gamma": lambda: L.GammaRegressor()}.items():
        case(name, model, XR, positive)
    case("linear-targets", lambda: L.Ridge(), XR, YR)
    case("multi-task-lasso", lambda: L.MultiTaskLasso(0.1), XR, YR)
    classifiers = {"logistic": lambda: L.LogisticRegression(), "logistic-cv": lambda: L.LogisticRegressionCV(cv=3), "logistic-liblinear": lambda: multiclass.OneVsRestClassifier(L.LogisticRegression(solver="liblinear")),
                   "sgd-huber": lambda: L.SGDClassifier(loss="modified_huber", random_state=1), "perceptron": lambda: L.Perceptron(random_state=1), "passive-aggressive": lambda: L.PassiveAggressiveClassifier(random_state=1),
                   "ridge-classifier": lambda: L.RidgeClassifier(), "ridge-classifier-cv": lambda: L.RidgeClassifierCV(), "linear-svc": lambda: S.LinearSVC(random_state=1), "lda-eigen": lambda: discriminant_analysis.LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.1),
                   "qda": lambda: discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1)}
    for name, model in classifiers.items():
        case(f"{name}-multi", model, X3, names, probe=both(X3))
        case(f"{name}-two", model, X2, y2, probe=both(X3))
    case("logistic-multinomial-two", lambda: L.LogisticRegression(multi_class="multinomial"), X2, y2)
    case("logistic-ovr-multi", lambda: L.LogisticRegression(multi_class="ovr"), X3, names)
    case("logistic-booleans", lambda: L.LogisticRegression(), X2, y2 == 1)
    case("logistic-floats", lambda: L.LogisticRegression(), X2, y2 + 0.5)
    for bounds in ("nan", "clip"):
        case(f"isotonic-{bounds}", lambda: isotonic.IsotonicRegression(out_of_bounds=bounds), XR[:, 0], yr, probe=np.linspace(-4, 4, 11))
    case("isotonic-falling", lambda: isotonic.IsotonicRegression(increasing=False, out_of_bounds="clip"), XR[:, 0], yr, probe=np.linspace(-4, 4, 11))


def trees():
    for name, model in {"tree": lambda: tree.DecisionTreeClassifier(**deep()), "extra-tree": lambda: tree.ExtraTreeClassifier(**deep()), "forest": lambda: E.RandomForestClassifier(4, **deep()), "extra-trees": lambda: E.ExtraTreesClassifier(4, **deep(class_weight="balanced")),
                        "gradient-boosting": lambda: E.GradientBoostingClassifier(n_estimators=4, random_state=1), "hist": lambda: E.HistGradientBoostingClassifier(max_iter=4, min_samples_leaf=5, random_state=1),
                        "bagging": lambda: E.BaggingClassifier(n_estimators=3, max_features=3, random_state=1), "ada": lambda: E.AdaBoostClassifier(n_estimators=4, random_state=1),
                        "gradient-boosting-zero": lambda: E.GradientBoostingClassifier(n_estimators=3, init="zero", random_state=1)}.items():
        case(f"{name}-multi", model, X3, names, probe=both(X3))
        case(f"{name}-two", model, X2, y2, probe=both(X3))
    case("gradient-boosting-exponential", lambda: E.GradientBoostingClassifier(n_estimators=4, loss="exponential", random_state=1), X2, y2)
    case("bagging-votes", lambda: E.BaggingClassifier(S.LinearSVC(random_state=1), n_estimators=3, random_state=1), X3, names)
    case("ada-samme", lambda: E.AdaBoostClassifier(n_estimators=4, algorithm="SAMME", random_state=1), X3, names)
    case("forest-missing", lambda: E.RandomForestClassifier(4, **deep()), gaps, names)
    case("tree-missing", lambda: tree.DecisionTreeRegressor(**deep()), gaps, X3[:, 0])
    for name, model in {"tree-regressor": lambda: tree.DecisionTreeRegressor(**deep()), "forest-regressor": lambda: E.RandomForestRegressor(4, **deep()), "gradient-boosting-regressor": lambda: E.GradientBoostingRegressor(n_estimators=4, random_state=1),
                        "gradient-boosting-quantile": lambda: E.GradientBoostingRegressor(loss="quantile", n_estimators=4, random_state=1), "hist-regressor": lambda: E.HistGradientBoostingRegressor(max_iter=4, random_state=1),
                        "bagging-regressor": lambda: E.BaggingRegressor(n_estimators=3, random_state=1), "bagging-svr": lambda: E.BaggingRegressor(S.SVR(), n_estimators=3, max_features=0.6, random_state=1), "ada-regressor": lambda: E.AdaBoostRegressor(n_estimators=4, random_state=1),
                        "voting-regressor": lambda: E.VotingRegressor([("r", L.Ridge()), ("t", tree.DecisionTreeRegressor(**deep()))], weights=[1, 3]),
                        "stacking-passthrough": lambda: E.StackingRegressor([("r", L.Ridge()), ("t", tree.DecisionTreeRegressor(**deep()))], passthrough=True)}.items():
        case(name, model, XR, yr, probe=both(XR))
    case("forest-targets", lambda: E.RandomForestRegressor(3, **deep()), XR, YR)
    for loss in ("gamma", "quantile", "absolute_error"):
        case(f"hist-{loss}", lambda: E.HistGradientBoostingRegressor(loss=loss, max_iter=4, random_state=1, **({"quantile": 0.7} if loss == "quantile" else {})), XR, positive)
    codes = np.column_stack([counts[:, 0], counts[:, 1], np.arange(60.0)])
    unseen = np.vstack([codes[:10], [[9, 1, 2], [np.nan, 0, 3]]])
    case("hist-categories", lambda: E.HistGradientBoostingRegressor(max_iter=5, categorical_features=[0, 1], min_samples_leaf=3, random_state=1), codes, codes[:, 0] % 3 + codes[:, 1], probe=unseen)
    case("isolation-forest-features", lambda: E.IsolationForest(n_estimators=5, max_features=3, random_state=1), X3, probe=both(X3))
    for strategy in ("prior", "most_frequent"):
        case(f"dummy-{strategy}", lambda: dummy.DummyClassifier(strategy=strategy), X3, names)
    case("dummy-median", lambda: dummy.DummyRegressor(strategy="median"), XR, yr)


def others():
    for kernel in ("rbf", "poly", "sigmoid", "linear"):
        case(f"svc-{kernel}", lambda: S.SVC(kernel=kernel, coef0=0.5), X3, names, probe=both(X3))
    case("svc-probability-two", lambda: S.SVC(probability=True, random_state=1), X2, y2)
    case("svc-probability-multi", lambda: S.SVC(probability=True, random_state=1), X3, names)
    case("svc-ties", lambda: S.SVC(break_ties=True), X3, names)
    case("nu-svc", lambda: S.NuSVC(nu=0.3), X3, names)
    case("nu-svr", lambda: S.NuSVR(), XR, yr)
    for metric in ("manhattan", "chebyshev", "cosine"):
        case(f"neighbors-{metric}", lambda: N.KNeighborsClassifier(3, metric=metric, weights="distance"), X3, names, probe=X3[:10] + 0.01)
    case("neighbors-p3", lambda: N.KNeighborsRegressor(3, p=3, weights="distance"), XR, YR, probe=XR[:10] + 0.01)
    case("nearest-centroid", lambda: N.NearestCentroid(), X3, names)
    case("local-outlier-factor", lambda: N.LocalOutlierFactor(5, novelty=True), X3, probe=both(X3) + 0.01)
    B = naive_bayes
    for name, model in {"gaussian-nb": lambda: B.GaussianNB(), "multinomial-nb": lambda: B.MultinomialNB(), "complement-nb": lambda: B.ComplementNB(), "bernoulli-nb": lambda: B.BernoulliNB(binarize=2.0), "categorical-nb": lambda: B.CategoricalNB()}.items():
        case(name, model, counts, county)
    for activation in ("identity", "logistic", "relu"):
        case(f"mlp-{activation}", lambda: neural_network.MLPClassifier((4, 3), activation=activation, max_iter=30, random_state=1), X3, names)
    case("mlp-regressor-targets", lambda: neural_network.MLPRegressor(hidden_layer_sizes=(4,), max_iter=30, random_state=1), XR, YR)
    for kind in ("full", "tied", "diag", "spherical"):
        case(f"gaussian-mixture-{kind}", lambda: mixture.GaussianMixture(3, covariance_type=kind, random_state=1), X3)
    case("k-means", lambda: cluster.KMeans(3, n_init=2, random_state=1), X3)
    D = decomposition
    for name, model in {"pca": lambda: D.PCA(2), "pca-whiten": lambda: D.PCA(2, whiten=True), "incremental-pca": lambda: D.IncrementalPCA(2), "truncated-svd": lambda: D.TruncatedSVD(2, random_state=1), "fast-ica": lambda: D.FastICA(2, random_state=1, whiten="unit-variance"),
                        "gaussian-projection": lambda: random_projection.GaussianRandomProjection(2, random_state=1), "sparse-projection": lambda: random_projection.SparseRandomProjection(2, random_state=1),
                        "kernel-pca": lambda: D.KernelPCA(2, kernel="rbf"), "nystroem": lambda: kernel_approximation.Nystroem(n_components=5, random_state=1), "rbf-sampler": lambda: kernel_approximation.RBFSampler(n_components=4, random_state=1)}.items():
        case(name, model, X3)
    case("pls", lambda: PLSRegression(2), XR, YR)
    case("gaussian-process-matern", lambda: gaussian_process.GaussianProcessRegressor(2.0 * gaussian_process.kernels.Matern(nu=1.5, length_scale=[1, 2, 3, 1, 1]) + gaussian_process.kernels.DotProduct(), alpha=0.1, normalize_y=True, optimizer=None), XR[:30], yr[:30])
    case("gaussian-process", lambda: gaussian_process.GaussianProcessRegressor(gaussian_process.kernels.RBF() + gaussian_process.kernels.WhiteKernel(), random_state=1), XR[:30], yr[:30])
    M = multiclass
    case("ovo-multi", lambda: M.OneVsOneClassifier(S.LinearSVC(random_state=1)), X3, names)
    case("ovo-two", lambda: M.OneVsOneClassifier(L.LogisticRegression()), X2, y2)
    case("ovr-labels", lambda: M.OneVsRestClassifier(L.LogisticRegression()), X3, np.column_stack([y3 > 0, y3 > 1]).astype(int))
    case("multi-output-regressor", lambda: multioutput.MultiOutputRegressor(L.Ridge()), XR, YR)
    case("multi-output-classifier", lambda: multioutput.MultiOutputClassifier(L.LogisticRegression()), X3, np.column_stack([names, np.where(y2 == 1, "yes", "no")]))
    parts = [("l", L.LogisticRegression()), ("g", B.GaussianNB())]
    case("voting-hard", lambda: E.VotingClassifier(parts, weights=[2, 1]), X3, names)
    case("voting-soft-two", lambda: E.VotingClassifier(parts, voting="soft", weights=[2, 1]), X2, y2)
    case("stacking-two", lambda: E.StackingClassifier(parts), X2, np.where(y2 == 1, "yes", "no"))
    case("stacking-multi", lambda: E.StackingClassifier(parts, passthrough=True), X3, names)
    for method in ("sigmoid", "isotonic"):
        case(f"calibrated-{method}-two", lambda: calibration.CalibratedClassifierCV(L.LogisticRegression(), method=method, cv=3), X2, y2)
        case(f"calibrated-{method}-multi", lambda: calibration.CalibratedClassifierCV(B.GaussianNB(), method=method, cv=3, ensemble=method == "sigmoid"), X3, names)
    case("regressor-chain", lambda: multioutput.RegressorChain(L.Ridge(), order=[1, 0]), XR, YR)
    case("self-training", lambda: semi_supervised.SelfTrainingClassifier(L.LogisticRegression()), X2, np.where(np.arange(90) % 3 == 0, -1, y2))
    case("threshold-tuned", lambda: model_selection.TunedThresholdClassifierCV(L.LogisticRegression(), cv=3, random_state=1), X2, y2)
    case("threshold-fixed", lambda: model_selection.FixedThresholdClassifier(L.LogisticRegression(), threshold=0.8, pos_label="no"), X2, np.where(y2 == 1, "yes", "no"))
    case("sgd-one-class", lambda: L.SGDOneClassSVM(random_state=1), X3, probe=both(X3))
    case("label-encoder", P.LabelEncoder, names.tolist(), probe=names[:9].tolist())
    case("label-binarizer-multi", P.LabelBinarizer, names.tolist(), probe=names[:9].tolist() + ["unseen"])
    case("label-binarizer-two", lambda: P.LabelBinarizer(neg_label=-1, pos_label=2), ["yes", "no", "no"], probe=["no", "yes"])
    case("grid-search", lambda: model_selection.GridSearchCV(pipeline.make_pipeline(P.StandardScaler(), L.LogisticRegression()), {"logisticregression__C": [0.1, 1]}, cv=2), X3, names)
    scaled = pipeline.make_pipeline
    case("scaled-logistic-two", lambda: scaled(P.StandardScaler(), L.LogisticRegression()), X2, y2)
    case("scaled-svc-two", lambda: scaled(P.RobustScaler(with_centering=False), S.LinearSVC(random_state=1)), X2, np.where(y2 == 1, "yes", "no"))
    case("scaled-ridge", lambda: scaled(P.StandardScaler(with_std=False), L.Ridge()), XR, yr)
    case("scaled-discriminant-two", lambda: scaled(P.MaxAbsScaler(), discriminant_analysis.LinearDiscriminantAnalysis()), X2, y2)
    for name, transformer in {"standard": lambda: P.StandardScaler(), "min-max": lambda: P.MinMaxScaler(), "robust": lambda: P.RobustScaler()}.items():
        case(f"target-{name}", lambda: compose.TransformedTargetRegressor(L.Ridge(), transformer=transformer()), XR, yr)
    case("target-log", lambda: compose.TransformedTargetRegressor(L.Ridge(), func=np.log, inverse_func=np.exp), XR, positive)


def transformers():
    cells = {"standard": lambda: P.StandardScaler(), "standard-no-deviation": lambda: P.StandardScaler(with_std=False), "min-max-clip": lambda: P.MinMaxScaler(clip=True), "robust-no-center": lambda: P.RobustScaler(with_centering=False), "max-abs": lambda: P.MaxAbsScaler(),
             "yeo-johnson": lambda: P.PowerTransformer(), "yeo-johnson-raw": lambda: P.PowerTransformer(standardize=False), "quantile-normal": lambda: P.QuantileTransformer(n_quantiles=20, output_distribution="normal"), "quantile-uniform": lambda: P.QuantileTransformer(n_quantiles=20)}
    for name, model in cells.items():
        case(f"{name}-missing", model, gaps, probe=np.vstack([gaps[:12], X3[:1] * 4]))
    for name, model in {"normalizer-l2": lambda: P.Normalizer(), "polynomial-range": lambda: P.PolynomialFeatures((2, 3)), "polynomial-interactions": lambda: P.PolynomialFeatures(3, interaction_only=True), "k-bins-ordinal": lambda: P.KBinsDiscretizer(3, encode="ordinal"),
                        "k-bins-onehot": lambda: P.KBinsDiscretizer(3), "k-bins-kmeans": lambda: P.KBinsDiscretizer(3, encode="onehot-dense", strategy="kmeans"), "function-identity": lambda: P.FunctionTransformer(), "function-tanh": lambda: P.FunctionTransformer(np.tanh)}.items():
        case(name, model, X3, probe=both(X3))
    for mode in ("constant", "linear", "continue", "periodic"):
        case(f"spline-{mode}", lambda: P.SplineTransformer(n_knots=4, extrapolation=mode, include_bias=mode != "linear"), X3, probe=both(X3))
    case("spline-degree-1", lambda: P.SplineTransformer(n_knots=3, degree=1, extrapolation="linear"), X3, probe=both(X3))
    case("box-cox", lambda: P.PowerTransformer("box-cox"), np.abs(X3) + 0.1)
    for weights in ("uniform", "distance"):
        case(f"knn-imputer-{weights}", lambda: impute.KNNImputer(n_neighbors=3, weights=weights, add_indicator=True), gaps)
    case("simple-imputer-marker", lambda: impute.SimpleImputer(missing_values=2.0, strategy="mean"), counts)
    hollow = gaps.copy()
    hollow[:, 1] = np.nan
    case("simple-imputer-empty", lambda: impute.SimpleImputer(), hollow)
    case("simple-imputer-keep", lambda: impute.SimpleImputer(keep_empty_features=True), hollow)
    case("missing-indicator", lambda: impute.MissingIndicator(features="all"), gaps)
    for name, model in {"k-best": lambda: F.SelectKBest(k=2), "percentile": lambda: F.SelectPercentile(percentile=40), "fpr": lambda: F.SelectFpr(alpha=0.01), "fdr": lambda: F.SelectFdr(alpha=0.01), "fwe": lambda: F.SelectFwe(alpha=0.01), "rfe": lambda: F.RFE(L.LogisticRegression(), n_features_to_select=2),
                        "from-model-linear": lambda: F.SelectFromModel(L.LogisticRegression()), "from-model-forest": lambda: F.SelectFromModel(E.RandomForestClassifier(4, **deep()), threshold="median"), "from-model-fixed": lambda: F.SelectFromModel(L.Lasso(0.01), threshold=0.1), "sequential": lambda: F.SequentialFeatureSelector(L.LogisticRegression(), n_features_to_select=2)}.items():
        case(f"select-{name}", model, X3, y3)
    words = frame[["colour", "shape"]]
    strange = odd[["colour", "shape"]]
    holes = words.astype(object).copy()
    holes.iloc[3, 0] = holes.iloc[5, 1] = np.nan
    encoders = {"one-hot-ignore": lambda: P.OneHotEncoder(handle_unknown="ignore"), "one-hot-drop-first": lambda: P.OneHotEncoder(drop="first", handle_unknown="ignore"), "one-hot-drop-binary": lambda: P.OneHotEncoder(drop="if_binary", handle_unknown="ignore"), "one-hot-frequency": lambda: P.OneHotEncoder(min_frequency=25, handle_unknown="infrequent_if_exist"),
                "one-hot-frequency-drop": lambda: P.OneHotEncoder(max_categories=3, drop="first", handle_unknown="ignore"), "ordinal-value": lambda: P.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), "ordinal-frequency": lambda: P.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=99, min_frequency=25)}
    for name, model in encoders.items():
        case(name, model, words, probe=strange)
    case("one-hot-missing", lambda: P.OneHotEncoder(handle_unknown="ignore"), holes, probe=holes.head(8))
    case("ordinal-missing", lambda: P.OrdinalEncoder(encoded_missing_value=-5), holes, probe=holes.head(8))
    case("target-encoder-two", lambda: P.TargetEncoder(random_state=1), words, y2, probe=strange)
    case("target-encoder-multi", lambda: P.TargetEncoder(random_state=1), words, names, probe=strange)
    case("simple-imputer-words", lambda: impute.SimpleImputer(strategy="most_frequent"), holes, probe=holes.head(8))
    case("simple-imputer-words-constant", lambda: impute.SimpleImputer(strategy="constant", fill_value="none"), holes, probe=holes.head(8))
    for name, options in {"count": {}, "count-grams": {"ngram_range": (1, 3), "stop_words": "english"}, "count-binary": {"binary": True, "lowercase": False}, "count-char": {"analyzer": "char", "ngram_range": (2, 2), "max_features": 30},
                          "count-char-wb": {"analyzer": "char_wb", "ngram_range": (2, 5), "max_features": 40}, "count-accents": {"strip_accents": "unicode"}, "count-ascii": {"strip_accents": "ascii"}, "count-pattern": {"token_pattern": r"[A-Za-z']+|\d{2}"}, "count-group": {"token_pattern": r"(?u)(\w)\w+"},
                          "count-words": {"vocabulary": ["cat", "dog", "the"]}, "count-stops": {"stop_words": ["cat", "the"], "ngram_range": (2, 2)}}.items():
        case(name, lambda: T.CountVectorizer(**options), texts, probe=more_texts)
    for name, options in {"tfidf": {}, "tfidf-no-idf": {"use_idf": False, "norm": None}, "tfidf-sublinear": {"sublinear_tf": True, "norm": "l1", "smooth_idf": False}}.items():
        case(name, lambda: T.TfidfVectorizer(**options), texts, probe=more_texts)
    for name, options in {"hashing": {}, "hashing-binary": {"binary": True, "norm": None}, "hashing-plain": {"alternate_sign": False, "norm": "l1", "ngram_range": (1, 2)}}.items():
        case(name, lambda: T.HashingVectorizer(n_features=32, **options), texts, probe=more_texts)
    case("text-pipeline", lambda: pipeline.make_pipeline(T.CountVectorizer(), T.TfidfTransformer(), S.SVC()), texts, labels, probe=more_texts)
    case("text-union", lambda: pipeline.make_pipeline(pipeline.make_union(T.TfidfVectorizer(), T.CountVectorizer(analyzer="char")), L.LogisticRegression()), texts, labels, probe=more_texts)
    C = compose.ColumnTransformer
    scale, hot = lambda: P.StandardScaler(), lambda: P.OneHotEncoder(handle_unknown="ignore")
    tables = {"columns-places": lambda: C([("n", scale(), [0, -1]), ("w", hot(), [1])]), "columns-slice": lambda: C([("w", hot(), slice("colour", "colour")), ("n", scale(), slice(4, None))]), "columns-mask": lambda: C([("n", scale(), [True, False, False, False, True])], remainder="drop"),
              "columns-passthrough": lambda: C([("n", "passthrough", ["age"]), ("d", "drop", ["size"]), ("w", hot(), ["colour", "shape"])], remainder=impute.SimpleImputer()), "columns-weights": lambda: C([("n", scale(), ["age"]), ("w", hot(), ["shape"])], transformer_weights={"n": 2.5}),
              "columns-index": lambda: C([("n", scale(), frame.columns[[0, 4]])]), "columns-callable": lambda: C([("n", scale(), compose.make_column_selector(dtype_include="number"))]), "columns-text": lambda: C([("t", T.CountVectorizer(), "colour")]),
              "columns-nested": lambda: pipeline.make_pipeline(C([("a", C([("n", scale(), ["age"])], remainder="passthrough"), ["age", "size"]), ("w", hot(), ["shape"])]), P.MaxAbsScaler(), E.RandomForestClassifier(3, **deep()))}
    for name, make in tables.items():
        case(name, make, frame, names, probe=odd)
    forms = {"model.joblib": {}, "zlib.joblib": {"compress": 3}, "gzip.joblib": {"compress": ("gzip", 9)}, "stored.joblib": {"compress": ("zlib", 1)}, "bz2.joblib": {"compress": ("bz2", 3)}, "lzma.joblib": {"compress": ("lzma", 3)}, "xz.joblib": {"compress": ("xz", 3)}, "protocol2.joblib": {"protocol": 2}}
    case("forms", lambda: pipeline.make_pipeline(scale(), decomposition.PCA(2), L.LogisticRegression()), X3, names, files=forms)


def rarer():
    """Several targets at once, clusterings, mixtures, chains and the less usual transformers."""
    labels2 = np.column_stack([names, np.where(y2 == 1, "yes", "no")])
    flags = np.column_stack([y3 > 0, y3 > 1, X3[:, 0] > np.median(X3[:, 0])]).astype(int)
    probe3, B, D = both(X3), naive_bayes, decomposition
    for name, model in {"tree": lambda: tree.DecisionTreeClassifier(**deep()), "forest": lambda: E.RandomForestClassifier(4, **deep()), "extra-trees": lambda: E.ExtraTreesClassifier(4, **deep())}.items():
        case(f"{name}-labels", model, X3, labels2, probe=probe3)
        case(f"{name}-flags", model, X3, flags, probe=probe3)
    case("neighbors-labels", lambda: N.KNeighborsClassifier(3, weights="distance"), X3, labels2, probe=X3[:10] + 0.01)
    case("mlp-flags", lambda: neural_network.MLPClassifier((4,), max_iter=30, random_state=1), X3, flags)
    case("ridge-classifier-flags", lambda: L.RidgeClassifier(), X3, flags)
    M = multioutput
    case("chain-predict", lambda: M.ClassifierChain(L.LogisticRegression(), order=[2, 0, 1]), X3, flags)
    case("chain-svc", lambda: M.ClassifierChain(S.LinearSVC(random_state=1)), X3, flags)
    case("chain-proba", lambda: M.ClassifierChain(L.LogisticRegression(), chain_method="predict_proba"), X3, flags)
    case("chain-regressor", lambda: M.RegressorChain(L.Ridge(), order=[1, 0]), XR, YR)
    case("output-code", lambda: multiclass.OutputCodeClassifier(L.LogisticRegression(), code_size=2, random_state=1), X3, names)
    case("output-code-svc", lambda: multiclass.OutputCodeClassifier(S.LinearSVC(random_state=1), code_size=1.5, random_state=1), X3, names)
    G = gaussian_process
    case("gaussian-process-classifier-two", lambda: G.GaussianProcessClassifier(1.0 * G.kernels.RBF(1.5), optimizer=None), X2, y2, probe=X2[:10] + 0.05)
    case("gaussian-process-classifier-multi", lambda: G.GaussianProcessClassifier(G.kernels.Matern(nu=1.5) + G.kernels.WhiteKernel(0.1), optimizer=None), X3, names, probe=X3[:10] + 0.05)
    case("gaussian-process-classifier-pairs", lambda: G.GaussianProcessClassifier(G.kernels.RBF(2.0), optimizer=None, multi_class="one_vs_one"), X3, names, probe=X3[:10] + 0.05)
    for method in ("predict_proba", "decision_function"):
        case(f"calibrated-temperature-{method[:4]}", lambda: calibration.CalibratedClassifierCV(B.GaussianNB() if method == "predict_proba" else S.LinearSVC(random_state=1), method="temperature", cv=3), X3, y3)
    case("calibrated-temperature-two", lambda: calibration.CalibratedClassifierCV(L.LogisticRegression(), method="temperature", cv=3), X2, y2)
    case("kernel-ridge", lambda: kernel_ridge.KernelRidge(kernel="rbf", gamma=0.1), XR, yr)
    case("kernel-ridge-poly", lambda: kernel_ridge.KernelRidge(kernel="poly", degree=2), XR, YR)
    case("factor-analysis", lambda: D.FactorAnalysis(2), X3)
    case("lda-topics", lambda: D.LatentDirichletAllocation(3, random_state=1, max_iter=4), counts)
    case("sparse-pca", lambda: D.SparsePCA(2, random_state=1, max_iter=20), X3)
    case("mini-batch-sparse-pca", lambda: D.MiniBatchSparsePCA(2, random_state=1, max_iter=20), X3)
    case("rbm", lambda: neural_network.BernoulliRBM(3, random_state=1, n_iter=3), (X3 - X3.min(0)) / np.ptp(X3, axis=0))
    for kind in ("full", "tied", "diag", "spherical"):
        case(f"bayesian-mixture-{kind}", lambda: mixture.BayesianGaussianMixture(n_components=3, covariance_type=kind, random_state=1), X3)
    case("bayesian-mixture-distribution", lambda: mixture.BayesianGaussianMixture(n_components=2, weight_concentration_prior_type="dirichlet_distribution", random_state=1), X3)
    case("bisecting-k-means", lambda: cluster.BisectingKMeans(4, random_state=1), X3, probe=probe3)
    case("birch", lambda: cluster.Birch(threshold=0.5, n_clusters=3), X3, probe=probe3)
    case("mean-shift", lambda: cluster.MeanShift(bandwidth=1.5), X3, probe=probe3)
    case("affinity-propagation", lambda: cluster.AffinityPropagation(random_state=1), X3, probe=probe3)
    case("feature-agglomeration", lambda: cluster.FeatureAgglomeration(3), XR)
    case("elliptic-envelope", lambda: covariance.EllipticEnvelope(random_state=1, contamination=0.2), X3, probe=probe3)
    case("cca", lambda: CCA(2), XR, YR)
    case("pls-canonical", lambda: PLSCanonical(2), XR, YR)
    case("pls-svd", lambda: PLSSVD(2), XR, YR)
    for mode, param in (("percentile", 40), ("k_best", 2), ("fpr", 0.01), ("fdr", 0.01), ("fwe", 0.01)):
        case(f"select-generic-{mode}", lambda: F.GenericUnivariateSelect(mode=mode, param=param), X3, y3)
    case("frozen", lambda: frozen.FrozenEstimator(pipeline.make_pipeline(P.StandardScaler(), L.LogisticRegression()).fit(X3, names)), X3, names)
    for kernel in ("gaussian", "tophat", "epanechnikov", "exponential", "linear", "cosine"):
        case(f"kernel-density-{kernel}", lambda: N.KernelDensity(bandwidth=0.8, kernel=kernel), X3, probe=X3[:12] + 0.01)
    case("iterative-imputer", lambda: impute.IterativeImputer(random_state=1, max_iter=4), gaps, probe=both(X3))
    case("iterative-imputer-trees", lambda: impute.IterativeImputer(tree.DecisionTreeRegressor(**deep()), random_state=1, max_iter=2, add_indicator=True, imputation_order="roman", min_value=0), gaps, probe=both(X3))
    case("iterative-imputer-near", lambda: impute.IterativeImputer(random_state=1, max_iter=3, n_nearest_features=2, skip_complete=True), gaps, probe=both(X3))
    case("trees-embedding", lambda: E.RandomTreesEmbedding(3, max_depth=3, random_state=1), X3, probe=probe3)
    K = kernel_approximation
    case("skewed-chi2", lambda: K.SkewedChi2Sampler(n_components=4, random_state=1), np.abs(X3))
    case("additive-chi2", lambda: K.AdditiveChi2Sampler(sample_steps=3), np.abs(X3))
    case("count-sketch", lambda: K.PolynomialCountSketch(n_components=8, degree=3, coef0=1, random_state=1), X3)
    case("components-analysis", lambda: N.NeighborhoodComponentsAnalysis(2, random_state=1), X3, y3)
    case("kernel-centerer", lambda: P.KernelCenterer(), X3[:12] @ X3[:12].T, probe=X3[20:26] @ X3[:12].T)
    case("radius-neighbors", lambda: N.RadiusNeighborsClassifier(1.2), X3, names, probe=X3[:10] + 0.01)
    case("radius-neighbors-outlier", lambda: N.RadiusNeighborsClassifier(1.2, weights="distance", outlier_label="none"), X3, names, probe=np.vstack([X3[:9] + 0.01, X3[:1] * 90]))
    case("radius-neighbors-frequent", lambda: N.RadiusNeighborsClassifier(1.2, outlier_label="most_frequent", metric="manhattan"), X3, y3, probe=np.vstack([X3[:9] + 0.01, X3[:1] * 90]))
    case("radius-neighbors-regressor", lambda: N.RadiusNeighborsRegressor(2.5, weights="distance"), XR, YR, probe=np.vstack([XR[:9] + 0.01, XR[:1] * 90]))
    for kernel in ("rbf", "knn"):
        mixed = np.where(np.arange(len(y3)) % 3 == 0, -1, y3)
        case(f"label-propagation-{kernel}", lambda: semi_supervised.LabelPropagation(kernel=kernel, gamma=2, n_neighbors=4, max_iter=500), X3, mixed, probe=X3[:10] + 0.01)
        case(f"label-spreading-{kernel}", lambda: semi_supervised.LabelSpreading(kernel=kernel, gamma=2, n_neighbors=4), X3, mixed, probe=X3[:10] + 0.01)
    case("nearest-centroid-manhattan", lambda: N.NearestCentroid(metric="manhattan"), X3, names)
    case("nearest-centroid-shrunk", lambda: N.NearestCentroid(shrink_threshold=0.3), X3, names)
    case("nearest-centroid-priors", lambda: N.NearestCentroid(priors="empirical"), X3[:47], names[:47])
    case("nearest-centroid-two", lambda: N.NearestCentroid(), X2, y2)
    case("pca-scores", lambda: D.PCA(2), X3)
    case("pca-scores-whiten", lambda: D.PCA(2, whiten=True), X3)


def edges():
    """What random comparisons found: digits as categories, one column with gaps, ties, nothing near, one label."""
    codes = pd.DataFrame({"zip": np.array(["01", "1", "10", "2"])[counts[:, 0].astype(int) % 4], "flag": np.array(["True", "False"])[counts[:, 1].astype(int) % 2], "age": counts[:, 2] + 0.5})
    case("digits-one-hot", lambda: compose.ColumnTransformer([("w", P.OneHotEncoder(), ["zip", "flag"])], remainder="passthrough"), codes)
    case("digits-ordinal", lambda: pipeline.make_pipeline(compose.ColumnTransformer([("w", P.OrdinalEncoder(), ["zip", "flag"])], remainder="passthrough"), L.Ridge()), codes, counts[:, 3])
    case("digits-imputed", lambda: pipeline.make_pipeline(impute.SimpleImputer(strategy="most_frequent"), P.OneHotEncoder()), codes[["zip", "flag"]])
    case("one-column-gaps", lambda: pipeline.make_pipeline(impute.SimpleImputer(), L.LinearRegression()), gaps[:, :1], X3[:, 1], probe=gaps[:20, :1])
    tied = np.vstack([counts[:20], counts[20:30] + 1, np.full((1, 6), 2.0)])
    # Before 1.1, which of them are taken without a tree is the processor's matter.
    for algorithm in ("kd_tree", "ball_tree", "brute") if VERSION >= "1.1" else ("kd_tree", "ball_tree"):
        case(f"neighbors-tied-{algorithm.replace('_', '-')}", lambda: N.KNeighborsClassifier(4, algorithm=algorithm, leaf_size=5), counts, county, probe=tied)
        case(f"neighbors-tied-manhattan-{algorithm.replace('_', '-')}", lambda: N.KNeighborsClassifier(3, algorithm=algorithm, leaf_size=3, metric="manhattan"), counts, county, probe=tied)
    case("neighbors-canberra", lambda: N.KNeighborsClassifier(3, metric="canberra"), counts, county, probe=tied)
    case("neighbors-braycurtis", lambda: N.KNeighborsRegressor(3, metric="braycurtis", weights="distance"), counts, counts[:, 1], probe=counts[:20] + 0.25)
    case("neighbors-hamming", lambda: N.KNeighborsClassifier(60, metric="hamming"), counts, county, probe=tied)
    rides = [{"from": "a", "to": "b", "miles": 1.5}, {"from": "b", "miles": 3.0}, {"from": "a=b", "to": "a", "miles": 0.0}, {"from": "c", "to": "b"}]
    case("dict-vectorizer", lambda: feature_extraction.DictVectorizer(sparse=False), rides, probe=[*rides, {"from": "never", "to": "b", "miles": 7.25}])
    case("dict-pipeline", lambda: pipeline.make_pipeline(feature_extraction.DictVectorizer(), L.LogisticRegression()), rides * 3, [0, 1, 1, 0] * 3, probe=rides)
    some = counts * (counts > 1)
    for name, options in {"descent": {}, "descent-few-rounds": {"max_iter": 30, "tol": 1e-2}, "updates": {"solver": "mu"}, "kullback-leibler": {"solver": "mu", "beta_loss": "kullback-leibler"}, "penalties": {"alpha_W": 0.01, "l1_ratio": 0.4}}.items():
        if name != "penalties" or VERSION >= "1.2":
            case(f"nmf-{name}", lambda: decomposition.NMF(2, init="nndsvda", random_state=1, **options), some, probe=np.vstack([some[:15], some[15:18] * 7, np.zeros((1, 6))]))
    partly = np.where(np.arange(len(y3)) % 3 == 0, -1, y3)
    case("label-propagation-far", lambda: semi_supervised.LabelPropagation(gamma=20, max_iter=500), X3, partly, probe=np.vstack([X3[:5], X3[:2] * 90]))
    case("bins-float32", lambda: P.KBinsDiscretizer(4, encode="ordinal", strategy="uniform", dtype=np.float32), X3, probe=both(X3))
    for name, options in {"": {}, "-sublinear": {"sublinear_tf": True, "norm": "l1"}, "-no-idf": {"use_idf": False}}.items():
        case(f"tfidf-float32{name}", lambda: T.TfidfVectorizer(dtype=np.float32, **options), texts, probe=more_texts)
    case("hashing-float32", lambda: T.HashingVectorizer(n_features=16, dtype=np.float32), texts, probe=more_texts)
    # A lambda near 0, and columns that hardly vary once transformed: what cancels there cancels in the answers.
    steep = np.column_stack([np.exp(X3[:, 0] * 0.1), 50 + X3[:, 1] * 0.01, -np.exp(X3[:, 2])])
    case("power-steep", lambda: P.PowerTransformer(), steep)
    case("mlp-one-label", lambda: neural_network.MLPClassifier((3,), max_iter=20, random_state=1), X3[:30], np.array(["only"] * 30))
    case("count-ignore-case", lambda: T.CountVectorizer(token_pattern=r"(?i)[a-z]{3,}", lowercase=False), texts, probe=more_texts)


def wide():
    """More one-hot columns than are written out as zeros and ones for a linear model."""
    ids = pd.DataFrame({"id": ["%04d" % at for at in range(1200)] * 2, "size": np.random.default_rng(8).normal(size=2400)})
    target = np.random.default_rng(9).normal(size=2400)
    probe = pd.DataFrame({"id": ["0000", "1199", "0001", "1", "unseen", "0700"], "size": [0.5, -1.25, 0.0, 2.0, 3.0, 1e6]})
    hot = lambda: P.OneHotEncoder(handle_unknown="ignore")
    case("one-hot-wide", lambda: pipeline.make_pipeline(compose.ColumnTransformer([("t", hot(), ["id"])], remainder="passthrough"), L.Ridge(solver="lsqr")), ids, target, probe=probe)
    case("one-hot-wide-labels", lambda: pipeline.make_pipeline(compose.ColumnTransformer([("n", P.StandardScaler(), ["size"]), ("t", hot(), ["id"])]), L.LogisticRegression(max_iter=20)), ids, np.digitize(target, [-0.5, 0.5]), probe=probe)


# With names of parts after the folder, only those.
for part in (linear, trees, others, transformers, rarer, edges, wide):
    if part.__name__ in (sys.argv[2:] or [part.__name__]):
        part()

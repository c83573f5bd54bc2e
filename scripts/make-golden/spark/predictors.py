"""Classifiers, regressions, clusterings, recommendation and searches."""
import numpy as np
import pyspark.ml
from pyspark.ml import classification, clustering, feature, regression, tuning as T
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.fpm import FPGrowth
from pyspark.ml.linalg import Vectors
from pyspark.ml.recommendation import ALS
from saved_cases import LaterModule

C, R, K, F = map(LaterModule, (classification, regression, clustering, feature))
Pipeline = LaterModule(pyspark.ml).Pipeline
NAN = float("nan")
dense, sparse = Vectors.dense, Vectors.sparse


def table(c, classes, seed=8, shift=0.0):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(80, 4)) * [1, 2, 1, 3] + shift, 3)
    score = x[:, 0] - 0.5 * x[:, 1] + np.sin(x[:, 3])
    label = np.digitize(score, np.quantile(score, np.linspace(0, 1, classes + 1)[1:-1])) if classes else np.round(score + 10, 3)
    frame = c.frame({"features": "vector", "label": "double"}, [(dense(r), float(y)) for r, y in zip(x, label)])
    rows = [(dense(r),) for r in x[:8]] + [(sparse(4, [(1, 2.5)]),), (sparse(4, []),), (dense([1e3, -1e3, 5, 0]),), (dense([1, 2]),), (None,)]
    return frame, rows


def classifiers(c):
    two, rows = table(c, 2)
    three, _ = table(c, 3)
    positive, counts = table(c, 3, shift=12.0)
    nan = rows[:8] + [(dense([NAN, 1, 2, 3]),)] + rows[8:]
    add = lambda name, estimator, frame, asked=rows: c.add(name, estimator, frame, ["features"], asked)
    add("logistic-binomial", C.LogisticRegression(regParam=0.05), two, nan)
    add("logistic-threshold", C.LogisticRegression(regParam=0.05, threshold=0.8), two)
    add("logistic-thresholds", C.LogisticRegression(regParam=0.05, thresholds=[0.3, 0.9]), two)
    add("logistic-two-multinomial", C.LogisticRegression(regParam=0.05, family="multinomial"), two)
    add("logistic-multinomial", C.LogisticRegression(regParam=0.05), three, nan)
    add("logistic-multinomial-thresholds", C.LogisticRegression(regParam=0.05, thresholds=[0.2, 0.0, 0.9]), three)
    add("logistic-no-raw", C.LogisticRegression(regParam=0.05, rawPredictionCol="", thresholds=[0.2, 0.5, 0.9]), three)
    add("linear-svc", C.LinearSVC(regParam=0.1, threshold=0.2), two)
    add("fm-classifier", C.FMClassifier(factorSize=3, maxIter=5, seed=1, stepSize=0.1), two)
    for kind in ("multinomial", "complement", "gaussian"):
        add(f"naive-bayes-{kind}", C.NaiveBayes(modelType=kind), positive, counts + nan[8:9] + [(dense([-1, 1, 1, 1]),)])
    ones = c.frame({"features": "vector", "label": "double"}, [(dense([float(i >> k & 1) for k in range(4)]), float(i % 3)) for i in range(16)])
    add("naive-bayes-bernoulli", C.NaiveBayes(modelType="bernoulli", thresholds=[0.5, 0.2, 0.3]), ones, [(dense([1, 0, 1, 1]),), (sparse(4, [(2, 1.0)]),), (dense([0.5, 0, 0, 1]),)])
    add("perceptron", C.MultilayerPerceptronClassifier(layers=[4, 5, 3], maxIter=20, seed=2), three)
    add("perceptron-thresholds", C.MultilayerPerceptronClassifier(layers=[4, 3], maxIter=20, seed=2).setThresholds([0.9, 0.3, 0.2]), three)
    for classes, frame in (("two", two), ("three", three)):
        add(f"tree-classifier-{classes}", C.DecisionTreeClassifier(maxDepth=3, leafCol="leaf"), frame, nan)
        add(f"forest-classifier-{classes}", C.RandomForestClassifier(maxDepth=3, numTrees=5, seed=1, leafCol="leaf"), frame, nan)
    add("tree-classifier-thresholds", C.DecisionTreeClassifier(maxDepth=3).setThresholds([0.1, 0.6, 0.4]), three)
    add("tree-classifier-stump", C.DecisionTreeClassifier(maxDepth=0), three)
    add("gbt-classifier", C.GBTClassifier(maxIter=5, maxDepth=2, seed=1, leafCol="leaf"), two, nan)
    add("forest-classifier-plain", C.RandomForestClassifier(maxDepth=3, numTrees=5, seed=1), three, nan)
    add("gbt-classifier-plain", C.GBTClassifier(maxIter=5, maxDepth=2, seed=1), two, nan)
    add("gbt-classifier-thresholds", C.GBTClassifier(maxIter=3, maxDepth=2, seed=1).setThresholds([0.2, 0.7]), two)
    members = {"logistic": C.LogisticRegression(regParam=0.05), "svc": C.LinearSVC(regParam=0.1), "tree": C.DecisionTreeClassifier(maxDepth=2),
               "forest": C.RandomForestClassifier(numTrees=3, maxDepth=2, seed=1), "gbt": C.GBTClassifier(maxIter=2, maxDepth=2, seed=1), "bayes": C.NaiveBayes(modelType="gaussian")}
    for kind, member in members.items():
        add(f"one-vs-rest-{kind}", C.OneVsRest(classifier=member), three)


def regressors(c):
    frame, rows = table(c, 0)
    nan = rows[:8] + [(dense([NAN, 1, 2, 3]),)] + rows[8:]
    add = lambda name, estimator, train=frame, asked=rows, columns=("features",): c.add(name, estimator, train, list(columns), asked)
    add("linear-regression", R.LinearRegression(regParam=0.1), asked=nan)
    add("tree-regressor", R.DecisionTreeRegressor(maxDepth=3, varianceCol="variance", leafCol="leaf"), asked=nan)
    add("forest-regressor", R.RandomForestRegressor(maxDepth=3, numTrees=4, seed=1, leafCol="leaf"), asked=nan)
    add("gbt-regressor", R.GBTRegressor(maxDepth=2, maxIter=4, seed=1, leafCol="leaf"), asked=nan)
    add("tree-regressor-plain", R.DecisionTreeRegressor(maxDepth=3, varianceCol="variance"), asked=nan)
    add("forest-regressor-plain", R.RandomForestRegressor(maxDepth=3, numTrees=4, seed=1), asked=nan)
    add("gbt-regressor-plain", R.GBTRegressor(maxDepth=2, maxIter=4, seed=1), asked=nan)
    add("fm-regressor", R.FMRegressor(factorSize=3, maxIter=5, seed=1, stepSize=0.1))
    links = {"gaussian": ("identity", "log", "inverse"), "binomial": ("logit", "probit", "cloglog"), "poisson": ("log", "identity", "sqrt"), "gamma": ("inverse", "identity", "log")}
    unit, _ = table(c, 2)
    for family, names in links.items():
        for link in names:
            train = unit if family == "binomial" else frame
            model = R.GeneralizedLinearRegression(family=family, link=link, linkPredictionCol="link", regParam=0.1, maxIter=10)
            add(f"glm-{family}-{link}", model, train)
    for power, link in ((0.0, None), (1.0, 0.0), (1.5, None), (1.6, 0.0), (2.0, 1.0), (1.2, 0.5), (2.5, -1.0)):
        model = R.GeneralizedLinearRegression(family="tweedie", variancePower=power, linkPredictionCol="link", regParam=0.1, maxIter=5)
        if link is not None:
            model = model.setLinkPower(link)
        add(f"glm-tweedie-{power}-{link}", model)
    curve = c.frame({"x": "double", "label": "double"}, [(float(i), float(y)) for i, y in enumerate([1, 2, 3, 1, 6, 17, 16, 5, 8])])
    for rising in (True, False):
        model = R.IsotonicRegression(featuresCol="x", isotonic=rising)
        add(f"isotonic-{rising}".lower(), model, curve, [(-1.0,), (0.0,), (2.5,), (4.2,), (8.0,), (9.0,), (NAN,), (None,)], ["x"])
    add("isotonic-vector", R.IsotonicRegression(featureIndex=2), asked=nan)
    censored = c.frame({"features": "vector", "label": "double", "censor": "double"}, [(dense([i * 0.1, (i % 3) - 1.0]), 1.0 + i % 5, float(i % 2)) for i in range(20)])
    few = [(dense([0.5, 1.0]),), (sparse(2, [(1, 2.0)]),), (dense([0, 0]),)]
    add("aft-survival", R.AFTSurvivalRegression(quantileProbabilities=[0.1, 0.5, 0.9], quantilesCol="quantiles"), censored, few)


def clusterers(c):
    frame, rows = table(c, 3)
    nan = rows + [(dense([NAN, 1, 2, 3]),)]
    add = lambda name, estimator, asked=rows: c.add(name, estimator, frame, ["features"], asked)
    add("k-means", K.KMeans(k=4, seed=1), nan)
    add("k-means-cosine", K.KMeans(k=3, seed=1, distanceMeasure="cosine"))
    add("bisecting-k-means", K.BisectingKMeans(k=4, seed=1))
    add("bisecting-k-means-cosine", K.BisectingKMeans(k=3, seed=1, distanceMeasure="cosine"))
    add("gaussian-mixture", K.GaussianMixture(k=2, seed=1, maxIter=10))
    ratings = c.frame({"user": "int", "item": "int", "rating": "float"}, [(u, i, float((u * i) % 5 + 1)) for u in range(5) for i in range(4) if (u + i) % 4])
    asked = [(0, 0), (1, 2), (4, 3), (9, 0), (0, 77), (2, 1)]
    for strategy in ("nan", "drop"):
        c.add(f"als-{strategy}", ALS(rank=3, seed=1, coldStartStrategy=strategy), ratings, ["user", "item"], asked)
    documents = c.frame({"features": "vector"}, [(dense([float((i * k) % 4) for k in range(1, 7)]),) for i in range(12)])
    for optimizer in ("online", "em"):
        c.add(f"lda-{optimizer}", K.LDA(k=2, seed=1, maxIter=5, optimizer=optimizer), documents, ["features"])


def patterns(c):
    """Answers are in the order of a shuffle: comparisons have to sort."""
    baskets = [["bread", "milk"], ["bread", "beer", "eggs"], ["milk", "beer", "cola"], ["bread", "milk", "beer"], ["bread", "milk", "cola"], ["eggs"]]
    asked = [(["bread"],), (["milk"],), (["beer", "cola"],), (["eggs", "bread"],), (["zz"],), ([],), (None,), (["milk", None, "bread"],), (["bread", "milk", "beer", "eggs", "cola"],)]
    for confidence in (0.3, 0.7):
        frame = c.frame({"items": "strings"}, [(b,) for b in baskets])
        c.add(f"fp-growth-{confidence}", FPGrowth(minSupport=0.3, minConfidence=confidence, numPartitions=1), frame, ["items"], asked)
    numbers = c.frame({"basket": "doubles"}, [([["bread", "milk", "beer", "eggs", "cola"].index(item) + 0.5 for item in b],) for b in baskets])
    c.add("fp-growth-numbers", FPGrowth(itemsCol="basket", predictionCol="more", minSupport=0.3, minConfidence=0.3, numPartitions=1), numbers, ["basket"])


def searches(c):
    frame, rows = table(c, 0)
    tree = regression.DecisionTreeRegressor()
    grid = T.ParamGridBuilder().addGrid(tree.maxDepth, [1, 2]).build()
    c.add("cross-validator", T.CrossValidator(estimator=tree, estimatorParamMaps=grid, evaluator=RegressionEvaluator(), numFolds=2, seed=1), frame, ["features"], rows)
    c.add("train-validation-split", T.TrainValidationSplit(estimator=tree, estimatorParamMaps=grid, evaluator=RegressionEvaluator(), seed=1), frame, ["features"], rows)
    words = c.frame({"s": "string", "x": "double", "label": "string"}, [("ab c"[i % 4], float(i), "no" if i % 3 else "yes") for i in range(24)])
    stages = [F.StringIndexer(inputCol="label", outputCol="target", handleInvalid="skip"), F.StringIndexer(inputCol="s", outputCol="i", handleInvalid="keep"),
              Pipeline(stages=[F.OneHotEncoder(inputCols=["i"], outputCols=["h"]), F.VectorAssembler(inputCols=["h", "x"], outputCol="features", handleInvalid="keep")]),
              C.RandomForestClassifier(labelCol="target", numTrees=3, seed=1), F.IndexToString(inputCol="prediction", outputCol="answer", labels=["no", "yes"])]
    c.add("pipeline", Pipeline(stages=stages), words, ["s", "x", "label"], [("a", 1.0, "no"), ("zz", 2.0, "yes"), (None, NAN, "no"), ("b", None, "yes"), ("c", 3.0, "?")])


PARTS = [classifiers, regressors, clusterers, patterns, searches]

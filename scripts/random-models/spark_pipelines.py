"""Saved stages and pipelines with random settings over random tables, and Spark's answers, as cases for `compare-saved.ts`.

    python scripts/random-models/spark_pipelines.py OUT [seed] [rounds [kinds]]

`kinds` names some of the functions below, with commas between them; without it all are drawn. Cases have the form of test/golden/spark (scripts/make-golden/spark/saved_cases.py). Settings that Spark refuses are told and left out.
"""
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "make-golden" / "spark"))
from pyspark.ml import Pipeline, classification as C, clustering as K, feature as F, regression as R, tuning as T
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.linalg import Vectors
from pyspark.ml.recommendation import ALS
from saved_cases import SavedCases, start_spark

NAN, INF = float("nan"), float("inf")
LABELS = ["a", "b", "B", "", " a", "é", "日本", "zz", "1", "1.0", "true"]
WORDS = ["the", "The", "cat", "a", "Über", "x1", "don't", "日本", "", "I", "and", "run"]


class Draw:
    def __init__(self, seed, cases):
        self.r, self.n, self.c = random.Random(seed), np.random.default_rng(seed), cases

    def pick(self, *options):
        return self.r.choice(options)

    def mode(self):
        return self.pick("error", "skip", "keep")

    def maybe(self, **settings):
        return {k: v() if callable(v) else v for k, v in settings.items() if self.r.random() < 0.5}

    def frame(self, columns, rows):
        return self.c.frame(columns, rows)

    def vector(self, size, spread=3.0, sparse=0.3):
        values = np.round(self.n.normal(size=size) * spread, 2)
        values[self.n.random(size) < sparse] = 0.0
        if self.r.random() < 0.4:
            return Vectors.sparse(size, [(i, float(v)) for i, v in enumerate(values) if v != 0.0])
        return Vectors.dense(values)

    def odd_vectors(self, size):
        return [(Vectors.sparse(size, []),), (Vectors.dense([0.0] * size),), (Vectors.dense([-0.0] * size),), (Vectors.dense([NAN] + [1.0] * (size - 1)),),
                (Vectors.dense([INF] + [-1.0] * (size - 1)),), (Vectors.sparse(size, [size - 1], [-7.5]),), (Vectors.dense([1e-300] * size),), (Vectors.dense([1e15] * size),), (None,)]

    def supervised(self, classes, size=None, positive=False, rows=70):
        size = size or self.pick(1, 2, 4, 6)
        vectors = [self.vector(size) for _ in range(rows)]
        if positive:
            vectors = [Vectors.dense(np.abs(v.toArray())) for v in vectors]
        weights = self.n.normal(size=size)
        score = np.array([float(v.toArray() @ weights + np.sin(v.toArray()[0])) for v in vectors]) + self.n.normal(size=rows) * 0.1
        label = np.digitize(score, np.quantile(score, np.linspace(0, 1, classes + 1)[1:-1])) if classes else np.round(score, 3)
        frame = self.frame({"v": "vector", "label": "double", "w": "double"}, [(v, float(y), float(w)) for v, y, w in zip(vectors, label, self.n.random(rows) + 0.1)])
        return frame, [(v,) for v in vectors[:8]] + self.odd_vectors(size)


def column_of(d, kind):
    values = {"double": [1.0, 2.0, 2.5, -0.0, 0.0, 1e20, -3.0], "float": [1.5, 0.1, -2.0, 0.0], "int": [1, 2, 3, 0, -7], "long": [1, 2, 10**12, -5], "short": [1, 2, -3], "byte": [1, 2, -3],
              "boolean": [True, False], "string": LABELS}[kind]
    return values


def string_indexer(d):
    kinds = [d.pick("string", "string", "double", "int", "float", "boolean", "long") for _ in range(d.pick(1, 1, 2))]
    names = [f"c{i}" for i in range(len(kinds))]
    rows = [tuple(d.r.choice(column_of(d, k)) for k in kinds) for _ in range(30)]
    train = d.frame(dict(zip(names, kinds)), rows[:20])
    asked = rows + [tuple(None for _ in kinds)]
    asked += [tuple(NAN if k in ("double", "float") else d.r.choice(column_of(d, k)) for k in kinds), tuple({"string": "unseen", "double": 77.5, "int": 99, "float": 9.25, "boolean": True, "long": 4}[k] for k in kinds)]
    model = F.StringIndexer(inputCols=names, outputCols=[n + "_i" for n in names], handleInvalid=d.mode(), stringOrderType=d.pick("frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"))
    more = d.pick([], [F.OneHotEncoder(inputCols=[n + "_i" for n in names], outputCols=[n + "_h" for n in names], dropLast=d.pick(True, False), handleInvalid=d.pick("error", "keep"))],
                  [F.IndexToString(inputCol="c0_i", outputCol="back")])
    return Pipeline(stages=[model, *more]), train, names, asked


def scalar_stage(d):
    kind = d.pick("double", "double", "float", "int", "long", "short")
    rows = [(v,) for v in column_of(d, kind)] + [(None,)] + ([(NAN,), (INF,), (-INF,)] if kind in ("double", "float") else [])
    train = d.frame({"x": kind}, [(d.r.choice(column_of(d, kind)),) for _ in range(20)])
    io = {"inputCol": "x", "outputCol": "o"}
    stage = d.pick(
        lambda: F.Binarizer(threshold=d.pick(0.0, 1.0, -2.0, 1.5), **io),
        lambda: F.Bucketizer(splits=d.pick([-INF, 0.0, 2.0, INF], [0.0, 1.0, 2.0, 3.0], [-INF, 1.5, 2.5]), handleInvalid=d.mode(), **io),
        lambda: F.QuantileDiscretizer(numBuckets=d.pick(2, 3, 5), relativeError=0.0, handleInvalid=d.mode(), **io),
        lambda: F.Imputer(strategy=d.pick("mean", "median", "mode"), inputCols=["x"], outputCols=["o"], **d.maybe(missingValue=lambda: d.pick(1.0, 2.0, 0.0))),
    )()
    return stage, train, ["x"], rows


def assembling(d):
    kinds = [d.pick("double", "float", "int", "long", "boolean", "short", "byte", "vector") for _ in range(d.pick(1, 3, 5))]
    names = [f"c{i}" for i in range(len(kinds))]
    cell = lambda k: d.vector(3) if k == "vector" else d.r.choice(column_of(d, k))
    rows = [tuple(cell(k) for k in kinds) for _ in range(10)]
    odd = [tuple(None if i == j else cell(k) for i, k in enumerate(kinds)) for j in range(len(kinds)) if kinds[j] != "vector"]
    odd += [tuple(NAN if k in ("double", "float") else cell(k) for k in kinds), tuple(Vectors.dense([NAN, 0, 0]) if k == "vector" else cell(k) for k in kinds)]
    stages = [F.VectorSizeHint(inputCol=n, size=3, handleInvalid="optimistic") for n, k in zip(names, kinds) if k == "vector"]
    stages.append(F.VectorAssembler(inputCols=names, outputCol="o", handleInvalid=d.mode()))
    if d.r.random() < 0.4:
        stages.append(d.pick(lambda: F.PolynomialExpansion(degree=d.pick(1, 2, 3), inputCol="o", outputCol="p"), lambda: F.Normalizer(p=d.pick(1.0, 2.0, 1.5, INF), inputCol="o", outputCol="p"),
                             lambda: F.VectorSlicer(inputCol="o", outputCol="p", indices=[0]), lambda: F.Binarizer(inputCol="o", outputCol="p", threshold=0.5))())
    return Pipeline(stages=stages), d.frame(dict(zip(names, kinds)), rows), names, rows + odd


def vector_stage(d):
    size = d.pick(1, 2, 4, 5)
    rows = [(d.vector(size),) for _ in range(20)]
    train = d.frame({"v": "vector"}, rows)
    io = {"inputCol": "v", "outputCol": "o"}
    stage = d.pick(
        lambda: F.StandardScaler(withMean=d.pick(True, False), withStd=d.pick(True, False), **io),
        lambda: F.MinMaxScaler(min=d.pick(0.0, -1.0), max=d.pick(1.0, 5.0), **io), lambda: F.MaxAbsScaler(**io),
        lambda: F.RobustScaler(withCentering=d.pick(True, False), withScaling=d.pick(True, False), lower=d.pick(0.25, 0.1), upper=d.pick(0.75, 0.8), **io),
        lambda: F.Normalizer(p=d.pick(1.0, 2.0, 3.5, INF), **io), lambda: F.ElementwiseProduct(scalingVec=d.vector(size), **io),
        lambda: F.PolynomialExpansion(degree=d.pick(1, 2, 3, 4), **io), lambda: F.DCT(inverse=d.pick(True, False), **io), lambda: F.PCA(k=1, **io),
        lambda: F.VectorIndexer(maxCategories=d.pick(2, 4, 20), handleInvalid=d.mode(), **io), lambda: F.IDF(minDocFreq=d.pick(0, 2), **io),
        lambda: F.BucketedRandomProjectionLSH(seed=3, numHashTables=d.pick(1, 3), bucketLength=d.pick(0.5, 2.0), **io),
        lambda: F.VectorSizeHint(inputCol="v", size=size, handleInvalid=d.pick("error", "skip", "optimistic")),
        lambda: F.Binarizer(threshold=d.pick(0.0, -1.0, 1.5), **io),
    )()
    odd = d.odd_vectors(size)
    if isinstance(stage, (F.DCT, F.PCA)):
        odd = [row for row in odd if row[0] is None or all(abs(x) < 1e6 for x in row[0].toArray())]
    return stage, train, ["v"], rows[:8] + odd


def hashing(d):
    kinds = ["double", "float", "int", "long", "boolean", "string"]
    names = [f"c{i}" for i in range(len(kinds))]
    rows = [tuple(None if d.r.random() < 0.15 else d.r.choice(column_of(d, k)) for k in kinds) for _ in range(20)]
    some = d.r.sample(names, d.pick(2, 4, 6))
    return F.FeatureHasher(inputCols=some, outputCol="o", numFeatures=d.pick(1, 7, 64, 262144), **d.maybe(categoricalCols=lambda: some[:1])), d.frame(dict(zip(names, kinds)), rows), names, rows


def interaction(d):
    rows = [(float(d.r.randrange(3)), d.pick(1.5, 0.0, -2.0), d.vector(2), d.r.randrange(4), d.pick(*LABELS[:4])) for _ in range(24)]
    train = d.frame({"k": "double", "x": "double", "v": "vector", "n": "int", "s": "string"}, rows)
    inputs = d.r.sample(["x", "v", "n", "i", "h"], d.pick(2, 3))
    stages = [F.StringIndexer(inputCol="s", outputCol="i", handleInvalid="keep"), F.OneHotEncoder(inputCols=["i"], outputCols=["h"]), F.Interaction(inputCols=inputs, outputCol="o")]
    return Pipeline(stages=stages), train, ["k", "x", "v", "n", "s"], rows[:12] + [(0.0, NAN, Vectors.dense([1, 2]), 1, "new"), (0.0, 1.0, Vectors.dense([0, 0]), 0, None)]


def formula(d):
    rows = [(d.pick(1.0, 2.5, -1.0, 4.0), d.pick("a", "b", "c"), d.pick("x", "y"), d.r.randrange(5), d.pick(True, False), d.pick("no", "yes")) for _ in range(30)]
    train = d.frame({"x": "double", "s": "string", "t": "string", "n": "int", "b": "boolean", "y": "string"}, rows)
    terms = d.r.sample(["x", "s", "t", "n", "s:t", "x:s", "n:x", "b", "s:n", "x*s", "(x + s)^2", "x:s:t"], d.pick(1, 2, 3))
    text = d.pick("y", "x", "n") + " ~ " + " + ".join(terms) + d.pick("", " - 1", "", " + 0")
    if d.r.random() < 0.15:
        text = d.pick("y ~ .", "x ~ . - s", "y ~ . - t - b")
    model = F.RFormula(formula=text, handleInvalid=d.mode(), stringIndexerOrderType=d.pick("frequencyDesc", "alphabetDesc", "alphabetAsc", "frequencyAsc"), **d.maybe(forceIndexLabel=True))
    odd = [(1.0, "new", "x", 1, True, "no"), (None, "a", "x", 1, True, "no"), (1.0, None, "y", 2, False, "yes"), (NAN, "a", "x", 1, True, "maybe"), (1.0, "a", "y", None, True, None)]
    return model, train, ["x", "s", "t", "n", "b", "y"], rows[:6] + odd


def texts(d):
    lines = [" ".join(d.r.choice(WORDS) for _ in range(d.r.randrange(9))) for _ in range(20)] + ["", " ", "a,b;c", "TAB\tend ", None]
    frame = d.frame({"text": "string"}, [(line,) for line in lines if line is not None])
    tokenizer = d.pick(lambda: F.Tokenizer(inputCol="text", outputCol="w"), lambda: F.RegexTokenizer(inputCol="text", outputCol="w", pattern=d.pick("\\s+", "\\W", "[a-c]+", "(?i)the"), gaps=d.pick(True, True, False),
                       toLowercase=d.pick(True, False), minTokenLength=d.pick(0, 1, 3)))()
    io = {"inputCol": "w", "outputCol": "o"}
    last = d.pick(lambda: F.StopWordsRemover(caseSensitive=d.pick(True, False), **d.maybe(stopWords=["the", "日本", "I"]), **io), lambda: F.NGram(n=d.pick(1, 2, 4), **io),
                  lambda: F.HashingTF(numFeatures=d.pick(1, 16, 1000), binary=d.pick(True, False), **io), lambda: F.CountVectorizer(minTF=d.pick(1.0, 2.0, 0.2), minDF=d.pick(1.0, 2.0, 0.1), maxDF=d.pick(100.0, 0.8), binary=d.pick(True, False), vocabSize=d.pick(4, 1000), **io),
                  lambda: F.Word2Vec(vectorSize=3, minCount=d.pick(1, 3), seed=2, maxIter=1, **io))()
    return Pipeline(stages=[tokenizer, last]), frame, ["text"], [(line,) for line in lines]


def common(d, **extra):
    return {"featuresCol": "v", **d.maybe(weightCol="w"), **d.maybe(predictionCol="p"), **extra}


def classifier(d):
    classes = d.pick(2, 2, 3, 4)
    outputs = d.pick({}, {}, {"probabilityCol": ""}, {"rawPredictionCol": ""}, {"predictionCol": "p"}, {"rawPredictionCol": "", "probabilityCol": ""})
    thresholds = d.pick({}, {"thresholds": [round(d.r.random(), 2) + 0.01 for _ in range(classes)]}, {}, {"thresholds": [0.0] + [0.5] * (classes - 1)})
    base = {**common(d), **outputs, **thresholds}
    tree = {**base, "maxDepth": d.pick(0, 2, 4), "impurity": d.pick("gini", "entropy"), **d.maybe(leafCol="leaf"), "minInstancesPerNode": d.pick(1, 5)}
    boosted = {k: v for k, v in tree.items() if k != "impurity"}
    positive = False
    kind = d.pick("logistic", "logistic", "logistic", "tree", "tree", "forest", "forest", "gbt", "bayes", "perceptron", "svc", "fm", "rest")
    if kind in ("gbt", "svc", "fm"):
        classes = 2
        for chosen in (base, boosted):
            if "thresholds" in chosen:
                chosen["thresholds"] = [0.4, 0.7]
    if kind == "bayes":
        positive = True
    size = d.pick(2, 4)
    frame, rows = d.supervised(classes, size=size, positive=positive)
    estimator = {
        "logistic": lambda: C.LogisticRegression(regParam=d.pick(0.01, 0.3), elasticNetParam=d.pick(0.0, 1.0), fitIntercept=d.pick(True, False), standardization=d.pick(True, False), family=d.pick("auto", "multinomial"), maxIter=15, **base),
        "tree": lambda: C.DecisionTreeClassifier(**tree), "forest": lambda: C.RandomForestClassifier(numTrees=d.pick(1, 4), seed=1, **tree), "gbt": lambda: C.GBTClassifier(maxIter=d.pick(1, 4), seed=1, **boosted),
        "bayes": lambda: C.NaiveBayes(modelType=d.pick("multinomial", "gaussian", "complement"), smoothing=d.pick(1.0, 0.5), **base),
        "perceptron": lambda: C.MultilayerPerceptronClassifier(layers=[size, d.pick(2, 5), classes], maxIter=10, seed=1, **{k: v for k, v in base.items() if k != "weightCol"}),
        "svc": lambda: C.LinearSVC(regParam=0.1, threshold=d.pick(0.0, 0.5, -1.0), maxIter=10, fitIntercept=d.pick(True, False), **{k: v for k, v in base.items() if k not in ("probabilityCol", "thresholds")}),
        "fm": lambda: C.FMClassifier(factorSize=2, maxIter=4, seed=1, fitIntercept=d.pick(True, False), fitLinear=d.pick(True, False), stepSize=0.1, **{k: v for k, v in base.items() if k != "weightCol"}),
        "rest": lambda: C.OneVsRest(classifier=d.pick(C.LogisticRegression(maxIter=5, featuresCol="v"), C.DecisionTreeClassifier(maxDepth=2, featuresCol="v"), C.LinearSVC(maxIter=5, featuresCol="v")), featuresCol="v", **d.maybe(rawPredictionCol="raw")),
    }[kind]
    stages = [F.VectorIndexer(inputCol="v", outputCol="vi", maxCategories=d.pick(2, 8), handleInvalid="keep")] if kind in ("tree", "forest", "gbt") and d.r.random() < 0.3 else []
    made = estimator
    if stages:
        made = lambda: Pipeline(stages=[*stages, estimator().setFeaturesCol("vi")])
    return made, frame, ["v"], rows


def regressor(d):
    size = d.pick(1, 3)
    frame, rows = d.supervised(0, size=size)
    kind = d.pick("linear", "linear", "tree", "forest", "gbt", "fm", "glm", "glm", "isotonic", "aft")
    base = common(d)
    tree = {**base, "maxDepth": d.pick(0, 2, 4), **d.maybe(leafCol="leaf")}
    if kind == "glm":
        family, links = d.pick(("gaussian", ("identity", "log", "inverse")), ("poisson", ("log", "identity", "sqrt")), ("gamma", ("inverse", "log", "identity")), ("binomial", ("logit", "probit", "cloglog")), ("tweedie", ()))
        label = {"binomial": lambda y: float(y > 0)}.get(family, lambda y: abs(y) + 0.5)
        frame = d.frame({"v": "vector", "label": "double", "off": "double", "w": "double"}, [(r["v"], label(r["label"]), round(d.r.random(), 2), 1.0) for r in frame.collect()])
        model = R.GeneralizedLinearRegression(family=family, regParam=0.1, maxIter=5, fitIntercept=d.pick(True, False), **base, **d.maybe(linkPredictionCol="link", offsetCol="off"))
        if links:
            model.setLink(d.pick(*links))
        else:
            model.setVariancePower(d.pick(0.0, 1.0, 1.5, 2.0, 3.0)).setLinkPower(d.pick(0.0, 1.0, -1.0, 0.5))
        return model, frame, ["v", "off"], [(r[0], o) for r, o in zip(rows, [0.5, 0.0, -1.0, None, NAN] * 5)]
    if kind == "aft":
        frame = d.frame({"v": "vector", "label": "double", "censor": "double"}, [(r["v"], abs(r["label"]) + 1, float(i % 2)) for i, r in enumerate(frame.collect())])
        return R.AFTSurvivalRegression(featuresCol="v", fitIntercept=d.pick(True, False), maxIter=5, **d.maybe(quantilesCol="q", quantileProbabilities=[0.2, 0.9])), frame, ["v"], rows
    return {
        "linear": lambda: R.LinearRegression(regParam=d.pick(0.0, 0.2), elasticNetParam=d.pick(0.0, 0.5), fitIntercept=d.pick(True, False), maxIter=10, **d.pick({}, {"loss": "huber", "regParam": 0.1, "elasticNetParam": 0.0}), **base) if d.r.random() < 0.6
        else R.LinearRegression(solver="normal", regParam=0.1, **base),
        "tree": lambda: R.DecisionTreeRegressor(**tree, **d.maybe(varianceCol="var")), "forest": lambda: R.RandomForestRegressor(numTrees=d.pick(1, 3), seed=1, **tree),
        "gbt": lambda: R.GBTRegressor(maxIter=3, seed=1, lossType=d.pick("squared", "absolute"), **tree), "fm": lambda: R.FMRegressor(factorSize=2, maxIter=4, seed=1, fitIntercept=d.pick(True, False), fitLinear=d.pick(True, False), **{k: v for k, v in base.items() if k != "weightCol"}),
        "isotonic": lambda: R.IsotonicRegression(isotonic=d.pick(True, False), featureIndex=d.r.randrange(size), **base),
    }[kind], frame, ["v"], rows


def clusterer(d):
    frame, rows = d.supervised(3, size=3)
    base = {"featuresCol": "v", **d.maybe(predictionCol="p")}
    made = d.pick(lambda: K.KMeans(k=d.pick(1, 3, 5), seed=1, distanceMeasure=d.pick("euclidean", "cosine"), **base), lambda: K.BisectingKMeans(k=d.pick(2, 4), seed=1, distanceMeasure=d.pick("euclidean", "cosine"), **base),
                  lambda: K.GaussianMixture(k=d.pick(1, 2), seed=1, maxIter=5, **base, **d.maybe(probabilityCol="prob")))
    asked = [r for r in rows if r[0] is None or all(abs(x) < 1e6 for x in r[0].toArray())]
    return made, frame, ["v"], asked


def selector(d):
    frame, rows = d.supervised(d.pick(0, 2, 3), size=5)
    kind = d.pick("chi", "univariate", "univariate", "variance")
    io = {"featuresCol": "v", "outputCol": "o"}
    how = d.pick(("numTopFeatures", 2), ("percentile", 0.4), ("fpr", 0.3), ("fdr", 0.5), ("fwe", 0.5))
    if kind == "variance":
        return (lambda: F.VarianceThresholdSelector(varianceThreshold=d.pick(0.0, 5.0), **io)), frame, ["v"], rows
    if kind == "chi":
        whole = d.frame({"v": "vector", "label": "double"}, [(Vectors.dense(np.round(np.abs(r["v"].toArray()))), float(r["label"] > 0)) for r in frame.collect()])
        return (lambda: F.ChiSqSelector(selectorType=how[0], labelCol="label", **{how[0]: how[1]}, **io)), whole, ["v"], rows
    return (lambda: F.UnivariateFeatureSelector(labelCol="label", selectionMode=how[0], **io).setFeatureType("continuous").setLabelType(d.pick("continuous", "categorical")).setSelectionThreshold(how[1])), frame, ["v"], rows


def target_encoder(d):
    rows = [(float(d.r.randrange(4)), float(d.r.randrange(3)), float(d.r.randrange(2)), 1.0) for _ in range(30)]
    train = d.frame({"i": "double", "j": "double", "label": "double", "w": "double"}, rows)
    made = lambda: F.TargetEncoder(inputCols=["i", "j"], outputCols=["a", "b"], labelCol="label", targetType=d.pick("binary", "continuous"), smoothing=d.pick(0.0, 2.5), handleInvalid=d.pick("error", "keep"))
    return made, train, ["i", "j"], [r[:2] for r in rows[:8]] + [(9.0, 0.0), (None, 1.0), (1.0, None), (1.5, 0.0), (-1.0, 0.0), (NAN, 0.0)]


def recommender(d):
    kind = d.pick("int", "long", "double")
    cast = float if kind == "double" else int
    ratings = d.frame({"u": kind, "m": kind, "rating": "float"}, [(cast(u), cast(i), float((u * i) % 5)) for u in range(6) for i in range(5) if (u + i) % 3])
    asked = [(cast(u), cast(i)) for u, i in ((0, 1), (5, 4), (9, 1), (1, 99), (2, 2))] + [(None, cast(1))] + ([(1.5, 1.0), (NAN, 1.0)] if kind == "double" else [])
    return ALS(userCol="u", itemCol="m", rank=2, seed=1, maxIter=2, implicitPrefs=d.pick(True, False), coldStartStrategy=d.pick("nan", "drop")), ratings, ["u", "m"], asked


def whole(d):
    rows = [(d.pick("a", "b", "c"), d.pick(*LABELS[:5]), round(d.r.gauss(0, 2), 2), d.pick(1, 2, 3, None), d.pick("no", "yes", "no")) for _ in range(60)]
    train = d.frame({"s": "string", "t": "string", "x": "double", "n": "int", "y": "string"}, rows)
    mode = d.pick("keep", "skip", "error")
    last = d.pick(C.LogisticRegression(maxIter=5, labelCol="target"), C.RandomForestClassifier(numTrees=3, maxDepth=3, seed=1, labelCol="target"), C.GBTClassifier(maxIter=3, maxDepth=2, seed=1, labelCol="target"), C.NaiveBayes(modelType="gaussian", labelCol="target"))
    inner = Pipeline(stages=[F.StringIndexer(inputCols=["s", "t"], outputCols=["si", "ti"], handleInvalid=mode), F.OneHotEncoder(inputCols=["si", "ti"], outputCols=["sh", "th"], dropLast=d.pick(True, False))])
    stages = [F.StringIndexer(inputCol="y", outputCol="target", handleInvalid="keep"), inner, F.Imputer(inputCols=["n", "x"], outputCols=["nf", "xf"], strategy=d.pick("mean", "median")),
              F.SQLTransformer(statement="SELECT *, nf * 2 + CASE WHEN s = 'a' THEN 1 ELSE 0 END AS q, IF(xf > 0, ln(xf + 1), xf / 3) AS z FROM __THIS__" + d.pick("", " WHERE xf > -3")),
              F.VectorAssembler(inputCols=["sh", "th", "nf", "xf", "q", "z"], outputCol="raw", handleInvalid=d.pick("keep", "skip", "error")), F.StandardScaler(inputCol="raw", outputCol="features", withMean=d.pick(True, False)),
              last, F.IndexToString(inputCol="prediction", outputCol="answer", labels=["no", "yes", "?"])]
    return Pipeline(stages=stages), train, ["s", "t", "x", "n", "y"], rows[:10] + [("new", "a", 1.0, 1, "no"), (None, "b", NAN, None, "yes"), ("a", None, None, 2, "?"), ("c", "", -5.0, 3, None)]


def search(d):
    frame, rows = d.supervised(0, size=3)
    model = d.pick(R.DecisionTreeRegressor(featuresCol="v"), R.GBTRegressor(featuresCol="v", maxIter=2, seed=1))
    inner = d.pick(model, Pipeline(stages=[F.MaxAbsScaler(inputCol="v", outputCol="m"), model.copy().setFeaturesCol("m")]))
    grid = T.ParamGridBuilder().addGrid(model.maxDepth, [1, 3]).build() if inner is model else [{}]
    kind = d.pick(T.CrossValidator, T.TrainValidationSplit)
    return kind(estimator=inner, estimatorParamMaps=grid, evaluator=RegressionEvaluator(), seed=1), frame, ["v"], rows


def served(d):
    """The shape that is served: texts and numbers become a vector, which is changed and predicted from; all of stages that MLeap has too."""
    rows = [(d.pick("a", "b", "c"), d.pick("a", "b", "B", " a", "é"), round(d.r.gauss(0, 2), 2), d.pick(1, 2, 3, 9), d.pick(0.0, 1.0, 2.0, 0.0), d.pick("no", "yes", "maybe")) for _ in range(80)]
    train = d.frame({"s": "string", "t": "string", "x": "double", "n": "int", "k": "double", "y": "string"}, rows)
    mode = d.pick("keep", "skip", "error")
    hot = [n + "h" for n in "st"] if d.r.random() < 0.7 else [n + "i" for n in "st"]
    stages = [F.StringIndexer(inputCols=["s", "t"], outputCols=["si", "ti"], handleInvalid=mode, stringOrderType=d.pick("frequencyDesc", "alphabetDesc"))]
    if hot == ["sh", "th"]:
        stages.append(F.OneHotEncoder(inputCols=["si", "ti"], outputCols=hot, dropLast=d.pick(True, False), handleInvalid=d.pick("error", "keep")))
    numbers = d.pick(["x", "n"], ["xf", "nf"], ["xb", "n", "k"], ["xq", "k"], ["xn", "k"])
    stages += {"xf": [F.Imputer(inputCols=["x", "n"], outputCols=["xf", "nf"], strategy=d.pick("mean", "median"))], "xb": [F.Bucketizer(inputCol="x", outputCol="xb", splits=[-INF, -1.0, 0.5, INF], handleInvalid=d.pick("keep", "error"))],
               "xq": [F.QuantileDiscretizer(inputCol="x", outputCol="xq", numBuckets=4, handleInvalid="keep")], "xn": [F.Binarizer(inputCol="x", outputCol="xn", threshold=d.pick(0.0, 1.0, -0.5))]}.get(numbers[0], [])
    stages.append(F.VectorAssembler(inputCols=[*hot, *numbers], outputCol="v0", handleInvalid="keep"))
    size = 0
    for _ in range(d.pick(0, 1, 1, 2, 3)):
        io = {"inputCol": f"v{size}", "outputCol": f"v{size + 1}"}
        stages.append(d.pick(
            lambda: F.StandardScaler(withMean=d.pick(True, False), **io), lambda: F.MinMaxScaler(**io), lambda: F.RobustScaler(withCentering=True, **io), lambda: F.Normalizer(p=d.pick(1.0, 2.0), **io),
            lambda: F.PolynomialExpansion(degree=2, **io), lambda: F.PCA(k=2, **io), lambda: F.VectorSlicer(indices=[0, 1], **io), lambda: F.VectorIndexer(maxCategories=4, handleInvalid="keep", **io), lambda: F.DCT(**io),
            lambda: F.VarianceThresholdSelector(featuresCol=io["inputCol"], outputCol=io["outputCol"]))())
        size += 1
    # Not scaled any more, Poisson and Bayes would have negative numbers: their kinds are drawn alone.
    tail = d.pick("none", "class", "class", "class", "value", "cluster")
    settings = {"featuresCol": f"v{size}", **d.maybe(predictionCol="p")}
    if tail == "class":
        stages.append(F.StringIndexer(inputCol="y", outputCol="label", handleInvalid="keep"))
        stages.append(d.pick(
            lambda: C.LogisticRegression(maxIter=10, regParam=0.05, **settings, **d.maybe(thresholds=[0.2, 0.5, 0.3, 0.9])), lambda: C.RandomForestClassifier(numTrees=4, maxDepth=3, seed=1, **settings), lambda: C.DecisionTreeClassifier(maxDepth=4, **settings),
            lambda: C.OneVsRest(classifier=C.LogisticRegression(maxIter=5), **settings))())
        stages.append(F.IndexToString(inputCol=settings.get("predictionCol", "prediction"), outputCol="answer", labels=["no", "yes", "maybe", "?"]))
    if tail == "value":
        stages.append(d.pick(
            lambda: R.LinearRegression(labelCol="k", maxIter=10, regParam=0.1, **settings), lambda: R.GBTRegressor(labelCol="k", maxIter=3, maxDepth=2, seed=1, **settings), lambda: R.RandomForestRegressor(labelCol="k", numTrees=3, seed=1, **settings),
            lambda: R.GeneralizedLinearRegression(labelCol="k", regParam=0.1, maxIter=5, **settings), lambda: R.IsotonicRegression(labelCol="k", **settings))())
    if tail == "cluster":
        stages.append(d.pick(lambda: K.KMeans(k=3, seed=1, **settings), lambda: K.BisectingKMeans(k=3, seed=1, **settings))())
    asked = rows[:12] + [("new", "a", 1.0, 1, 0.0, "no"), ("a", "new", -7.5, 99, 1.0, "never"), (None, "b", 0.5, 2, 2.0, "yes"), ("c", "a", NAN, 3, 1.0, "yes")]
    return Pipeline(stages=stages), train, ["s", "t", "x", "n", "k", "y"], asked


KINDS = [string_indexer, scalar_stage, assembling, vector_stage, hashing, interaction, formula, texts, classifier, classifier, classifier, regressor, regressor, clusterer, selector, target_encoder, recommender, whole, search, vector_stage, scalar_stage, served]

if __name__ == "__main__":
    out, seed, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1, int(sys.argv[3]) if len(sys.argv) > 3 else 5
    wanted = sys.argv[4].split(",") if len(sys.argv) > 4 else [kind.__name__ for kind in KINDS]
    cases = SavedCases(out, start_spark())
    order = [(at, kind) for at, kind in enumerate(KINDS) if kind.__name__ in wanted]
    random.Random(seed).shuffle(order)
    for number in range(rounds):
        for at, kind in order:
            draw = Draw(seed * 10_000 + number * 100 + at, cases)
            try:
                stage, train, columns, rows = kind(draw)
            except Exception as error:
                print("  not drawn:", kind.__name__, str(error)[:100], flush=True)
                continue
            cases.add(f"{kind.__name__.replace('_', '-')}-{seed}-{number}-{at}", stage, train, columns, rows)

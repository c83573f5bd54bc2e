"""Transformers of numbers, vectors and categories, each with the settings that change an answer."""
import numpy as np
import pyspark.ml
from pyspark.ml import feature
from pyspark.ml.linalg import Vectors
from saved_cases import LaterModule

F, Pipeline = LaterModule(feature), LaterModule(pyspark.ml).Pipeline
# The name of the encoder that is fitted, up to 2.4.
OneHotEncoder = getattr(F, "OneHotEncoderEstimator" if hasattr(feature, "OneHotEncoderEstimator") else "OneHotEncoder")

NAN, INF = float("nan"), float("inf")
dense, sparse = Vectors.dense, Vectors.sparse


def scalars(c):
    train = c.frame({"x": "double", "w": "double"}, [(float(v), float(v * v)) for v in np.linspace(-8, 8, 33)])
    odd = [(v, v) for v in (-8.0, -1.5, -0.0, 0.0, 0.5, 0.5000001, 3.0, 8.0, 1e300, 5e-324, NAN, None, INF, -INF)]
    c.add("binarizer", F.Binarizer(threshold=0.5, inputCol="x", outputCol="y"), train, ["x"], [r[:1] for r in odd])
    c.add("binarizer-columns", F.Binarizer(thresholds=[0.0, 25.0], inputCols=["x", "w"], outputCols=["a", "b"]), train, ["x", "w"], odd)
    splits = [-8.0, -1.0, 0.0, 0.5, 3.0, 8.0]
    for mode in ("error", "skip", "keep"):
        c.add(f"bucketizer-{mode}", F.Bucketizer(splits=splits, inputCol="x", outputCol="y", handleInvalid=mode), train, ["x"], [r[:1] for r in odd])
        several = F.Bucketizer(splitsArray=[[-INF, 0.0, INF], splits], inputCols=["x", "w"], outputCols=["a", "b"], handleInvalid=mode)
        c.add(f"bucketizer-columns-{mode}", several, train, ["x", "w"], odd)
    c.add("quantile-discretizer", F.QuantileDiscretizer(numBuckets=4, inputCol="x", outputCol="y", handleInvalid="keep"), train, ["x"], [r[:1] for r in odd])
    both = F.QuantileDiscretizer(numBucketsArray=[3, 5], inputCols=["x", "w"], outputCols=["a", "b"], handleInvalid="skip")
    c.add("quantile-discretizer-columns", both, train, ["x", "w"], odd)
    holes = c.frame({"x": "double", "f": "float", "n": "int"}, [(1.0, 2.5, 3), (NAN, 4.0, 7), (4.0, -1.0, 7), (None, 2.5, None), (-1.0, None, 8)])
    for strategy in ("mean", "median", "mode"):
        model = F.Imputer(strategy=strategy, inputCols=["x", "f", "n"], outputCols=["a", "b", "c"])
        c.add(f"imputer-{strategy}", model, holes, ["x", "f", "n"])
    c.add("imputer-doubles", F.Imputer(inputCols=["x", "f"], outputCols=["a", "b"]), holes, ["x", "f"])
    c.add("imputer-value", F.Imputer(missingValue=-1.0, inputCol="x", outputCol="y"), holes, ["x"])


def vectors(c):
    rng = np.random.default_rng(11)
    rows = [(dense(r),) for r in np.round(rng.normal(size=(20, 4)) * 3, 3)]
    rows += [(sparse(4, [(1, 2.5), (3, -1.0)]),), (sparse(4, []),), (dense([0, 0, 0, 0]),), (sparse(4, [0, 2], [0.0, 4.0]),)]
    train = c.frame({"v": "vector"}, rows)
    odd = rows[:4] + rows[20:] + [(dense([NAN, 1, -0.0, 1e9]),), (sparse(4, [(2, NAN), (3, 7.0)]),), (dense([100, -100, 50, 0.5]),), (dense([1, 2, 3]),), (None,)]
    io = {"inputCol": "v", "outputCol": "o"}
    for threshold in (0.25, -0.5):
        c.add(f"binarizer-vector-{threshold}", F.Binarizer(threshold=threshold, **io), train, ["v"], odd)
    # A vector shorter than the fitted one is answered by Spark as far as it goes and refused by us, so none is asked here.
    sized = odd[:-2]
    for mean, std in ((False, True), (True, False), (True, True), (False, False)):
        c.add(f"standard-scaler-{mean}-{std}".lower(), F.StandardScaler(withMean=mean, withStd=std, **io), train, ["v"], sized)
    for centre, scale in ((False, True), (True, False), (True, True), (False, False)):
        c.add(f"robust-scaler-{centre}-{scale}".lower(), F.RobustScaler(withCentering=centre, withScaling=scale, **io), train, ["v"], sized)
    flat = c.frame({"v": "vector"}, [(dense([r[0][0], 7.0, r[0][2], 0.0]),) for r in rows[:20]])
    c.add("standard-scaler-constant", F.StandardScaler(withMean=True, **io), flat, ["v"], odd[:-2])
    c.add("robust-scaler-constant", F.RobustScaler(withCentering=True, **io), flat, ["v"], odd[:-2])
    c.add("min-max-scaler", F.MinMaxScaler(min=-1.0, max=3.0, **io), flat, ["v"], odd[:-2])
    c.add("max-abs-scaler", F.MaxAbsScaler(**io), train, ["v"], sized)
    for p in (1.0, 2.5, INF):
        c.add(f"normalizer-{p}", F.Normalizer(p=p, **io), train, ["v"], odd)
    c.add("elementwise-product", F.ElementwiseProduct(scalingVec=dense([2.0, 0.0, -1.5, 0.1]), **io), train, ["v"], odd)
    c.add("polynomial-expansion", F.PolynomialExpansion(degree=3, **io), train, ["v"], odd)
    c.add("pca", F.PCA(k=2, **io), train, ["v"], [r for r in odd[:-5]])
    for inverse in (False, True):
        c.add(f"dct-{inverse}".lower(), F.DCT(inverse=inverse, **io), train, ["v"], odd[:4])
    c.add("vector-slicer", F.VectorSlicer(indices=[3, 0], **io), train, ["v"], odd)
    for mode in ("error", "skip", "optimistic"):
        sized = Pipeline(stages=[F.VectorSizeHint(inputCol="v", size=4, handleInvalid=mode), F.VectorAssembler(inputCols=["v"], outputCol="o")])
        c.add(f"vector-size-hint-{mode}", sized, train, ["v"], odd)
    c.add("vector-size-hint-alone", F.VectorSizeHint(inputCol="v", size=4, handleInvalid="error"), train, ["v"], odd)
    # Up to 3.1 a model that was read hashes otherwise than the fitted one.
    c.add("lsh-projection", F.BucketedRandomProjectionLSH(seed=5, numHashTables=3, bucketLength=1.5, **io), train, ["v"], rows[:6] + rows[20:], reads_back=True)
    bits = [(sparse(50, sorted((int(i), 1.0) for i in rng.choice(50, size=n, replace=False))),) for n in (1, 2, 5, 13, 34)]
    c.add("lsh-min-hash", F.MinHashLSH(seed=5, numHashTables=3, **io), c.frame({"v": "vector"}, bits), ["v"], bits + [(sparse(50, []),)])
    levels = [(dense([float(i % 3), float(i % 5) - 2, float(i), 2.0 if i % 2 else -1.0]),) for i in range(20)]
    index = c.frame({"v": "vector"}, levels)
    wrong = levels[:6] + [(sparse(4, [(1, 2.0), (3, 2.0)]),), (dense([9.0, 0.0, 5.0, 2.0]),), (dense([1.0, NAN, 5.0, 2.0]),), (dense([-0.0, -2.0, 0.5, -1.0]),)]
    for mode in ("error", "skip", "keep"):
        c.add(f"vector-indexer-{mode}", F.VectorIndexer(maxCategories=6, handleInvalid=mode, **io), index, ["v"], wrong)


def selecting(c):
    rng = np.random.default_rng(4)
    data = [(dense(np.round(x, 3)), float(x[0] + x[2] > 0)) for x in rng.normal(size=(60, 5)) * [1, 0.01, 2, 3, 0]]
    train = c.frame({"v": "vector", "label": "double"}, data)
    rows = [(r[0],) for r in data[:5]] + [(sparse(5, [(0, 1.0), (3, NAN)]),), (None,), (dense([1, 2]),)]
    for kind in ("numTopFeatures", "percentile", "fpr", "fdr", "fwe"):
        counts = c.frame({"v": "vector", "label": "double"}, [(dense(np.abs(np.round(r[0].toArray()))), r[1]) for r in data])
        picks = F.ChiSqSelector(selectorType=kind, numTopFeatures=2, percentile=0.5, fpr=0.4, fdr=0.6, fwe=0.6, featuresCol="v", outputCol="o", labelCol="label")
        c.add(f"chi-sq-selector-{kind}", picks, counts, ["v"], rows[:5])
    univariate = F.UnivariateFeatureSelector(featuresCol="v", outputCol="o", labelCol="label", selectionMode="numTopFeatures")
    univariate = univariate.setFeatureType("continuous").setLabelType("categorical").setSelectionThreshold(2)
    c.add("univariate-selector", univariate, train, ["v"], rows)
    c.add("variance-selector", F.VarianceThresholdSelector(featuresCol="v", outputCol="o", varianceThreshold=0.5), train, ["v"], rows)


def assembling(c):
    columns = {"a": "double", "v": "vector", "n": "int", "b": "boolean"}
    rows = [(1.5, dense([1, 2]), 3, True), (0.0, sparse(2, [(1, 5.0)]), 0, False), (-0.0, sparse(2, []), -7, True), (1e-320, dense([NAN, 1]), 1, False),
            (NAN, dense([1, 2]), 3, True), (None, dense([1, 2]), 3, True), (1.0, None, 3, True), (1.0, dense([1, 2]), None, True), (INF, dense([3, 4]), 1, None)]
    train = c.frame(columns, rows[:4])
    for mode in ("error", "skip", "keep"):
        hint = F.VectorSizeHint(inputCol="v", size=2, handleInvalid="optimistic")
        pipe = Pipeline(stages=[hint, F.VectorAssembler(inputCols=list(columns), outputCol="o", handleInvalid=mode)])
        c.add(f"vector-assembler-{mode}", pipe, train, list(columns), rows)
    named = Pipeline(stages=[F.VectorAssembler(inputCols=["a", "n"], outputCol="o"), F.VectorSlicer(inputCol="o", outputCol="s", indices=[1], names=["a"])])
    c.add("vector-slicer-names", named, train, ["a", "n"], [(r[0], r[2]) for r in rows])
    table = c.frame({"s": "string", "x": "double", "y": "double"}, [("abc"[i % 3], float(i), float(i % 4)) for i in range(12)])
    stages = [F.StringIndexer(inputCol="s", outputCol="i"), F.VectorAssembler(inputCols=["x", "y"], outputCol="v"), F.Interaction(inputCols=["i", "v", "x"], outputCol="o")]
    c.add("interaction", Pipeline(stages=stages), table, ["s", "x", "y"])
    interact_sizes(c)
    words = c.frame({"x": "double", "b": "boolean", "s": "string"}, [(2.2, True, "foo"), (3.0, False, "bar"), (0.0, True, ""), (NAN, None, None), (-1.5, False, "日本語😀")])
    c.add("feature-hasher", F.FeatureHasher(inputCols=["x", "b", "s"], outputCol="o", numFeatures=64), words, ["x", "b", "s"])
    c.add("feature-hasher-categorical", F.FeatureHasher(inputCols=["x", "s"], outputCol="o", numFeatures=64, categoricalCols=["x"]), words, ["x", "s"])


def interact_sizes(c):
    """Interactions of vectors whose size the rows tell, or a stage in between keeps."""
    rows = [("abc"[i % 3], dense([float(i), float(i % 4) - 1]), float(i) / 4, "the %s cat" % "abcde"[i % 5]) for i in range(12)]
    table = c.frame({"s": "string", "v": "vector", "x": "double", "t": "string"}, rows)
    index = F.StringIndexer(inputCol="s", outputCol="i")
    open_ends = [index, F.VectorAssembler(inputCols=["i", "v", "x"], outputCol="a"), F.Interaction(inputCols=["a", "i"], outputCol="o"),
                 F.VectorSlicer(inputCol="a", outputCol="n", names=["i", "v_1"])]
    c.add("interaction-first-row", Pipeline(stages=open_ends), table, ["s", "v", "x"], [r[:3] for r in rows])
    twice = [F.VectorAssembler(inputCols=["v", "x"], outputCol="a"), F.VectorAssembler(inputCols=["a", "v"], outputCol="b"), F.Interaction(inputCols=["b", "x"], outputCol="o")]
    c.add("interaction-first-row-twice", Pipeline(stages=twice), table, ["v", "x"], [r[1:3] for r in rows])
    words = [F.Tokenizer(inputCol="t", outputCol="w"), F.HashingTF(inputCol="w", outputCol="h", numFeatures=6), F.Normalizer(inputCol="h", outputCol="n"), F.DCT(inputCol="n", outputCol="d"),
             F.VectorAssembler(inputCols=["d", "x"], outputCol="a"), F.Interaction(inputCols=["a", "x"], outputCol="o")]
    c.add("interaction-kept-size", Pipeline(stages=words), table, ["t", "x"], [(r[3], r[2]) for r in rows])
    counted = [F.Tokenizer(inputCol="t", outputCol="w"), F.CountVectorizer(inputCol="w", outputCol="h"), F.Word2Vec(inputCol="w", outputCol="e", vectorSize=3, minCount=0, seed=1),
               F.PolynomialExpansion(inputCol="e", outputCol="p"), F.VectorAssembler(inputCols=["h", "p"], outputCol="a"), F.Interaction(inputCols=["a", "x"], outputCol="o")]
    c.add("interaction-model-size", Pipeline(stages=counted), table, ["t", "x"], [(r[3], r[2]) for r in rows])


def categories(c):
    values = ["Ideal"] * 6 + ["Premium"] * 4 + ["Good"] * 4 + ["fair", "", "ß"]
    train = c.frame({"s": "string", "t": "string", "label": "double"}, [(v, "xyz"[i % 3], float(i % 2)) for i, v in enumerate(values)])
    odd = [("Ideal", "x"), ("fair", "y"), ("ideal", "z"), ("", "x"), ("ß", "q"), (None, "x"), ("Good", None), ("日本語", "x")]
    for mode in ("error", "skip", "keep"):
        for order in ("frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"):
            model = F.StringIndexer(inputCol="s", outputCol="i", handleInvalid=mode, stringOrderType=order)
            c.add(f"string-indexer-{mode}-{order}", model, train, ["s"], [r[:1] for r in odd])
        pair = F.StringIndexer(inputCols=["s", "t"], outputCols=["i", "j"], handleInvalid=mode)
        c.add(f"string-indexer-columns-{mode}", pair, train, ["s", "t"], odd)
        back = Pipeline(stages=[F.StringIndexer(inputCol="s", outputCol="i", handleInvalid=mode), F.IndexToString(inputCol="i", outputCol="b")])
        c.add(f"index-to-string-{mode}", back, train, ["s"], [r[:1] for r in odd])
    numbers = c.frame({"x": "double"}, [(v,) for v in (1.0, 2.0, 2.0, 1.5, -0.0, NAN)])
    c.add("string-indexer-numbers", F.StringIndexer(inputCol="x", outputCol="i", handleInvalid="keep"), numbers, ["x"], [(1.0,), (1.5,), (0.0,), (-0.0,), (NAN,), (None,), (3.0,)])
    c.add("index-to-string-labels", F.IndexToString(inputCol="x", outputCol="s", labels=["a", "b", "c"]), numbers, ["x"], [(0.0,), (2.0,), (1.7,), (3.0,), (-1.0,), (None,), (NAN,)])
    coded = c.frame({"i": "double", "j": "double"}, [(float(i % 4), float(i % 3)) for i in range(12)])
    codes = [(0.0, 0.0), (3.0, 2.0), (4.0, 1.0), (1.5, 0.0), (-1.0, 0.0), (NAN, 1.0), (None, 1.0)]
    for mode in ("error", "keep"):
        for drop in (True, False):
            model = OneHotEncoder(inputCols=["i", "j"], outputCols=["a", "b"], handleInvalid=mode, dropLast=drop)
            c.add(f"one-hot-{mode}-{drop}".lower(), model, coded, ["i", "j"], codes)
        for kind, smoothing in (("binary", 0.0), ("binary", 1.5), ("continuous", 0.0), ("continuous", 2.0)):
            holes = c.frame({"i": "double", "label": "double"}, [(None if i == 7 else float(i % 4), float(i % 2) if kind == "binary" else i * 0.7) for i in range(13)])
            model = F.TargetEncoder(inputCol="i", outputCol="o", labelCol="label", targetType=kind, smoothing=smoothing, handleInvalid=mode)
            c.add(f"target-encoder-{mode}-{kind}-{smoothing}", model, holes, ["i"], [r[:1] for r in codes])
    for drop in (True, False):
        stages = [F.StringIndexer(inputCol="t", outputCol="i", handleInvalid="skip"), F.OneHotEncoder(inputCol="i", outputCol="o", dropLast=drop)]
        c.add(f"one-hot-of-index-{drop}".lower(), Pipeline(stages=stages), train, ["t"], [r[1:] for r in odd])


def formulas(c):
    rows = [(float(i), "abca"[i % 4], float(i % 2), i * 0.5) for i in range(12)]
    train = c.frame({"x": "double", "s": "string", "y": "double", "z": "double"}, rows)
    odd = rows[:3] + [(1.0, "new", 1.0, 2.0), (NAN, "a", 1.0, 2.0), (None, "b", 0.0, 1.0), (1.0, None, 0.0, 1.0)]
    for mode in ("error", "skip", "keep"):
        for formula in ("y ~ x + s", "y ~ x + s + z - z", "y ~ x:s + z - 1", "y ~ s * x"):
            name = "rformula-" + mode + "-" + "".join(ch if ch.isalnum() else "-" for ch in formula).strip("-")
            c.add(name, F.RFormula(formula=formula, handleInvalid=mode), train, ["x", "s", "y", "z"], odd)
    labelled = c.frame({"x": "double", "l": "string"}, [(float(i), "no" if i % 3 else "yes") for i in range(9)])
    c.add("rformula-label", F.RFormula(formula="l ~ x", forceIndexLabel=True), labelled, ["x", "l"])


PARTS = [scalars, vectors, selecting, assembling, categories, formulas]

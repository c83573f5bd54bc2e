"""Pipelines after public reports about Spark ML, as Spark saved them, with its answers: test/golden/reports/spark.

    python scripts/make-golden/spark/reports.py test/golden/reports/spark [case ...]

Each case also names the column that the SparkML container is asked for.
"""
import json
import sys

import numpy as np
from pyspark.ml import Pipeline, feature as F
from pyspark.ml.classification import DecisionTreeClassifier, LogisticRegression, RandomForestClassifier
from pyspark.ml.clustering import KMeans
from pyspark.ml.linalg import Vectors
from pyspark.ml.recommendation import ALS
from pyspark.ml.regression import DecisionTreeRegressor, GeneralizedLinearRegression, LinearRegression
from saved_cases import SavedCases, start_spark

NAN, INF = float("nan"), float("inf")
dense, sparse = Vectors.dense, Vectors.sparse
PREDICTION = ("prediction", "double", "basic")


class Reports(SavedCases):
    def report(self, name, stages, train, columns, rows, output=PREDICTION):
        pipeline = Pipeline(stages=stages)
        self.add(name, pipeline, train, columns, rows)
        path = self.out / name / "schema.json"
        if not path.exists() or (self.only and name not in self.only):
            return
        schema = json.loads(path.read_text())
        schema["output"] = dict(zip(("name", "type", "struct"), output))
        path.write_text(json.dumps(schema) + "\n")


def vector(name):
    return (name, "double", "vector")


def towns(c, blank=""):
    """A category, a number and a target; names of columns, as an encoder makes them, cannot be empty."""
    names = ["Oslo", "Rome", "Rome", "Paris", "Paris", "Paris", blank, "7", "7.0"]
    return c.frame({"town": "string", "size": "double", "y": "double"},
                   [(names[i % 9], float(i % 7) - 1.5, float((i * 7) % 3 > 0)) for i in range(63)])


TOWNS = [("Oslo", 1.0), ("oslo", 1.0), ("Oslo ", 1.0), (None, 1.0), ("", -1.5), ("7", 0.0), ("7.0", 0.0), ("07", 0.0), ("null", 2.0), ("Bergen", -0.0)]


def categories(c):
    train = towns(c)
    for mode in ("error", "skip", "keep"):
        stages = [F.StringIndexer(inputCol="town", outputCol="i", handleInvalid=mode), F.OneHotEncoder(inputCols=["i"], outputCols=["v"], handleInvalid="keep"),
                  F.VectorAssembler(inputCols=["v", "size"], outputCol="x"), LogisticRegression(featuresCol="x", labelCol="y", maxIter=20)]
        c.report(f"unseen-or-null-{mode}", stages, towns(c, "-"), ["town", "size"], TOWNS, vector("probability"))
    for order in ("frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"):
        stages = [F.StringIndexer(inputCol="town", outputCol="i", stringOrderType=order, handleInvalid="keep"), F.IndexToString(inputCol="i", outputCol="back")]
        c.report(f"label-order-{order}", stages[:1], train, ["town"], [row[:1] for row in TOWNS], ("i", "double", "basic"))
        c.report(f"label-back-{order}", stages, train, ["town"], [row[:1] for row in TOWNS], ("back", "string", "basic"))
    codes = c.frame({"code": "double", "y": "double"}, [(float(i % 4), float(i % 4 == 2) + i / 10) for i in range(20)])
    for drop in (True, False):
        for mode in ("error", "keep"):
            stages = [F.OneHotEncoder(inputCols=["code"], outputCols=["v"], dropLast=drop, handleInvalid=mode), LinearRegression(featuresCol="v", labelCol="y", maxIter=5)]
            c.report(f"codes-without-names-{'drop' if drop else 'all'}-{mode}", stages, codes, ["code"],
                     [(v,) for v in (0.0, 3.0, 4.0, 2.0, -0.0, -1.0, 1.5, NAN, None, 1e10)])
    stages = [F.StringIndexer(inputCol="town", outputCol="i", handleInvalid="keep"), F.Imputer(strategy="mode", inputCols=["i"], outputCols=["j"]),
              F.OneHotEncoder(inputCols=["j"], outputCols=["v"], handleInvalid="keep", dropLast=False)]
    c.report("imputed-category", stages, train, ["town"], [row[:1] for row in TOWNS], vector("v"))
    ids = c.frame({"id": "long", "price": "float", "y": "double"},
                  [((2 ** 53 + 1, 7, -3)[i % 3], (0.1, 3e10, 1.0)[i % 3], float(i % 3)) for i in range(12)])
    for column in ("id", "price"):
        values = {"id": [2 ** 53 + 1, 2 ** 53, 7, -3, None, 2 ** 62], "price": [0.1, 3e10, 1.0, 2.0, NAN, None]}[column]
        c.report(f"indexed-{column}", [F.StringIndexer(inputCol=column, outputCol="i", handleInvalid="keep", stringOrderType="alphabetAsc")], ids, [column],
                 [(v,) for v in values], ("i", "double", "basic"))
    odd = c.frame({"v": "vector", "y": "double"}, [(dense([float(i % 3), i / 4]), float(i % 3 == 1)) for i in range(24)])
    for mode in ("error", "skip", "keep"):
        stages = [F.VectorIndexer(inputCol="v", outputCol="w", maxCategories=3, handleInvalid=mode), DecisionTreeClassifier(featuresCol="w", labelCol="y", seed=1)]
        c.report(f"unseen-in-vector-{mode}", stages, odd, ["v"], [(dense([1, 2.5]),), (dense([5, 2.5]),), (dense([0, -9]),), (sparse(2, [1], [1.0]),), (dense([NAN, 1]),)])


def gaps(c):
    train = c.frame({"a": "double", "n": "int", "v": "vector", "y": "double"}, [(float(i), i % 5, dense([i % 2, i % 3]), i * 0.5) for i in range(20)])
    rows = [(1.0, 2, dense([1, 0])), (NAN, 2, dense([1, 0])), (None, 2, dense([1, 0])), (1.0, None, dense([1, 0])), (1.0, 2, dense([NAN, 0])),
            (1.0, 2, None), (INF, 2, sparse(2, [1], [3.0])), (0.0, 0, sparse(2, [], []))]
    for mode in ("error", "skip", "keep"):
        stages = [F.VectorSizeHint(inputCol="v", size=2, handleInvalid="optimistic"), F.VectorAssembler(inputCols=["a", "v", "n"], outputCol="x", handleInvalid=mode)]
        c.report(f"assembled-{mode}", stages, train, ["a", "n", "v"], rows, vector("x"))
    numbers = {"d": "double", "f": "float", "i": "int", "l": "long", "s": "short"}
    holes = c.frame(numbers, [(1.0, 0.1, 1, 2 ** 40, 1), (2.0, 0.2, 2, 2 ** 40 + 1, 2), (-1.0, -1.0, -1, -1, -1), (NAN, NAN, 4, 3, 4), (None, None, None, None, None)])
    asked = [(1.5, 0.7, 5, 9, 3), (NAN, NAN, 5, 9, 3), (None, None, None, None, None), (-1.0, -1.0, -1, -1, -1), (0.0, 0.0, 0, 2 ** 53 + 1, 0)]
    for marker in (-1.0, NAN):
        imputer = F.Imputer(strategy="mean", missingValue=marker, inputCols=list(numbers), outputCols=[f"{n}2" for n in numbers])
        stages = [imputer, F.VectorAssembler(inputCols=[f"{n}2" for n in numbers], outputCol="x")]
        c.report(f"imputed-{'marker' if marker == -1.0 else 'nan'}", stages, holes, list(numbers), asked, vector("x"))
    spread = c.frame({"x": "double", "y": "double"}, [(float(v), float(v > 0)) for v in np.linspace(-4, 4, 41)] + [(NAN, 0.0)])
    cells = [(v,) for v in (-4.0, -4.5, 4.0, 4.5, 0.0, -0.0, 1.0, NAN, None, INF, -INF, 5e-324)]
    for mode in ("error", "skip", "keep"):
        c.report(f"quantiles-{mode}", [F.QuantileDiscretizer(numBuckets=3, inputCol="x", outputCol="b", handleInvalid=mode)], spread, ["x"], cells, ("b", "double", "basic"))
        buckets = F.Bucketizer(splits=[-INF, -0.5, 0.0, 0.5, INF], inputCol="x", outputCol="b", handleInvalid=mode)
        tree = [buckets, F.VectorAssembler(inputCols=["b"], outputCol="v"), DecisionTreeRegressor(featuresCol="v", labelCol="y", seed=1)]
        c.report(f"endless-buckets-{mode}", tree, spread.dropna(), ["x"], cells)
    flat = c.frame({"v": "vector"}, [(dense([i, 7.0, 0.0, -i]),) for i in range(5)])
    vectors = [(dense([2, 7, 0, -2]),), (dense([-3, 8, 1, 9]),), (sparse(4, [1], [7.0]),), (sparse(4, [], []),), (dense([NAN, NAN, NAN, NAN]),), (dense([INF, 7, 0, 0]),)]
    c.report("constant-columns", [F.MinMaxScaler(min=2.0, max=4.0, inputCol="v", outputCol="o")], flat, ["v"], vectors, vector("o"))
    for mean in (True, False):
        c.report(f"sparse-scaling-{'mean' if mean else 'plain'}", [F.StandardScaler(withMean=mean, inputCol="v", outputCol="o")], flat, ["v"], vectors, vector("o"))
    c.report("rest-of-columns", [F.VectorAssembler(inputCols=["a", "n"], outputCol="x"), GeneralizedLinearRegression(featuresCol="x", labelCol="y", family="gaussian")],
             train, ["n", "a"], [(2, 1.0), (0, 0.0), (-7, 1e6)])


SENTENCES = [("The cat sat on the mat",), ("",), ("   ",), ("zebra quagga",), ("CAT cat Cat",), ("mat-mat mat",), ("İstanbul STRASSE Straße",), ("a an the",), (None,),
             ("the the the the cat",)]


def words(c):
    train = c.frame({"t": "string", "y": "double"}, [(s, float(i % 2)) for i, s in enumerate(["the cat sat", "a mat on the mat", "the cat the cat", "", "on a mat sat the cat"] * 4)])
    for minimum in (1.0, 2.0, 0.4):
        c.report(f"counted-words-{minimum}", [F.Tokenizer(inputCol="t", outputCol="w"), F.CountVectorizer(inputCol="w", outputCol="v", minTF=minimum)], train, ["t"],
                 SENTENCES, vector("v"))
    c.report("averaged-words", [F.Tokenizer(inputCol="t", outputCol="w"), F.Word2Vec(inputCol="w", outputCol="v", vectorSize=3, minCount=2, seed=1)], train, ["t"],
             SENTENCES, vector("v"))
    chain = [F.RegexTokenizer(inputCol="t", outputCol="w", gaps=False, pattern=r"\b[a-zA-Z]{3,}\b"), F.NGram(n=2, inputCol="w", outputCol="g"),
             F.CountVectorizer(inputCol="g", outputCol="c"), F.IDF(inputCol="c", outputCol="v", minDocFreq=2),
             F.VectorAssembler(inputCols=["v"], outputCol="x"), LogisticRegression(featuresCol="x", labelCol="y", maxIter=10)]
    c.report("matched-words", chain, train, ["t"], SENTENCES, vector("probability"))
    for lower in (True, False):
        for least in (0, 1):
            split = F.RegexTokenizer(inputCol="t", outputCol="w", pattern=r"\W", toLowercase=lower, minTokenLength=least)
            c.report(f"split-words-{str(lower).lower()}-{least}", [split], train, ["t"], SENTENCES, ("w", "string", "array"))
    stages = [F.Tokenizer(inputCol="t", outputCol="w"), F.StopWordsRemover(inputCol="w", outputCol="r"), F.HashingTF(inputCol="r", outputCol="v", numFeatures=16),
              F.Normalizer(inputCol="v", outputCol="o")]
    c.report("nothing-left", stages, train, ["t"], SENTENCES, vector("o"))


def hashes(c):
    kinds = {"real": "double", "bool": "boolean", "stringNum": "string", "string": "string", "whole": "int", "big": "long"}
    rows = [(2.2, True, "1", "foo", 1, 2 ** 53 + 1), (3.3, False, "2", "bar", 0, -1), (0.0, None, "", "größe=1", None, 0), (None, True, None, None, 7, None), (NAN, False, "1.0", "a=b", -1, 7)]
    train = c.frame(kinds, rows)
    for name, extra in (("hashed-columns", {}), ("hashed-categories", {"categoricalCols": ["real", "whole", "big"]})):
        c.report(name, [F.FeatureHasher(inputCols=list(kinds), outputCol="v", numFeatures=64, **extra)], train, list(kinds), rows, vector("v"))


def models(c):
    ratings = c.frame({"user": "int", "item": "int", "rating": "float"}, [(u, i, float((u * i) % 5 + 1)) for u in range(5) for i in range(4) if (u + i) % 4])
    pairs = [(0, 1), (4, 3), (9, 1), (0, 99), (-1, 0), (2147483647, 0), (None, 1)]
    for strategy in ("nan", "drop"):
        c.report(f"cold-start-{strategy}", [ALS(userCol="user", itemCol="item", ratingCol="rating", rank=2, maxIter=2, seed=1, coldStartStrategy=strategy)], ratings,
                 ["user", "item"], pairs, ("prediction", "float", "basic"))
    rng = np.random.default_rng(3)
    points = c.frame({"v": "vector", "y": "double"}, [(dense(rng.normal(size=2).round(2) + (i % 3)), float(i % 3)) for i in range(45)])
    asked = [(dense(p),) for p in ([0, 0], [1, 1], [2, 2], [0.5, 1.5], [-40, 9], [300, 300], [NAN, 0])] + [(sparse(2, [], []),)]
    for name, limits in (("one-zero", [0.5, 0.0, 0.5]), ("high", [0.9, 0.9, 0.1]), ("zero-first", [0.0, 1.0, 1.0])):
        c.report(f"thresholds-{name}", [LogisticRegression(featuresCol="v", labelCol="y", thresholds=limits, maxIter=10)], points, ["v"], asked)
    for measure in ("euclidean", "cosine"):
        c.report(f"zero-vector-{measure}", [KMeans(featuresCol="v", k=2, seed=1, distanceMeasure=measure)], points, ["v"], asked, ("prediction", "int", "basic"))
    wide = c.frame({"a": "double", "b": "double", "name": "string", "y": "double"}, [(i / 3, float(i % 4), "xyz"[i % 3], float(i)) for i in range(24)])
    statement = "SELECT *, (a + b) AS ab, ln(a + 1) AS l, coalesce(nullif(trim(name), ''), '?') AS n, CASE WHEN b > 1 THEN 1.0 ELSE 0.0 END AS k FROM __THIS__ WHERE a IS NOT NULL"
    stages = [F.SQLTransformer(statement=statement), F.StringIndexer(inputCol="n", outputCol="i", handleInvalid="keep"),
              F.VectorAssembler(inputCols=["ab", "l", "i", "k"], outputCol="x", handleInvalid="keep"), DecisionTreeRegressor(featuresCol="x", labelCol="y", seed=1)]
    c.report("statement", stages, wide, ["a", "b", "name"],
             [(1.0, 2.0, "x"), (None, 2.0, "x"), (1.0, None, " y "), (-1.0, 0.0, "z"), (-2.0, 1.0, ""), (1.0, 2.0, None), (1e308, 1e308, "x"), (NAN, 3.0, "q")])
    formula = F.RFormula(formula="y ~ a + name + a:name", featuresCol="x", labelCol="label", handleInvalid="keep")
    c.report("formula", [formula, LinearRegression(featuresCol="x", labelCol="label", maxIter=5)], wide, ["a", "name"], [(1.0, "x"), (2.5, "z"), (0.0, "unseen"), (1.0, None), (NAN, "y")])


def left_out(c):
    """Columns that rows need not have, or have in a form of their own."""
    train = c.frame({"day": "string", "n": "double", "verdict": "string", "y": "double"}, [("ABCDE"[i % 5], float(i % 7), "yes" if (i * i) % 3 else "no", float(i % 4)) for i in range(60)])
    # Spark passes over a StringIndexer whose column is not there.
    stages = [F.StringIndexer(inputCol="verdict", outputCol="label"), F.StringIndexer(inputCol="day", outputCol="d", handleInvalid="keep"), F.VectorAssembler(inputCols=["d", "n"], outputCol="x"),
              LogisticRegression(featuresCol="x", labelCol="label", maxIter=10), F.IndexToString(inputCol="prediction", outputCol="said", labels=["yes", "no"])]
    c.report("label-left-out", stages, train, ["day", "n"], [("A", 1.0), ("E", 6.0), ("Z", 0.0), (None, 2.5)], ("said", "string", "basic"))
    both = [F.StringIndexer(inputCols=["day", "verdict"], outputCols=["d", "label"], handleInvalid="keep"), F.VectorAssembler(inputCols=["d", "n"], outputCol="x"), DecisionTreeClassifier(featuresCol="x", labelCol="label", maxDepth=3, seed=1)]
    c.report("labels-left-out-together", both, train, ["day", "n"], [("A", 1.0), ("E", 6.0), ("Z", 0.0), (None, 2.5)])
    chain = [F.StringIndexer(inputCol="verdict", outputCol="label"), F.StringIndexer(inputCol="day", outputCol="d"), F.VectorAssembler(inputCols=["d", "n"], outputCol="x"),
             RandomForestClassifier(featuresCol="x", labelCol="label", numTrees=3, maxDepth=3, seed=1)]
    c.report("forest-left-out", chain, train, ["day", "n"], [("A", 1.0), ("E", 6.0), ("Z", 0.0), (None, 2.5), ("B", NAN)])
    keep = [F.StringIndexer(inputCol="day", outputCol="d", handleInvalid="keep"), F.StringIndexer(inputCol="verdict", outputCol="label"), F.VectorAssembler(inputCols=["d", "n"], outputCol="v"),
            F.VectorIndexer(inputCol="v", outputCol="x", maxCategories=6, handleInvalid="keep"), RandomForestClassifier(featuresCol="x", labelCol="label", numTrees=3, maxDepth=3, seed=1)]
    c.report("forest-of-categories", keep, train, ["day", "n"], [("A", 1.0), ("E", 6.0), ("Z", 0.0), (None, 2.5), ("B", 5.5), ("B", -1.0)])
    lists = c.frame({"words": "strings", "pv": "double", "y": "double"}, [(["a", "b", "a"][: 1 + i % 3] + ["c"] * (i % 2), float(i), float(i % 2)) for i in range(20)])
    stages = [F.CountVectorizer(inputCol="words", outputCol="v"), F.VectorAssembler(inputCols=["v", "pv"], outputCol="x"), LogisticRegression(featuresCol="x", labelCol="y", maxIter=10)]
    c.report("lists-of-words", stages, lists, ["words", "pv"], [(["a"], 1.0), ([], 2.0), (["z", "c", "c"], 3.0), (["a", None, "b"], 4.0), (None, 5.0)], vector("probability"))
    words_with_null = [(["a", None, "b", "a"],), ([None],), ([],), (["a", "b", "c"],), (["the", None, "a"],)]
    last = {"n-grams": F.NGram(n=2, inputCol="words", outputCol="o"), "stop-words": F.StopWordsRemover(inputCol="words", outputCol="o"), "hashed": F.HashingTF(inputCol="words", outputCol="o", numFeatures=32),
            "word-vectors": F.Word2Vec(inputCol="words", outputCol="o", vectorSize=2, minCount=1, seed=1)}
    for name, stage in last.items():
        c.report(f"null-among-words-{name}", [stage], lists, ["words"], words_with_null, ("o", "string", "array") if name in ("n-grams", "stop-words") else vector("o"))


CAST_TEXTS = ["12", " 12 ", "\t12", "12\n", "\x0112", "12\x7f", "\x7f12", "\u30003", "\u00a03", " NaN ", "Infinity\x01", "inf ", "-inf\t", "true\x01", "\x7ftrue", "\u3000true", " t", "yes ", "0x1", "1e2", "4e7", ".", "-", "+", "", "0", "1d", "1.5f ",
              "12.7", "-0.004", "123456789.125", None]


def cast(c):
    """What SQL makes of texts with blanks and control characters around them, before a model."""
    train = c.frame({"t": "string", "y": "double"}, [(str(i / 4), float(i % 3)) for i in range(24)])
    numbers = ", ".join(f"TRY_CAST(t AS {kind}) AS {name}" for name, kind in {"d": "DOUBLE", "f": "FLOAT", "i": "INT", "l": "BIGINT", "s": "SMALLINT", "m": "DECIMAL(12,2)"}.items())
    statement = f"SELECT *, {numbers}, coalesce(TRY_CAST(t AS BOOLEAN), false) AS b FROM __THIS__"
    stages = [F.SQLTransformer(statement=statement), F.Imputer(inputCols=["d"], outputCols=["e"]), F.VectorAssembler(inputCols=["e", "b"], outputCol="x"), DecisionTreeRegressor(featuresCol="x", labelCol="y", maxDepth=3, seed=1)]
    c.report("texts-with-control-characters", stages, train, ["t"], [(text,) for text in CAST_TEXTS])


if __name__ == "__main__":
    cases = Reports(sys.argv[1], start_spark(), sys.argv[2:])
    for part in (categories, gaps, words, hashes, models, left_out, cast):
        part(cases)
    for name, why in cases.refused.items():
        print("refused by Spark:", name, why)

"""Transformers of texts and of lists of words."""
import pyspark.ml
from pyspark.ml import feature
from saved_cases import LaterModule

F, Pipeline = LaterModule(feature), LaterModule(pyspark.ml).Pipeline


def texts(c):
    lines = ["The quick  brown fox", "  leading and trailing  ", "UPPER lower MiXeD ÉCOLE Straße İstanbul", "tab\tand\nnewline", "", " ", "日本語 テキスト", "a1,b22;c333", None]
    frame = c.frame({"text": "string"}, [(line,) for line in lines])
    io = {"inputCol": "text", "outputCol": "o"}
    c.add("tokenizer", F.Tokenizer(**io), frame, ["text"])
    for name, settings in {
        "gaps": {}, "matches": {"pattern": "\\w+", "gaps": False}, "case": {"toLowercase": False}, "long": {"minTokenLength": 3},
        "digits": {"pattern": "(\\d+)|[,;]"}, "lookahead": {"pattern": "(?<=[a-z])(?=\\d)"}, "unicode": {"pattern": "\\p{L}+", "gaps": False},
    }.items():
        c.add(f"regex-tokenizer-{name}", F.RegexTokenizer(**io, **settings), frame, ["text"])
    lists = c.frame({"w": "strings"}, [(line.split(" "),) for line in lines if line is not None] + [([],), (["the", None, "I"],), (None,)])
    wo = {"inputCol": "w", "outputCol": "o"}
    c.add("stop-words", F.StopWordsRemover(**wo), lists, ["w"])
    c.add("stop-words-case", F.StopWordsRemover(stopWords=["The", "and", "日本語"], caseSensitive=True, **wo), lists, ["w"])
    pair = c.frame({"w": "strings", "x": "strings"}, [(["the", "cat"], ["a", "Dog"]), ([], ["I"])])
    c.add("stop-words-columns", F.StopWordsRemover(inputCols=["w", "x"], outputCols=["a", "b"]), pair, ["w", "x"])
    for n in (1, 2, 3):
        c.add(f"n-gram-{n}", F.NGram(n=n, **wo), lists, ["w"])
    for binary in (False, True):
        c.add(f"hashing-tf-{binary}".lower(), F.HashingTF(numFeatures=32, binary=binary, **wo), lists, ["w"])
        known = c.frame({"w": "strings"}, [(["a", "b", "a", "c"],), (["b", "b", "d"],), (["a", "é"],)])
        asked = [(["a", "a", "b", "zz"],), (["d"],), ([],), (None,), (["é", "b", "b", "b", "c", "c"],)]
        for least in (1.0, 2.0, 0.3):
            c.add(f"count-vectorizer-{binary}-{least}".lower(), F.CountVectorizer(binary=binary, minTF=least, **wo), known, ["w"], asked)
    chain = Pipeline(stages=[F.Tokenizer(inputCol="text", outputCol="w"), F.HashingTF(inputCol="w", outputCol="tf", numFeatures=64), F.IDF(inputCol="tf", outputCol="o", minDocFreq=1)])
    full = c.frame({"text": "string"}, [(line,) for line in lines if line is not None])
    c.add("tf-idf", chain, full, ["text"])
    c.add("word-to-vector", F.Word2Vec(vectorSize=4, minCount=1, seed=3, maxIter=1, **wo), known, ["w"], asked)


PARTS = [texts]

"""Random MLeap bundles of every op, with random tables, for `ScoreRows.java` to answer.

    python random_cases.py FOLDER SEED COUNT [OP...]    # COUNT cases of each op (or of the named ones)

A case is a folder with `bundle/` (JSON), `schema.json` and `input.jsonl`. Tables hold what data holds on bad days: nulls,
NaN, infinities, negative zero, subnormal numbers, empty, long and non-ASCII text, sparse and dense vectors of one size.
"""
import json
import math
import random
import sys
from pathlib import Path

from values import (
    cell,
    column,
    doubles,
    dump,
    ints,
    longs,
    matrix,
    number,
    scalar_shape,
    sparse_or_dense,
    strings,
    tensor,
    tensor_shape,
    texts,
    vector_of,
    words,
)


class Case:
    """Nodes and columns on their way to a folder."""

    def __init__(self, rng):
        self.rng = rng
        self.nodes = []
        self.columns = []
        self.cells = []

    def input(self, name, kind, draw):
        """A column of the request; `draw` makes one cell."""
        self.columns.append(column(name, kind))
        self.cells.append((name, draw))
        return name

    def node(self, op, attributes, inputs, outputs, files=None):
        self.nodes.append((f"n{len(self.nodes)}", op, attributes, inputs, outputs, files or {}))

    def write(self, folder, rows):
        bundle = folder / "bundle"
        put(bundle / "bundle.json", {"uid": "6f1c2f0e-7a55-4b8e-9a0d-0d5a1c3b9e11", "name": "p", "format": "json",
                                     "version": "0.20.0", "timestamp": "2026-01-01T00:00:00"})
        put(bundle / "root/node.json", {"name": "p", "shape": {"inputs": [], "outputs": []}})
        put(bundle / "root/model.json", {"op": "pipeline", "attributes": {"nodes": strings([n[0] for n in self.nodes])}})
        for name, op, attributes, inputs, outputs, files in self.nodes:
            sockets = {side: [{"port": port, "name": col} for port, col in ports.items()]
                       for side, ports in (("inputs", inputs), ("outputs", outputs))}
            put(bundle / f"root/{name}.node/node.json", {"name": name, "shape": sockets})
            put(bundle / f"root/{name}.node/model.json", {"op": op, "attributes": attributes})
            for path, text in files.items():
                target = bundle / f"root/{name}.node" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text if isinstance(text, str) else json.dumps(text))
        (folder / "schema.json").write_text(json.dumps({"input": self.columns}) + "\n")
        lines = [dump({name: draw() for name, draw in self.cells}) for _ in range(rows)]
        (folder / "input.jsonl").write_text("".join(line + "\n" for line in lines))


def put(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


# One function an op: it adds columns and nodes to the case.

def vector_column(c, size, **options):
    return c.input("v", "vector", lambda: sparse_or_dense(c.rng, size, **options))


def vector_op(c, op, attributes, size, **options):
    c.node(op, attributes, {"input": vector_column(c, size, **options)}, {"output": "y"})


def number_column(c, name="x", draw=None):
    return c.input(name, "double", draw or (lambda: cell(c.rng)))


def plain(c, size):
    return [c.rng.choice((0.0, 1.0, -1.0, c.rng.gauss(0, 3), c.rng.gauss(0, 1e6))) for _ in range(size)]


def binarizer(c, op="binarizer", key="input_shapes"):
    threshold = c.rng.choice((0.0, -0.5, 0.3, 2.0))
    if c.rng.random() < 0.5:
        shape = {"data_shape": scalar_shape()}
        ports = {"input": number_column(c)}
    else:
        shape = {"data_shape": tensor_shape(5)}
        ports = {"input": vector_column(c, 5)}
    if op == "sklearn_binarizer":
        shape = {"type": "list", "data_shape": [shape["data_shape"]]}
    c.node(op, {"threshold": number(threshold), key: shape}, ports, {"output": "y"})


def sklearn_binarizer(c):
    binarizer(c, "sklearn_binarizer")


def bucketed_random_projection_lsh(c):
    size = c.rng.randint(1, 5)
    vectors = [tensor(plain(c, size)) for _ in range(c.rng.randint(1, 3))]
    vector_op(c, "bucketed_random_projection_lsh", {"random_unit_vectors": {"type": "list", "tensor": [strip(t) for t in vectors]},
                                                    "bucket_length": number(c.rng.choice((0.5, 2.0, 1e-3))), "input_size": {"int": size}}, size)


def strip(value):
    return {k: v for k, v in value.items() if k != "type"}


def bucketizer(c):
    inner = sorted(set(c.rng.choice((-1.0, 0.0, 0.5, 1.0, 3.0, 10.0)) for _ in range(4)))
    splits = [c.rng.choice((-math.inf, -5.0))] + inner + [c.rng.choice((math.inf, 20.0))]
    mode = c.rng.choice((None, "error", "keep", "skip"))
    c.node("bucketizer", {"splits": doubles(splits), **({"handle_invalid": {"string": mode}} if mode else {})},
           {"input": number_column(c)}, {"output": "y"})


def chi_sq_selector(c):
    chosen = sorted(c.rng.sample(range(6), c.rng.randint(0, 6)))
    vector_op(c, "chi_sq_selector", {"filter_indices": longs(chosen), "input_size": {"int": 6}}, 6)


def coalesce(c):
    count = c.rng.randint(1, 4)
    nullable = [c.rng.random() < 0.8 for _ in range(count)]
    ports = {f"input{i}": number_column(c, f"x{i}", lambda: cell(c.rng, nulls=0.4)) for i in range(count)}
    c.node("coalesce", {"nullable_inputs": {"type": "list", "boolean": nullable}}, ports, {"output": "y"})


def token_column(c):
    return c.input("t", "strings", lambda: [c.rng.choice(words) for _ in range(c.rng.choice((0, 1, 2, 5, 9)))])


def count_vectorizer(c):
    vocabulary = c.rng.sample(words, 5) + ([words[0]] if c.rng.random() < 0.2 else [])
    c.node("count_vectorizer", {"vocabulary": strings(vocabulary), "binary": {"boolean": c.rng.random() < 0.3},
                                "min_tf": number(c.rng.choice((0.0, 1.0, 2.0, 0.3, 1.5)))}, {"input": token_column(c)}, {"output": "y"})


def dct(c):
    size = c.rng.choice((1, 2, 3, 4, 7, 8, 16, 30))
    vector_op(c, "dct", {"inverse": {"boolean": c.rng.random() < 0.5}, "input_size": {"int": size}}, size, odd=0)


def elementwise_product(c):
    vector_op(c, "elementwise_product", {"scaling_vec": tensor(plain(c, 5))}, 5)


def feature_hasher(c):
    kinds = [c.rng.choice(("double", "float", "int", "long", "short", "byte", "boolean", "string")) for _ in range(c.rng.randint(1, 6))]
    names = [f"{c.rng.choice(('x', 'ä', '日'))}{i}" for i in range(len(kinds))]
    ports = {f"input{i}": c.input(names[i], kind, lambda kind=kind: cell(c.rng, kind)) for i, kind in enumerate(kinds)}
    attributes = {"num_features": {"long": c.rng.choice((1, 5, 64, 2 ** 18))},
                  "categorical_cols": strings([n for n in names if c.rng.random() < 0.3]),
                  "input_shapes": {"type": "list", "data_shape": [scalar_shape() for _ in kinds]},
                  "basic_types": {"type": "list", "basic_type": kinds}, "input_names": strings(names)}
    c.node("feature_hasher", attributes, ports, {"output": "y"})


def hashing_term_frequency(c):
    attributes = {"num_features": {"long": c.rng.choice((1, 10, 1000, 2 ** 18))}}
    if c.rng.random() < 0.5:
        attributes["binary"] = {"boolean": c.rng.random() < 0.5}
    if c.rng.random() < 0.7:
        attributes["hashUnsafeBytesVersion"] = {"int": c.rng.choice((1, 2))}
    c.node("hashing_term_frequency", attributes, {"input": token_column(c)}, {"output": "y"})


def idf(c):
    vector_op(c, "idf", {"idf": tensor(plain(c, 4))}, 4)


def imputer(c):
    missing = c.rng.choice((None, 0.0, 1.0, math.nan))
    attributes = {"surrogate_value": number(c.rng.gauss(0, 1)), "strategy": {"string": "mean"}}
    if missing is not None:
        attributes["missing_value"] = number(missing)
    if c.rng.random() < 0.7:
        attributes["nullable_input"] = {"boolean": c.rng.random() < 0.7}
    c.node("imputer", attributes, {"input": number_column(c)}, {"output": "y"})


def interaction(c):
    ports, attributes, shapes = {}, {"num_inputs": {"int": 0}}, []
    for i in range(c.rng.randint(1, 3)):
        if c.rng.random() < 0.5:
            levels = c.rng.choice((1, 1, 3))
            draw = (lambda n=levels: c.rng.choice((0.0, 1.0, 2.0, 3.0, 0.5, None))) if levels > 1 else (lambda: cell(c.rng))
            ports[f"input{i}"] = number_column(c, f"x{i}", draw)
            shapes.append(scalar_shape())
            attributes[f"num_features{i}"] = {"type": "list", "int": [levels]}
        else:
            # Dense only: MLeap has the offsets of sparse ones wrong, and we follow Spark.
            ports[f"input{i}"] = c.input(f"x{i}", "vector", lambda: vector_of([float(c.rng.randint(0, 2)) for _ in range(3)]))
            shapes.append(tensor_shape(3))
            attributes[f"num_features{i}"] = {"type": "list", "int": [1, 3, 1]}
    attributes["num_inputs"] = {"int": len(shapes)}
    c.node("interaction", {**attributes, "input_shapes": {"type": "list", "data_shape": shapes}}, ports, {"output": "y"})


def map_entry_selector(c):
    keys = ["a", "b", "é", ""]
    c.input("m", "map", lambda: {k: cell(c.rng, nulls=0) for k in c.rng.sample(keys, c.rng.randint(0, 4))})
    c.input("k", "string", lambda: c.rng.choice([*keys, "zz"]))
    c.node("map_entry_selector", {"key_type": {"basic_type": "string"}, "value_type": {"basic_type": "double"}, "default_value": number(4.5)},
           {"input": "m", "key": "k"}, {"output": "y"})


def math_binary(c):
    attributes = {"operation": {"string": c.rng.choice(("add", "sub", "mul", "div", "rem", "log_n", "pow", "min", "max"))}}
    ports = {}
    for side in "ab":
        if c.rng.random() < 0.75:
            ports[f"input_{side}"] = number_column(c, side)
        else:
            value = c.rng.choice((0.0, 2.0, -1.5))
            attributes[f"d{side}"] = {} if value == 0 else number(value)
    if not ports:
        ports["input_a"] = number_column(c, "a")
    c.node("math_binary", attributes, ports, {"output": "y"})


def math_unary(c):
    name = c.rng.choice(("log", "exp", "sqrt", "sin", "cos", "tan", "abs", "logit"))
    c.node("math_unary", {"operation": {"string": name}}, {"input": number_column(c)}, {"output": "y"})


def max_abs_scaler(c):
    vector_op(c, "max_abs_scaler", {"maxAbs": tensor([abs(x) for x in plain(c, 5)])}, 5)


def min_hash_lsh(c):
    count, size = c.rng.randint(1, 4), c.rng.choice((3, 10, 100_000))
    draws = [longs([c.rng.randint(1, 2038074742) for _ in range(count)]) for _ in range(2)]
    vector_op(c, "min_hash_lsh", {"random_coefficients_a": draws[0], "random_coefficients_b": draws[1], "input_size": {"int": size}},
              size, wide=size > 100)


def min_max_scaler(c):
    low = plain(c, 5)
    attributes = {"min": tensor(low), "max": tensor([x + c.rng.choice((0.0, 1.0, 5.5)) for x in low])}
    if c.rng.random() < 0.6:
        attributes |= {"minValue": number(-1.0), "maxValue": number(c.rng.choice((2.0, 3.5)))}
    vector_op(c, "min_max_scaler", attributes, 5)


def multinomial_labeler(c):
    attributes = {"threshold": number(c.rng.choice((0.0, 0.1, 0.5))), "labels": strings(["a", "b", "c", "d"])}
    v = c.input("v", "vector", lambda: vector_of([c.rng.choice((0.0, 0.1, 0.5, math.nan, c.rng.random())) for _ in range(4)]))
    c.node("multinomial_labeler", attributes, {"features": v}, {"probabilities": "p", "labels": "l"})


def ngram(c):
    c.node("ngram", {"n": {"long": c.rng.randint(1, 4)}}, {"input": token_column(c)}, {"output": "y"})


def normalizer(c):
    vector_op(c, "normalizer", {"p_norm": number(c.rng.choice((1.0, 2.0, 3.0, 1.5, 7.0))), "input_size": {"int": 4}}, 4)


def one_hot_encoder(c):
    count = c.rng.randint(1, 3)
    index = lambda: c.rng.choice((0.0, 1.0, 2.0, 3.0, 4.0, -0.0, -1.0, 1.5, math.nan, None))
    if c.rng.random() < 0.3:
        attributes = {"size": {"long": c.rng.randint(1, 4)}, "drop_last": {"boolean": c.rng.random() < 0.5}}
        if c.rng.random() < 0.4:
            attributes["handle_invalid"] = {"string": c.rng.choice(("error", "keep"))}
        c.node("one_hot_encoder", attributes, {"input": number_column(c, "x", index)}, {"output": "y"})
        return
    attributes = {"category_sizes": {"type": "list", "int": [c.rng.randint(1, 4) for _ in range(count)]},
                  "drop_last": {"boolean": c.rng.random() < 0.5}, "handle_invalid": {"string": c.rng.choice(("error", "keep"))}}
    c.node("one_hot_encoder", attributes, {f"input{i}": number_column(c, f"x{i}", index) for i in range(count)},
           {f"output{i}": f"y{i}" for i in range(count)})


def pca(c):
    vector_op(c, "pca", {"principal_components": matrix(plain(c, 12), 4, 3)}, 4)


def polynomial_expansion(c):
    size = c.rng.randint(1, 4)
    vector_op(c, "polynomial_expansion", {"degree": {"long": c.rng.randint(1, 4)}, "input_size": {"long": size}}, size)


def sklearn_polynomial_expansion(c):
    pieces = [c.rng.choice(("1", "x0", "x1", "x2", "x0^2", "x0 x1", "x1^3 x2", "x0 x1 x2", "x2^2")) for _ in range(c.rng.randint(1, 8))]
    v = c.input("v", "vector", lambda: vector_of([cell(c.rng, nulls=0) for _ in range(3)]))
    c.node("sklearn_polynomial_expansion", {"combinations": {"string": f"[{','.join(pieces)}]"}}, {"input": v}, {"output": "y"})


PATTERNS = [r"\s+", r"\s", r"\w+", r"\W*", r"[a-z]+", r"(?i)the", r"\p{L}+", r"\p{Punct}", r"[\s\p{Punct}]", r"\b", r"^|$", "", r"a*?", r"a|ab",
            r"(\w)\1", r"[^\x00-\x7F]", r"\d{2,3}", r"(?<=a)b", r"(?=\s)", r"\R", r"\h", r"[a-d&&[^b]]++", r"\Q.\E|,", r"x*+y?", r"(?:a|b)*c",
            r"\p{Lu}", r"\p{javaLowerCase}+", r"[\p{L}&&[^\p{Lu}]]+", r".", r"(?s).", r"(?m)^.", r"$", r"\u00e9|\x{1F600}", r"\Ba", r"\S+\Z",
            r"[^,;]+", r"(?x) a b # no", r"\P{L}", r"[\w-]+", r"\D", r"\v", r"[[a-c][x-z]]", r"(a)?b", r"(?<n>o)\k<n>", r"\p{IsGreek}", r"\pN"]


def regex_indexer(c):
    chosen = c.rng.sample(PATTERNS, c.rng.randint(1, 4))
    attributes = {"regexes": strings(chosen), "indices": ints([c.rng.randint(-3, 9) for _ in chosen])}
    if c.rng.random() < 0.5:
        attributes["default_value"] = {"int": 7}
    c.node("regex_indexer", attributes, {"input": text_column(c)}, {"output": "y"})


def text_column(c, name="s"):
    return c.input(name, "string", lambda: c.rng.choice(texts) if c.rng.random() < 0.9 else c.rng.choice((None, c.rng.choice(texts) * 50)))


def regex_tokenizer(c):
    attributes = {"regex": {"string": c.rng.choice(PATTERNS)}, "match_gaps": {"boolean": c.rng.random() < 0.5},
                  "token_min_length": {"int": c.rng.choice((0, 1, 2))}, "lowercase_text": {"boolean": c.rng.random() < 0.5}}
    c.node("regex_tokenizer", attributes, {"input": text_column(c)}, {"output": "y"})


def reverse_string_indexer(c):
    labels = strings(["a", "b", "ü", ""])
    index = lambda: c.rng.choice((0.0, 1.0, 2.0, 3.0, 2.9, -0.5, -1.0, 4.0, math.nan))
    if c.rng.random() < 0.5:
        ports = {"input": number_column(c, "x", lambda: c.rng.choice((index(), None)))}
        shape = {} if c.rng.random() < 0.5 else {"input_shape": {"data_shape": {"base": "scalar", "isNullable": False}}}
    else:
        ports = {"input": c.input("x", "doubles", lambda: [index() for _ in range(c.rng.randint(0, 3))])}
        shape = {"input_shape": {"data_shape": {"base": "list", "isNullable": False}}}
    c.node("reverse_string_indexer", {"labels": labels, **shape}, ports, {"output": "y"})


def standard_scaler(c):
    attributes = {}
    if c.rng.random() < 0.6:
        attributes["mean"] = tensor(plain(c, 5))
    if c.rng.random() < 0.6 or not attributes:
        attributes["std"] = tensor([abs(x) for x in plain(c, 5)])
    vector_op(c, "standard_scaler", attributes, 5)


def stopwords_remover(c):
    c.node("stopwords_remover", {"stop_words": strings(c.rng.sample(words, 6)), "case_sensitive": {"boolean": c.rng.random() < 0.5}},
           {"input": token_column(c)}, {"output": "y"})


def string_indexer(c):
    kind = c.rng.choice(("string", "string", "double", "int", "boolean", "float", "long"))
    pool = {"string": words, "double": ["1.0", "NaN", "0.1", "-0.0", "1.0E7"], "int": ["1", "0", "-5"], "boolean": ["1", "0", "true"],
            "float": ["0.1", "1.0"], "long": ["1", "5"]}[kind]
    labels = [c.rng.choice(pool) for _ in range(min(5, len(pool)))]
    attributes = {"labels": strings(labels), "nullable_input": {}} if c.rng.random() < 0.3 else \
        {"labels_length": {"int": 1}, "labels_array_0": strings(labels)}
    mode = c.rng.choice((None, "error", "keep", "skip"))
    if mode:
        attributes["handle_invalid"] = {"string": mode}
    digits = c.rng.choice(("", "0"))
    draw = (lambda: c.rng.choice([*labels, *pool, None])) if kind == "string" else (lambda: cell(c.rng, kind))
    c.node("string_indexer", attributes, {f"input{digits}": c.input("s", kind, draw)}, {f"output{digits}": "y"})


def string_map(c):
    labels = c.rng.sample(words, 4)
    attributes = {"labels": strings(labels), "values": doubles(plain(c, 4))}
    if c.rng.random() < 0.7:
        attributes["handle_invalid"] = {"string": c.rng.choice(("error", "keep"))}
    if c.rng.random() < 0.5:
        attributes["default_value"] = number(-3.5)
    c.node("string_map", attributes, {"input": c.input("s", "string", lambda: c.rng.choice([*labels, *words, None]))}, {"output": "y"})


def tokenizer(c):
    c.node("tokenizer", {}, {"input": text_column(c)}, {"output": "y"})


def vector_assembler(c):
    ports, shapes = {}, []
    for i in range(c.rng.randint(1, 5)):
        kind = c.rng.choice(("double", "double", "int", "float", "boolean", "long", "vector"))
        if kind == "vector":
            size = c.rng.choice((1, 3, 8))
            draw, shape = (lambda size=size: sparse_or_dense(c.rng, size)), tensor_shape(size)
        else:
            draw, shape = (lambda kind=kind: cell(c.rng, kind, nulls=0.03)), scalar_shape()
        ports[f"input{i}"] = c.input(f"x{i}", kind, draw)
        shapes.append(shape)
    c.node("vector_assembler", {"input_shapes": {"type": "list", "data_shape": shapes}}, ports, {"output": "y"})


def vector_indexer(c):
    keys = sorted(c.rng.sample(range(4), c.rng.randint(0, 3)))
    attributes = {"num_features": {"long": 4}, "keys": longs(keys)}
    for key in keys:
        values = c.rng.sample((0.0, 1.0, -1.0, 2.5, 7.0), c.rng.randint(1, 4))
        attributes |= {f"key_{key}_keys": doubles(values), f"key_{key}_values": longs(list(range(len(values))))}
    mode = c.rng.choice((None, "error", "keep"))
    if mode:
        attributes["handle_invalid"] = {"string": mode}
    draw = lambda: c.rng.choice((0.0, -0.0, 1.0, -1.0, 2.5, 7.0, 9.0, math.nan))
    v = c.input("v", "vector", lambda: sparse_or_dense(c.rng, 4, draw=draw))
    c.node("vector_indexer", attributes, {"input": v}, {"output": "y"})


def vector_slicer(c):
    chosen = c.rng.sample(range(6), c.rng.randint(1, 5))
    cut = c.rng.randint(0, len(chosen))
    vector_op(c, "vector_slicer", {"indices": longs(chosen[:cut]), "names": strings([f"f{i}" for i in chosen[cut:]]),
                                   "named_indices": ints(chosen[cut:]), "input_size": {"int": 6}}, 6)


def word_filter(c):
    c.node("word_filter", {"length": {"int": c.rng.choice((0, 1, 3, -1))}}, {"input": token_column(c)}, {"output": "y"})


def word_to_vector(c):
    vocabulary = c.rng.sample(words, 5)
    attributes = {"words": strings(vocabulary), "word_vectors": doubles(plain(c, 15))}
    if c.rng.random() < 0.5:
        attributes["indices"] = longs(c.rng.sample(range(5), 5))
    if c.rng.random() < 0.6:
        attributes["kernel"] = {"string": c.rng.choice(("default", "sqrt"))}
    c.node("word_to_vector", attributes, {"input": token_column(c)}, {"output": "y"})


def grow(c, features, depth, leaf):
    """Lines of a random tree: any shape, also a bare leaf and one that leans to a side."""
    if depth == 0 or c.rng.random() < 0.15:
        return [{"type": "leaf", "values": leaf()}]
    feature = c.rng.randrange(features)
    if c.rng.random() < 0.3:
        split = {"type": "categorical", "featureIndex": feature, "isLeft": c.rng.random() < 0.5, "numCategories": 4,
                 "categories": c.rng.sample((0.0, 1.0, 2.0, 3.0), c.rng.randint(1, 3))}
    else:
        split = {"type": "continuous", "featureIndex": feature, "threshold": c.rng.choice((0.0, -0.0, 1.0, 0.1, -3.0, c.rng.gauss(0, 2)))}
    return [{"type": "internal", "split": split}, *grow(c, features, depth - 1, leaf), *grow(c, features, depth - 1, leaf)]


def tree_file(c, features, leaf):
    return "".join(json.dumps(line) + "\n" for line in grow(c, features, c.rng.choice((0, 1, 3, 6)), leaf))


def class_ports(c, parts=("raw_prediction", "probability")):
    return {port: port for port in ("raw_prediction", "probability", "prediction") if port == "prediction" or (port in parts and c.rng.random() < 0.6)}


def thresholds(c, count):
    return {"thresholds": doubles([c.rng.choice((0.0, 0.1, 0.5, 1.0)) for _ in range(count)])} if c.rng.random() < 0.4 else {}


def counts(c, count):
    return lambda: [float(c.rng.choice((0, 0, 1, 5, 50))) for _ in range(count)]


def features(c, size):
    draw = lambda: c.rng.choice((0.0, 1.0, 2.0, 3.0, c.rng.gauss(0, 2), cell(c.rng, nulls=0)))
    return {"features": c.input("features", "vector", lambda: sparse_or_dense(c.rng, size, draw=draw))}


def decision_tree_classifier(c):
    classes = c.rng.choice((1, 2, 3, 5))
    c.node("decision_tree_classifier", {"num_features": {"long": 4}, "num_classes": {"long": classes}, **thresholds(c, classes)},
           features(c, 4), class_ports(c), {"tree.json": tree_file(c, 4, counts(c, classes))})


def ensemble(c, op, member, attributes, leaf):
    count = c.rng.choice((1, 2, 5))
    files = {}
    for i in range(count):
        files[f"tree{i}/tree.json"] = tree_file(c, 4, leaf)
        files[f"tree{i}/model.json"] = {"op": member, "attributes": {k: v for k, v in attributes.items() if k in ("num_features", "num_classes")}}
    weights = [c.rng.choice((1.0, 0.1)) if op.startswith("gbt") else 1.0 for _ in range(count)]
    extra = {"tree_weights": doubles(weights), "trees": strings([f"tree{i}" for i in range(count)])}
    ports = class_ports(c) if "classifier" in op else {"prediction": "prediction"}
    c.node(op, {**attributes, **extra}, features(c, 4), ports, files)


def random_forest_classifier(c):
    classes = c.rng.choice((1, 2, 3))
    ensemble(c, "random_forest_classifier", "decision_tree_classifier",
             {"num_features": {"long": 4}, "num_classes": {"long": classes}, **thresholds(c, classes)}, counts(c, classes))


def gbt_classifier(c):
    ensemble(c, "gbt_classifier", "decision_tree_regression", {"num_features": {"long": 4}, "num_classes": {"long": 2}, **thresholds(c, 2)},
             lambda: [c.rng.choice((0.0, c.rng.gauss(0, 2), 300.0))])


def decision_tree_regression(c):
    c.node("decision_tree_regression", {"num_features": {"long": 4}}, features(c, 4), {"prediction": "prediction"},
           {"tree.json": tree_file(c, 4, lambda: [c.rng.gauss(0, 9)])})


def random_forest_regression(c):
    ensemble(c, "random_forest_regression", "decision_tree_regression", {"num_features": {"long": 4}}, lambda: [c.rng.gauss(0, 9)])


def gbt_regression(c):
    ensemble(c, "gbt_regression", "decision_tree_regression", {"num_features": {"long": 4}}, lambda: [c.rng.gauss(0, 9)])


def linear(c, scale=1.0):
    return {"coefficients": tensor([x * scale for x in plain(c, 4)]), "intercept": number(c.rng.choice((0.0, 1.5, -20.0)))}


def logistic_model(c):
    if c.rng.random() < 0.5:
        return {"num_classes": {"long": 2}, **linear(c), **({"threshold": number(c.rng.choice((0.0, 0.3, 0.5, 1.0)))} if c.rng.random() < 0.7 else {})}
    return {"num_classes": {"long": 3}, "coefficient_matrix": matrix(plain(c, 12), 3, 4), "intercept_vector": tensor(plain(c, 3)), **thresholds(c, 3)}


def logistic_regression(c):
    c.node("logistic_regression", logistic_model(c), features(c, 4), class_ports(c))


def linear_svc(c):
    c.node("linear_svc", {"num_classes": {"long": 2}, **linear(c), "threshold": number(c.rng.choice((0.0, 0.5, -2.0)))}, features(c, 4),
           class_ports(c, ("raw_prediction",)))


def support_vector_machine(c):
    c.node("support_vector_machine", {"num_classes": {"long": 2}, **linear(c), **thresholds(c, 2)}, features(c, 4), class_ports(c))


def naive_bayes_model(c):
    kind, classes = c.rng.choice(("multinomial", "bernoulli")), c.rng.choice((2, 3))
    shares = [math.log(c.rng.uniform(0.01, 0.99)) for _ in range(classes * 4)]
    return {"num_features": {"long": 4}, "num_classes": {"long": classes}, "pi": tensor([math.log(1 / classes)] * classes),
            "theta": matrix(shares, classes, 4), "model_type": {"string": kind}, **thresholds(c, classes)}, kind


def naive_bayes(c):
    attributes, kind = naive_bayes_model(c)
    draw = (lambda: c.rng.choice((0.0, 1.0, 1.0, 0.5))) if kind == "bernoulli" else (lambda: c.rng.choice((0.0, 1.0, 7.0, 1e5, 0.3, -2.0, math.nan)))
    v = c.input("features", "vector", lambda: sparse_or_dense(c.rng, 4, draw=draw))
    c.node("naive_bayes", attributes, {"features": v}, class_ports(c))


def multi_layer_perceptron_classifier(c):
    layers = [4] + [c.rng.randint(1, 5) for _ in range(c.rng.randint(0, 2))] + [c.rng.randint(2, 4)]
    size = sum(b * (a + 1) for a, b in zip(layers, layers[1:]))
    weights = [c.rng.gauss(0, 1) for _ in range(size)]
    c.node("multi_layer_perceptron_classifier", {"layers": longs(layers), "weights": tensor(weights), **thresholds(c, layers[-1])}, features(c, 4),
           class_ports(c))


def one_vs_rest(c):
    """Members with a probability of their own, except for trees, which MLeap changes as it answers."""
    classes, kind, files = c.rng.choice((2, 3, 4)), c.rng.choice(("logistic_regression", "linear_svc", "naive_bayes", "support_vector_machine")), {}
    for i in range(classes):
        if kind == "naive_bayes":
            attributes = {"num_features": {"long": 4}, "num_classes": {"long": 2}, "pi": tensor([-0.5, -0.9]), "model_type": {"string": "multinomial"},
                          "theta": matrix([math.log(c.rng.uniform(0.05, 0.9)) for _ in range(8)], 2, 4)}
        else:
            extra = {"linear_svc": {"threshold": {}}, "logistic_regression": {"threshold": number(0.5)}}.get(kind, {})
            attributes = {"num_classes": {"long": 2}, **linear(c, 0.1), **extra}
        files[f"model{i}/model.json"] = {"op": kind, "attributes": attributes}
    draw = lambda: c.rng.choice((0.0, 1.0, 2.0, abs(c.rng.gauss(0, 2))))
    v = c.input("features", "vector", lambda: sparse_or_dense(c.rng, 4, draw=draw))
    ports = {port: port for port in ("probability", "raw_prediction", "prediction") if port == "prediction" or c.rng.random() < 0.6}
    c.node("one_vs_rest", {"num_classes": {"long": classes}, "num_features": {"long": 4}}, {"features": v}, ports, files)


def linear_regression(c):
    c.node("linear_regression", linear(c), features(c, 4), {"prediction": "prediction"})


def isotonic_regression(c):
    boundaries = sorted(c.rng.choice((0.0, 1.0, 2.0, c.rng.gauss(0, 3))) for _ in range(c.rng.randint(1, 6)))
    attributes = {"boundaries": doubles(boundaries), "predictions": doubles([c.rng.gauss(0, 3) for _ in boundaries]), "isotonic": {"boolean": True}}
    if c.rng.random() < 0.5:
        c.node("isotonic_regression", {**attributes, "feature_index": {"long": c.rng.randrange(4)}}, features(c, 4), {"prediction": "prediction"})
    else:
        draw = lambda: c.rng.choice((*boundaries, cell(c.rng)))
        c.node("isotonic_regression", attributes, {"features": number_column(c, "x", draw)}, {"prediction": "prediction"})


def aft_survival_regression(c):
    ports = {"prediction": "prediction", **({"quantiles": "quantiles"} if c.rng.random() < 0.6 else {})}
    attributes = {**linear(c, 0.01), "quantile_probabilities": doubles([0.01, 0.5, 0.9]), "scale": number(c.rng.uniform(0.2, 2))}
    c.node("aft_survival_regression", attributes, features(c, 4), ports)


def generalized_linear_regression(c):
    links = {"gaussian": ("identity", "log", "inverse"), "binomial": ("logit", "probit", "cloglog"), "poisson": ("log", "identity", "sqrt"),
             "gamma": ("inverse", "identity", "log")}
    family = c.rng.choice(list(links))
    link = c.rng.choice((None, *links[family]))
    attributes = {**linear(c, 0.1), "family": {"string": family}, **({"link": {"string": link}} if link else {})}
    c.node("generalized_linear_regression", attributes, features(c, 4), {"prediction": "prediction", **({"link_prediction": "link"} if c.rng.random() < 0.6 else {})})


def k_means(c):
    centers = [strip(tensor([float(round(x, 2)) for x in plain(c, 4)])) for _ in range(c.rng.randint(1, 5))]
    if c.rng.random() < 0.3:
        centers.append(centers[0])
    c.node("k_means", {"cluster_centers": {"type": "list", "tensor": centers}, "num_features": {"long": 4}}, features(c, 4), {"prediction": "prediction"})


def bisecting_k_means(c):
    lines, leaves = [], iter(range(100))

    def branch(depth, number):
        values = [c.rng.gauss(0, 3) for _ in range(4)]
        is_leaf = depth == 0 or c.rng.random() < 0.2
        norm = math.sqrt(sum(x * x for x in values))
        lines.append({"index": next(leaves) if is_leaf else -number, "norm": norm, "values": values, "numChildren": 0 if is_leaf else 2})
        if not is_leaf:
            branch(depth - 1, 2 * number)
            branch(depth - 1, 2 * number + 1)

    branch(3, 1)
    draw = lambda: c.rng.choice((0.0, c.rng.gauss(0, 3), c.rng.gauss(0, 100)))
    v = c.input("features", "vector", lambda: sparse_or_dense(c.rng, 4, draw=draw))
    c.node("bisecting_k_means", {}, {"features": v}, {"prediction": "prediction"}, {"tree.json": "".join(json.dumps(line) + "\n" for line in lines)})


def gaussian_mixture(c):
    count = c.rng.randint(1, 4)

    def covariance():
        root = [[c.rng.gauss(0, 1) for _ in range(3)] for _ in range(3)]
        return [sum(root[i][k] * root[j][k] for k in range(3)) + (0.1 if i == j else 0) for i in range(3) for j in range(3)]

    attributes = {"means": {"type": "list", "tensor": [strip(tensor([c.rng.gauss(0, 2) for _ in range(3)])) for _ in range(count)]},
                  "covs": {"type": "list", "tensor": [strip(matrix(covariance(), 3, 3)) for _ in range(count)]}, "weights": doubles([1 / count] * count)}
    v = c.input("features", "vector", lambda: sparse_or_dense(c.rng, 3, draw=lambda: c.rng.choice((0.0, c.rng.gauss(0, 2)))))
    c.node("gaussian_mixture", attributes, {"features": v}, {"prediction": "prediction", **({"probability": "probability"} if c.rng.random() < 0.7 else {})})


def als(c):
    rank, ids = c.rng.randint(1, 12), c.rng.sample(range(-5, 30), 6)
    single = lambda: {"float": [c.rng.choice((0.0, 0.5, round(c.rng.gauss(0, 1), 6))) for _ in range(rank)],
                      "shape": {"dimensions": [{"size": rank, "name": ""}]}}
    attributes = {"rank": {"int": rank}, "users": ints(ids), "user_factors": {"type": "list", "tensor": [single() for _ in ids]},
                  "items": ints(ids), "item_factors": {"type": "list", "tensor": [single() for _ in ids]}}
    kind = c.rng.choice(("int", "double", "string"))
    draw = {"int": lambda: c.rng.choice((*ids, 99, None)), "double": lambda: c.rng.choice((*map(float, ids), 2.7, math.nan)),
            "string": lambda: c.rng.choice((*map(str, ids), "x"))}[kind]
    c.node("als", attributes, {"user": c.input("u", kind, draw), "item": c.input("i", kind, draw)}, {"prediction": "prediction"})


def pipeline(c):
    """Several ops in a row, as people build them: what one drops, refuses or leaves sparse, the next ones meet."""
    if c.rng.random() < 0.4:
        text_pipeline(c)
    else:
        table_pipeline(c)


def text_pipeline(c):
    if c.rng.random() < 0.5:
        c.node("tokenizer", {}, {"input": text_column(c)}, {"output": "tokens"})
    else:
        c.node("regex_tokenizer", {"regex": {"string": c.rng.choice(PATTERNS[:20])}, "match_gaps": {"boolean": True}, "token_min_length": {"int": 1},
                                   "lowercase_text": {"boolean": True}}, {"input": text_column(c)}, {"output": "tokens"})
    c.node("stopwords_remover", {"stop_words": strings(["the", "a", "and"]), "case_sensitive": {}}, {"input": "tokens"}, {"output": "left"})
    if c.rng.random() < 0.5:
        c.node("ngram", {"n": {"long": c.rng.randint(1, 2)}}, {"input": "left"}, {"output": "grams"})
    terms = "grams" if c.nodes[-1][1] == "ngram" else "left"
    c.node("hashing_term_frequency", {"num_features": {"long": 16}, "hashUnsafeBytesVersion": {"int": 2}}, {"input": terms}, {"output": "counts"})
    c.node("idf", {"idf": tensor([c.rng.uniform(0, 2) for _ in range(16)])}, {"input": "counts"}, {"output": "features"})
    c.node("linear_regression", {"coefficients": tensor([c.rng.gauss(0, 1) for _ in range(16)]), "intercept": {}}, {"features": "features"}, {"prediction": "p"})


def table_pipeline(c):
    labels = c.rng.sample(words, 4)
    mode = c.rng.choice(("error", "keep", "skip"))
    c.node("string_indexer", {"labels_length": {"int": 1}, "labels_array_0": strings(labels), "handle_invalid": {"string": mode}},
           {"input": c.input("s", "string", lambda: c.rng.choice([*labels, *labels, *labels, "new"]))}, {"output": "si"})
    size = 5 if mode == "keep" else 4
    c.node("one_hot_encoder", {"category_sizes": {"type": "list", "int": [size]}, "drop_last": {"boolean": c.rng.random() < 0.5},
                               "handle_invalid": {"string": c.rng.choice(("error", "keep"))}}, {"input0": "si"}, {"output0": "code"})
    number = lambda: c.rng.choice((0.0, 1.0, -1.0, c.rng.gauss(0, 1), c.rng.gauss(0, 1), math.nan))
    c.node("imputer", {"surrogate_value": {"double": 0.25}, "strategy": {"string": "mean"}}, {"input": c.input("x", "double", number)}, {"output": "xi"})
    c.node("bucketizer", {"splits": doubles([-math.inf, 0.0, 0.5, math.inf]), "handle_invalid": {"string": c.rng.choice(("error", "keep", "skip"))}},
           {"input": c.input("z", "double", number)}, {"output": "zb"})
    c.node("math_unary", {"operation": {"string": c.rng.choice(("exp", "abs", "sin"))}}, {"input": "xi"}, {"output": "xm"})
    shapes = [tensor_shape(3), scalar_shape(), scalar_shape(), scalar_shape()]
    c.node("vector_assembler", {"input_shapes": {"type": "list", "data_shape": shapes}}, {"input0": "code", "input1": "xi", "input2": "zb", "input3": "xm"},
           {"output": "all"})
    c.node("normalizer", {"p_norm": {"double": c.rng.choice((1.0, 2.0))}, "input_size": {"int": 6}}, {"input": "all"}, {"output": "unit"})
    c.node("vector_slicer", {"indices": longs([0, 1, 2, 4]), "names": strings([]), "named_indices": ints([]), "input_size": {"int": 6}}, {"input": "unit"},
           {"output": "features"})
    if c.rng.random() < 0.5:
        c.node("decision_tree_regression", {"num_features": {"long": 4}}, {"features": "features"}, {"prediction": "p"},
               {"tree.json": tree_file(c, 4, lambda: [c.rng.gauss(0, 9)])})
    else:
        c.node("logistic_regression", {"num_classes": {"long": 2}, **linear(c, 0.1)}, {"features": "features"},
               {"raw_prediction": "r", "probability": "q", "prediction": "p"})


OPS = [f for name, f in list(globals().items()) if callable(f) and getattr(f, "__module__", "") == __name__ and name not in
       ("Case", "put", "vector_column", "vector_op", "number_column", "plain", "strip", "token_column", "text_column", "grow", "tree_file",
        "class_ports", "thresholds", "counts", "features", "ensemble", "linear", "logistic_model", "naive_bayes_model", "text_pipeline", "table_pipeline")]


def main():
    folder, seed, count, chosen = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), set(sys.argv[4:])
    for op in OPS:
        if chosen and op.__name__ not in chosen:
            continue
        for number_of_case in range(count):
            case = Case(random.Random(f"{op.__name__}-{seed}-{number_of_case}"))
            op(case)
            case.write(folder / f"{op.__name__}-{number_of_case}", 12)


if __name__ == "__main__":
    main()

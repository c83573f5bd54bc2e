"""Bundles after public reports about MLeap, with rows, for `ScoreRows.java` to answer: test/golden/reports/mleap.

    python report_cases.py FOLDER
"""
import math
import random
import sys
from pathlib import Path

from random_cases import Case
from values import doubles, dump, longs, number, scalar_shape, strings, tensor, tensor_shape, vector_of


class Report(Case):
    """A case whose rows are given, not drawn."""

    def __init__(self, columns, rows):
        super().__init__(random.Random(0))
        self.rows = rows
        for name, kind in columns.items():
            self.input(name, kind, None)

    def write(self, folder, rows=0):
        names, self.cells = [name for name, _ in self.cells], []
        super().write(folder, 0)
        lines = [dump(dict(zip(names, row))) + "\n" for row in self.rows]
        (folder / "input.jsonl").write_text("".join(lines))

    def assemble(self, ports, shapes, output="features"):
        self.node("vector_assembler", {"input_shapes": {"type": "list", "data_shape": shapes}}, {f"input{i}": p for i, p in enumerate(ports)}, {"output": output})

    def predict(self, weights, intercept=0.5):
        self.node("linear_regression", {"coefficients": tensor(weights), "intercept": number(intercept)}, {"features": "features"}, {"prediction": "prediction"})

    def index(self, labels, mode, source="town"):
        self.node("string_indexer", {"labels": strings(labels), "handle_invalid": {"string": mode}}, {"input": source}, {"output": "index"})


NUMBERS = [0.0, -0.0, 1.0, 2.0, -1.0, 5e-324, 1e300, math.nan, math.inf, -math.inf]


def null_in_assembler():
    c = Report({"a": "double", "b": "float", "n": "int"}, [(1.0, 2.5, 3), (None, 2.5, 3), (1.0, None, 3), (1.0, 2.5, None), (math.nan, 2.5, 3), (0.1, 0.1, 2147483647)])
    c.assemble(["a", "b", "n"], [scalar_shape()] * 3)
    c.predict([1.0, 10.0, 100.0])
    return c


def endless_buckets():
    c = Report({"x": "double"}, [(v,) for v in NUMBERS])
    c.node("bucketizer", {"splits": doubles([-math.inf, -0.5, 0.0, 1.0, math.inf]), "handle_invalid": {"string": "keep"}}, {"input": "x"}, {"output": "b"})
    c.assemble(["b"], [scalar_shape()])
    c.predict([2.0])
    return c


def constant_columns():
    rows = [([1.0, 7.0, 0.0],), ([5.0, 7.0, -3.0],), ([-1.0, 8.0, 1e300],), ([math.nan, math.nan, math.nan],)]
    c = Report({"v": "vector"}, [(vector_of(r[0]),) for r in rows] + [({"type": "sparse", "size": 3, "indices": [1], "values": [7.0]},)])
    c.node("min_max_scaler", {"min": tensor([1.0, 7.0, 0.0]), "max": tensor([5.0, 7.0, 0.0]), "minValue": number(-1.0), "maxValue": number(3.0)}, {"input": "v"}, {"output": "scaled"})
    return c


TOWNS = ["Oslo", "Rome", "Oslo ", "oslo", "", "null", "Bergen", None]


def unknown_labels(mode, drop):
    c = Report({"town": "string", "x": "double"}, [(town, 1.0) for town in TOWNS])
    c.index(["Oslo", "Rome", ""], mode)
    c.node("one_hot_encoder", {"category_sizes": {"type": "list", "int": [4 if mode == "keep" else 3]}, "drop_last": {"boolean": drop},
                               "handle_invalid": {"string": "keep"}}, {"input0": "index"}, {"output0": "code"})
    c.assemble(["code", "x"], [tensor_shape((4 if mode == "keep" else 3) + (not drop)), scalar_shape()])
    return c


def numbers_as_labels():
    c = Report({"code": "double", "whole": "int", "flag": "boolean"}, [(1.0, 1, True), (2.0, 2, False), (1.5, 10, True), (-0.0, 0, False), (math.nan, -1, True), (1e7, 7, False)])
    c.node("string_indexer", {"labels": strings(["1.0", "1", "-0.0", "NaN", "1.0E7"]), "handle_invalid": {"string": "keep"}}, {"input": "code"}, {"output": "a"})
    c.node("string_indexer", {"labels": strings(["1", "1.0", "10", "-1"]), "handle_invalid": {"string": "keep"}}, {"input": "whole"}, {"output": "b"})
    c.node("string_indexer", {"labels": strings(["true", "false", "1", "0"]), "handle_invalid": {"string": "keep"}}, {"input": "flag"}, {"output": "d"})
    return c


def gaps_filled(marker):
    c = Report({"x": "double"}, [(v,) for v in [*NUMBERS, None]])
    c.node("imputer", {"surrogate_value": number(4.25), "strategy": {"string": "median"}, "missing_value": number(marker), "nullable_input": {"boolean": True}},
           {"input": "x"}, {"output": "filled"})
    c.assemble(["filled"], [scalar_shape()])
    c.predict([1.0], 0.0)
    return c


def whole_numbers_where_doubles_are():
    c = Report({"i": "int", "l": "long", "f": "float", "b": "boolean", "s": "short"}, [(1, 2 ** 53, 0.1, True, 7), (-3, -1, 3.5, False, -7), (0, 0, 0.0, True, 0)])
    c.node("math_binary", {"operation": {"string": "div"}}, {"input_a": "i", "input_b": "l"}, {"output": "q"})
    c.node("binarizer", {"threshold": number(0.05), "input_shapes": {"data_shape": scalar_shape()}}, {"input": "f"}, {"output": "bin"})
    c.assemble(["i", "l", "f", "b", "s", "bin"], [scalar_shape()] * 6)
    c.predict([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    return c


def scaled_sparse():
    c = Report({"v": "vector"}, [({"type": "sparse", "size": 3, "indices": [1], "values": [4.0]},), ({"type": "sparse", "size": 3, "indices": [], "values": []},), (vector_of([1.0, 2.0, 3.0]),)])
    c.node("standard_scaler", {"mean": tensor([1.0, 2.0, 3.0]), "std": tensor([2.0, 0.0, 0.5])}, {"input": "v"}, {"output": "scaled"})
    c.node("normalizer", {"p_norm": number(2.0), "input_size": {"int": 3}}, {"input": "scaled"}, {"output": "unit"})
    return c


def tokens():
    texts = ["The cat", "", "   ", "cat cat CAT", "one,two  three", None, "İstanbul"]
    c = Report({"t": "string"}, [(text,) for text in texts])
    c.node("regex_tokenizer", {"regex": {"string": r"\W+"}, "match_gaps": {"boolean": True}, "token_min_length": {"int": 1}, "lowercase_text": {"boolean": True}},
           {"input": "t"}, {"output": "w"})
    c.node("word_to_vector", {"words": strings(["the", "cat", "istanbul"]), "word_vectors": doubles([1.0, 2.0, 0.5, -1.0, 9.0, 9.0]), "indices": longs([0, 1, 2]),
                              "kernel": {"string": "default"}}, {"input": "w"}, {"output": "mean"})
    c.node("count_vectorizer", {"vocabulary": strings(["cat", "the"]), "binary": {"boolean": False}, "min_tf": number(2.0)}, {"input": "w"}, {"output": "counts"})
    return c


def labels_back():
    c = Report({"x": "double"}, [(v,) for v in (0.0, 1.0, 2.0, 1.9, -1.0, 3.0, math.nan)])
    c.node("reverse_string_indexer", {"labels": strings(["no", "", "ja"])}, {"input": "x"}, {"output": "word"})
    return c


def vectors_for_bayes():
    c = Report({"features": "vector"}, [(vector_of(v),) for v in ([1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [1e5, 0.0, 0.5], [math.nan, 0.0, 0.0], [-1.0, 0.0, 2.0], [math.inf, 0.0, 0.0])])
    c.node("naive_bayes", {"num_features": {"long": 3}, "num_classes": {"long": 2}, "pi": tensor([-0.5, -1.0]), "theta": tensor([-1.0, -2.0, -0.5, -0.1, -3.0, -2.5], 2, 3),
                           "model_type": {"string": "multinomial"}}, {"features": "features"},
           {"raw_prediction": "raw", "probability": "probability", "prediction": "prediction"})
    return c


CASES = {
    "null-in-assembler": null_in_assembler, "endless-buckets": endless_buckets, "constant-columns": constant_columns,
    **{f"unknown-labels-{mode}-{'drop' if drop else 'all'}": (lambda mode=mode, drop=drop: unknown_labels(mode, drop)) for mode in ("keep", "skip", "error") for drop in (True, False)},
    "numbers-as-labels": numbers_as_labels, "gaps-filled-nan": lambda: gaps_filled(math.nan), "gaps-filled-zero": lambda: gaps_filled(0.0),
    "gaps-filled-marker": lambda: gaps_filled(-1.0), "whole-numbers": whole_numbers_where_doubles_are, "scaled-sparse": scaled_sparse, "tokens": tokens,
    "labels-back": labels_back, "vectors-for-bayes": vectors_for_bayes,
}

if __name__ == "__main__":
    for name, make in CASES.items():
        make().write(Path(sys.argv[1]) / f"reports-{name.replace('-', '_')}")

"""Random MLeap bundles with categories and names, and random rows for them in several forms: as `models.py`, for MLeap.

    python scripts/random-cells/mleap_models.py FOLDER SEED MODELS ROWS
    java -cp 'JARS/*:CLASSES' ScoreCells FOLDER        # answers beside each form; how it is built: test/golden/cells/README.md
    python scripts/random-cells/mleap_models.py FOLDER finish

What a text means for a column is not said here: `ScoreCells.java` reads the forms with Java's own numbers, Commons CSV and Jackson,
as AWS's SparkML container does, and asks MLeap's runtime. A row that one of these refuses has the answer null.
"""
import io
import json
import random
import shutil
import sys
import tarfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "make-golden" / "mleap-runtime"))
from models import PANDAS_WORDS, TEXTS, WHOLE, Column, shuffled, write_csv, write_jsonl, write_parquet
from random_cases import Case, grow
from values import doubles, ints, number, scalar_shape, strings, tensor, tensor_shape

INDICES = ["0", "1", "2", "3"]
POOLS = {"byte": [0, 1, -1, 127, -128], "short": [0, 7, -9, 32767], "int": [0, 1, 20, -2147483648], "long": [*WHOLE, 9223372036854775807]}
SIGNS = ["", "", "", "+"]
ANSWERED = ["plain.csv", "bad.csv", "lists.jsonl", "mixed.jsonl", "objects.jsonl"]
BAD = [*PANDAS_WORDS, *TEXTS, "1d", "2f", "0x1p3", "1.5", "1,5", "-", "+", ".", "1e400", "1e-400", "-Infinity", "Infinity", "yes", "tRUE", "١٢", "1L",
       "\t5", "5\u00a0", "128", "2147483648", "9223372036854775808", "00", "-00", "1e2147483648", "1.00000005960464477539062500000000001", "NaNd", " NaN "]


class Cells:
    """Random columns, and texts and values for their cells."""

    def __init__(self, rng, draw):
        self.rng, self.draw = rng, draw
        whole = str(draw.choice(["byte", "short", "int"]))
        self.columns = [Column("z", "string", TEXTS), Column("o", "string", ["low", "mid", "top", "", "NA"]), Column("w", "long", POOLS["long"]),
                        Column("i", whole, POOLS[whole]), Column("f", "boolean"), Column("a", "double", missing=True), Column("b b", "double"), Column("g", "float"),
                        Column("x,\"1\"", "double", INDICES)]
        self.columns = [self.columns[at] for at in draw.permutation(len(self.columns))]

    def cell(self, column):
        """The text of CSV, and the value that JSON and Parquet have."""
        kind, rng = column.kind, self.rng
        if kind == "string":
            text = rng.choice(column.pool) if rng.random() < 0.8 else rng.choice([str(rng.randint(-9, 10**18)), f"{rng.gauss(0, 1):.2f}", "w" + str(rng.randint(0, 99)), "tRUE", " x "])
            return text, text
        if kind in POOLS:
            value = rng.choice(column.pool) if rng.random() < 0.9 else rng.randint(-99, 99)
            sign = rng.choice(SIGNS) if value >= 0 else ""
            return f"{sign}{rng.choice(['', '', '0', '00'])}{value}" if value >= 0 else str(value), value
        if kind == "boolean":
            value = rng.random() < 0.5
            return rng.choice(["True", "true", "TRUE", "tRuE"] if value else ["False", "false", "FALSE", "no", "", "0", "1"]), value
        return self.real(column)

    def real(self, column):
        rng = self.rng
        if column.pool:
            index = float(rng.choice(column.pool))
            return rng.choice([str(int(index)), str(index), f" {int(index)}", f"{int(index)}d"]), index
        if column.missing and rng.random() < 0.1:
            return "NaN", None
        value = rng.choice([0.0, -0.0, 0.5, 3.0, 2.0**53, 1e22, 123456789.125, round(rng.gauss(0, 3), rng.randint(0, 5)), rng.gauss(0, 3)])
        value = float(np.float32(value)) if column.kind == "float" else value
        return rng.choice([repr(value), f"{value:+}", f" {value}", f"{value}\t", f"{value:.17e}", f"{value}D", f"{value}f", f"{value:.4f}"]), value

    def mixed(self, column):
        """Some value of JSON, whatever the column is."""
        rng = self.rng
        text, value = self.cell(column)
        if rng.random() < 0.8:
            return value
        return rng.choice([text, str(value), rng.choice(BAD), rng.randint(-9, 9), 10**16, 2**63 - 1, 1.0, 0.1, 1e22, 1e-5, 100000.0, 12345678.0, True, False, None, [1, 2.0, "a"], {"k": 1.5}])

    def bad(self, column):
        """A text that may be none for the column."""
        return self.rng.choice(BAD) if self.rng.random() < 0.15 else self.cell(column)[0]



def add_stages(case, cells):
    """Indexed texts, numbers and booleans, one-hot or not, beside hashed ones and numbers; a regression at the end."""
    rng = cells.rng
    ready = [*add_indices(case, cells), *add_numbers(case, rng)]
    if rng.random() < 0.6:
        ready.append(add_hash(case, cells))
    shapes = [tensor_shape(size) if size else scalar_shape() for _, size in ready]
    case.node("vector_assembler", {"input_shapes": {"type": "list", "data_shape": shapes}}, {f"input{at}": name for at, (name, _) in enumerate(ready)}, {"output": "features"})
    size = sum(size or 1 for _, size in ready)
    ports = {"features": "features"}
    if rng.random() < 0.6:
        coefficients = [rng.gauss(0, 2) for _ in range(size)]
        case.node("linear_regression", {"coefficients": tensor(coefficients), "intercept": number(1.5)}, ports, {"prediction": "prediction"})
    else:
        add_forest(case, size, ports)


def add_forest(case, size, ports):
    count, files = 12, {}
    for at in range(count):
        lines = grow(case, size, 7, lambda: [case.rng.gauss(0, 9)])
        files[f"tree{at}/tree.json"] = "".join(json.dumps(line) + "\n" for line in lines)
        files[f"tree{at}/model.json"] = {"op": "decision_tree_regression", "attributes": {"num_features": {"long": size}}}
    attributes = {"num_features": {"long": size}, "tree_weights": doubles([1.0] * count), "trees": strings([f"tree{at}" for at in range(count)])}
    case.node("random_forest_regression", attributes, ports, {"prediction": "prediction"}, files)


def labels_of(column, rng):
    """Labels as MLeap compares them: the text of the value, booleans as digits or words."""
    if column.kind == "string":
        return rng.sample(column.pool, max(2, len(column.pool) * 2 // 3))
    if column.kind == "boolean":
        return rng.choice([["1", "0"], ["true", "false"], ["0", "1", "true"]])
    return [str(value) for value in column.pool]


def add_indices(case, cells):
    rng = cells.rng
    for column in cells.columns:
        if column.kind not in ("string", "boolean", *POOLS):
            continue
        if column.kind == "string" and rng.random() < 0.3:
            labels = rng.sample(column.pool, max(2, len(column.pool) // 2))
            attributes = {"labels": strings(labels), "values": doubles([rng.gauss(0, 3) for _ in labels]), "handle_invalid": {"string": "keep"}, "default_value": number(-3.5)}
            case.node("string_map", attributes, {"input": column.name}, {"output": f"{column.name} mapped"})
            yield f"{column.name} mapped", 0
            continue
        if column.kind not in ("string", "long") and rng.random() < 0.4:
            yield column.name, 0
            continue
        labels = labels_of(column, rng)
        attributes = {"labels_length": {"int": 1}, "labels_array_0": strings(labels), "handle_invalid": {"string": "keep"}}
        case.node("string_indexer", attributes, {"input": column.name}, {"output": f"{column.name} index"})
        if rng.random() < 0.5:
            yield f"{column.name} index", 0
            continue
        hot = {"category_sizes": ints([len(labels) + 1]), "drop_last": {"boolean": True}, "handle_invalid": {"string": "keep"}}
        case.node("one_hot_encoder", hot, {"input0": f"{column.name} index"}, {"output0": f"{column.name} hot"})
        yield f"{column.name} hot", len(labels) + 1


def add_numbers(case, rng):
    case.node("imputer", {"surrogate_value": number(0.25), "strategy": {"string": "mean"}, "nullable_input": {"boolean": True}}, {"input": "a"}, {"output": "a filled"})
    case.node("bucketizer", {"splits": doubles([-float("inf"), -1.0, 0.0, 0.5, float("inf")]), "handle_invalid": {"string": "keep"}}, {"input": "b b"}, {"output": "b bucket"})
    hot = {"category_sizes": ints([len(INDICES)]), "drop_last": {"boolean": False}, "handle_invalid": {"string": "error"}}
    case.node("one_hot_encoder", hot, {"input0": 'x,"1"'}, {"output0": "x hot"})
    yield from (("a filled", 0), ("b bucket", 0), ("x hot", len(INDICES)))
    for name in ("g", "b b"):
        if rng.random() < 0.5:
            yield name, 0


def add_hash(case, cells):
    # The column that is imputed has nulls, which the hasher is not asked about.
    able = [column for column in cells.columns if not column.missing]
    chosen = cells.rng.sample(able, cells.rng.randint(1, len(able)))
    attributes = {"num_features": {"long": 32}, "categorical_cols": strings([c.name for c in chosen if cells.rng.random() < 0.3]),
                  "input_shapes": {"type": "list", "data_shape": [scalar_shape() for _ in chosen]}, "basic_types": {"type": "list", "basic_type": [c.kind for c in chosen]},
                  "input_names": strings([c.name for c in chosen])}
    case.node("feature_hasher", attributes, {f"input{at}": c.name for at, c in enumerate(chosen)}, {"output": "hashed"})
    return "hashed", 32


def make_case(folder, seed, at, rows):
    cells = Cells(random.Random(f"{seed} {at}"), np.random.default_rng([seed, at, 6]))
    case = Case(cells.rng)
    add_stages(case, cells)
    case.write(folder, 0)
    (folder / "input.jsonl").unlink()
    schema = {"input": [{"name": c.name, "type": c.kind} for c in cells.columns], "output": {"name": "prediction", "type": "double"}}
    (folder / "schema.json").write_text(json.dumps(schema))
    write_forms(folder, cells, rows)


def write_forms(folder, cells, rows):
    names = [c.name for c in cells.columns]
    drawn = {c.name: [cells.cell(c) for _ in range(rows)] for c in cells.columns}
    texts = {name: [text for text, _ in pairs] for name, pairs in drawn.items()}
    typed = {name: [value for _, value in pairs] for name, pairs in drawn.items()}
    write_csv(folder / "plain.csv", texts, names, False)
    bad = {c.name: [cells.bad(c) for _ in range(rows // 10 + 20)] for c in cells.columns}
    write_csv(folder / "bad.csv", bad, names, False)
    write_csv(folder / "header.csv", texts, names, True)
    order = shuffled(cells.draw, [*names, "more"])
    write_csv(folder / "order.csv", {**texts, "more": ["y"] * rows}, order, True)
    write_csv(folder / "less.csv", {name: cells[:20] for name, cells in texts.items()}, names[:-1], True)
    full = [row for row in zip(*(typed[name] for name in names)) if None not in row]
    (folder / "lists.jsonl").write_text("".join(json.dumps({"data": row}, ensure_ascii=False) + "\n" for row in full), encoding="utf-8")
    mixed = [{"data": [cells.mixed(c) for c in cells.columns]} for _ in range(rows // 10 + 20)]
    (folder / "mixed.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in mixed), encoding="utf-8")
    write_jsonl(folder / "objects.jsonl", typed, names)
    write_jsonl(folder / "order.jsonl", {**typed, "more": ["y"] * rows}, shuffled(cells.draw, [*names, "more"]))
    write_jsonl(folder / "less.jsonl", {name: cells[:20] for name, cells in typed.items()}, names[:-1])
    write_parquet(folder / "rows.parquet", typed, cells.columns)


def finish(folder):
    """The bundle as an archive, and `case.json` from the answers."""
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        for part in sorted((folder / "bundle").iterdir()):
            archive.add(part, part.name)
        data = (folder / "schema.json").read_bytes()
        told = tarfile.TarInfo("schema.json")
        told.size = len(data)
        archive.addfile(told, io.BytesIO(data))
    answers = {name: [json.loads(line) for line in (folder / f"{name}.answers").read_text().splitlines()] for name in ANSWERED}
    inputs = [{"file": name, "header": False, "expected": answers[name]} for name in ANSWERED]
    inputs += [{"file": name, "header": True, "expected": answers["plain.csv"]} for name in ("header.csv", "order.csv")]
    inputs += [{"file": name, "header": False, "expected": answers["objects.jsonl"]} for name in ("order.jsonl", "rows.parquet")]
    inputs += [{"file": "less.csv", "header": True, "refused": True}, {"file": "less.jsonl", "header": False, "refused": True}]
    (folder / "case.json").write_text(json.dumps({"family": "mleap", "models": ["model.tar.gz"], "inputs": inputs}))
    shutil.rmtree(folder / "bundle")
    for path in [folder / "schema.json", *folder.glob("*.answers")]:
        path.unlink()


if __name__ == "__main__":
    root = Path(sys.argv[1])
    if sys.argv[2] == "finish":
        for path in sorted(root.glob("mleap-*")):
            finish(path)
    else:
        seed, models, rows = map(int, sys.argv[2:])
        for at in range(models):
            make_case(root / f"mleap-{seed}-{at}", seed, at, rows)

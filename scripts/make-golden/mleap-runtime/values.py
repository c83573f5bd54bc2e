"""Cells, texts and attribute values for `random_cases.py`, in the spelling of bundles and of golden cases."""
import json
import math

words = ["the", "The", "THE", "a", "b", "ab", "fox", "é", "É", "straße", "STRASSE", "İ", "i", "I", "ı", "日本", "😀", "a😀b", "", " ", "null", "ΣΑΣ", "σας",
         "don't", "x1", "ﬁ", "\u00a0", "ǆ", "longer-word", "w" * 40]
texts = ["The quick brown fox jumps over the lazy dog", "a  b   c", " leading and trailing ", "", " ", "\t\n", "tab\tand\nnewline\r\nhere", "UPPER lower MiXeD",
         "ÉCOLE Straße İstanbul ΣΊΣΥΦΟΣ", "日本語 テキスト 中文", "emoji 😀 family 👨‍👩‍👧", "no\u00a0break\u2003em\u3000wide", "x\u000by\fz", "one,two;three. four! five?",
         "3.14 + 42 = 45.14", "don't stop-believing e-mail", "aaa aa a", "abcabcaab", "\u0085next line\u2028separator", "x\ud83dy", "\ufeffmark", "aabbccoo", "12 345 6789",
         "null", "a\n", "a\r\nb\r", "αβγ Ωmega", "xyyx  ", "tail\u2029"]


def number(value):
    """A scalar attribute; a zero is written as MLeap writes it, as nothing."""
    return {} if value == 0 else {"double": spelled(value)}


def spelled(value):
    return value if math.isfinite(value) else None


def doubles(values):
    return {"type": "list", "double": [spelled(v) for v in values]}


def longs(values):
    return {"type": "list", **({"long": values} if values else {})}


def ints(values):
    return {"type": "list", **({"int": values} if values else {})}


def strings(values):
    return {"type": "list", **({"string": values} if values else {})}


def tensor(values, *sizes):
    return {"type": "tensor", "double": [spelled(v) for v in values], "shape": {"dimensions": [{"size": s, "name": ""} for s in sizes or [len(values)]]}}


def matrix(values, rows, columns):
    return tensor(values, rows, columns)


def scalar_shape():
    return {"base": "scalar", "isNullable": True}


def tensor_shape(size):
    return {"base": "tensor", "isNullable": True, "tensorShape": {"dimensions": [{"size": size, "name": ""}]}}


def column(name, kind):
    """A column as `schema.json` names it."""
    if kind == "vector":
        return {"name": name, "type": "double", "struct": "vector"}
    if kind in ("strings", "doubles"):
        return {"name": name, "type": kind[:-1], "struct": "array"}
    if kind == "map":
        return {"name": name, "type": "double", "struct": "map"}
    return {"name": name, "type": kind, "struct": "basic"}


def cell(rng, kind="double", nulls=0.08):
    """One scalar of a type, often an awkward one."""
    if rng.random() < nulls:
        return None
    if kind == "string":
        return rng.choice(words)
    if kind == "boolean":
        return rng.random() < 0.5
    if kind in ("byte", "short", "int", "long"):
        top = {"byte": 127, "short": 32767, "int": 2147483647, "long": 2 ** 53 - 1}[kind]
        return rng.choice((0, 1, -1, 5, top, -top - 1, rng.randint(-100, 100)))
    if kind == "float":
        return rng.choice((0.0, -0.0, 1.0, 0.5, -2.25, 1.5e10, 0.125, 1024.5))
    return rng.choice((0.0, -0.0, 1.0, -1.0, 0.5, 3.0, 1e-7, 123456789.125, 1e300, 1e-320, math.nan, math.inf, -math.inf, rng.gauss(0, 1), rng.gauss(0, 1),
                       rng.gauss(0, 50), rng.random()))


def vector_of(values):
    return {"type": "dense", "values": values}


def sparse_or_dense(rng, size, draw=None, odd=0.3, wide=False):
    """A vector of a size, either kind; `odd` is the share with NaN and infinities, `wide` makes it sparse with few entries."""
    common = lambda: rng.choice((0.0, 0.0, 1.0, -1.0, 2.5, rng.gauss(0, 1), rng.gauss(0, 1e3)))
    pick = draw or (lambda: cell(rng, nulls=0) if rng.random() < odd else common())
    if not wide and rng.random() < 0.5:
        return vector_of([pick() for _ in range(size)])
    count = rng.randint(0, min(size, 4 if wide else size))
    indices = sorted(rng.sample(range(size), count))
    return {"type": "sparse", "size": size, "indices": indices, "values": [pick() for _ in indices]}


def dump(value):
    """A line of JSON; NaN and the infinities as strings."""
    return json.dumps(spell(value))


def spell(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {k: spell(v) for k, v in value.items()}
    return [spell(v) for v in value] if isinstance(value, list) else value

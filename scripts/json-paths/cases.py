"""Random records, paths and joins of DataProcessing, with what comes of them by an evaluator apart from the server's. Python 3.11, jsonpath-ng 1.8.0.

    python scripts/json-paths/cases.py OUT.jsonl SEED COUNT

A case a line: the filters and the join, a record, an answer, what the chain is sent (`sent`) and what is written (`written`). `null`: the
record fails; `refused`: the filter itself is. Numbers are compared by their text, so JSON is read and written here with numbers as texts.
Where each step selects one thing, jsonpath-ng has to agree.
"""
import json
import random
import sys
from functools import lru_cache

from jsonpath_ng import parse

NAMES = ["id", "features", "a", "B-2", "0", "10", "x y", "a.b", "constructor", "SageMakerOutput", "SageMakerInput", "*"]
TEXTS = ["", "a", "1.0", "null", "NaN", "-Infinity", "é", "\u2028", 'say "hi"', "back\\slash", "tab\t", "😀", "\x7f"]
NUMBERS = ["0", "-0", "1", "1.0", "1.50", "-1e5", "1E400", "12345678901234567890", "9007199254740993", "0.1", "1e-7", "-0.0", "5e-324", "100000000000000000000000", "0.30000000000000004", "NaN", "Infinity", "-Infinity"]
CELLS = ["", "1", "1.50", "-0", "01234", " 7", '""', '"a,b"', '"say ""hi"""', "é", "NaN", "12345678901234567890", "a b", "'", "true"]


# The library makes its tables anew for each path.
parse_with_library = lru_cache(100_000)(parse)


class Number(str):
    """A number by its text."""


class Fails(Exception):
    """The record has not what the path asks for."""


class Refused(Exception):
    """No path of the dialect."""


def read_json(text):
    return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number)


def write_json(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{write_json(cell)}" for name, cell in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write_json, value)) + "]"
    return json.dumps(value)


# --- The dialect, read letter by letter

def read_path(path):
    """Steps of a path: (kind, what)."""
    if len(path) > 63 or not path.startswith("$") or any(not (c.isascii() and c.isalnum()) and c not in "$[]*. ,:-'" for c in path):
        raise Refused
    at, steps = 1, []
    while at < len(path):
        dot = path[at] == "."
        at += dot
        if path[at:at + 1] == "[":
            end = path.find("]", at)
            if end < 0:
                raise Refused
            steps.append(read_bracket(path[at + 1:end]))
            at = end + 1
            continue
        if not dot:
            raise Refused
        if path[at:at + 1] == "*":
            steps.append(("all", None))
            at += 1
            continue
        end = at
        while end < len(path) and (path[end].isalnum() or path[end] == "-"):
            end += 1
        if end == at:
            raise Refused
        steps.append(("names", [path[at:end]]))
        at = end
    return steps


def whole(text):
    digits = text[1:] if text.startswith("-") else text
    if not digits.isdigit():
        raise Refused
    return int(text)


def read_bracket(text):
    parts = [part.strip() for part in text.split(",")]
    if parts == ["*"]:
        return "all", None
    if all(len(part) > 2 and part[0] == part[-1] == "'" and "'" not in part[1:-1] for part in parts):
        return "names", [part[1:-1] for part in parts]
    if len(parts) == 1 and ":" in parts[0]:
        bounds = [bound.strip() for bound in parts[0].split(":")]
        if len(bounds) != 2:
            raise Refused
        return "range", [None if bound == "" else whole(bound) for bound in bounds]
    return "indices", [whole(part) for part in parts]


# --- What a path selects: each step of what the step before it selected

def position(value, index):
    if not isinstance(value, list) or not -len(value) <= index < len(value):
        raise Fails
    return value[index]


def select(steps, value):
    for kind, what in steps:
        if kind == "names":
            if not isinstance(value, dict) or any(name not in value for name in what):
                raise Fails
            value = value[what[0]] if len(what) == 1 else {name: value[name] for name in what}
        elif kind == "all":
            if not isinstance(value, (dict, list)):
                raise Fails
            value = list(value.values()) if isinstance(value, dict) else value
        elif not isinstance(value, list):
            raise Fails
        elif kind == "range":
            value = value[what[0]:what[1]]
        else:
            value = position(value, what[0]) if len(what) == 1 else [position(value, index) for index in what]
    return value


def select_fields(steps, row):
    for kind, what in steps:
        if kind == "range":
            row = row[what[0]:what[1]]
        elif kind == "indices":
            row = [position(row, index) for index in what]
    return row


def check_with_library(path, steps, value, selected):
    """Steps that select one thing each, and a last one of any kind that the library has."""
    if not steps or any(kind == "all" or len(what) > 1 or kind == "range" for kind, what in steps[:-1]) or "*" in path.replace(".*", "").replace("[*]", ""):
        return
    kind, what = steps[-1]
    if kind == "names" and len(set(what)) < len(what):
        return
    spelled = "$" + "".join(f"['{w[0]}']" if k == "names" else f"[{w[0]}]" for k, w in steps[:-1])
    spelled += {"names": lambda: "[" + ",".join(f"'{name}'" for name in what) + "]", "all": lambda: "[*]" if isinstance(selected, list) and selected and isinstance(select(steps[:-1], value), list) else ".*",
                "range": lambda: "[" + ":".join("" if bound is None else str(bound) for bound in what) + "]", "indices": lambda: "[" + ",".join(map(str, what)) + "]"}[kind]()
    found = [match.value for match in parse_with_library(spelled).find(value)]
    wanted = list(selected.values()) if kind == "names" and len(what) > 1 else selected if kind in ("all", "range") or len(what) > 1 else [selected]
    assert sorted(map(write_json, found)) == sorted(map(write_json, wanted)), (path, spelled, found, wanted)


# --- Random cases

def draw_value(rng, depth=0):
    kind = rng.choice(["number", "number", "text", "word"] + (["list", "object"] * 2 if depth < 3 else []))
    if kind == "number":
        return Number(rng.choice(NUMBERS))
    if kind == "text":
        return rng.choice(TEXTS)
    if kind == "word":
        return rng.choice([None, True, False])
    if kind == "list":
        return [draw_value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {name: draw_value(rng, depth + 1) for name in rng.sample(NAMES, rng.randrange(5))}


def draw_index(rng):
    return str(rng.choice([0, 0, 1, 2, 3, -1, -2, -5, 7]))


def draw_step(rng, value, is_csv):
    """Mostly a step that fits the value, sometimes any."""
    blank = rng.choice(["", "", "", " "])
    is_object = isinstance(value, dict) if rng.random() < 0.85 else rng.random() < 0.5
    if is_object and not is_csv:
        names = rng.sample(list(value) if isinstance(value, dict) and value and rng.random() < 0.9 else NAMES, 1)
        if rng.random() < 0.3:
            names += rng.sample(list(value) if isinstance(value, dict) and value else NAMES, 1)
        if rng.random() < 0.15:
            return rng.choice([".*", "[*]"])
        plain = names[0].replace("-", "").isalnum() and len(names) == 1
        if plain and rng.random() < 0.6:
            return "." + names[0]
        return rng.choice(["", "."]) + "[" + f",{blank}".join(f"'{name}'" for name in names) + "]"
    kind = rng.randrange(10)
    if kind < 4:
        return f"[{blank}{draw_index(rng)}{blank}]"
    if kind < 6:
        return "[" + f"{blank},{blank}".join(draw_index(rng) for _ in range(rng.choice([2, 3]))) + "]"
    if kind < 9:
        return f"[{rng.choice(['', draw_index(rng)])}{blank}:{blank}{rng.choice(['', draw_index(rng)])}]"
    return rng.choice(["[*]", ".*"])


def draw_path(rng, value, is_csv):
    path = "$"
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        path += draw_step(rng, value, is_csv)
        try:
            value = select(read_path(path), value)
        except (Fails, Refused):
            pass
    if rng.random() < 0.08:
        at = rng.randrange(len(path) + 1)
        path = path[:at] + rng.choice(["_", "..", "[", "]", "'", " ", "?", "@", "a", "0", ":", ",", "(", '"']) + path[at:]
    return path


def spaced(rng, text):
    """The same JSON with blanks between its tokens, where no text has such a letter."""
    if '"' in text.replace('":', "").replace('"', "", 2) or rng.random() < 0.6:
        return text
    return text.replace(",", " , ").replace(":", " : ")


def fields_of(line):
    """The fields of a line of CSV as they are written, and no other line breaks than its end."""
    fields, start, quoted = [], 0, False
    for at, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            fields.append(line[start:at])
            start = at + 1
    return [*fields, line[start:]]


def json_case(rng):
    record, answer = draw_value(rng), draw_value(rng)
    if rng.random() < 0.6:
        record = {name: draw_value(rng, 1) for name in rng.sample(NAMES, rng.randrange(1, 6))}
    joins = rng.random() < 0.6
    joined = {**record, "SageMakerOutput": answer} if isinstance(record, dict) else {"SageMakerInput": record, "SageMakerOutput": answer}
    given = joined if joins else answer
    return {"type": rng.choice(["application/jsonlines", "application/json"]), "input": draw_path(rng, record, False), "join": joins, "output": draw_path(rng, given, False),
            "record": spaced(rng, write_json(record)), "answer": spaced(rng, write_json(answer))}


def csv_case(rng):
    record = ",".join(rng.choice(CELLS) for _ in range(rng.randrange(1, 7)))
    answer = ",".join(rng.choice(CELLS) for _ in range(rng.randrange(1, 4)))
    joins = rng.random() < 0.6
    given = [*(fields_of(record) if joins else []), *fields_of(answer)]
    return {"type": "text/csv", "input": draw_path(rng, fields_of(record), True), "join": joins, "output": draw_path(rng, given, True), "record": record, "answer": answer}


def attempt(work):
    try:
        return work()
    except Fails:
        return None


def answered(case):
    """The case with what comes of it."""
    is_csv = case["type"] == "text/csv"
    try:
        sent_by, written_by = read_path(case["input"]), read_path(case["output"])
        if is_csv and any(kind == "names" for kind, _ in [*sent_by, *written_by]):
            raise Refused
    except Refused:
        return {**case, "refused": True}
    if is_csv:
        record, answer = fields_of(case["record"]), fields_of(case["answer"])
        return {**case, "sent": attempt(lambda: ",".join(select_fields(sent_by, record))),
                "written": attempt(lambda: ",".join(select_fields(written_by, [*(record if case["join"] else []), *answer])))}
    record, answer = read_json(case["record"]), read_json(case["answer"])
    joined = {**record, "SageMakerOutput": answer} if isinstance(record, dict) else {"SageMakerInput": record, "SageMakerOutput": answer}

    def selected(path, steps, value):
        found = select(steps, value)
        check_with_library(path, steps, value, found)
        return write_json(found)

    return {**case, "sent": attempt(lambda: selected(case["input"], sent_by, record)),
            "written": attempt(lambda: selected(case["output"], written_by, joined if case["join"] else answer))}


if __name__ == "__main__":
    random_numbers = random.Random(int(sys.argv[2]))
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        for _ in range(int(sys.argv[3])):
            file.write(json.dumps(answered((csv_case if random_numbers.random() < 0.4 else json_case)(random_numbers)), ensure_ascii=False) + "\n")

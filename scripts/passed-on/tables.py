"""Random tables for pass-on.ts, and whether what it makes of them is what they hold. Python 3.11, pyarrow 26.0.1.

    python scripts/passed-on/tables.py make FOLDER SEED TABLES ROWS
    sh scripts/with-node.sh scripts/passed-on/pass-on.ts FOLDER
    python scripts/passed-on/tables.py check FOLDER
"""
import csv
import datetime
import decimal
import io
import json
import random
import struct
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

decimal.getcontext().prec = 100
TEXTS = ["01234", "1E5", "true", "FALSE", "", " ", " x ", "a,b", 'say "hi"', '"', "two\nlines", "cr\r\nlf", "\r", "NaN", "null", "None", "-0", "+1", "1.50", "9007199254740993",
         "été", "😀", "\ufeffmark", "\u2028", "\x00", "\t", "=1+1", "'", "\\", "{}", "[1]", "2024-02-29", "0x10", "1_000", ".5", "1e999", "日本語"]
DOUBLES = [0.0, -0.0, 0.1, 1 / 3, 5e-324, -1.7976931348623157e308, 1e21, 1e-7, 123456789.125, 2.0**53, 2.0**70, float("nan"), float("inf"), float("-inf")]


def column(rng, kind):
    """Of a kind: its type, and how to draw a value."""
    if kind == "text":
        return pa.string(), lambda: rng.choice(TEXTS)
    if kind == "digits":
        return pa.string(), lambda: str(rng.randrange(10**6)).zfill(rng.choice([1, 6]))
    if kind == "words":
        return pa.string(), lambda: rng.choice(["true", "false"])
    if kind.startswith(("int", "uint")):
        bits, signed = int(kind.lstrip("uint")), kind[0] == "i"
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        return getattr(pa, kind)(), lambda: rng.choice([low, high, min(high, 2**53 + 1), rng.randint(low, high), rng.randrange(100)])
    if kind == "float64":
        return pa.float64(), lambda: rng.choice([*DOUBLES, rng.uniform(-1e6, 1e6), rng.random() * 10.0 ** rng.randint(-300, 300)])
    if kind == "float32":
        return pa.float32(), lambda: struct.unpack("f", struct.pack("f", rng.choice([0.0, -0.0, 0.1, 1e-45, 3.4e38, float("inf"), rng.uniform(-1e3, 1e3)])))[0]
    if kind.startswith("decimal"):
        precision, scale = (int(part) for part in kind[8:-1].split(","))
        make = pa.decimal128 if precision <= 38 else pa.decimal256
        return make(precision, scale), lambda: Decimal(rng.randint(-(10**precision) + 1, 10**precision - 1) // 10 ** rng.randrange(precision)).scaleb(-scale)
    if kind.startswith("timestamp"):
        unit, zone = kind[10:-1].split(",")
        per_second = {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
        return pa.timestamp(unit, zone or None), lambda: rng.randint(-(2**31), 2**31) * per_second + rng.choice([0, per_second // 2, rng.randrange(per_second)])
    if kind.startswith("duration"):
        unit = kind[9:-1]
        return pa.duration(unit), lambda: rng.choice([0, -1, 86_400 * 10**3, 2**53 + 1, rng.randint(-(2**40), 2**40)])
    if kind == "category":
        return pa.dictionary(pa.int32(), pa.string()), lambda: rng.choice(TEXTS)
    if kind == "date":
        return pa.date32(), lambda: datetime.date.fromordinal(rng.randint(1, 3_000_000))
    if kind == "bool":
        return pa.bool_(), lambda: rng.random() < 0.5
    return pa.string(), lambda: None


KINDS = ["text", "text", "digits", "words", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float64", "float32", "decimal(9,2)", "decimal(18,0)", "decimal(18,6)",
         "decimal(38,10)", "decimal(60,30)", "timestamp(ms,)", "timestamp(us,)", "timestamp(ns,)", "timestamp(us,UTC)", "timestamp(ns,Europe/Berlin)", "date", "bool", "none", "duration(s)", "duration(ns)", "category"]
CELLS = ["01234", "1E5", "true", "", '""', " ", " x ", '"a,b"', '"say ""hi"""', '"two\nlines"', "NaN", "-0", "-0.0", "1.50", "18446744073709551617", "0.1234567890123456789", "été", '"1"', "1e999", "nan", "+1", "\t"]
TOKENS = ['"01234"', '"1E5"', "true", "false", "null", '""', '" "', '"\\""', '"\\n"', '"\\u00e9"', "-0", "-0.0", "1.50", "1E5", "1e-7", "18446744073709551617", "0.1234567890123456789", "1e999", "9007199254740993", "[1.0,{\"a\":-0.0}]", "{}"]


def make(folder, seed, tables, rows):
    for number in range(tables):
        rng = random.Random(f"{seed} {number}")
        kinds = rng.sample(KINDS, rng.choice([1, 1, *range(2, 10)]))
        share = rng.choice([0, 0.2, 0.8])
        columns = []
        for kind in kinds:
            of, draw = column(rng, kind)
            columns.append((of, [None if rng.random() < share else draw() for _ in range(rows)]))
        table = pa.table({f"c{at}": pa.array(values, of) for at, (of, values) in enumerate(columns)})
        options = dict(
            compression=rng.choice(["none", "snappy", "zstd", "gzip", "brotli", "lz4"]),
            use_dictionary=rng.random() < 0.5,
            data_page_version=rng.choice(["1.0", "2.0"]),
            data_page_size=rng.choice([64, 1024, 2**20]),
            write_batch_size=rng.choice([4, 1024]),
            row_group_size=rng.choice([3, 50, 10**6]),
            store_decimal_as_integer=rng.random() < 0.5,
        )
        pq.write_table(table, folder / f"{number}.parquet", **options)
        # Lines as they are: what they hold is their text.
        width = rng.randint(2, 5)
        lines = [",".join(rng.choice(CELLS) for _ in range(width)) for _ in range(rows)]
        (folder / f"{number}.csv").write_text("".join(f"{line}\n" for line in lines), "utf8", newline="")
        objects = ["{" + ",".join(f'"k{at}":{rng.choice(TOKENS)}' for at in range(width)) + "}" for _ in range(rows)]
        (folder / f"{number}.jsonl").write_text("".join(f"{line}\n" for line in objects), "utf8", newline="")


def exact(value):
    """What tells a double from its neighbours, and -0 from 0; all NaN are one."""
    if isinstance(value, float):
        return "nan" if value != value else struct.pack("d", value)
    return value


def time_text(count, unit, zone):
    digits = {"ms": 3, "us": 6, "ns": 9}[unit]
    seconds, part = divmod(count, 10**digits)
    text = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).isoformat()
    fraction = str(part).zfill(digits).rstrip("0")
    return text + (f".{fraction}" if fraction else "") + ("Z" if zone else "")


def texts_of(column):
    """What stands for each value: texts, and numbers as Python has them."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        counts = column.cast(pa.int64()).to_pylist()
        return [None if count is None else time_text(count, kind.unit, kind.tz) for count in counts]
    if pa.types.is_duration(kind):
        # Parquet has no such type: pyarrow stores the count of its unit, which is all that other readers see.
        return column.cast(pa.int64()).to_pylist()
    values = column.to_pylist()
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in values]


def of_csv(value, text):
    """Whether a cell of CSV is the value."""
    if value is None or value == "":
        return text == ""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, float):
        return exact(float(text)) == exact(value)
    return text == (format(value, "f") if isinstance(value, Decimal) else str(value))


def of_json(value, found):
    if isinstance(value, float):
        finite = value == value and abs(value) != float("inf")
        return exact(float(found)) == exact(value) and not isinstance(found, bool) if finite else found is None
    if isinstance(value, (bool, str)) or value is None:
        return type(found) is type(value) and found == value
    return isinstance(found, str) is False and str(found) == (format(value, "f") if isinstance(value, Decimal) else str(value))


class Number(str):
    """A number's text in JSON."""


def of_parquet(value, found, is_json):
    if isinstance(value, float) and is_json and (value != value or abs(value) == float("inf")):
        return found is None
    if value is None or isinstance(value, (str, bool)):
        return type(found) is type(value) and found == value
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(found, str):
        return found == text or (isinstance(value, float) and exact(float(found)) == exact(value))
    if isinstance(value, float):
        return exact(found) == exact(value)
    if isinstance(found, float) and isinstance(value, Decimal):
        # As repr() writes the double, or as it is with all digits that the decimal has.
        return Decimal(repr(found)) == value or Decimal(found).quantize(value) == value
    return Decimal(found) == value


def is_text(kind):
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind)


def check(folder):
    cells = 0
    for source in sorted(folder.glob("*.parquet")):
        if source.stem.count(".") > 0:
            continue
        table = pq.read_table(source)
        columns = [texts_of(column) for column in table.columns]
        outputs = {
            "csv": list(csv.reader(io.StringIO((folder / f"{source.stem}.parquet.csv").read_bytes().decode(), newline=""))),
            "jsonl": [json.loads(line, parse_int=Number, parse_float=Number) for line in (folder / f"{source.stem}.parquet.jsonl").read_bytes().decode().split("\n")[:-1]],
            "csv.parquet": pq.read_table(folder / f"{source.stem}.parquet.csv.parquet").to_pylist(),
            "jsonl.parquet": pq.read_table(folder / f"{source.stem}.parquet.jsonl.parquet").to_pylist(),
        }
        for form, rows in outputs.items():
            assert len(rows) == table.num_rows, (source, form, len(rows))
            for at, values in enumerate(columns):
                for row, value in enumerate(values):
                    line = rows[row]
                    found = line[at] if form == "csv" else line[f"column_{at}"] if form == "csv.parquet" else line[f"c{at}"]
                    if form == "jsonl" and isinstance(found, Number):
                        assert not isinstance(value, str), (source, form, at, row, value, found)
                        is_same = of_json(value, float(found) if isinstance(value, float) else Wrapped(found))
                    elif form == "csv":
                        is_same = of_csv(value, found)
                    elif form == "jsonl":
                        is_same = of_json(value, found)
                    else:
                        # CSV has one empty text where a null would be an empty line.
                        is_blank = len(columns) == 1 and found == "" and value is None and is_text(table.schema.types[0])
                        is_same = (is_blank and form == "csv.parquet") or of_parquet(value, found, form == "jsonl.parquet")
                    assert is_same, (str(source), form, at, str(table.schema.types[at]), row, value, found)
                    cells += 1
        for form in ("csv", "jsonl"):
            given = (folder / f"{source.stem}.{form}").read_bytes().decode().split("\n") if form == "jsonl" else [(folder / f"{source.stem}.{form}").read_bytes().decode()]
            found = (folder / f"{source.stem}.{form}.{form}").read_bytes().decode()
            if form == "csv":
                # Every record is the one before with the answer behind it.
                assert found.replace(",0.5\n", "\n") == given[0], (str(source), form)
            else:
                expected = "".join(f'{line[:-1]},"SageMakerOutput":0.5}}\n' for line in given[:-1])
                assert found == expected, (str(source), form)
                names = (folder / f"{source.stem}.{form}.picked").read_bytes().decode()
                assert names == "".join(picked(line) for line in given[:-1]), (str(source), "picked")
    print(f"{cells} cells of Parquet are what they were")


class Wrapped:
    """A number of JSON: equal by its text."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def picked(line):
    """The members k1 and k0 with the tokens that they had; a text is written as JSON does, which may be shorter."""
    tokens = dict(json.loads(line, parse_int=Number, parse_float=Number))
    return "{" + ",".join(f'"{name}":{token(tokens[name])}' for name in ["k1", "k0"]) + "}\n"


def token(value):
    if isinstance(value, Number):
        return str.__str__(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{token(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(token(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


if sys.argv[1] == "make":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    make(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
else:
    check(Path(sys.argv[2]))

"""test/golden/csv-dialects: random CSV files of several dialects by Python's csv module, and their rows. Run: python csv_dialects.py FOLDER [FILES]"""
import csv
import io
import json
import random
import sys
from pathlib import Path

folder = Path(sys.argv[1])
DELIMITERS = [",", ";", "\t", "|"]
CELLS = ["", "1", "-0.5", "a", "a b", 'say "hi"', '"', '""', "two\nlines", "cr\r\nlf", "\n", ",", ";", "\t", "|", "été", "日本", " x ", "'", "\\", "#"]


def cell(rng):
    return rng.choice(CELLS) if rng.random() < 0.9 else "".join(rng.choices('ab"\',;|\t\n é', k=rng.randrange(12)))


for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 20):
    rng = random.Random(number)
    dialect = {
        "delimiter": DELIMITERS[number % 4],
        "quotechar": "'" if number % 3 == 2 else '"',
        "lineterminator": rng.choice(["\n", "\r\n"]),
        "quoting": rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    }
    width = rng.randrange(2, 6)
    header = [f"c{at}" + rng.choice(["", " x", ",y", "\nz"]) for at in range(width)]
    rows = [[cell(rng) for _ in range(width)] for _ in range(rng.randrange(1, 40))]
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows([header, *rows])
    content = text.getvalue()
    if rng.random() < 0.3:
        content = content[: -len(dialect["lineterminator"])]
    mark = "\ufeff" if rng.random() < 0.3 else ""
    (folder / f"{number}.csv").write_bytes((mark + content).encode())
    # What Python itself reads, not what was meant.
    read = list(csv.reader(io.StringIO(content, newline=""), delimiter=dialect["delimiter"], quotechar=dialect["quotechar"]))
    assert read == [header, *rows]
    told = {"delimiter": dialect["delimiter"], "quote": dialect["quotechar"], "header": header, "rows": rows}
    (folder / f"{number}.json").write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf8")

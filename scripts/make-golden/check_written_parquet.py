"""Whether pyarrow reads from written.parquet, which Catenary wrote, what stands in written.csv. Run: python check_written_parquet.py FOLDER"""
import csv
import struct
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

folder = Path(sys.argv[1])
READ = {
    "int64": int,
    "double": float,
    "float": lambda text: struct.unpack("f", struct.pack("f", float(text)))[0],
    "boolean": lambda text: text == "true",
    "text": str,
}


def exact(value):
    """Tells -0 from 0, and is equal for two NaN."""
    return struct.pack("d", value) if isinstance(value, float) else value


table = pq.read_table(folder / "written.parquet")
with (folder / "written.csv").open(newline="", encoding="utf8") as file:
    rows = list(csv.reader(file))
assert table.num_rows == len(rows)
for at, name in enumerate(table.schema.names):
    for row, (found, cells) in enumerate(zip(table.column(name).to_pylist(), rows)):
        wanted = None if cells[at] == "" else READ[name](cells[at])
        assert exact(found) == exact(wanted), (row, name, found, wanted)
decimals = pq.read_table(folder / "written-decimals.parquet")
assert [str(kind) for kind in decimals.schema.types] == ["decimal128(9, 2)", "decimal128(18, 0)", "decimal128(38, 10)"]
lines = [line.split(",") for line in (folder / "written-decimals.csv").read_text("utf8").splitlines()]
assert [[None if cell == "" else Decimal(cell) for cell in cells] for cells in lines] == [list(row.values()) for row in decimals.to_pylist()]
print(f"{len(rows)} and {len(lines)} rows are equal")

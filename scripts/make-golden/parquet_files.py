"""test/golden/parquet: Parquet files as pyarrow writes them, and their rows. Run: python parquet_files.py FOLDER REQUESTS.CSV"""
import base64
import datetime
import decimal
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from pyarrow.parquet import encryption

folder = Path(sys.argv[1])
ROWS = 10
decimal.getcontext().prec = 80
at = datetime.datetime(2024, 2, 29, 23, 59, 58)


def every(make):
    """A value for each row, null in the third."""
    return [None if row == 2 else make(row) for row in range(ROWS)]


def decimal_at(row):
    return decimal.Decimal(row * 37 - 100).scaleb(-2)


TEXTS = ["plain", "a,b", 'say "hi"', "two\nlines", "été", "", " spaced ", "NA", "1", "x"]
COLUMNS = {
    "text": (pa.string(), every(TEXTS.__getitem__)),
    "category": (pa.dictionary(pa.int32(), pa.string()), every(lambda row: ["red", "blue"][row % 2])),
    "flag": (pa.bool_(), every(lambda row: row % 3 == 0)),
    "small": (pa.int8(), every(lambda row: row - 5)),
    "large": (pa.int64(), every(lambda row: 2**62 + row)),
    "unsigned": (pa.uint32(), every(lambda row: 2**32 - 1 - row)),
    "double": (pa.float64(), every(lambda row: [0.1, -1e300, 0, 5e-324, 1 / 3][row % 5])),
    "float": (pa.float32(), every(lambda row: row + 0.5)),
    "price": (pa.decimal128(9, 2), every(decimal_at)),
    "day": (pa.date32(), every(lambda row: at.date() - datetime.timedelta(days=30000 * row))),
    "ms": (pa.timestamp("ms"), every(lambda row: at + datetime.timedelta(milliseconds=row))),
    "us": (pa.timestamp("us", "UTC"), every(lambda row: at.replace(tzinfo=datetime.UTC) - datetime.timedelta(days=20000, microseconds=row))),
}
table = pa.table({name: pa.array(values, kind) for name, (kind, values) in COLUMNS.items()})
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    pq.write_table(table, folder / f"types-{codec}.parquet", compression=codec, row_group_size=4, data_page_version="2.0" if codec == "zstd" else "1.0")


def plain(value):
    """What stands for a value in a line: numbers as they are, times by ISO 8601 without zeros at the end, those of a zone in UTC."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        text = value.replace(tzinfo=None).isoformat()
        text = text.rstrip("0") if "." in text else text
        return text if value.tzinfo is None else f"{text}Z"
    return value.isoformat() if isinstance(value, datetime.date) else value


with (folder / "types.jsonl").open("w", encoding="utf8") as out:
    for row in range(ROWS):
        json.dump({name: plain(values[row]) for name, (_, values) in COLUMNS.items()}, out, ensure_ascii=False, separators=(",", ":"))
        out.write("\n")

# Every encoding that pyarrow writes, in many small pages of both versions; `ENCODED` without dictionaries, nulls among them and not.
MANY = 300
ENCODED = {
    "delta_int": (pa.int32(), "DELTA_BINARY_PACKED", lambda row: (row * 7919) % 1000 - 500),
    "delta_long": (pa.int64(), "DELTA_BINARY_PACKED", lambda row: row**6 - 2**40),
    "delta_length": (pa.string(), "DELTA_LENGTH_BYTE_ARRAY", lambda row: "x" * (row % 7) + str(row)),
    "delta_text": (pa.string(), "DELTA_BYTE_ARRAY", lambda row: f"prefix-{row // 10}-{row}"),
    "split_double": (pa.float64(), "BYTE_STREAM_SPLIT", lambda row: row / 8 - 10),
    "split_float": (pa.float32(), "BYTE_STREAM_SPLIT", lambda row: row / 4),
    "plain": (pa.float64(), "PLAIN", lambda row: 1 / (row + 1)),
    "rle_flag": (pa.bool_(), "RLE", lambda row: row // 9 % 2 == 0),
}
for version in ["1.0", "2.0"]:
    for nulls in [False, True]:
        filled = {name: [None if nulls and row % 5 == 3 else make(row) for row in range(MANY)] for name, (_, _, make) in ENCODED.items()}
        fields = [pa.field(name, kind, nullable=nulls) for name, (kind, _, _) in ENCODED.items()]
        name = f"encodings-v{version[0]}{'-nulls' if nulls else ''}"
        pq.write_table(
            pa.table(filled, schema=pa.schema(fields)),
            folder / f"{name}.parquet",
            use_dictionary=False,
            column_encoding={name: encoding for name, (_, encoding, _) in ENCODED.items()},
            data_page_version=version,
            data_page_size=128,
            write_batch_size=16,
            row_group_size=130,
            write_statistics=False,
            store_schema=False,
        )
        with (folder / f"encodings{'-nulls' if nulls else ''}.jsonl").open("w", encoding="utf8") as out:
            for row in range(MANY):
                json.dump({column: filled[column][row] for column in ENCODED}, out, separators=(",", ":"))
                out.write("\n")

pq.write_table(pa.table({"one": pa.array([1.5, None, -2.0]), "two": ["x", "y", "z"]}), folder / "nulls.parquet")
pq.write_table(
    pa.table({
        "plain": [1],
        "list": [[1, 2]],
        "struct": [{"a": 1}],
        "bytes": [b"\xff"],
        "long": pa.array([decimal.Decimal("1.5")], pa.decimal128(38, 2)),
        "clock": pa.array([datetime.time(1, 2)], pa.time64("us")),
    }),
    folder / "nested.parquet",
)
numbers = ["0", "-0.5", None, "123456789012345678901234567.8901234567", "-99999999999999999999999999.9999999999", "0.0000000001"]
exact = {
    "int32": pa.array([None if text is None else decimal.Decimal(text).quantize(decimal.Decimal("0.01")) % 100 for text in numbers], pa.decimal128(9, 2)),
    "int64": pa.array([decimal.Decimal(row) * 1234567890123456 - 7 for row in range(len(numbers))], pa.decimal128(18, 0)),
    "wide": pa.array([None if text is None else decimal.Decimal(text) for text in numbers], pa.decimal128(38, 10)),
    "wider": pa.array([None if text is None else decimal.Decimal(text) for text in numbers], pa.decimal256(76, 30)),
    "zero": pa.array([0.0, -0.0, None, 1.0, -1.5, 2.5]),
}
for name, options in {"decimals": {}, "decimals-integers": {"store_decimal_as_integer": True}}.items():
    pq.write_table(pa.table(exact), folder / f"{name}.parquet", **options)
with (folder / "decimals.csv").open("w", encoding="utf8") as out:
    for row in range(len(numbers)):
        cells = [column[row].as_py() for column in exact.values()]
        # repr() of a double, without the .0 that JavaScript leaves out; a decimal with all digits and no exponent.
        texts = ["" if cell is None else format(cell, "f") if isinstance(cell, decimal.Decimal) else repr(cell).removesuffix(".0") for cell in cells]
        out.write(",".join(texts) + "\n")


class Keys(encryption.KmsClient):
    """Keys of 16 bytes, wrapped by nothing: what counts is that the file is encrypted."""

    def __init__(self, _configuration):
        super().__init__()

    def wrap_key(self, key, _master):
        return base64.b64encode(key)

    def unwrap_key(self, key, _master):
        return base64.b64decode(key)


factory = encryption.CryptoFactory(Keys)
for name, plain_footer in {"encrypted": False, "encrypted-column": True}.items():
    options = encryption.EncryptionConfiguration(footer_key="f", column_keys={"c": ["secret"]}, plaintext_footer=plain_footer)
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), options)
    secrets = pa.table({"open": [1, 2], "secret": [3, 4]})
    with pq.ParquetWriter(folder / f"{name}.parquet", secrets.schema, encryption_properties=properties) as writer:
        writer.write_table(secrets)
pq.write_table(table.slice(0, 0), folder / "empty.parquet")
names = ["carat", "cut", "color", "clarity", "depth", "table", "x", "y", "z"]
rows = pyarrow.csv.read_csv(sys.argv[2], read_options=pyarrow.csv.ReadOptions(autogenerate_column_names=True))
rows = rows.rename_columns(names[: rows.num_columns]) if rows.num_columns <= len(names) else rows
pq.write_table(rows, folder / "diamonds.parquet", row_group_size=300)

# Two columns of one name.
pq.write_table(pa.Table.from_arrays([pa.array([1.0]), pa.array([2.0])], names=["a", "a"]), folder / "twins.parquet")

# A text that is none, which pyarrow writes as it stands and does not read.
odd = pa.array([b"ok", b"\xff\xfe"]).view(pa.string())
pq.write_table(pa.table({"text": odd, "n": [1, 2]}), folder / "not-utf8.parquet")

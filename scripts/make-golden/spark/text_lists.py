"""Writes test/golden/spark/text-lists/: small Parquet files of lists of texts in every form that a vocabulary or labels may have.

    python scripts/make-golden/spark/text_lists.py test/golden/spark/text-lists

needs pyarrow.
"""
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

WORDS = [f"word{i % 40}é" if i % 7 == 0 else f"w{i % 90}" for i in range(300)] + ["", "日本語😀", "a" * 300]
FLAT = [WORDS, [], ["one"], WORDS[:20], None, ["last", ""]]
NESTED = [[WORDS[:50], [], ["x"]], [], [WORDS[100:103]], None, [[], []]]
SHAPES = {"flat": (pa.list_(pa.string()), FLAT), "nested": (pa.list_(pa.list_(pa.string())), NESTED),
          "required": (pa.list_(pa.field("element", pa.string(), nullable=False)), [FLAT[0], [], FLAT[3]])}
FORMS = {
    "plain": {"use_dictionary": False, "compression": "snappy"},
    "dictionary": {"use_dictionary": True, "compression": "none"},
    "pages": {"use_dictionary": False, "compression": "gzip", "data_page_size": 64, "write_batch_size": 5},
    "mixed": {"use_dictionary": True, "dictionary_pagesize_limit": 200, "data_page_size": 64, "write_batch_size": 5, "compression": "zstd"},
    "version-2": {"use_dictionary": True, "data_page_version": "2.0", "data_page_size": 64, "write_batch_size": 5, "compression": "snappy"},
    "groups": {"use_dictionary": False, "row_group_size": 2, "compression": "snappy"},
}

if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for shape, (kind, rows) in SHAPES.items():
        table = pa.table({"n": pa.array(range(len(rows)), pa.int32()), "words": pa.array(rows, kind)})
        for form, settings in FORMS.items():
            pq.write_table(table, out / f"{shape}-{form}.parquet", **settings)
    holes = pa.table({"words": pa.array([["a", None, "b"]], pa.list_(pa.string()))})
    pq.write_table(holes, out / "holes.parquet")

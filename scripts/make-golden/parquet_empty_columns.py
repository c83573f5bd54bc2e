"""test/golden/parquet/empty-columns.parquet: columns that hold nothing, of types that no cell has. Run: python parquet_empty_columns.py FOLDER"""
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

NONE = [None, None, None]
table = pa.table(
    {
        "number": pa.array([1.5, None, -2.0], pa.float64()),
        "void": pa.array(NONE, pa.null()),
        "bytes": pa.array(NONE, pa.binary()),
        "time": pa.array(NONE, pa.time64("us")),
        "flag": pa.array([True, None, False], pa.bool_()),
    }
)
pq.write_table(table, Path(sys.argv[1]) / "empty-columns.parquet", row_group_size=2)

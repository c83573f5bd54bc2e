"""A saved CountVectorizerModel or StringIndexerModel of very many words, as Spark 4 lays them out: too large to be committed.

    python scripts/make-model/saved_vocabulary.py OUT 10000000 [CountVectorizerModel | StringIndexerModel] [one-page]

needs pyarrow. Words are `w` and a number in base 36 with a few letters behind; with `one-page` all stand in one page, as Spark's own
writer, which ends pages between rows only, leaves them.
"""
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def words(count):
    pairs = [a + b for a in DIGITS for b in DIGITS]
    endings = ("ing", "s", "s")
    return pa.array([f"w{pairs[n // 46656 % 1296]}{DIGITS[n // 1296 % 36]}{pairs[n % 1296]}{endings[n % 3]}" for n in range(count)], pa.string())


def main():
    out, count = Path(sys.argv[1]), int(sys.argv[2])
    kind = sys.argv[3] if len(sys.argv) > 3 else "CountVectorizerModel"
    is_counts = kind == "CountVectorizerModel"
    flat = words(count)
    lists = pa.ListArray.from_arrays([0, count], flat)
    column = lists if is_counts else pa.ListArray.from_arrays([0, 1], lists)
    params = {"inputCol": "w", "outputCol": "o"} if is_counts else {"inputCols": ["w"], "outputCols": ["o"], "handleInvalid": "keep"}
    metadata = {"class": f"org.apache.spark.ml.feature.{kind}", "timestamp": 0, "sparkVersion": "4.1.0", "uid": kind, "paramMap": params, "defaultParamMap": {}}
    for folder in ("metadata", "data"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "metadata/part-00000").write_text(json.dumps(metadata) + "\n")
    table = pa.table({"vocabulary" if is_counts else "labelsArray": column})
    pages = {"data_page_size": 2**30, "write_batch_size": 2**30} if "one-page" in sys.argv else {}
    pq.write_table(table, out / "data/part-00000.snappy.parquet", use_dictionary=False, compression="snappy", **pages)


if __name__ == "__main__":
    main()

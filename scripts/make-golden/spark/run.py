"""Writes test/golden/spark/<version>/: run it once in an environment of each pyspark (README of that folder tells which).

    python scripts/make-golden/spark/run.py test/golden/spark/4.1 [case ...]
"""
import sys
from pathlib import Path

import features
import predictors
import sql
import text
from saved_cases import SavedCases, dump, start_spark

if __name__ == "__main__":
    out = Path(sys.argv[1])
    cases = SavedCases(out, start_spark(), sys.argv[2:])
    for part in [*features.PARTS, *text.PARTS, *predictors.PARTS, *sql.PARTS]:
        part(cases)
    if not sys.argv[2:]:
        (out / "refused-by-spark.json").write_text(dump(cases.refused) + "\n", encoding="utf-8")

"""Writes test/golden/spark/<version>/: run it once in an environment of each pyspark (README of that folder tells which).

    python scripts/make-golden/spark/run.py test/golden/spark/4.1 [part or case ...]
"""
import json
import sys
from pathlib import Path

import features
import predictors
import sql
import text
from saved_cases import SavedCases, dump, start_spark

if __name__ == "__main__":
    out, names = Path(sys.argv[1]), set(sys.argv[2:])
    parts = [*features.PARTS, *text.PARTS, *predictors.PARTS, *sql.PARTS]
    chosen = [part for part in parts if part.__name__ in names] or parts
    cases = SavedCases(out, start_spark(), names - {part.__name__ for part in parts})
    for part in chosen:
        part(cases)
    refused = out / "refused-by-spark.json"
    known = json.loads(refused.read_text(encoding="utf-8")) if refused.exists() else {}
    known.update(cases.refused)
    known = {name: why for name, why in sorted(known.items()) if not (out / name).is_dir()}
    refused.write_text(dump(known) + "\n", encoding="utf-8")

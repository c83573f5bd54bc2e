#!/bin/sh
# Without a server. Two of the five rows are bad: they are set apart, and cost no other row.
set -eu
rm -rf answers
catenary transform --model ../sklearn-pipeline/model.joblib --input rows.csv --output answers --join Input \
  --job-env CATENARY_BATCH_CSV_HEADER=on --job-env CATENARY_BATCH_BAD_RECORDS=quarantine \
  --job-env CATENARY_BATCH_REJECTED_LINE=omit >&2
cat answers/rows.csv.out

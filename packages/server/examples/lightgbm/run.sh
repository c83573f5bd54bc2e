#!/bin/sh
set -eu
catenary deploy churn-lightgbm model.txt >&2
catenary invoke churn-lightgbm --input rows.csv

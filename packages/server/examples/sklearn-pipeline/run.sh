#!/bin/sh
set -eu
catenary deploy churn-pipeline model.joblib >&2
catenary invoke churn-pipeline --input rows.csv

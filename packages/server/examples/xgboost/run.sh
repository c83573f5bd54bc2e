#!/bin/sh
set -eu
catenary deploy churn-xgboost model.tar.gz >&2
catenary invoke churn-xgboost --input rows.csv

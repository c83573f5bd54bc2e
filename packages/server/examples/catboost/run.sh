#!/bin/sh
set -eu
catenary deploy churn-catboost model.cbm >&2
catenary invoke churn-catboost --input rows.csv

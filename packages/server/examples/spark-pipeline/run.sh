#!/bin/sh
set -eu
catenary deploy churn-spark model.tar.gz >&2
catenary invoke churn-spark --input rows.csv

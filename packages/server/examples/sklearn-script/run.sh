#!/bin/sh
set -eu
catenary deploy churn-script model.tar.gz >&2
catenary invoke churn-script --input rows.csv

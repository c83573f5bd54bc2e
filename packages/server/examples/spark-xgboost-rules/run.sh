#!/bin/sh
# Three archives are a chain of three containers, in their order.
set -eu
catenary deploy churn-chain features.tar.gz xgboost.tar.gz rules.tar.gz >&2
catenary invoke churn-chain --input rows.csv

#!/bin/sh
# model.tar.gz with the name that SageMaker's XGBoost container looks for.
set -eu
cp model.json xgboost-model
tar czf model.tar.gz xgboost-model
rm xgboost-model

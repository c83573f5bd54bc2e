#!/bin/sh
# One archive for each container of the chain.
set -eu
tar czf features.tar.gz features schema.json
cp model.json xgboost-model
tar czf xgboost.tar.gz xgboost-model
rm xgboost-model
tar czf rules.tar.gz -C rules code

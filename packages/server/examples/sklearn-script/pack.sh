#!/bin/sh
# model.tar.gz, as SageMaker's training jobs leave it: the model, and the script in code/.
set -eu
tar czf model.tar.gz model.joblib code

#!/bin/sh
# The diamonds chain through the AWS CLI, unchanged.
# Point it at a server with  eval "$(catenary env)"  and run  sh aws-cli.sh [name]; it may be run again.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
name=${1:-diamonds-cli}
bucket=$name-example
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What an earlier run made goes first.
for kind in endpoint endpoint-config model; do
  aws sagemaker "delete-$kind" "--$kind-name" "$name" 2>/dev/null || true
done
while aws sagemaker describe-endpoint --endpoint-name "$name" >/dev/null 2>&1; do sleep 1; done

aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1 || aws s3 mb "s3://$bucket"
for part in sparkml xgboost sklearn; do
  aws s3 cp --only-show-errors "$here/$part/model.tar.gz" "s3://$bucket/models/$part/model.tar.gz"
done

cat >"$work/model.json" <<JSON
{
  "ModelName": "$name",
  "ExecutionRoleArn": "arn:aws:iam::000000000000:role/none",
  "Containers": [
    { "Image": "sagemaker-sparkml-serving:3.3", "ModelDataUrl": "s3://$bucket/models/sparkml/model.tar.gz",
      "Environment": { "SAGEMAKER_SPARKML_SCHEMA": "$(sed 's/"/\\"/g' "$here/sparkml/schema.json" | tr -d '\n')" } },
    { "Image": "sagemaker-xgboost:3.2-0", "ModelDataUrl": "s3://$bucket/models/xgboost/model.tar.gz" },
    { "Image": "sagemaker-scikit-learn:1.9-1-cpu-py3", "ModelDataUrl": "s3://$bucket/models/sklearn/model.tar.gz",
      "Environment": { "SAGEMAKER_PROGRAM": "inference.py" } }
  ]
}
JSON
aws sagemaker create-model --cli-input-json "file://$work/model.json"
aws sagemaker create-endpoint-config --endpoint-config-name "$name" \
  --production-variants "VariantName=AllTraffic,ModelName=$name,InitialInstanceCount=1,InstanceType=ml.m5.large"
aws sagemaker create-endpoint --endpoint-name "$name" --endpoint-config-name "$name"
until [ "$(aws sagemaker describe-endpoint --endpoint-name "$name" --query EndpointStatus --output text)" != Creating ]; do sleep 1; done
aws sagemaker describe-endpoint --endpoint-name "$name" --query '[EndpointStatus,FailureReason]' --output text

head -n 3 "$here/requests.csv" >"$work/request.csv"
aws sagemaker-runtime invoke-endpoint --endpoint-name "$name" --content-type text/csv --accept text/csv \
  --body "fileb://$work/request.csv" "$work/answer.csv"
cat "$work/answer.csv"

"""The diamonds chain through boto3, unchanged: deploy, predict, transform.

Point it at a server with  eval "$(catenary env)"  and run  python boto3_chain.py [name]; it may be run again.
"""
import gzip
import json
import pathlib
import sys
import time

import boto3

here = pathlib.Path(__file__).parent
name = sys.argv[1] if len(sys.argv) > 1 else "diamonds"
bucket = f"{name}-example"
role = "arn:aws:iam::000000000000:role/none"

s3 = boto3.client("s3")
sagemaker = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime")



def forget(delete, **resource):
    """Deletes what an earlier run made, if there was one."""
    try:
        delete(**resource)
    except sagemaker.exceptions.ClientError:
        pass


forget(sagemaker.delete_endpoint, EndpointName=name)
forget(sagemaker.delete_endpoint_config, EndpointConfigName=name)
forget(sagemaker.delete_model, ModelName=name)
while sagemaker.list_endpoints(NameContains=name)["Endpoints"]:
    time.sleep(0.2)

s3.create_bucket(Bucket=bucket)  # one's own bucket may be made again in us-east-1
for part in ("sparkml", "xgboost", "sklearn"):
    s3.upload_file(str(here / part / "model.tar.gz"), bucket, f"models/{part}/model.tar.gz")


def container(image, part, **environment):
    return {"Image": image, "ModelDataUrl": f"s3://{bucket}/models/{part}/model.tar.gz", "Environment": environment}


sagemaker.create_model(
    ModelName=name,
    ExecutionRoleArn=role,
    Containers=[
        container("sagemaker-sparkml-serving:3.3", "sparkml", SAGEMAKER_SPARKML_SCHEMA=(here / "sparkml/schema.json").read_text()),
        container("sagemaker-xgboost:3.2-0", "xgboost"),
        container("sagemaker-scikit-learn:1.9-1-cpu-py3", "sklearn", SAGEMAKER_PROGRAM="inference.py"),
    ],
)
variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 600})

rows = (here / "requests.csv").read_text().splitlines()
expected = (here / "expected/final.csv").read_text().splitlines()
equal = 0
for row, answer in zip(rows, expected):
    response = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Accept="text/csv", Body=row)
    equal += response["Body"].read().decode().strip() == answer
print(f"requests: {equal} of {len(rows)} equal")

s3.upload_file(str(here / "batch.csv.gz"), bucket, "input/batch.csv.gz")
# Names of jobs are never free again.
job_name = f"{name}-{int(time.time() * 1000)}"
sagemaker.create_transform_job(
    TransformJobName=job_name,
    ModelName=name,
    BatchStrategy="MultiRecord",
    TransformInput={
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/input/"}},
        "ContentType": "text/csv",
        "CompressionType": "Gzip",
        "SplitType": "Line",
    },
    TransformOutput={"S3OutputPath": f"s3://{bucket}/output/", "Accept": "text/csv", "AssembleWith": "Line"},
    TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
)
while (job := sagemaker.describe_transform_job(TransformJobName=job_name))["TransformJobStatus"] == "InProgress":
    time.sleep(0.2)
print(f"transform job: {job['TransformJobStatus']} {job.get('FailureReason', '')}")

output = s3.get_object(Bucket=bucket, Key="output/batch.csv.gz.out")["Body"].read().decode().splitlines()
expected = gzip.decompress((here / "expected/batch-final.csv.gz").read_bytes()).decode().splitlines()
print(f"batch: {sum(a == b for a, b in zip(output, expected))} of {len(expected)} equal")
print(json.dumps({"endpoint": name, "output": f"s3://{bucket}/output/batch.csv.gz.out"}))

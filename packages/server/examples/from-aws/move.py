"""
Copies a model, with the archives of its containers, from one account to another, and makes an endpoint of it there.

    python move.py MODEL --from aws --to http://127.0.0.1:4747      from AWS to this server
    python move.py MODEL --from http://127.0.0.1:4747 --to aws --role ROLE_ARN --registry ACCOUNT.dkr.ecr.REGION.amazonaws.com

Keys and region are boto3's own for `aws`; for a server they are CATENARY_ACCESS_KEY_ID and CATENARY_SECRET_ACCESS_KEY
(of the server that is left: SOURCE_ACCESS_KEY_ID and SOURCE_SECRET_ACCESS_KEY, if both are servers).
"""
import argparse
import os
from urllib.parse import urlparse

import boto3

words = argparse.ArgumentParser()
words.add_argument("model")
words.add_argument("--from", dest="source", required=True)
words.add_argument("--to", dest="target", required=True)
words.add_argument("--bucket", default="moved-models")
words.add_argument("--role", default="arn:aws:iam::000000000000:role/none")
words.add_argument("--registry", help="put before images without one, for AWS")
words.add_argument("--instance-type", default="ml.m5.large")
asked = words.parse_args()


def clients(place, prefix):
    if place == "aws":
        return {service: boto3.client(service) for service in ("s3", "sagemaker")}
    keys = {
        "aws_access_key_id": os.environ[f"{prefix}_ACCESS_KEY_ID"],
        "aws_secret_access_key": os.environ[f"{prefix}_SECRET_ACCESS_KEY"],
        "region_name": os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
    }
    return {service: boto3.client(service, endpoint_url=place, **keys) for service in ("s3", "sagemaker")}


both = asked.source != "aws" and asked.target != "aws"
source = clients(asked.source, "SOURCE" if both else "CATENARY")
target = clients(asked.target, "CATENARY")


def exists(operation, **name):
    try:
        return operation(**name)
    except target["sagemaker"].exceptions.ClientError:
        return None


def moved(number, container):
    """The container with its archive copied; the image keeps its name, which this server knows AWS's by."""
    kept = {key: container[key] for key in ("Image", "Environment", "ContainerHostname", "Mode") if key in container}
    if asked.registry and "/" not in kept["Image"]:
        kept["Image"] = f"{asked.registry}/{kept['Image']}"
    if "ModelDataUrl" not in container:
        return kept
    place = urlparse(container["ModelDataUrl"])
    key = f"{asked.model}/{number}/{os.path.basename(place.path)}"
    body = source["s3"].get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"].read()
    target["s3"].put_object(Bucket=asked.bucket, Key=key, Body=body)
    return kept | {"ModelDataUrl": f"s3://{asked.bucket}/{key}"}


model = source["sagemaker"].describe_model(ModelName=asked.model)
containers = model.get("Containers") or [model["PrimaryContainer"]]
sagemaker = target["sagemaker"]
if not exists(target["s3"].head_bucket, Bucket=asked.bucket):
    target["s3"].create_bucket(Bucket=asked.bucket)
if not exists(sagemaker.describe_model, ModelName=asked.model):
    sagemaker.create_model(
        ModelName=asked.model,
        ExecutionRoleArn=asked.role,
        Containers=[moved(number, container) for number, container in enumerate(containers, 1)],
    )
if not exists(sagemaker.describe_endpoint_config, EndpointConfigName=asked.model):
    variant = {"VariantName": "AllTraffic", "ModelName": asked.model, "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName=asked.model, ProductionVariants=[variant | {"InstanceType": asked.instance_type}]
    )
if not exists(sagemaker.describe_endpoint, EndpointName=asked.model):
    sagemaker.create_endpoint(EndpointName=asked.model, EndpointConfigName=asked.model)
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=asked.model, WaiterConfig={"Delay": 1, "MaxAttempts": 900})
print(f"{asked.model}: {len(containers)} containers, in service at {asked.target}")

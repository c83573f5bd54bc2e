"""
Copies a model, with the archives of its containers, from one account to another, and makes an endpoint of it there.

    python move.py MODEL --from aws --to http://127.0.0.1:4747               from AWS to this server
    python move.py ENDPOINT --endpoint --from aws --to http://127.0.0.1:4747     an endpoint with all its variants
    python move.py MODEL --from http://127.0.0.1:4747 --to aws --role ROLE_ARN --registry ACCOUNT.dkr.ecr.REGION.amazonaws.com

Keys and region are boto3's own for `aws`; for a server they are CATENARY_ACCESS_KEY_ID and CATENARY_SECRET_ACCESS_KEY
(of the server that is left: SOURCE_ACCESS_KEY_ID and SOURCE_SECRET_ACCESS_KEY, if both are servers).
"""
import argparse
import os
import sys
import tempfile
from urllib.parse import urlparse

import boto3
from botocore.exceptions import ClientError

words = argparse.ArgumentParser()
words.add_argument("name", help="of a model; with --endpoint, of an endpoint")
words.add_argument("--from", dest="source", required=True)
words.add_argument("--to", dest="target", required=True)
words.add_argument("--endpoint", action="store_true", help="all variants of an endpoint, with their weights")
words.add_argument("--bucket", default="moved-models")
words.add_argument("--role", default="arn:aws:iam::000000000000:role/none")
words.add_argument("--registry", help="put before images without one, for AWS")
words.add_argument("--instance-type", default="ml.m5.large")
asked = words.parse_args()

# What else there is to say, by the code of an error.
advice = {
    "AccessDenied": "; the keys lack the right to do that",
    "AccessDeniedException": "; the keys lack the right to do that",
    "403": "; the keys lack the right to do that",
    "404": "; nothing is there, or its bucket is in another region or account",
    "NoSuchBucket": "; it may have been deleted since the model was made",
    "NoSuchKey": "; it may have been deleted since the model was made",
}


def clients(place, prefix):
    if place == "aws":
        return {service: boto3.client(service) for service in ("s3", "sagemaker")}
    keys = {
        "aws_access_key_id": os.environ[f"{prefix}_ACCESS_KEY_ID"],
        "aws_secret_access_key": os.environ[f"{prefix}_SECRET_ACCESS_KEY"],
        "region_name": os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
    }
    return {service: boto3.client(service, endpoint_url=place, **keys) for service in ("s3", "sagemaker")}


def refuse(what, error):
    code, said = error.response["Error"]["Code"], error.response["Error"]["Message"]
    sys.exit(f"move.py: {error.operation_name} of {what} was refused: {said} ({code}){advice.get(code, '')}.")


def call(what, operation, *values, **members):
    try:
        return operation(*values, **members)
    except ClientError as error:
        refuse(what, error)


def exists(what, operation, **members):
    try:
        operation(**members)
        return True
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchBucket") or "not find" in str(error):
            return False
        refuse(what, error)


both = asked.source != "aws" and asked.target != "aws"
source = clients(asked.source, "SOURCE" if both else "CATENARY")
target = clients(asked.target, "CATENARY")


def containers_of(model):
    """The containers of a model; those of a ModelPackage in place of its name."""
    found = call(f"the model {model}", source["sagemaker"].describe_model, ModelName=model)
    for container in found.get("Containers") or [found["PrimaryContainer"]]:
        package = container.get("ModelPackageName")
        if package is None:
            yield container
            continue
        read = source["sagemaker"].describe_model_package
        for packed in call(f"the model package {package}", read, ModelPackageName=package)["InferenceSpecification"]["Containers"]:
            yield packed | {"Environment": packed.get("Environment", {}) | container.get("Environment", {})}


def uri_of(container):
    return container.get("ModelDataUrl") or container.get("ModelDataSource", {}).get("S3DataSource", {}).get("S3Uri")


def keys_at(uri):
    """The object of an archive, or all objects below the prefix of a multi-model container, with what is left of their keys."""
    place = urlparse(uri)
    bucket, key = place.netloc, place.path.lstrip("/")
    if not uri.endswith("/"):
        call(uri, source["s3"].head_object, Bucket=bucket, Key=key)
        return [(bucket, key, os.path.basename(key))]
    pages = source["s3"].get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
    objects = call(uri, lambda: [item for page in pages for item in page.get("Contents", [])])
    if not objects:
        sys.exit(f"move.py: there is nothing below {uri}{advice['NoSuchKey']}.")
    return [(bucket, item["Key"], item["Key"][len(key) :]) for item in objects]


def copy(number, model, container):
    """The container as it is made again, its archives copied; the image keeps its name, which this server knows AWS's by."""
    kept = {key: container[key] for key in ("Image", "Environment", "ContainerHostname", "Mode") if key in container}
    if asked.registry and "/" not in kept["Image"]:
        kept["Image"] = f"{asked.registry}/{kept['Image']}"
    uri = uri_of(container)
    if uri is None:
        return kept
    folder = f"{model}/{number}/"
    for bucket, key, rest in archives[uri]:
        with tempfile.TemporaryFile() as file:
            call(f"s3://{bucket}/{key}", source["s3"].download_fileobj, bucket, key, file)
            file.seek(0)
            call(f"s3://{asked.bucket}/{folder}{rest}", target["s3"].upload_fileobj, file, asked.bucket, folder + rest)
    there = f"s3://{asked.bucket}/{folder}{'' if uri.endswith('/') else os.path.basename(uri)}"
    if "ModelDataUrl" in container:
        return kept | {"ModelDataUrl": there}
    return kept | {"ModelDataSource": {"S3DataSource": container["ModelDataSource"]["S3DataSource"] | {"S3Uri": there}}}


def variants():
    """The variants that the endpoint is to have."""
    if not asked.endpoint:
        return [{"VariantName": "AllTraffic", "ModelName": asked.name, "InitialInstanceCount": 1, "InstanceType": asked.instance_type}]
    endpoint = call(f"the endpoint {asked.name}", source["sagemaker"].describe_endpoint, EndpointName=asked.name)
    name = endpoint["EndpointConfigName"]
    found = call(f"the configuration {name}", source["sagemaker"].describe_endpoint_config, EndpointConfigName=name)
    kept = ("VariantName", "ModelName", "InitialInstanceCount", "InstanceType", "InitialVariantWeight", "ServerlessConfig")
    return [{key: variant[key] for key in kept if key in variant} for variant in found["ProductionVariants"]]


wanted = variants()
models = {name: list(containers_of(name)) for name in sorted({variant["ModelName"] for variant in wanted})}
# All that is to be read is looked for before anything is made.
uris = {uri_of(container) for containers in models.values() for container in containers} - {None}
archives = {uri: keys_at(uri) for uri in sorted(uris)}

sagemaker = target["sagemaker"]
if not exists(f"the bucket {asked.bucket}", target["s3"].head_bucket, Bucket=asked.bucket):
    call(f"the bucket {asked.bucket}", target["s3"].create_bucket, Bucket=asked.bucket)
for name, containers in models.items():
    if not exists(f"the model {name}", sagemaker.describe_model, ModelName=name):
        again = [copy(number, name, container) for number, container in enumerate(containers, 1)]
        call(f"the model {name}", sagemaker.create_model, ModelName=name, ExecutionRoleArn=asked.role, Containers=again)
what = f"the endpoint {asked.name}"
if not exists(what, sagemaker.describe_endpoint_config, EndpointConfigName=asked.name):
    call(what, sagemaker.create_endpoint_config, EndpointConfigName=asked.name, ProductionVariants=wanted)
if not exists(what, sagemaker.describe_endpoint, EndpointName=asked.name):
    call(what, sagemaker.create_endpoint, EndpointName=asked.name, EndpointConfigName=asked.name)
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=asked.name, WaiterConfig={"Delay": 1, "MaxAttempts": 900})
count = sum(len(containers) for containers in models.values())
print(f"{asked.name}: {count} containers, in service at {asked.target}")

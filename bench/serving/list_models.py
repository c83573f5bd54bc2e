"""Times of CreateModel and of pages of ListModels as boto3 asks for them, one after the other, milliseconds, as JSON."""

import json
import sys
import time

import boto3

url, models, creations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = boto3.client("sagemaker", endpoint_url=url, region_name="us-east-1")
container = {"Image": "sagemaker-xgboost:3.2-0", "ModelDataUrl": "s3://bucket/model.tar.gz"}
role = "arn:aws:iam::000000000000:role/any"


def pages(asked):
    """The times of all pages, and how many models were on them."""
    times, names = [], set()
    paginator = client.get_paginator("list_models")
    since = time.perf_counter()
    for page in paginator.paginate(PaginationConfig={"PageSize": 100}, **asked):
        times.append((time.perf_counter() - since) * 1000)
        names.update(model["ModelName"] for model in page["Models"])
        since = time.perf_counter()
    return times, len(names)


def create(name):
    since = time.perf_counter()
    client.create_model(ModelName=name, PrimaryContainer=container, ExecutionRoleArn=role)
    return (time.perf_counter() - since) * 1000


asked = {
    "ListModels, newest first": {},
    "ListModels, by name": {"SortBy": "Name", "SortOrder": "Ascending"},
    "ListModels, a name in a hundred": {"NameContains": "-77"},
}
results = {}
for name, what in asked.items():
    results[name], found = pages(what)
    if "NameContains" not in what and found != models:
        sys.exit(f"{name}: {found} of {models} models")
results["CreateModel"] = [create(f"later-{at}") for at in range(creations)]
print(json.dumps(results))

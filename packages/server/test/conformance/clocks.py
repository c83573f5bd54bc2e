"""What boto3, unchanged, is told on a machine whose clock is an hour off. Prints {name: [code, message]} as JSON."""
import datetime
import json

import boto3
import botocore.auth
from botocore.config import Config
from botocore.exceptions import ClientError

once = Config(retries={"total_max_attempts": 1})
real = botocore.auth.get_current_datetime


def told(call, hours):
    botocore.auth.get_current_datetime = lambda *args: real(*args) + datetime.timedelta(hours=hours)
    try:
        call()
        return ["", "answered"]
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]


calls = {
    "s3": boto3.client("s3", config=once).list_buckets,
    "sagemaker": boto3.client("sagemaker", config=once).list_models,
}
print(json.dumps({f"{name} {hours}": told(call, hours) for name, call in calls.items() for hours in (-1, 0, 1)}))

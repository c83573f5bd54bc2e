"""What the sagemaker SDK does for a bucket of its own, with Session() as its users write it. argv: "2" or "3" for its version, and
environments, as JSON by name; prints what came of it in each."""

import json
import os
import sys

import boto3
from botocore.exceptions import EndpointConnectionError, ProxyConnectionError

version, cases = sys.argv[1], json.loads(sys.argv[2])
if version == "2":
    from sagemaker.model_monitor import DataCaptureConfig
    from sagemaker.session import Session
else:
    from sagemaker.core.helper.session_helper import Session


def use_bucket():
    boto3.DEFAULT_SESSION = None
    told = {"account of boto3": boto3.client("sts").get_caller_identity()["Account"]}
    try:
        session = Session()
        told["bucket"] = session.default_bucket()
        # The bucket is there now, and is found again by a session that does not know it.
        told["again"] = Session().default_bucket()
        if version == "2":
            told["capture"] = DataCaptureConfig(enable_capture=True).destination_s3_uri
        session.upload_string_as_file_body("hello", told["bucket"], "a/b.txt")
        told["read"] = boto3.client("s3").get_object(Bucket=told["bucket"], Key="a/b.txt")["Body"].read().decode()
    except (EndpointConnectionError, ProxyConnectionError) as error:
        told["failed"] = type(error).__name__
    return told


before = dict(os.environ)
results = {}
for name, env in cases.items():
    os.environ.clear()
    os.environ.update({**before, **env})
    results[name] = use_bucket()
print(json.dumps(results))

"""Calls with temporary credentials, as a shell has them that was given some of AWS: what each client makes of the refusal.

The server's own pair is in the environment; the token stands beside it.
"""
import os

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

session = boto3.Session(aws_session_token="FwoGZXIvYXdzEXAMPLE", aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
                        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"])
http = urllib3.PoolManager()


def show(service, call):
    try:
        call(session.client(service, config=Config(retries={"total_max_attempts": 1})))
        print(service, "answered")
    except ClientError as error:
        print(service, error.response["Error"]["Code"], error.response["Error"]["Message"], sep=" | ")


def send(name, method, url, **arguments):
    answer = http.request(method, url, **arguments)
    code = answer.data.decode().partition("<Code>")[2].partition("</Code>")[0]
    print(name, answer.status, code, sep=" | ")


show("sagemaker", lambda client: client.list_models())
show("sagemaker-runtime", lambda client: client.invoke_endpoint(EndpointName="a", Body=b"1"))
show("sts", lambda client: client.get_caller_identity())
show("cloudwatch", lambda client: client.list_metrics())
show("s3", lambda client: client.list_buckets())
for version in ("s3", "s3v4"):
    client = session.client("s3", config=Config(signature_version=version))
    send(version, "GET", client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}))
form = session.client("s3", config=Config(signature_version="s3v4")).generate_presigned_post("b", "k")
send("form", "POST", form["url"], fields={**form["fields"], "file": ("a", b"a")})

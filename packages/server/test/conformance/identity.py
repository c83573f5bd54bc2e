"""Who the caller is, as boto3 asks STS: by itself, by a URL that it presigns, and by a GET that is signed in its headers."""
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError

session = boto3.Session()
sts = session.client("sts")
print("called:", sts.get_caller_identity()["Arn"])
url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")


def answer(url, headers=None):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers or {})).read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def found(text, name):
    return text.split(f"<{name}>")[1].split("<")[0]


print("presigned:", found(answer(url), "Account"))
print("changed:", found(answer(url.replace("2011-06-15", "2011-06-16")), "Code"))
plain = f"{sts.meta.endpoint_url}/?Action=GetCallerIdentity&Version=2011-06-15"
request = AWSRequest("GET", plain)
SigV4Auth(session.get_credentials(), "sts", "us-east-1").add_auth(request)
print("signed GET:", found(answer(plain, dict(request.headers)), "Account"))
print("unsigned GET:", found(answer(plain), "Code"))


def refused(**keys):
    try:
        boto3.client("sts", **keys).get_caller_identity()
    except ClientError as error:
        return error.response["Error"]["Code"]


keys = session.get_credentials().get_frozen_credentials()
print("wrong secret:", refused(aws_access_key_id=keys.access_key, aws_secret_access_key="wrong"))
print("wrong key:", refused(aws_access_key_id="AKIDOTHER", aws_secret_access_key=keys.secret_key))

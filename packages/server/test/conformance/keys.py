"""A key pair whose policy is statements, as boto3 meets it. Prints `ok <name>` per case.

Usage: keys.py <key id> <secret>
"""

import sys
import urllib.request

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

limited = {"aws_access_key_id": sys.argv[1], "aws_secret_access_key": sys.argv[2]}
config = Config(signature_version="s3v4")
owner = boto3.client("s3", config=config)
s3 = boto3.client("s3", config=config, **limited)
sagemaker = boto3.client("sagemaker", **limited)
runtime = boto3.client("sagemaker-runtime", **limited)


def denied(call, what, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]
        assert found["Code"] in ("AccessDenied", "AccessDeniedException", "403"), found
        expected = f"The key {sys.argv[1]} is not authorized to perform: {what}"
        assert what is None or found["Message"].startswith(expected), found
        return found["Message"]
    raise AssertionError(f"{what} was allowed")


def objects():
    owner.create_bucket(Bucket="team")
    owner.put_object(Bucket="team", Key="secret/a", Body=b"secret")
    s3.put_object(Bucket="team", Key="shop/a", Body=b"a")
    assert s3.get_object(Bucket="team", Key="shop/a")["Body"].read() == b"a"
    assert s3.list_objects_v2(Bucket="team")["KeyCount"] == 2
    denied(s3.get_object, "s3:GetObject on resource: arn:aws:s3:::team/secret/a", Bucket="team", Key="secret/a")
    denied(s3.head_object, None, Bucket="team", Key="secret/a")
    denied(s3.put_object, "s3:PutObject on resource: arn:aws:s3:::team/other", Bucket="team", Key="other", Body=b"")
    denied(s3.list_buckets, "s3:ListAllMyBuckets on resource: *")
    denied(s3.create_bucket, "s3:CreateBucket on resource: arn:aws:s3:::mine", Bucket="mine")
    copy = {"Bucket": "team", "Key": "shop/copy"}
    denied(s3.copy_object, "s3:GetObject on resource: arn:aws:s3:::team/secret/a", **copy, CopySource="team/secret/a")
    s3.copy_object(**copy, CopySource="team/shop/a")
    # A key that does not exist is refused in the same words as one that does.
    assert denied(s3.get_object, None, Bucket="team", Key="secret/b").replace("/b", "/a") == denied(
        s3.get_object, None, Bucket="team", Key="secret/a")
    upload = s3.create_multipart_upload(Bucket="team", Key="shop/parts")["UploadId"]
    target = {"Key": "shop/parts", "UploadId": upload, "PartNumber": 1}
    denied(s3.upload_part_copy, "s3:GetObject", Bucket="team", **target, CopySource="team/secret/a")
    s3.upload_part_copy(Bucket="team", **target, CopySource="team/shop/a")


def deletions():
    for key in ("shop/keep", "shop/go"):
        owner.put_object(Bucket="team", Key=key, Body=b"x")
    denied(s3.delete_object, "s3:DeleteObject on resource: arn:aws:s3:::team/shop/keep", Bucket="team", Key="shop/keep")
    keys = ["shop/keep", "shop/go", "secret/a"]
    answer = s3.delete_objects(Bucket="team", Delete={"Objects": [{"Key": key} for key in keys]})
    assert [each["Key"] for each in answer["Deleted"]] == ["shop/go"], answer
    assert [(each["Key"], each["Code"]) for each in answer["Errors"]] == [
        ("shop/keep", "AccessDenied"), ("secret/a", "AccessDenied")], answer
    assert owner.get_object(Bucket="team", Key="shop/keep")["Body"].read() == b"x"


def given_away():
    """URLs and forms that are signed with the key may do what the key may."""
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "team", "Key": "shop/a"})
    assert urllib.request.urlopen(url).read() == b"a"
    http = urllib3.PoolManager()
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "team", "Key": "secret/a"})
    assert http.request("GET", url).status == 403
    for key, status in (("shop/form", 204), ("secret/form", 403)):
        form = s3.generate_presigned_post("team", key)
        assert http.request("POST", form["url"], fields={**form["fields"], "file": ("a", b"a")}).status == status


def resources():
    sagemaker.create_model(ModelName="shop-a", PrimaryContainer={"Image": "xgboost:3.0-5", "ModelDataUrl": "s3://team/shop/a"},
                           ExecutionRoleArn="arn:aws:iam::000000000000:role/any")
    arn = sagemaker.describe_model(ModelName="shop-a")["ModelArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    other = arn.replace("shop-a", "other")
    denied(sagemaker.describe_model, f"sagemaker:DescribeModel on resource: {other}", ModelName="Other")
    denied(sagemaker.add_tags, f"sagemaker:AddTags on resource: {other}",
           ResourceArn=other.replace("eu-west-1", "us-east-1"), Tags=[{"Key": "a", "Value": "b"}])
    denied(sagemaker.list_models, "sagemaker:ListModels on resource: *")
    denied(sagemaker.delete_model, f"sagemaker:DeleteModel on resource: {arn}", ModelName="shop-a")
    try:
        runtime.invoke_endpoint(EndpointName="shop-b", Body=b"")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationError", error.response
    denied(runtime.invoke_endpoint, "sagemaker:InvokeEndpoint on resource: ", EndpointName="other", Body=b"")
    denied(boto3.client("logs", **limited).describe_log_groups, "logs:DescribeLogGroups on resource: *")
    denied(boto3.client("cloudwatch", **limited).list_metrics, "cloudwatch:ListMetrics on resource: *")
    assert boto3.client("sts", **limited).get_caller_identity()["Account"]


for case in (objects, deletions, given_away, resources):
    case()
    print("ok", case.__name__, flush=True)

"""Prints the errors that unchanged boto3 gets where a server refuses a call: {name: [code, message]} as JSON."""
import json
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

once = Config(retries={"total_max_attempts": 1})
role = "arn:aws:iam::000000000000:role/any"


def connect(service, **options):
    return boto3.client(service, config=once.merge(Config(**options)))


def told(call):
    try:
        call()
        return ["", "answered"]
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    except EndpointConnectionError as error:
        return [type(error).__name__, str(error)]


s3 = connect("s3")
s3.create_bucket(Bucket="refusals")
s3.put_object(Bucket="refusals", Key="a", Body=b"a")
logs, plain_logs = connect("logs"), connect("logs", inject_host_prefix=False)
keys = {
    "aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
    "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"],
}
group = "arn:aws:logs:us-east-1:000000000000:log-group:a"
calls = {
    "start_live_tail": lambda: logs.start_live_tail(logGroupIdentifiers=[group]),
    "start_live_tail, inject_host_prefix=False": lambda: plain_logs.start_live_tail(logGroupIdentifiers=[group]),
    "create_log_group": lambda: logs.create_log_group(logGroupName="a"),
    "create_training_job": lambda: connect("sagemaker").create_training_job(
        TrainingJobName="a",
        RoleArn=role,
        OutputDataConfig={"S3OutputPath": "s3://a/b"},
        StoppingCondition={},
    ),
    "put_dashboard": lambda: connect("cloudwatch").put_dashboard(DashboardName="a", DashboardBody="{}"),
    "assume_role": lambda: connect("sts").assume_role(RoleArn=role, RoleSessionName="ab"),
    "create_role": lambda: connect("iam").create_role(RoleName="a", AssumeRolePolicyDocument="{}"),
    "create_crawler": lambda: connect("glue").create_crawler(Name="a", Role=role, Targets={}),
    "publish": lambda: connect("sns").publish(TopicArn="arn:aws:sns:us-east-1:000000000000:a", Message="a"),
    "put_bucket_policy": lambda: s3.put_bucket_policy(Bucket="refusals", Policy="{}"),
    "put_object_acl": lambda: s3.put_object_acl(Bucket="refusals", Key="a", ACL="public-read"),
    "put_bucket_versioning": lambda: s3.put_bucket_versioning(
        Bucket="refusals", VersioningConfiguration={"Status": "Enabled"}
    ),
    "put_bucket_lifecycle_configuration": lambda: s3.put_bucket_lifecycle_configuration(
        Bucket="refusals", LifecycleConfiguration={"Rules": [{"ID": "a", "Prefix": "", "Status": "Disabled"}]}
    ),
    "select_object_content": lambda: s3.select_object_content(
        Bucket="refusals",
        Key="a",
        Expression="select * from s3object",
        ExpressionType="SQL",
        InputSerialization={"CSV": {}},
        OutputSerialization={"CSV": {}},
    ),
    "session token": lambda: boto3.client("sagemaker", config=once, aws_session_token="a", **keys).list_models(),
}
print(json.dumps({name: told(call) for name, call in calls.items()}))

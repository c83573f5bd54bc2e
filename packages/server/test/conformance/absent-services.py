"""Calls of services and operations that a server does not offer, through boto3, unchanged: what each client makes of the refusal."""
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"total_max_attempts": 1})


def show(service, call):
    try:
        call(boto3.client(service, config=config))
        print(service, "answered")
    except ClientError as error:
        print(service, error.response["Error"]["Code"], error.response["Error"]["Message"], sep=" | ")


show("dynamodb", lambda client: client.list_tables())
show("cloudwatch", lambda client: client.list_dashboards())
show("sts", lambda client: client.assume_role(RoleArn="arn:aws:iam::000000000000:role/a", RoleSessionName="ab"))
show("sns", lambda client: client.list_topics())
show("lambda", lambda client: client.list_functions())
show("sagemaker", lambda client: client.list_training_jobs())
show("sagemaker-metrics", lambda client: client.batch_get_metrics(
    MetricQueries=[{"MetricName": "a", "ResourceArn": "a", "MetricStat": "Avg", "Period": "OneMinute", "XAxisType": "Timestamp"}]
))
show("sagemaker-runtime", lambda client: client.invoke_endpoint_async(EndpointName="a", InputLocation="s3://a/b"))

"""InvokeEndpointWithResponseStream through boto3, unchanged: python response-stream.py ENDPOINT BODY."""
import sys

import boto3
from botocore.exceptions import ClientError, EventStreamError

runtime = boto3.client("sagemaker-runtime")
try:
    answer = runtime.invoke_endpoint_with_response_stream(
        EndpointName=sys.argv[1], Body=sys.argv[2], ContentType="text/plain", Accept="text/event-stream"
    )
    print("type:", answer["ContentType"])
    print("variant:", answer["InvokedProductionVariant"])
    for event in answer["Body"]:
        print("part:", event["PayloadPart"]["Bytes"])
except EventStreamError as error:
    print("broken:", error.response["Error"]["Code"])
except ClientError as error:
    print("refused:", error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])

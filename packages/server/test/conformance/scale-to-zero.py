"""The endpoint `doubler` sleeps and wakes, through boto3, unchanged. Prints one line of JSON."""
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
sagemaker = boto3.client("sagemaker")
scaling = boto3.client("application-autoscaling")
once = Config(retries={"max_attempts": 0}, max_pool_connections=50, read_timeout=60)
runtime = boto3.client("sagemaker-runtime", config=once)
variant = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": f"endpoint/{endpoint}/variant/v",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
result = {}


def settled():
    while True:
        found = sagemaker.describe_endpoint(EndpointName=endpoint)
        if found["EndpointStatus"] == "InService":
            return found["ProductionVariants"][0]["CurrentInstanceCount"]
        time.sleep(0.1)


def set_count(count):
    wanted = [{"VariantName": "v", "DesiredInstanceCount": count}]
    sagemaker.update_endpoint_weights_and_capacities(EndpointName=endpoint, DesiredWeightsAndCapacities=wanted)
    return settled()


def invoke(body):
    try:
        answer = runtime.invoke_endpoint(EndpointName=endpoint, Body=str(body), ContentType="text/csv", Accept="text/csv")
        return answer["Body"].read().decode().strip()
    except ClientError as error:
        return error.response["Error"]["Code"] + ": " + error.response["Error"]["Message"]


def refused(call, *arguments, **named):
    try:
        call(*arguments, **named)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]


result["without a target"] = refused(set_count, 0)
scaling.register_scalable_target(MinCapacity=0, MaxCapacity=4, **variant)
wrong = 0
counts = []
for _ in range(3):
    asleep = set_count(0)
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(invoke, range(40)))
    wrong += sum(float(answer) != 2 * number for number, answer in enumerate(answers))
    counts.append([asleep, settled()])
result["cycles"] = [counts, wrong]
asked = {"ServiceNamespace": "sagemaker", "ResourceId": variant["ResourceId"]}
newest = scaling.describe_scaling_activities(**asked)["ScalingActivities"][0]
result["activity"] = [newest["Description"], newest["Cause"]]

set_count(0)
scaling.register_scalable_target(SuspendedState={"DynamicScalingOutSuspended": True}, **variant)
result["suspended"] = invoke(1)
scaling.register_scalable_target(SuspendedState={"DynamicScalingOutSuspended": False}, **variant)
result["again"] = invoke(1)
set_count(0)
scaling.deregister_scalable_target(**variant)
result["deregistered"] = invoke(1)
result["by hand"] = [set_count(2), invoke(1)]

# Asynchronous requests are kept while there is no instance, and answered by the first one.
s3 = boto3.client("s3")
s3.create_bucket(Bucket="later")
s3.put_object(Bucket="later", Key="in.csv", Body=b"21")
endpoint = "later"
variant["ResourceId"] = "endpoint/later/variant/v"
kept = [{"VariantName": "v", "ModelName": "doubler", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}]
output = {"OutputConfig": {"S3OutputPath": "s3://later/out/"}}
sagemaker.create_endpoint_config(EndpointConfigName="later", ProductionVariants=kept, AsyncInferenceConfig=output)
sagemaker.create_endpoint(EndpointName="later", EndpointConfigName="later")
settled()
scaling.register_scalable_target(MinCapacity=0, MaxCapacity=4, **variant)
asleep = set_count(0)
asked = runtime.invoke_endpoint_async(EndpointName="later", InputLocation="s3://later/in.csv", ContentType="text/csv")
time.sleep(3)


def results():
    return [found["Key"] for found in s3.list_objects_v2(Bucket="later", Prefix="out/").get("Contents", [])]


kept = [asleep, len(results()), settled()]
set_count(1)
while not results():
    time.sleep(0.1)
result["later"] = [kept, s3.get_object(Bucket="later", Key=results()[0])["Body"].read().decode()]
print(json.dumps(result))

"""Rollouts, data capture and a shadow through boto3, unchanged. Called with the folder of the diamonds example; prints one line of JSON.

With a second argument nothing is hurried: the alarm is raised by its metric, and captured data is waited for. That takes some minutes.
"""
import json
import pathlib
import sys
import threading
import time
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError

example = pathlib.Path(sys.argv[1])
s3, sagemaker, runtime, cloudwatch = (boto3.client(name) for name in ("s3", "sagemaker", "sagemaker-runtime", "cloudwatch"))
row = (example / "requests.csv").read_text().splitlines()[0]


def container(part, image, **environment):
    s3.upload_file(str(example / part / "model.tar.gz"), "models", f"{part}.tar.gz")
    return {"Image": image, "ModelDataUrl": f"s3://models/{part}.tar.gz", "Environment": environment}


s3.create_bucket(Bucket="models")
s3.create_bucket(Bucket="captured")
schema = (example / "sparkml/schema.json").read_text()
sparkml = container("sparkml", "sagemaker-sparkml-serving:3.3", SAGEMAKER_SPARKML_SCHEMA=schema)
xgboost = container("xgboost", "sagemaker-xgboost:3.2-0")
sagemaker.create_model(ModelName="good", Containers=[sparkml, xgboost])
# It starts, and refuses every request: the texts go to XGBoost as they are.
sagemaker.create_model(ModelName="bad", Containers=[xgboost])


def configure(name, model, **rest):
    variant = {"VariantName": name, "ModelName": model, "InitialInstanceCount": 10, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], **rest)


configure("blue", "good")
configure("green", "good")
configure("red", "bad")
sagemaker.create_endpoint(EndpointName="diamonds", EndpointConfigName="blue")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="diamonds", WaiterConfig={"Delay": 1})


def invoke(endpoint="diamonds"):
    answer = runtime.invoke_endpoint(EndpointName=endpoint, Body=row, ContentType="text/csv", Accept="text/csv", InferenceId="mine")
    return answer["InvokedProductionVariant"]


class Load:
    """Requests from four threads while it is open: how often each variant answered, and what failed."""

    def __enter__(self):
        self.seen, self.failed, self.is_over = {}, 0, False
        self.threads = [threading.Thread(target=self.run) for _ in range(4)]
        for thread in self.threads:
            thread.start()
        return self

    def run(self):
        while not self.is_over:
            try:
                variant = invoke()
                self.seen[variant] = self.seen.get(variant, 0) + 1
            except ClientError:
                self.failed += 1

    def __exit__(self, *_):
        self.is_over = True
        for thread in self.threads:
            thread.join()


def update(config, deployment):
    sagemaker.update_endpoint(EndpointName="diamonds", EndpointConfigName=config, DeploymentConfig=deployment)


def blue_green(kind, wait, **sizes):
    return {"TrafficRoutingConfiguration": {"Type": kind, "WaitIntervalInSeconds": wait, **sizes}}


def settled():
    while True:
        found = sagemaker.describe_endpoint(EndpointName="diamonds")
        if found["EndpointStatus"] != "Updating":
            return found
        time.sleep(0.2)


result = {}

# A canary that refuses: an alarm is raised while 10 % of requests go there, and it goes back.
cloudwatch.put_metric_alarm(
    AlarmName="errors", Namespace="AWS/SageMaker", MetricName="InvocationModelErrors", Statistic="Sum", Period=60,
    EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold",
    Dimensions=[{"Name": "EndpointName", "Value": "diamonds"}, {"Name": "VariantName", "Value": "red"}],
)  # fmt: skip
canary = blue_green("CANARY", 300, CanarySize={"Type": "CAPACITY_PERCENT", "Value": 10})
rollback = {"Alarms": [{"AlarmName": "errors"}]}
with Load() as load:
    update("red", {"BlueGreenUpdatePolicy": canary, "AutoRollbackConfiguration": rollback})
    while load.failed == 0:
        time.sleep(0.1)
    if len(sys.argv) < 3:
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="said so")
    found = settled()
    result["canary"] = [found["EndpointStatus"], found["EndpointConfigName"], found["FailureReason"]]
result["share"] = load.failed / (load.failed + load.seen["blue"])
with Load() as load:
    time.sleep(0.5)
result["back"] = [sorted(load.seen), load.failed]

# Linear, under load.
with Load() as load:
    update("green", {"BlueGreenUpdatePolicy": blue_green("LINEAR", 1, LinearStepSize={"Type": "INSTANCE_COUNT", "Value": 5})})
    found = settled()
    result["linear"] = [found["EndpointStatus"], found["EndpointConfigName"], "FailureReason" in found]
result["load"] = [sorted(load.seen), load.failed]

# Captured data, and a shadow.
capture = {
    "InitialSamplingPercentage": 100, "DestinationS3Uri": "s3://captured/here", "CaptureOptions": [{"CaptureMode": "InputAndOutput"}],
    "CaptureContentTypeHeader": {"CsvContentTypes": ["text/csv"]},
}  # fmt: skip
shadow = {"VariantName": "shadow", "ModelName": "good", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
configure("watched", "good", DataCaptureConfig=capture, ShadowProductionVariants=[shadow])
sagemaker.create_endpoint(EndpointName="watched", EndpointConfigName="watched")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="watched", WaiterConfig={"Delay": 1})
for _ in range(40):
    invoke("watched")
found = sagemaker.describe_endpoint(EndpointName="watched")
result["watched"] = [found["DataCaptureConfig"]["CaptureStatus"], found["ShadowProductionVariants"][0]["VariantName"]]


def verdict():
    session = boto3.Session()
    request = AWSRequest(method="GET", url=f"{runtime.meta.endpoint_url}/_catenary/endpoints/watched/shadow")
    SigV4Auth(session.get_credentials(), "sagemaker", session.region_name).add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.headers))) as answer:
        return json.loads(answer.read())


while verdict()["requests"]["compared"] < 40:
    time.sleep(0.1)
result["verdict"] = [verdict()["verdict"], verdict()["rows"]]
if len(sys.argv) > 2:
    pages = []
    while not pages:
        time.sleep(1)
        pages = s3.list_objects_v2(Bucket="captured", Prefix="here/watched/").get("Contents", [])
    body = s3.get_object(Bucket="captured", Key=pages[0]["Key"])["Body"].read().decode()
    result["captured"] = [pages[0]["Key"], len(body.splitlines()), json.loads(body.splitlines()[0])]
print(json.dumps(result))

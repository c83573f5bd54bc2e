"""Scales the endpoint `doubler` by alarms through boto3, unchanged. Prints one line of JSON."""
import json
import time
from datetime import datetime, timedelta, timezone

import boto3

sagemaker = boto3.client("sagemaker")
scaling = boto3.client("application-autoscaling")
cloudwatch = boto3.client("cloudwatch")
variant = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/doubler/variant/v",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
result = {}


def track(**cooldowns):
    metric = {"MetricName": "load", "Namespace": "mine", "Statistic": "Minimum"}
    configuration = {"TargetValue": 100.0, "CustomizedMetricSpecification": metric, **cooldowns}
    made = scaling.put_scaling_policy(PolicyName="track", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=configuration, **variant)
    return [alarm["AlarmName"] for alarm in made["Alarms"]]


def put(value):
    now = datetime.now(timezone.utc)
    times = [now - timedelta(minutes=ago) for ago in (1, 2, 3)]
    cloudwatch.put_metric_data(Namespace="mine", MetricData=[{"MetricName": "load", "Timestamp": at, "Value": value} for at in times])


def set_state(alarm, state):
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test")


def counts():
    for _ in range(600):
        endpoint = sagemaker.describe_endpoint(EndpointName="doubler")
        if endpoint["EndpointStatus"] == "InService":
            return [endpoint["ProductionVariants"][0][name] for name in ("CurrentInstanceCount", "DesiredInstanceCount")]
        time.sleep(0.1)
    return endpoint["EndpointStatus"]


scaling.register_scalable_target(MinCapacity=1, MaxCapacity=3, **variant)
high, low = track(ScaleOutCooldown=300)
result["before"] = counts()
put(250)
set_state(high, "ALARM")
result["out"] = counts()
set_state(high, "OK")
put(10)
set_state(low, "ALARM")
result["cooling down"] = counts()
track(ScaleInCooldown=0, ScaleOutCooldown=0)
set_state(low, "ALARM")
result["in"] = counts()
set_state(low, "OK")
scaling.register_scalable_target(MinCapacity=1, MaxCapacity=1, **variant)
set_state(low, "OK")
result["bound"] = counts()
set_state(low, "OK")
asked = {"ServiceNamespace": variant["ServiceNamespace"], "ResourceId": variant["ResourceId"]}
pages = scaling.get_paginator("describe_scaling_activities").paginate(PaginationConfig={"PageSize": 1}, **asked)
activities = [activity for page in pages for activity in page["ScalingActivities"]]
assert all(activity["EndTime"] >= activity["StartTime"] for activity in activities)
names = {high: "HIGH", low: "LOW"}


def cause(text):
    for name, short in names.items():
        text = text.replace(name, short)
    return text


result["activities"] = [[a["Description"], cause(a["Cause"]), a["StatusCode"], a["StatusMessage"]] for a in activities]
print(json.dumps(result))

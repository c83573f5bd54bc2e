"""Application Auto Scaling through boto3, unchanged, over an endpoint `diamonds`. Prints one line of JSON."""
import json

import boto3
from refusal import refusal

client = boto3.client("application-autoscaling")
cloudwatch = boto3.client("cloudwatch")
variant = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/diamonds/variant/AllTraffic",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
result = {}


def tracking(name="track", **more):
    configuration = {"TargetValue": 70.0, "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}, **more}
    return client.put_scaling_policy(PolicyName=name, PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=configuration, **variant)


def alarms():
    found = cloudwatch.describe_alarms(AlarmNamePrefix="TargetTracking-")["MetricAlarms"]
    return [[alarm["AlarmName"].rsplit("-", 5)[0], alarm["Threshold"], alarm["ComparisonOperator"], alarm["EvaluationPeriods"]] for alarm in found]


result["unregistered"] = refusal(tracking)
result["unbounded"] = refusal(lambda: client.register_scalable_target(**variant))
too_many = {f"k{at}": "" for at in range(51)}
result["too many tags"] = refusal(lambda: client.register_scalable_target(MinCapacity=1, MaxCapacity=4, Tags=too_many, **variant))
arn = client.register_scalable_target(MinCapacity=1, MaxCapacity=4, Tags={"team": "a"}, **variant)["ScalableTargetARN"]
assert client.register_scalable_target(MaxCapacity=5, **variant)["ScalableTargetARN"] == arn
target = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[variant["ResourceId"]])["ScalableTargets"][0]
result["target"] = {key: target[key] for key in ("ResourceId", "MinCapacity", "MaxCapacity", "SuspendedState")}
assert target["ScalableTargetARN"] == arn
client.tag_resource(ResourceARN=arn, Tags={"cost": "b"})
client.untag_resource(ResourceARN=arn, TagKeys=["team"])
result["tags"] = client.list_tags_for_resource(ResourceARN=arn)["Tags"]

made = tracking()
result["made"] = [alarm["AlarmName"].rsplit("-", 5)[0] for alarm in made["Alarms"]]
result["alarms"] = alarms()
assert tracking(TargetValue=100.0)["PolicyARN"] == made["PolicyARN"]
result["changed"] = alarms()
tracking(DisableScaleIn=True)
result["out only"] = alarms()
steps = [{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2}]
client.put_scaling_policy(
    PolicyName="steps", PolicyType="StepScaling",
    StepScalingPolicyConfiguration={"AdjustmentType": "ChangeInCapacity", "StepAdjustments": steps}, **variant,
)
pages = client.get_paginator("describe_scaling_policies").paginate(ServiceNamespace="sagemaker", PaginationConfig={"PageSize": 1})
result["policies"] = [[policy["PolicyName"], policy["PolicyType"]] for page in pages for policy in page["ScalingPolicies"]]

metrics = [
    {
        "Id": "m1",
        "MetricStat": {"Metric": {"Namespace": "mine", "MetricName": "queue", "Dimensions": [{"Name": "a", "Value": "b"}]}, "Stat": "Sum"},
        "ReturnData": False,
    },
    {"Id": "e1", "Expression": "m1 / 2", "ReturnData": True},
]
math = {"TargetValue": 10.0, "CustomizedMetricSpecification": {"Metrics": metrics}}
client.put_scaling_policy(PolicyName="math", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=math, **variant)
client.delete_scaling_policy(PolicyName="math", **variant)

client.put_scheduled_action(ScheduledActionName="night", Schedule="cron(0 22 * * ? *)", ScalableTargetAction={"MaxCapacity": 1}, **variant)
client.put_scheduled_action(ScheduledActionName="night", Timezone="Europe/Berlin", **variant)
action = client.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"][0]
result["scheduled"] = {key: action[key] for key in ("ScheduledActionName", "Schedule", "Timezone", "ScalableTargetAction")}
client.delete_scheduled_action(ScheduledActionName="night", **variant)
result["activities"] = client.describe_scaling_activities(ServiceNamespace="sagemaker")["ScalingActivities"]

other = {**variant, "ResourceId": "endpoint/absent/variant/AllTraffic"}
result["refused"] = [
    refusal(lambda: client.register_scalable_target(MinCapacity=1, MaxCapacity=2, **other)),
    refusal(lambda: client.register_scalable_target(MinCapacity=1, MaxCapacity=2, **{**variant, "ResourceId": "endpoint/diamonds/variant/other"})),
    refusal(lambda: client.register_scalable_target(MinCapacity=6, **variant)),
    refusal(lambda: client.describe_scalable_targets(ServiceNamespace="ecs")),
    refusal(lambda: tracking(PredefinedMetricSpecification={"PredefinedMetricType": "ALBRequestCountPerTarget"})),
    refusal(lambda: client.put_scaling_policy(
        PolicyName="gap", PolicyType="StepScaling", StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [steps[0], {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 2}]}, **variant)),
    refusal(lambda: client.put_scheduled_action(ScheduledActionName="x", Schedule="tomorrow", ScalableTargetAction={"MaxCapacity": 1}, **variant)),
    refusal(lambda: client.put_scheduled_action(
        ScheduledActionName="x", Schedule="rate(1 day)", Timezone="Mars/North", ScalableTargetAction={"MaxCapacity": 1}, **variant)),
    refusal(lambda: client.put_scheduled_action(
        ScheduledActionName="x", Schedule="at(2027-13-01T00:00:00)", ScalableTargetAction={"MaxCapacity": 1}, **variant)),
    refusal(lambda: client.put_scheduled_action(
        ScheduledActionName="x", Schedule="cron(0 8 L * ? *)", ScalableTargetAction={"MaxCapacity": 1}, **variant)),
    refusal(lambda: client.delete_scaling_policy(PolicyName="absent", **variant)),
    refusal(lambda: client.describe_scaling_policies(ServiceNamespace="sagemaker", NextToken="x")),
]

def stepped(name):
    configuration = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": steps}
    client.put_scaling_policy(PolicyName=name, PolicyType="StepScaling", StepScalingPolicyConfiguration=configuration, **variant)


def scheduled(name):
    client.put_scheduled_action(ScheduledActionName=name, Schedule="rate(1 day)", ScalableTargetAction={"MaxCapacity": 1}, **variant)


# Quotas of a target: 50 policies, of which there are two, and 200 scheduled actions; one that is there is still changed.
for at in range(48):
    stepped(f"p{at}")
for at in range(200):
    scheduled(f"s{at}")
result["full"] = [refusal(lambda: stepped("more")), refusal(lambda: scheduled("more"))]
stepped("p0")
scheduled("s0")
client.deregister_scalable_target(**variant)
result["left"] = [
    client.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"],
    client.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"],
    alarms(),
]
print(json.dumps(result))

"""The calls of Terraform's provider for AWS, in its order, by boto3 unchanged: python declarative-tools.py DIAMONDS. Prints lines.

Each resource is created, read (described, its tags listed), read again by a plan, updated, imported and destroyed as the provider does it
(internal/service/sagemaker, appautoscaling and cloudwatch of hashicorp/terraform-provider-aws). It takes a resource for gone by the code
and the beginning of the message of an error, waits with the SDK's waiters, and removes tags before it adds others.
"""
import pathlib
import sys

import boto3
from botocore.exceptions import ClientError

example = pathlib.Path(sys.argv[1])
s3, sagemaker, runtime = (boto3.client(name) for name in ("s3", "sagemaker", "sagemaker-runtime"))
scaling, cloudwatch = boto3.client("application-autoscaling"), boto3.client("cloudwatch")
row = (example / "requests.csv").read_text().splitlines()[0]
s3.create_bucket(Bucket="models")
for part in ("sparkml", "xgboost"):
    s3.upload_file(str(example / part / "model.tar.gz"), "models", f"{part}.tar.gz")
s3.put_object(Bucket="models", Key="broken.tar.gz", Body=b"broken")

gone = {"model": "Could not find model", "endpoint_config": "Could not find endpoint configuration", "endpoint": "Could not find endpoint"}
names = {"model": "ModelName", "endpoint_config": "EndpointConfigName", "endpoint": "EndpointName"}


def read(kind, name):
    """Undefined if it is gone: then it leaves the state without an error."""
    try:
        found = getattr(sagemaker, f"describe_{kind}")(**{names[kind]: name})
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationException" and error.response["Error"]["Message"].startswith(gone[kind]):
            return None
        raise
    if found.get("EndpointStatus") == "Deleting":
        return None
    found.pop("ResponseMetadata")
    pages = sagemaker.get_paginator("list_tags").paginate(ResourceArn=found[names[kind].replace("Name", "Arn")])
    found["tags"] = dict(sorted((tag["Key"], tag["Value"]) for page in pages for tag in page["Tags"]))
    return found


def plan(kind, name, state):
    """What would change: members that are read otherwise than they were kept."""
    found = read(kind, name) or {}
    return sorted(key for key in {*found, *state} if found.get(key) != state.get(key))


def tags_of(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def update_tags(arn, before, after):
    removed = [key for key in before if after.get(key) != before[key]]
    if removed:
        sagemaker.delete_tags(ResourceArn=arn, TagKeys=removed)
    added = {key: value for key, value in after.items() if before.get(key) != value}
    if added:
        sagemaker.add_tags(ResourceArn=arn, Tags=tags_of(added))


def create_model(name, *archives, tags=None):
    images = {"sparkml": "sagemaker-sparkml-serving:3.3"}
    environments = {"sparkml": {"SAGEMAKER_SPARKML_SCHEMA": (example / "sparkml/schema.json").read_text()}}
    containers = [
        {"Image": images.get(archive, "sagemaker-xgboost:3.2-0"), "ModelDataUrl": f"s3://models/{archive}.tar.gz", "Mode": "SingleModel",
         "Environment": environments.get(archive, {})}
        for archive in archives
    ]
    sagemaker.create_model(ModelName=name, Containers=containers, EnableNetworkIsolation=False, Tags=tags_of(tags or {}),
                           ExecutionRoleArn="arn:aws:iam::000000000000:role/none")
    return read("model", name)


def create_config(name, model):
    variant = {"VariantName": "AllTraffic", "ModelName": model, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large", "InitialVariantWeight": 1.0}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], Tags=[])
    return read("endpoint_config", name)


def wait(waiter, name):
    sagemaker.get_waiter(waiter).wait(EndpointName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 90})


routing = {"Type": "CANARY", "WaitIntervalInSeconds": 1, "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50}}
deployment = {"BlueGreenUpdatePolicy": {"TerminationWaitInSeconds": 0, "TrafficRoutingConfiguration": routing}}


def apply_endpoint(name, config):
    sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=deployment)
    wait("endpoint_in_service", name)
    return read("endpoint", name)


def answer():
    return runtime.invoke_endpoint(EndpointName="prices", Body=row, ContentType="text/csv")["Body"].read()


# apply
model = create_model("prices", "sparkml", "xgboost", tags={"team": "prices", "old": "1"})
config = create_config("prices-1", "prices")
sagemaker.create_endpoint(EndpointName="prices", EndpointConfigName="prices-1", DeploymentConfig=deployment, Tags=tags_of({"team": "prices", "old": "1"}))
wait("endpoint_in_service", "prices")
endpoint = read("endpoint", "prices")
print("created:", model["tags"], config["tags"], endpoint["tags"], endpoint["EndpointStatus"])
print("weights:", [(each["InitialVariantWeight"], each["InitialInstanceCount"]) for each in config["ProductionVariants"]],
      [each["Mode"] for each in model["Containers"]], model["EnableNetworkIsolation"])
served = answer()
# plan
print("plan:", plan("model", "prices", model), plan("endpoint_config", "prices-1", config), plan("endpoint", "prices", endpoint))

# tags alone change: those that go or change are removed first
update_tags(endpoint["EndpointArn"], endpoint["tags"], {"team": "models", "cost": "1"})
endpoint = read("endpoint", "prices")
print("tags:", endpoint["tags"], read("model", "prices")["tags"])

# a configuration is replaced, create_before_destroy
create_config("prices-2", "prices")
endpoint = apply_endpoint("prices", "prices-2")
sagemaker.delete_endpoint_config(EndpointConfigName="prices-1")
print("replaced:", endpoint["EndpointConfigName"], endpoint["LastDeploymentConfig"] == deployment, read("endpoint_config", "prices-1"),
      plan("endpoint", "prices", endpoint))

# a broken model: the waiter ends well, and the next plan shows that it was not taken
create_model("broken", "broken")
create_config("prices-3", "broken")
found = apply_endpoint("prices", "prices-3")
print("broken:", found["EndpointStatus"], found["EndpointConfigName"], "did not pass the ping health check" in found["FailureReason"], answer() == served)
changed = plan("endpoint", "prices", {**found, "EndpointConfigName": "prices-3"})
create_config("prices-4", "prices")
endpoint = apply_endpoint("prices", "prices-4")
print("mended:", changed, endpoint["EndpointConfigName"], "FailureReason" in endpoint, answer() == served)

# aws_appautoscaling_target and _policy, aws_cloudwatch_metric_alarm
key = {"ServiceNamespace": "sagemaker", "ResourceId": "endpoint/prices/variant/AllTraffic", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}


def read_target():
    pages = scaling.get_paginator("describe_scalable_targets").paginate(
        ServiceNamespace=key["ServiceNamespace"], ResourceIds=[key["ResourceId"]], ScalableDimension=key["ScalableDimension"])
    found = [target for page in pages for target in page["ScalableTargets"]]
    return found and {**found[0], "tags": scaling.list_tags_for_resource(ResourceARN=found[0]["ScalableTargetARN"])["Tags"]}


def read_policy():
    found = scaling.describe_scaling_policies(ServiceNamespace="sagemaker", ResourceId=key["ResourceId"], PolicyNames=["load"],
                                              ScalableDimension=key["ScalableDimension"])["ScalingPolicies"]
    return found and found[0]


scaling.register_scalable_target(**key, MinCapacity=1, MaxCapacity=3, Tags={"team": "prices"})
target = read_target()
tracking = {"PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}, "TargetValue": 900.0,
            "ScaleInCooldown": 60, "ScaleOutCooldown": 60}
scaling.put_scaling_policy(**key, PolicyName="load", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking)
policy = read_policy()
print("target:", target["MinCapacity"], target["MaxCapacity"], target["tags"], read_target() == target,
      policy["TargetTrackingScalingPolicyConfiguration"] == tracking, read_policy() == policy)
scaling.register_scalable_target(**key, MinCapacity=1, MaxCapacity=2)
scaling.untag_resource(ResourceARN=target["ScalableTargetARN"], TagKeys=["team"])
scaling.tag_resource(ResourceARN=target["ScalableTargetARN"], Tags={"team": "models"})
print("changed:", read_target()["MaxCapacity"], read_target()["tags"], read_target()["ScalableTargetARN"] == target["ScalableTargetARN"])
alarm = {"AlarmName": "prices-errors", "Namespace": "AWS/SageMaker", "MetricName": "Invocation5XXErrors", "Statistic": "Sum", "Period": 60,
         "EvaluationPeriods": 1, "Threshold": 1.0, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching",
         "Dimensions": [{"Name": "EndpointName", "Value": "prices"}, {"Name": "VariantName", "Value": "AllTraffic"}]}
cloudwatch.put_metric_alarm(**alarm, Tags=tags_of({"team": "prices"}))
found = cloudwatch.describe_alarms(AlarmNames=["prices-errors"], AlarmTypes=["CompositeAlarm", "MetricAlarm"])["MetricAlarms"][0]
print("alarm:", all(found[name] == value for name, value in alarm.items()), cloudwatch.list_tags_for_resource(ResourceARN=found["AlarmArn"])["Tags"])

# import: by the name alone
print("imported:", plan("endpoint", "prices", read("endpoint", "prices")))

# destroy, the last first; what somebody else has deleted meanwhile is gone without an error
cloudwatch.delete_alarms(AlarmNames=["prices-errors"])
scaling.delete_scaling_policy(**key, PolicyName="load")
scaling.deregister_scalable_target(**key)
print("left:", read_policy(), read_target(), cloudwatch.describe_alarms()["MetricAlarms"])
sagemaker.delete_endpoint(EndpointName="prices")
wait("endpoint_deleted", "prices")
for config_name in ("prices-2", "prices-3", "prices-4"):
    sagemaker.delete_endpoint_config(EndpointConfigName=config_name)
for model_name in ("prices", "broken"):
    sagemaker.delete_model(ModelName=model_name)
print("destroyed:", [read(kind, name) for kind, name in (("endpoint", "prices"), ("endpoint_config", "prices-4"), ("model", "prices"))])


def again(delete):
    try:
        delete()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]


print("again:", again(lambda: sagemaker.delete_endpoint(EndpointName="prices")), again(lambda: sagemaker.delete_model(ModelName="prices")),
      again(lambda: sagemaker.delete_endpoint_config(EndpointConfigName="prices-4")), again(lambda: scaling.deregister_scalable_target(**key)))

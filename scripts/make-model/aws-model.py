"""Makes packages/server/src/contract/model/*.json: the operations this server offers, cut out of botocore's service models.

    python3 -m venv /tmp/botocore && /tmp/botocore/bin/pip install botocore==1.43.11
    /tmp/botocore/bin/python scripts/make-model/aws-model.py

Names, types, required members, lengths, patterns, ranges and enums stay; prose goes. botocore is Apache-2.0 (see NOTICE).
"""
import json
import pathlib

import botocore
from botocore.loaders import Loader

SERVICES = {
    "sagemaker": (
        "2017-07-24",
        "CreateModel DescribeModel ListModels DeleteModel "
        "CreateEndpointConfig DescribeEndpointConfig ListEndpointConfigs DeleteEndpointConfig "
        "CreateEndpoint DescribeEndpoint ListEndpoints UpdateEndpoint DeleteEndpoint "
        "UpdateEndpointWeightsAndCapacities "
        "CreateTransformJob DescribeTransformJob ListTransformJobs StopTransformJob "
        "CreateModelPackageGroup DescribeModelPackageGroup ListModelPackageGroups DeleteModelPackageGroup "
        "CreateModelPackage DescribeModelPackage UpdateModelPackage ListModelPackages DeleteModelPackage "
        "CreateProcessingJob DescribeProcessingJob ListProcessingJobs StopProcessingJob "
        "CreateDataQualityJobDefinition DescribeDataQualityJobDefinition ListDataQualityJobDefinitions DeleteDataQualityJobDefinition "
        "CreateModelQualityJobDefinition DescribeModelQualityJobDefinition ListModelQualityJobDefinitions DeleteModelQualityJobDefinition "
        "CreateMonitoringSchedule DescribeMonitoringSchedule UpdateMonitoringSchedule ListMonitoringSchedules DeleteMonitoringSchedule "
        "StartMonitoringSchedule StopMonitoringSchedule ListMonitoringExecutions "
        "AddTags ListTags DeleteTags".split(),
    ),
    "sagemaker-runtime": ("2017-05-13", ["InvokeEndpoint", "InvokeEndpointAsync", "InvokeEndpointWithResponseStream"]),
    "cloudwatch": (
        "2010-08-01",
        "PutMetricData GetMetricData GetMetricStatistics ListMetrics "
        "PutMetricAlarm DescribeAlarms DescribeAlarmsForMetric DescribeAlarmHistory SetAlarmState DeleteAlarms "
        "EnableAlarmActions DisableAlarmActions TagResource UntagResource ListTagsForResource".split(),
    ),
    "application-autoscaling": (
        "2016-02-06",
        "RegisterScalableTarget DescribeScalableTargets DeregisterScalableTarget "
        "PutScalingPolicy DescribeScalingPolicies DeleteScalingPolicy "
        "PutScheduledAction DescribeScheduledActions DeleteScheduledAction "
        "DescribeScalingActivities TagResource UntagResource ListTagsForResource".split(),
    ),
    "logs": ("2014-03-28", "DescribeLogGroups DescribeLogStreams GetLogEvents FilterLogEvents".split()),
    "sts": ("2011-06-15", ["GetCallerIdentity"]),
    "iam": ("2010-05-08", ["GetRole", "SimulatePrincipalPolicy"]),
    "glue": (
        "2017-03-31",
        "CreateJob UpdateJob GetJob GetJobs BatchGetJobs ListJobs DeleteJob "
        "StartJobRun GetJobRun GetJobRuns BatchStopJobRun".split(),
    ),
    "emr": (
        "2009-03-31",
        "RunJobFlow AddJobFlowSteps DescribeCluster ListClusters DescribeStep ListSteps CancelSteps TerminateJobFlows "
        "SetTerminationProtection".split(),
    ),
    "emr-serverless": (
        "2021-07-13",
        "CreateApplication GetApplication ListApplications DeleteApplication StartApplication StopApplication "
        "StartJobRun GetJobRun ListJobRuns CancelJobRun".split(),
    ),
}
# Shapes whose members nobody here reads: what has them is refused.
CUT = {
    "CodeGenConfigurationNode",
    "BootstrapActionConfig", "InstanceGroupConfig", "InstanceFleetConfig", "KerberosAttributes", "ManagedScalingPolicy", "PlacementGroupConfig",
    "PlacementType", "MonitoringConfiguration", "StepMonitoringConfiguration", "SupportedProductConfig", "AutoTerminationPolicy",
}
# Members of shapes that have themselves in them.
ENDLESS = {"Configuration": ("Configurations", "configurations")}
KEEP = {"type", "min", "max", "pattern", "enum", "required", "members", "member", "key", "value", "location", "locationName", "payload", "eventstream"}
target = pathlib.Path(__file__).parents[2] / "packages/server/src/contract/model"


def strip(shape):
    kept = {k: v for k, v in shape.items() if k in KEEP}
    if "members" in kept:
        kept["members"] = {n: {k: v for k, v in m.items() if k in ("shape", "location", "locationName")} for n, m in kept["members"].items()}
    for name in ("member", "key", "value"):
        if name in kept:
            kept[name] = kept[name]["shape"]
    return kept


for service, (version, operations) in SERVICES.items():
    model = Loader().load_service_model(service, "service-2", version)
    shapes, todo = {}, []
    table = {}
    for name in operations:
        operation = model["operations"][name]
        table[name] = {side: operation[side]["shape"] for side in ("input", "output") if side in operation}
        if service in ("sagemaker-runtime", "emr-serverless"):
            table[name]["http"] = operation["http"]
        todo += [table[name][side] for side in ("input", "output") if side in table[name]]
    while todo:
        name = todo.pop()
        if name in shapes:
            continue
        shapes[name] = shape = strip(model["shapes"][name])
        if name in CUT and service != "emr-serverless":
            shape.update(members={}, required=[])
        if service != "sagemaker" and name in ENDLESS:
            for member in ENDLESS[name]:
                shape["members"].pop(member, None)
        todo += [m["shape"] for m in shape.get("members", {}).values()]
        todo += [shape[k] for k in ("member", "key", "value") if k in shape]
    document = {"source": f"botocore {botocore.__version__} {service}/{version}", "operations": table, "shapes": dict(sorted(shapes.items()))}
    # One shape a line: a new botocore shows in a diff as the shapes that changed.
    lines = ",\n".join(f"{json.dumps(n)}: {json.dumps(s)}" for n, s in document["shapes"].items())
    head = json.dumps({k: v for k, v in document.items() if k != "shapes"}, indent=1)[:-2]
    (target / f"{service}.json").write_text(f'{head},\n "shapes": {{\n{lines}\n}}}}\n')

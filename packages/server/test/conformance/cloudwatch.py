"""Metrics of an endpoint and of one's own, through boto3, unchanged. Prints one line of JSON.

Called with a namespace of its own.
"""
import datetime
import json
import sys

import boto3
from refusal import refusal

client = boto3.client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
times = {"StartTime": now - datetime.timedelta(minutes=30), "EndTime": now + datetime.timedelta(minutes=2)}
variant = [{"Name": "VariantName", "Value": "AllTraffic"}, {"Name": "EndpointName", "Value": "diamonds"}]


def query(name, metric, statistic):
    asked = {"Namespace": "AWS/SageMaker", "MetricName": metric, "Dimensions": variant}
    return {"Id": name, "MetricStat": {"Metric": asked, "Period": 3600, "Stat": statistic}}


def of_endpoint():
    queries = [
        query("all", "Invocations", "Sum"),
        query("bad", "Invocation4XXErrors", "Sum"),
        query("slow", "ModelLatency", "p99"),
        {"Id": "rate", "Expression": "100 * bad / all", "Label": "errors, %"},
    ]
    answers = client.get_metric_data(MetricDataQueries=queries, **times)["MetricDataResults"]
    return {answer["Id"]: [answer["Label"], answer["Values"], answer["StatusCode"]] for answer in answers}


def of_own():
    # More than 10 KB: boto3 sends it compressed.
    client.put_metric_data(
        Namespace=sys.argv[1],
        MetricData=[{"MetricName": "rows", "Dimensions": [{"Name": "part", "Value": "a"}], "Value": i, "Unit": "Count"} for i in range(1, 301)],
    )
    client.put_metric_data(Namespace=sys.argv[1], MetricData=[{"MetricName": "seen", "Values": [1, 5], "Counts": [3, 1]}])
    sums = {"SampleCount": 10, "Sum": 30, "Minimum": 1, "Maximum": 7}
    client.put_metric_data(Namespace=sys.argv[1], MetricData=[{"MetricName": "seen", "StatisticValues": sums}])
    shared = {"Namespace": sys.argv[1], "Period": 3600, **times}
    rows = client.get_metric_statistics(
        MetricName="rows",
        Dimensions=[{"Name": "part", "Value": "a"}],
        Statistics=["SampleCount", "Sum", "Average", "Minimum", "Maximum"],
        ExtendedStatistics=["p100"],
        **shared,
    )["Datapoints"]
    seen = client.get_metric_statistics(MetricName="seen", Statistics=["SampleCount", "Sum"], **shared)["Datapoints"]
    for datapoint in rows + seen:
        assert times["StartTime"] - datetime.timedelta(minutes=1) < datapoint.pop("Timestamp") <= now
    return [rows, seen]


metrics = client.list_metrics(Namespace="AWS/SageMaker", Dimensions=[{"Name": "EndpointName", "Value": "diamonds"}])["Metrics"]
print(json.dumps({
    "endpoint": of_endpoint(),
    "own": of_own(),
    "listed": sorted({metric["MetricName"] for metric in metrics}),
    "containers": sorted(
        dimension["Value"] for metric in metrics for dimension in metric["Dimensions"] if dimension["Name"] == "ContainerName"
    ),
    "refused": [
        refusal(lambda: client.put_metric_data(Namespace="AWS/mine", MetricData=[{"MetricName": "a", "Value": 1}])),
        refusal(lambda: client.put_metric_data(Namespace=sys.argv[1], MetricData=[{"MetricName": "a"}])),
        refusal(lambda: client.get_metric_data(MetricDataQueries=[{"Id": "e", "Expression": "SEARCH('x', 'Sum')"}], **times)),
        refusal(lambda: client.get_metric_statistics(Namespace=sys.argv[1], MetricName="a", Period=10, Statistics=["Sum"], **times)),
        refusal(lambda: client.get_metric_data(MetricDataQueries=[], StartTime=now, EndTime=now)),
    ],
}))

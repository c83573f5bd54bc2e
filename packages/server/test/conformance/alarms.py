"""Alarms through boto3, unchanged. Called with a name of its own; prints one line of JSON."""
import datetime
import json
import sys

import boto3
from refusal import refusal

client = boto3.client("cloudwatch")
name = sys.argv[1]
now = datetime.datetime.now(datetime.timezone.utc)


def alarm(**more):
    shared = {"AlarmName": name, "Namespace": name, "MetricName": "errors", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 3}
    client.put_metric_alarm(**{**shared, "Threshold": 1.5, "ComparisonOperator": "GreaterThanThreshold", **more})


def state():
    found = client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    return found["StateValue"]


seen = []
alarm(Tags=[{"Key": "team", "Value": "a"}], AlarmActions=["arn:aws:sns:us-east-1:000000000000:topic"])
seen.append(state())
for minutes in range(1, 6):
    time = now - datetime.timedelta(minutes=minutes)
    client.put_metric_data(Namespace=name, MetricData=[{"MetricName": "errors", "Value": 2, "Timestamp": time}])
alarm(Threshold=3)
seen.append(state())
alarm(AlarmDescription="too many")
seen.append(state())
client.get_waiter("alarm_exists").wait(AlarmNames=[name])
described = client.describe_alarms(AlarmNamePrefix=name, StateValue="ALARM")["MetricAlarms"][0]
arn = described["AlarmArn"]
client.disable_alarm_actions(AlarmNames=[name])
client.tag_resource(ResourceARN=arn, Tags=[{"Key": "cost", "Value": "b"}])
client.untag_resource(ResourceARN=arn, TagKeys=["team"])
client.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="tried")
history = client.describe_alarm_history(AlarmName=name, HistoryItemType="StateUpdate", ScanBy="TimestampAscending")
result = {
    "states": seen,
    "described": {key: described[key] for key in ("AlarmDescription", "EvaluationPeriods", "Threshold", "ActionsEnabled", "Dimensions", "StateValue")},
    "reason": described["StateReason"],
    "data": json.loads(described["StateReasonData"])["recentDatapoints"],
    "isTime": isinstance(described["StateUpdatedTimestamp"], datetime.datetime),
    "ofMetric": [found["AlarmName"] for found in client.describe_alarms_for_metric(Namespace=name, MetricName="errors")["MetricAlarms"]],
    "set": client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateReason"],
    "enabled": client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["ActionsEnabled"],
    "tags": client.list_tags_for_resource(ResourceARN=arn)["Tags"],
    "history": [item["HistorySummary"] for item in history["AlarmHistoryItems"]],
    "refused": [
        refusal(lambda: alarm(ComparisonOperator="LessThanLowerThreshold")),
        refusal(lambda: alarm(DatapointsToAlarm=4)),
        refusal(lambda: alarm(Period=10)),
        refusal(lambda: alarm(Statistic="Sum", ExtendedStatistic="p99")),
        refusal(lambda: client.delete_alarms(AlarmNames=[name, "absent"])),
        refusal(lambda: client.set_alarm_state(AlarmName="absent", StateValue="OK", StateReason="x")),
        refusal(lambda: client.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(a)"))[0],
    ],
}
for at in range(3):
    client.put_metric_alarm(**{
        "AlarmName": f"{name}-{at}",
        "Metrics": [
            {"Id": "m1", "MetricStat": {"Metric": {"Namespace": name, "MetricName": "errors"}, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
            {"Id": "e1", "Expression": "m1 * 2", "ReturnData": True},
        ],
        "EvaluationPeriods": 1, "Threshold": 3.5, "ComparisonOperator": "GreaterThanThreshold",
    })
pages = client.get_paginator("describe_alarms").paginate(AlarmNamePrefix=name, PaginationConfig={"PageSize": 2})
result["paged"] = [[found["AlarmName"], found["StateValue"]] for page in pages for found in page["MetricAlarms"]]
client.delete_alarms(AlarmNames=[name, *[f"{name}-{at}" for at in range(3)]])
result["left"] = client.describe_alarms(AlarmNamePrefix=name)["MetricAlarms"]
print(json.dumps(result))

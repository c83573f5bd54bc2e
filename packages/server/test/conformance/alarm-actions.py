"""Actions of alarms through boto3, unchanged: python alarm-actions.py NAME ALARM-TOPIC OK-TOPIC. Prints refusals as JSON."""
import json
import sys

import boto3
from refusal import refusal

client = boto3.client("cloudwatch")
name, loud, quiet = sys.argv[1:]


def alarm(**more):
    client.put_metric_alarm(**{
        "AlarmName": name, "Namespace": name, "MetricName": "errors", "Statistic": "Sum", "Period": 60,
        "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold", **more})


alarm(AlarmActions=[loud], OKActions=[quiet], TreatMissingData="ignore")
client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="tried")
client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="again")
client.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="over")
client.disable_alarm_actions(AlarmNames=[name])
client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="silent")
client.enable_alarm_actions(AlarmNames=[name])
client.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="last")
found = client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
assert (found["AlarmActions"], found["OKActions"]) == ([loud], [quiet]), found
print(json.dumps([refusal(lambda: alarm(OKActions=["arn:aws:lambda:us-east-1:000000000000:function:a"]))]))

"""Applications of EMR Serverless and their runs, by boto3 and the AWS CLI, unchanged: python emr-serverless.py AWS."""
import datetime
import gzip
import json
import subprocess
import sys
import time

import boto3
from botocore.exceptions import ClientError

serverless, s3, logs = boto3.client("emr-serverless"), boto3.client("s3"), boto3.client("logs")
s3.create_bucket(Bucket="runs")
scripts = {
    "good.py": "import os, sys\nprint('words', *sys.argv[1:], os.environ.get('GREETING'))\nprint('aside', file=sys.stderr)\n",
    "bad.py": "raise KeyError('column')\n",
    "slow.py": "import time\nprint('begun', flush=True)\ntime.sleep(3600)\n",
}
for name, text in scripts.items():
    s3.put_object(Bucket="runs", Key=name, Body=text.encode())
role = "arn:aws:iam::000000000000:role/job"


def refused(call, **members):
    try:
        call(**members)
    except ClientError as error:
        return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}: {error.response['Error']['Message']}"


def start(script, *arguments, parameters="--conf spark.executor.cores=1", **members):
    driver = {"sparkSubmit": {"entryPoint": f"s3://runs/{script}", "entryPointArguments": list(arguments), "sparkSubmitParameters": parameters}}
    return serverless.start_job_run(applicationId=app, executionRoleArn=role, jobDriver=driver, **members)["jobRunId"]


def run_of(run):
    return serverless.get_job_run(applicationId=app, jobRunId=run)["jobRun"]


def until(run, *states):
    while (told := run_of(run))["state"] not in states:
        time.sleep(0.1)
    return told


ended = ("SUCCESS", "FAILED", "CANCELLED")
request = {"name": "features", "releaseLabel": "emr-6.9.0", "type": "SPARK", "clientToken": "once", "autoStartConfiguration": {"enabled": False}}
made = serverless.create_application(**request)
app = made["applicationId"]
print("same:", serverless.create_application(**request)["applicationId"] == app, refused(serverless.create_application, **{**request, "name": "other"}))
print("made:", made["name"], made["arn"].endswith(f":/applications/{app}"), serverless.get_application(applicationId=app)["application"]["state"])
print("not started:", refused(start, script="good.py"))
serverless.start_application(applicationId=app)
monitoring = {"s3MonitoringConfiguration": {"logUri": "s3://runs/logs/"}}
defaults = [{"classification": "spark-defaults", "properties": {"spark.emr-serverless.driverEnv.GREETING": "hello"}}]
good = start("good.py", "one", "two words", parameters="--conf 'spark.app.name=two words' --conf spark.a=b", name="good",
             configurationOverrides={"applicationConfiguration": defaults, "monitoringConfiguration": monitoring})
told = until(good, *ended)
print("run:", told["state"], told["name"], told["createdAt"].tzinfo is not None, told["jobDriver"]["sparkSubmit"]["entryPointArguments"], told["releaseLabel"])
for name in ("stdout", "stderr"):
    body = s3.get_object(Bucket="runs", Key=f"logs/applications/{app}/jobs/{good}/SPARK_DRIVER/{name}.gz")["Body"].read()
    print(f"{name}:", gzip.decompress(body).decode().splitlines()[-1])
event = logs.get_log_events(logGroupName="/aws/emr-serverless", logStreamName=f"/applications/{app}/jobs/{good}/SPARK_DRIVER/stdout", startFromHead=True)
print("logged:", event["events"][-1]["message"])
print("bad:", until(start("bad.py"), *ended)["stateDetails"])
print("option:", until(start("good.py", parameters="--class Main"), *ended)["stateDetails"])
print("quote:", until(start("good.py", parameters="--conf 'a"), *ended)["stateDetails"])

driver = json.dumps({"sparkSubmit": {"entryPoint": "s3://runs/slow.py"}})
command = [sys.argv[1], "emr-serverless", "start-job-run", "--application-id", app, "--execution-role-arn", role, "--job-driver", driver, "--name", "slow"]
slow = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["jobRunId"]
until(slow, "RUNNING")
print("busy:", refused(serverless.stop_application, applicationId=app))
serverless.cancel_job_run(applicationId=app, jobRunId=slow)
print("cancelled:", until(slow, *ended)["state"], refused(serverless.cancel_job_run, applicationId=app, jobRunId=slow)[:3])
pages = serverless.get_paginator("list_job_runs").paginate(applicationId=app, PaginationConfig={"PageSize": 2})
print("listed:", [len(page["jobRuns"]) for page in pages])
yesterday = datetime.datetime.now() - datetime.timedelta(days=1)
found = serverless.list_job_runs(applicationId=app, states=["SUCCESS", "CANCELLED"], createdAtAfter=yesterday)["jobRuns"]
print("found:", sorted(run["name"] for run in found), serverless.list_job_runs(applicationId=app, createdAtBefore=yesterday)["jobRuns"])
print("none:", refused(serverless.get_job_run, applicationId=app, jobRunId="00none"))
print("refused:", refused(serverless.start_job_run, applicationId=app, executionRoleArn=role, jobDriver={"hive": {"query": "select 1"}}))
print("delete:", refused(serverless.delete_application, applicationId=app)[:23])
serverless.stop_application(applicationId=app)
print("stopped:", [(one["name"], one["state"]) for one in serverless.list_applications(states=["STOPPED"])["applications"]])
serverless.delete_application(applicationId=app)
print("deleted:", refused(serverless.get_application, applicationId=app)[:29], serverless.list_applications()["applications"])

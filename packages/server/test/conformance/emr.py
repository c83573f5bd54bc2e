"""Clusters of EMR and their steps, by boto3 and the AWS CLI, unchanged: python emr.py AWS."""
import gzip
import json
import subprocess
import sys

import boto3
from botocore.exceptions import ClientError

emr, s3 = boto3.client("emr"), boto3.client("s3")
s3.create_bucket(Bucket="steps")
scripts = {
    "good.py": "import os, sys\nprint('words', *sys.argv[1:], os.environ.get('GREETING'))\nprint('aside', file=sys.stderr)\n",
    "bad.py": "raise KeyError('column')\n",
}
for name, text in scripts.items():
    s3.put_object(Bucket="steps", Key=name, Body=text.encode())
quick = {"Delay": 1, "MaxAttempts": 120}


def step(name, script, action="CONTINUE", **jar):
    args = ["spark-submit", "--deploy-mode", "cluster", "--conf", "spark.a=b", f"s3://steps/{script}", "one", "two words"]
    return {"Name": name, "ActionOnFailure": action, "HadoopJarStep": {"Jar": "command-runner.jar", "Args": args, **jar}}


def cluster(steps, **instances):
    return emr.run_job_flow(
        Name="cluster", ReleaseLabel="emr-6.9.0", LogUri="s3://steps/logs/", Applications=[{"Name": "Spark"}], Steps=steps,
        Instances={"MasterInstanceType": "m5.xlarge", "InstanceCount": 1, **instances},
        Configurations=[{"Classification": "spark-env", "Properties": {"GREETING": "hello"}}],
        JobFlowRole="EMR_EC2_DefaultRole", ServiceRole="EMR_DefaultRole")["JobFlowId"]


def states(name):
    return {told["Name"]: told["Status"]["State"] for told in emr.list_steps(ClusterId=name)["Steps"]}


kept = cluster([], KeepJobFlowAliveWhenNoSteps=True)
print("made:", emr.describe_cluster(ClusterId=kept)["Cluster"]["Status"]["State"])
[good] = emr.add_job_flow_steps(JobFlowId=kept, Steps=[step("good", "good.py")])["StepIds"]
emr.get_waiter("step_complete").wait(ClusterId=kept, StepId=good, WaiterConfig=quick)
told = emr.describe_step(ClusterId=kept, StepId=good)["Step"]
print("step:", told["Name"], told["Status"]["State"], told["Config"]["Jar"], told["Config"]["Args"][-1])
for name in ("stdout", "stderr"):
    body = s3.get_object(Bucket="steps", Key=f"logs/{kept}/steps/{good}/{name}.gz")["Body"].read()
    print(f"{name}:", gzip.decompress(body).decode().splitlines()[-1])

command = [sys.argv[1], "emr", "add-steps", "--cluster-id", kept, "--steps", "Type=Spark,Name=cli,ActionOnFailure=CONTINUE,Args=[s3://steps/bad.py]"]
[bad] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["StepIds"]
try:
    emr.get_waiter("step_complete").wait(ClusterId=kept, StepId=bad, WaiterConfig=quick)
except Exception as error:
    print("waiter:", type(error).__name__)
failure = emr.describe_step(ClusterId=kept, StepId=bad)["Step"]["Status"]["FailureDetails"]
print("failure:", failure["Message"], failure["LogFile"].endswith(f"{bad}/stderr.gz"))
[other] = emr.add_job_flow_steps(JobFlowId=kept, Steps=[step("jar", "good.py", Jar="s3://steps/my.jar")])["StepIds"]
try:
    emr.get_waiter("step_complete").wait(ClusterId=kept, StepId=other, WaiterConfig=quick)
except Exception:
    print("jar:", emr.describe_step(ClusterId=kept, StepId=other)["Step"]["Status"]["FailureDetails"]["Message"])

emr.set_termination_protection(JobFlowIds=[kept], TerminationProtected=True)
try:
    emr.terminate_job_flows(JobFlowIds=[kept])
except ClientError as error:
    print("protected:", error.response["Error"]["Code"])
emr.set_termination_protection(JobFlowIds=[kept], TerminationProtected=False)
emr.terminate_job_flows(JobFlowIds=[kept])
emr.get_waiter("cluster_terminated").wait(ClusterId=kept, WaiterConfig=quick)
print("ended:", emr.describe_cluster(ClusterId=kept)["Cluster"]["Status"]["StateChangeReason"]["Code"])

alone = cluster([step("one", "good.py"), step("two", "good.py")])
emr.get_waiter("cluster_terminated").wait(ClusterId=alone, WaiterConfig=quick)
print("alone:", states(alone), emr.describe_cluster(ClusterId=alone)["Cluster"]["Status"]["StateChangeReason"]["Code"])
broken = cluster([step("first", "bad.py", "TERMINATE_CLUSTER"), step("second", "good.py")], KeepJobFlowAliveWhenNoSteps=True)
try:
    emr.get_waiter("cluster_terminated").wait(ClusterId=broken, WaiterConfig=quick)
except Exception:
    pass
print("broken:", emr.describe_cluster(ClusterId=broken)["Cluster"]["Status"]["State"], dict(sorted(states(broken).items())))
waiting = cluster([step("first", "bad.py", "CANCEL_AND_WAIT"), step("second", "good.py")], KeepJobFlowAliveWhenNoSteps=True)
[last] = emr.add_job_flow_steps(JobFlowId=waiting, Steps=[step("third", "good.py")])["StepIds"]
while any(state in ("PENDING", "RUNNING", "CANCEL_PENDING") for state in states(waiting).values()):
    pass
print("waiting:", emr.describe_cluster(ClusterId=waiting)["Cluster"]["Status"]["State"], states(waiting)["second"])
try:
    emr.describe_cluster(ClusterId="j-NONE")
except ClientError as error:
    print("none:", error.response["Error"]["Code"], error.response["Error"]["Message"])
print("listed:", len(emr.list_clusters(ClusterStates=["TERMINATED", "TERMINATED_WITH_ERRORS"])["Clusters"]))

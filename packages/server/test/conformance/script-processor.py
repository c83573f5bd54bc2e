"""SKLearnProcessor, FrameworkProcessor and ScriptProcessor of the sagemaker SDK, unchanged: python script-processor.py FOLDER-OF-SCRIPTS."""
import sys
import time

import boto3
from sagemaker import Session
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.network import NetworkConfig
from sagemaker.processing import FrameworkProcessor, ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.estimator import SKLearn
from sagemaker.sklearn.processing import SKLearnProcessor

scripts = sys.argv[1]
s3, client, logs = (boto3.client(name) for name in ("s3", "sagemaker", "logs"))
s3.create_bucket(Bucket="jobs")
for name, content in {"a.csv": "x,y\n1,a\n2,b\n", "b.csv": "x,y\n3,c\n6,d\n"}.items():
    s3.put_object(Bucket="jobs", Key=f"input/{name}", Body=content.encode())
common = {
    "role": "arn:aws:iam::000000000000:role/none", "instance_count": 1, "instance_type": "ml.m5.xlarge", "sagemaker_session": Session(default_bucket="jobs"),
}


def read(key):
    return s3.get_object(Bucket="jobs", Key=key)["Body"].read().decode().split()


def lines(name):
    group = {"logGroupName": "/aws/sagemaker/ProcessingJobs"}
    try:
        streams = logs.describe_log_streams(**group, logStreamNamePrefix=f"{name}/")["logStreams"]
        events = [logs.get_log_events(**group, logStreamName=stream["logStreamName"], startFromHead=True)["events"] for stream in streams]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"] for stream in events for event in stream]


def ended(name):
    while (job := client.describe_processing_job(ProcessingJobName=name))["ProcessingJobStatus"] in ("InProgress", "Stopping"):
        time.sleep(0.2)
    return job


def told(what, job):
    print(what, job["ProcessingJobStatus"], "|", job.get("ExitMessage"), "|", job.get("FailureReason"))


def features(processor, to, **more):
    processor.run(
        arguments=["--test-size", "0.25"], inputs=[ProcessingInput(source="s3://jobs/input/", destination="/opt/ml/processing/input/data")],
        outputs=[ProcessingOutput(source=f"/opt/ml/processing/{name}", destination=f"s3://jobs/{to}/{name}") for name in ("train", "test")],
        logs=False, **more)
    job = processor.latest_job.describe()
    told(to, job)
    print(read(f"{to}/train/train.csv"), read(f"{to}/test/test.csv"))
    print([line for line in lines(job["ProcessingJobName"]) if line.startswith(("variable:", "hosts:"))])


env = {"GREETING": "hello"}
features(SKLearnProcessor(framework_version="1.2-1", env=env, **common), "sklearn", code=f"{scripts}/features.py")
framework = FrameworkProcessor(estimator_cls=SKLearn, framework_version="1.2-1", env=env, **common)
features(framework, "framework", code="features.py", source_dir=scripts)


def behave(*words, seconds=600, **more):
    processor = ScriptProcessor(image_uri="registry/own-python:1", command=["python3"], max_runtime_in_seconds=seconds, **common, **more)
    processor.run(
        code=f"{scripts}/behave.py", arguments=list(words), wait=False,
        outputs=[ProcessingOutput(source="/opt/ml/processing/output", destination=f"s3://jobs/left/{words[0]}")])
    return processor.latest_job


job = behave("exit", "3")
try:
    job.wait(logs=False)
except UnexpectedStatusException as error:
    print("raised:", "gave up" in str(error) or "exit code 3" in str(error))
told("exit", ended(job.job_name))
print("left:", read("left/exit/left.txt"))
told("raise", ended(behave("raise", "no such thing").job_name))
told("late", ended(behave("wait", seconds=1).job_name))
job = behave("wait")
while "begun" not in lines(job.job_name):
    time.sleep(0.2)
job.stop()
told("stopped", ended(job.job_name))
pair = [behave("meet", "one", "other"), behave("meet", "other", "one")]
for job in pair:
    told("met", ended(job.job_name))
told("alone", ended(behave("networks", network_config=NetworkConfig(enable_network_isolation=True)).job_name))

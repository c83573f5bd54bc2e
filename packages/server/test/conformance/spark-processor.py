"""PySparkProcessor of the sagemaker SDK, unchanged: python spark-processor.py FOLDER-OF-SCRIPTS."""
import sys

import boto3
from sagemaker import Session
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.processing import ProcessingInput, ProcessingOutput
from sagemaker.spark.processing import PySparkProcessor

scripts = sys.argv[1]
s3 = boto3.client("s3")
s3.create_bucket(Bucket="words")
for name, content in {"a.txt": "The cat and the dog", "b.txt": "the end"}.items():
    s3.put_object(Bucket="words", Key=f"input/{name}", Body=content.encode())
processor = PySparkProcessor(
    base_job_name="words", framework_version="3.3", role="arn:aws:iam::000000000000:role/none", instance_count=1, instance_type="ml.m5.xlarge",
    env={"GREETING": "hello"}, max_runtime_in_seconds=1200, sagemaker_session=Session(default_bucket="words"))


def run(*more):
    processor.run(
        submit_app=f"{scripts}/count_words.py", submit_py_files=[f"{scripts}/word_rules.py"], arguments=["--s3_output", "s3://words/counts", *more],
        configuration=[{"Classification": "spark-defaults", "Properties": {"spark.sql.shuffle.partitions": "3"}}],
        inputs=[ProcessingInput(source="s3://words/input/", destination="/opt/ml/processing/input/data", input_name="data")],
        outputs=[ProcessingOutput(source="/opt/ml/processing/output", destination="s3://words/total", output_name="total")],
        wait=True, logs=False)


run()
told = processor.latest_job.describe()
print("ended:", told["ProcessingJobStatus"], told["ExitMessage"])
keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="words", Prefix="counts")["Contents"]]
print("success:", "counts/_SUCCESS" in keys)
for key in sorted(keys):
    if "part-" in key:
        print("counts:", s3.get_object(Bucket="words", Key=key)["Body"].read().decode().split())
print("total:", s3.get_object(Bucket="words", Key="total/total.txt")["Body"].read().decode())
logs = boto3.client("logs")
[stream] = logs.describe_log_streams(logGroupName="/aws/sagemaker/ProcessingJobs", logStreamNamePrefix=processor.latest_job.job_name)["logStreams"]
events = logs.get_log_events(logGroupName="/aws/sagemaker/ProcessingJobs", logStreamName=stream["logStreamName"], startFromHead=True)["events"]
print([event["message"] for event in events if event["message"].startswith("setting:")])
try:
    run("--fail", "no words")
except UnexpectedStatusException as error:
    print(str(error).split("Reason: ")[1].split(". ")[0])
names = [job["ProcessingJobName"].rsplit("-", 7)[0] for job in boto3.client("sagemaker").list_processing_jobs()["ProcessingJobSummaries"]]
print("listed:", names)

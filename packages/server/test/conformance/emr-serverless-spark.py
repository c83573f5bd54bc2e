"""Job runs of EMR Serverless in a real Spark, by boto3 unchanged: python emr-serverless-spark.py FOLDER-OF-SCRIPTS. Prints lines."""
import gzip
import json
import pathlib
import sys
import time

import boto3

serverless, s3, logs = boto3.client("emr-serverless"), boto3.client("s3"), boto3.client("logs")
s3.create_bucket(Bucket="rings")
# Of kind a (the more frequent one, so 0) rings are 2 * weight + 1, of kind b they are 3 more.
rows = [("a" if n % 3 else "b", float(n % 7), 2.0 * (n % 7) + (1 if n % 3 else 4)) for n in range(60)]
s3.put_object(Bucket="rings", Key="in/rows.csv", Body="\n".join(",".join(map(str, row)) for row in rows).encode())
s3.upload_file(str(pathlib.Path(sys.argv[1]) / "ring_weights.py"), "rings", "ring_weights.py")
s3.put_object(Bucket="rings", Key="waits.py", Body=b"import time\nfrom pyspark.sql import SparkSession\n"
              b"spark = SparkSession.builder.getOrCreate()\nprint('begun', spark.range(10).count(), flush=True)\ntime.sleep(3600)\n")
app = serverless.create_application(name="rings", releaseLabel="emr-7.1.0", type="SPARK")["applicationId"]


def start(script, *words, **members):
    driver = {"sparkSubmit": {"entryPoint": f"s3://rings/{script}", "entryPointArguments": list(words),
                              "sparkSubmitParameters": "--conf spark.rings.label=blue --conf spark.executor.memory=1g"}}
    monitoring = {"monitoringConfiguration": {"s3MonitoringConfiguration": {"logUri": "s3://rings/logs/"}}}
    return serverless.start_job_run(applicationId=app, executionRoleArn="arn:aws:iam::000000000000:role/job", jobDriver=driver,
                                    configurationOverrides=monitoring, **members)["jobRunId"]


def until(run, *states):
    seen = []
    while True:
        told = serverless.get_job_run(applicationId=app, jobRunId=run)["jobRun"]
        if told["state"] not in seen:
            seen.append(told["state"])
        if told["state"] in states:
            return told, seen
        time.sleep(0.1)


ended = ("SUCCESS", "FAILED", "CANCELLED")


def log_of(run, name):
    body = s3.get_object(Bucket="rings", Key=f"logs/applications/{app}/jobs/{run}/SPARK_DRIVER/{name}.gz")["Body"].read()
    return gzip.decompress(body).decode()


good = start("ring_weights.py", "s3://rings/in/", "s3://rings/out")
told, seen = until(good, *ended)
print("run:", told["state"], told["stateDetails"] if told["state"] == "FAILED" else "", seen[-2:], told["totalExecutionDurationSeconds"] >= 0)
print("stdout:", log_of(good, "stdout").splitlines()[-1])
events = logs.get_log_events(logGroupName="/aws/emr-serverless", logStreamName=f"/applications/{app}/jobs/{good}/SPARK_DRIVER/stdout", startFromHead=True)
print("logged:", events["events"][-1]["message"])
keys = [each["Key"] for each in s3.list_objects_v2(Bucket="rings", Prefix="out/")["Contents"]]
lines = [json.loads(line) for key in keys if key.startswith("out/answers/part-")
         for line in s3.get_object(Bucket="rings", Key=key)["Body"].read().decode().splitlines()]
errors = [abs(line["prediction"] - (2 * line["weight"] + (1 if line["kind"] == "a" else 4))) for line in lines]
print("answers:", len(lines), max(errors) < 1e-6, any(key.startswith("out/model/stages/2_LinearRegression") for key in keys), "out/answers/_SUCCESS" in keys)

bad = start("ring_weights.py", "s3://rings/in/", "s3://rings/bad", "colour")
told, seen = until(bad, *ended)
# What Python says goes to standard output: spark-submit has it so.
print("bad:", told["state"], "UNRESOLVED_COLUMN" in told["stateDetails"] and "colour" in told["stateDetails"], "AnalysisException" in log_of(bad, "stdout"))
foreign, _ = until(start("ring_weights.py", "s3://elsewhere/in/", "s3://rings/none"), *ended)
print("foreign:", foreign["state"], "UnknownStoreException" in foreign["stateDetails"] and "elsewhere" in foreign["stateDetails"])

slow = start("waits.py")
until(slow, "RUNNING")
while "begun" not in "".join(event["message"] for event in logs.filter_log_events(logGroupName="/aws/emr-serverless")["events"]):
    time.sleep(0.2)
serverless.cancel_job_run(applicationId=app, jobRunId=slow)
told, seen = until(slow, *ended)
print("cancelled:", told["state"], seen)

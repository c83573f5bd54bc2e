"""The calls of three published notebooks: buckets, jobs of Glue, and models: python spark-recipes.py FOLDER-OF-SCRIPTS."""
import json
import pathlib
import sys
import time

import boto3
from botocore.exceptions import ClientError

scripts = pathlib.Path(sys.argv[1])
s3, glue, sagemaker = boto3.client("s3"), boto3.client("glue"), boto3.client("sagemaker")
account = boto3.client("sts").get_caller_identity()["Account"]
bucket = f"aws-glue-{account}-us-east-1"
role = f"arn:aws:iam::{account}:role/Glue"
data = {
    "abalone.csv": "M,0.455,0.095,15\nF,0.53,0.135,9\nI,0.33,0.08,7\nF,0.545,0.125,20\nM,0.35,0.09,7\n",
    "dbpedia.csv": "1,A Company makes Cars\n2,the River Flows\n1,Software\n",
    "cars.csv": "high,2,unacc\nlow,4,acc\nmed,2,good\nlow,5more,acc\nhigh,4,unacc\n",
}
try:
    s3.create_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=bucket)
except s3.exceptions.BucketAlreadyOwnedByYou:
    pass
for name, content in data.items():
    s3.put_object(Bucket=bucket, Key=f"input/{name}", Body=content.encode())
for script in scripts.glob("*.py"):
    s3.upload_file(str(script), bucket, f"scripts/{script.name}")


def create(name, **defaults):
    glue.create_job(
        Name=name, Description="A recipe", Role=role, ExecutionProperty={"MaxConcurrentRuns": 1},
        Command={"Name": "glueetl", "ScriptLocation": f"s3://{bucket}/scripts/{name}.py"},
        DefaultArguments={"--job-language": "python", **defaults}, AllocatedCapacity=5, Timeout=60)


def finish(name, run):
    while True:
        told = glue.get_job_run(JobName=name, RunId=run)["JobRun"]
        if told["JobRunState"] in ("FAILED", "SUCCEEDED", "STOPPED"):
            print(f"{name}:", told["JobRunState"], told.get("ErrorMessage", ""))
            return told
        time.sleep(1)


def lines(prefix):
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]]
    assert f"{prefix}/_SUCCESS" in keys, keys
    bodies = [s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in sorted(keys) if "/part-" in key]
    return "".join(bodies).splitlines()


def deploy(name, *containers):
    """Each container is an archive and what goes in and out of it."""
    definitions = [{
        "Image": "sagemaker-sparkml-serving:3.3", "ModelDataUrl": f"s3://{bucket}/{archive}",
        "Environment": {"SAGEMAKER_SPARKML_SCHEMA": json.dumps(schema)}} for archive, schema in containers]
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, Containers=definitions)
    variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    while sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Creating":
        time.sleep(0.2)


def ask(name, body):
    answer = boto3.client("sagemaker-runtime").invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=body)
    return answer["Body"].read().decode().strip()


def column(name, kind, **more):
    return {"name": name, "type": kind, **more}


create("abalone")
create("dbpedia")
places = {}
for name in ("abalone", "dbpedia"):
    arguments = {
        "--S3_INPUT_BUCKET": bucket, "--S3_INPUT_KEY_PREFIX": "input", "--S3_OUTPUT_BUCKET": bucket,
        "--S3_OUTPUT_KEY_PREFIX": f"output/{name}", "--S3_MODEL_BUCKET": bucket, "--S3_MODEL_KEY_PREFIX": f"models/{name}"}
    places[name] = glue.start_job_run(JobName=name, Arguments=arguments)["JobRunId"]
try:
    glue.start_job_run(JobName="abalone")
except glue.exceptions.ConcurrentRunsExceededException as error:
    print("at once:", error.response["Error"]["Message"])
try:
    glue.get_job(JobName="cars")
except glue.exceptions.EntityNotFoundException:
    create("cars", **{
        "--s3_input_data_location": f"s3://{bucket}/input/cars.csv", "--s3_model_bucket": bucket, "--s3_model_bucket_prefix": "models/cars",
        "--s3_output_bucket": bucket, "--s3_output_bucket_prefix": "output/cars"})
cars = glue.start_job_run(JobName="cars")["JobRunId"]

told = finish("abalone", places["abalone"])
print("told:", told["Attempt"], told["LogGroupName"], told["MaxCapacity"], told["Timeout"], "--S3_INPUT_BUCKET" in told["Arguments"])
vector = {"struct": "vector"}
deploy("abalone", ("models/abalone/model.tar.gz", {
    "input": [column("sex", "string"), column("length", "double"), column("height", "double")],
    "output": column("features", "double", **vector)}))
fitted = [[float(cell) for cell in line.split(",")[1:]] for line in lines("output/abalone/train")]
rows = [line.rsplit(",", 1)[0] for line in data["abalone.csv"].splitlines()]
print("features:", sum([float(cell) for cell in ask("abalone", row).split(",")] == wanted for row, wanted in zip(rows, fitted)), "of", len(fitted))

finish("dbpedia", places["dbpedia"])
print("text:", lines("output/dbpedia/train"))

told = finish("cars", cars)
print("told:", "Arguments" in told)
first = [column(name, "string") for name in ("buying", "doors", "cat")]
deploy("cars", ("models/cars/features.tar.gz", {"input": first, "output": column("features", "double", **vector)}))
fitted = [[float(cell) for cell in line.split(",")[1:]] for line in lines("output/cars")]
rows = data["cars.csv"].splitlines()
print("features:", sum([float(cell) for cell in ask("cars", row).split(",")] == wanted for row, wanted in zip(rows, fitted)), "of", len(fitted))
deploy(
    "labels",
    ("models/cars/features.tar.gz", {"input": first, "output": column("label", "double")}),
    ("models/cars/decoder.tar.gz", {"input": [column("label", "double")], "output": column("answer", "string")}))
print("labels:", [ask("labels", row) for row in rows])

print("runs:", [len(glue.get_job_runs(JobName=name)["JobRuns"]) for name in ("abalone", "dbpedia", "cars")])
glue.delete_job(JobName="cars")
glue.delete_job(JobName="cars")
print("left:", [job["Name"] for page in glue.get_paginator("get_jobs").paginate() for job in page["Jobs"]])
try:
    glue.start_job_run(JobName="cars")
except ClientError as error:
    print("gone:", error.response["Error"]["Code"], error.response["Error"]["Message"])

"""One endpoint over all archives below a prefix: each request names its model. Run it by eval "$(catenary env)"."""
import json
import pathlib

import boto3

here = pathlib.Path(__file__).parent
name, bucket = "churn-countries", "churn-countries"
s3, sagemaker, runtime = (boto3.client(service) for service in ("s3", "sagemaker", "sagemaker-runtime"))

s3.create_bucket(Bucket=bucket)
for archive in (here / "models").glob("*.tar.gz"):
    s3.upload_file(str(archive), bucket, f"models/{archive.name}")

if not sagemaker.list_endpoints(NameContains=name)["Endpoints"]:
    sagemaker.create_model(
        ModelName=name,
        ExecutionRoleArn="arn:aws:iam::000000000000:role/none",
        Containers=[
            {"Image": "sagemaker-xgboost:3.2-0", "Mode": "MultiModel", "ModelDataUrl": f"s3://{bucket}/models/"}
        ],
    )
    variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

rows = (here / "rows.csv").read_text()
for country in ["AT", "CH"]:
    answer = runtime.invoke_endpoint(
        EndpointName=name, TargetModel=f"{country}.tar.gz", ContentType="text/csv", Body=rows
    )
    # In MultiModel mode the container answers a list in JSON, as AWS's does.
    for risk in json.loads(answer["Body"].read()):
        print(f"{country},{risk}")

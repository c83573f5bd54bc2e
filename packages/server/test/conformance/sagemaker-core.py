"""The diamonds chain through the resource classes of version 3 of the sagemaker Python SDK: python sagemaker-core.py DIAMONDS."""
import pathlib
import sys

import boto3
from sagemaker.core.resources import Endpoint, EndpointConfig, Model, TransformJob
from sagemaker.core.shapes import (
    ContainerDefinition,
    ProductionVariant,
    TransformDataSource,
    TransformInput,
    TransformOutput,
    TransformResources,
    TransformS3DataSource,
)

here = pathlib.Path(sys.argv[1])
bucket = name = "core"
s3 = boto3.client("s3")
s3.create_bucket(Bucket=bucket)
s3.upload_file(str(here / "requests.csv"), bucket, "in/requests.csv")


def container(image, part, **environment):
    s3.upload_file(str(here / part / "model.tar.gz"), bucket, f"models/{part}.tar.gz")
    return ContainerDefinition(image=image, model_data_url=f"s3://{bucket}/models/{part}.tar.gz", environment=environment)


schema = (here / "sparkml/schema.json").read_text()
model = Model.create(
    model_name=name,
    execution_role_arn="arn:aws:iam::000000000000:role/none",
    containers=[
        container("sagemaker-sparkml-serving:3.3", "sparkml", SAGEMAKER_SPARKML_SCHEMA=schema),
        container("sagemaker-xgboost:3.2-0", "xgboost"),
    ],
)
variant = ProductionVariant(
    variant_name="AllTraffic", model_name=name, initial_instance_count=1, instance_type="ml.m5.large"
)
config = EndpointConfig.create(endpoint_config_name=name, production_variants=[variant])
endpoint = Endpoint.create(endpoint_name=name, endpoint_config_name=config)
endpoint.wait_for_status("InService")
row = (here / "requests.csv").read_text().splitlines()[0]
print("prediction:", endpoint.invoke(body=row, content_type="text/csv", accept="text/csv").body.read().decode())
print("endpoints:", [found.endpoint_name for found in Endpoint.get_all()])

job = TransformJob.create(
    transform_job_name=name,
    model_name=name,
    batch_strategy="MultiRecord",
    transform_input=TransformInput(
        data_source=TransformDataSource(
            s3_data_source=TransformS3DataSource(s3_data_type="S3Prefix", s3_uri=f"s3://{bucket}/in/")
        ),
        content_type="text/csv",
        split_type="Line",
    ),
    transform_output=TransformOutput(s3_output_path=f"s3://{bucket}/out", assemble_with="Line", accept="text/csv"),
    transform_resources=TransformResources(instance_type="ml.m5.large", instance_count=1),
)
job.wait(logs=True)
print("job:", job.transform_job_status)
print("lines:", s3.get_object(Bucket=bucket, Key="out/requests.csv.out")["Body"].read().count(b"\n"))
endpoint.delete()
endpoint.wait_for_delete()
config.delete()
model.delete()
print("gone")

"""The diamonds chain through ModelBuilder of version 3 of the sagemaker Python SDK: python model-builder.py DIAMONDS."""
import pathlib
import sys

import boto3
from sagemaker.core.helper.session_helper import Session
from sagemaker.core.resources import Model
from sagemaker.core.shapes import ContainerDefinition
from sagemaker.core.transformer import Transformer
from sagemaker.serve import ModelBuilder

here = pathlib.Path(sys.argv[1])
bucket = "builder"
role = "arn:aws:iam::000000000000:role/none"
s3 = boto3.client("s3")
s3.create_bucket(Bucket=bucket)


def model(name, image, part, **environment):
    s3.upload_file(str(here / part / "model.tar.gz"), bucket, f"models/{part}.tar.gz")
    container = ContainerDefinition(
        image=image, model_data_url=f"s3://{bucket}/models/{part}.tar.gz", environment=environment
    )
    return Model.create(model_name=name, execution_role_arn=role, primary_container=container)


schema = (here / "sparkml/schema.json").read_text()
models = [
    model("first", "sagemaker-sparkml-serving:3.3", "sparkml", SAGEMAKER_SPARKML_SCHEMA=schema),
    model("second", "sagemaker-xgboost:3.2-0", "xgboost"),
]
session = Session(default_bucket=bucket)
builder = ModelBuilder(model=models, role_arn=role, sagemaker_session=session, instance_type="ml.m5.large")
built = builder.build(model_name="built")
print("containers:", len(built.containers))
endpoint = builder.deploy(endpoint_name="built", initial_instance_count=1, instance_type="ml.m5.large")
row = (here / "requests.csv").read_text().splitlines()[0]
print("prediction:", endpoint.invoke(body=row, content_type="text/csv", accept="text/csv").body.read().decode())
s3.upload_file(str(here / "requests.csv"), bucket, "in/requests.csv")
transformer = Transformer(
    model_name="built",
    instance_count=1,
    instance_type="ml.m5.large",
    strategy="MultiRecord",
    assemble_with="Line",
    accept="text/csv",
    output_path=f"s3://{bucket}/out",
    sagemaker_session=session,
)
transformer.transform(f"s3://{bucket}/in/", content_type="text/csv", split_type="Line", wait=True, logs=True)
lines = s3.get_object(Bucket=bucket, Key="out/requests.csv.out")["Body"].read().decode().splitlines()
print("lines:", len(lines))
endpoint.delete()

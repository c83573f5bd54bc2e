"""The diamonds chain through version 2 of the sagemaker Python SDK, unchanged: deploy, predict, transform with its log.

Point it at a server with  eval "$(catenary env)"  and run  python sagemaker_sdk.py [name].
Without default_bucket the SDK would ask AWS itself who calls (the address of its STS is fixed), so it is given one.
"""
import pathlib
import sys

import boto3
from sagemaker import Session
from sagemaker.deserializers import CSVDeserializer
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.sparkml.model import SparkMLModel

here = pathlib.Path(__file__).parent
name = sys.argv[1] if len(sys.argv) > 1 else "diamonds-sdk"
bucket = f"{name}-example"
rows = (here / "requests.csv").read_text().splitlines()

boto3.client("s3").create_bucket(Bucket=bucket)
session = Session(default_bucket=bucket)


def upload(part):
    return session.upload_data(str(here / part / "model.tar.gz"), key_prefix=f"models/{part}")


shared = {"role": "catenary", "sagemaker_session": session}
features = SparkMLModel(
    model_data=upload("sparkml"),
    spark_version="3.3",
    env={"SAGEMAKER_SPARKML_SCHEMA": (here / "sparkml/schema.json").read_text()},
    **shared,
)
price = Model(image_uri="sagemaker-xgboost:3.2-0", model_data=upload("xgboost"), **shared)
band = Model(
    image_uri="sagemaker-scikit-learn:1.9-1-cpu-py3",
    model_data=upload("sklearn"),
    env={"SAGEMAKER_PROGRAM": "inference.py"},
    **shared,
)
chain = PipelineModel(models=[features, price, band], name=name, **shared)
chain.deploy(1, "ml.m5.large", endpoint_name=name)
predictor = Predictor(name, session, serializer=CSVSerializer(), deserializer=CSVDeserializer())
print("prediction:", predictor.predict(rows[0]))

transformer = chain.transformer(
    1, "ml.m5.large", strategy="MultiRecord", assemble_with="Line", accept="text/csv", output_path=f"s3://{bucket}/out"
)
transformer.transform(
    session.upload_data(str(here / "requests.csv"), key_prefix="in"), content_type="text/csv", split_type="Line"
)
answers = session.read_s3_file(bucket, "out/requests.csv.out").splitlines()
expected = (here / "expected/final.csv").read_text().splitlines()
print(f"batch: {sum(a == b for a, b in zip(answers, expected, strict=True))} of {len(expected)} equal")

predictor.delete_model()
predictor.delete_endpoint()

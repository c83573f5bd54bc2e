"""Endpoints of each kind through version 2 of the sagemaker Python SDK, unchanged: python sdk-endpoints.py DIAMONDS."""
import pathlib
import sys

import boto3
from sagemaker import Session
from sagemaker.deserializers import CSVDeserializer
from sagemaker.model import Model
from sagemaker.model_monitor import DataCaptureConfig
from sagemaker.multidatamodel import MultiDataModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.serverless import ServerlessInferenceConfig

here = pathlib.Path(sys.argv[1])
bucket = "sdk-endpoints"
boto3.client("s3").create_bucket(Bucket=bucket)
session = Session(default_bucket=bucket)
archive = session.upload_data(str(here / "xgboost/model.tar.gz"), key_prefix="models")
shared = {"role": "catenary", "sagemaker_session": session, "image_uri": "sagemaker-xgboost:3.2-0"}
coders = {"serializer": CSVSerializer(), "deserializer": CSVDeserializer()}
row = ",".join(["0.5"] * 26)


def in_service(name):
    """The SDK itself asks every 30 seconds."""
    waiter = boto3.client("sagemaker").get_waiter("endpoint_in_service")
    waiter.wait(EndpointName=name, WaiterConfig={"Delay": 1})


def model(name):
    return Model(model_data=archive, name=name, predictor_cls=Predictor, **shared)


serverless = model("serverless").deploy(
    serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048, max_concurrency=3),
    endpoint_name="serverless", wait=False, **coders)
in_service("serverless")
expected = serverless.predict(row)
print("serverless:", len(expected[0]))

several = MultiDataModel("several", f"s3://{bucket}/multi/", model=model("several"), sagemaker_session=session)
predictor = several.deploy(1, "ml.m5.large", endpoint_name="several", **coders)
several.add_model(archive, "diamonds/one.tar.gz")
several.add_model(archive, "two.tar.gz")
print("models:", sorted(several.list_models()))
print("several:", predictor.predict(row, target_model="diamonds/one.tar.gz") == expected)

plain = model("plain").deploy(1, "ml.m5.large", endpoint_name="plain", wait=False,
                              data_capture_config=DataCaptureConfig(enable_capture=False, sagemaker_session=session), tags=[{"Key": "a", "Value": "b"}],
                              **coders)
in_service("plain")
print("plain:", plain.predict(row) == expected)
for each in (serverless, predictor, plain):
    each.delete_model()
    each.delete_endpoint()
print("left:", boto3.client("sagemaker").list_endpoint_configs()["EndpointConfigs"])

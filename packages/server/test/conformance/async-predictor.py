"""An asynchronous endpoint through version 2 of the sagemaker Python SDK, unchanged: python async-predictor.py DIAMONDS."""
import pathlib
import sys

import boto3
from sagemaker import Session
from sagemaker.async_inference import AsyncInferenceConfig, WaiterConfig
from sagemaker.deserializers import CSVDeserializer
from sagemaker.exceptions import AsyncInferenceModelError
from sagemaker.model import Model
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.predictor_async import AsyncPredictor
from sagemaker.serializers import CSVSerializer
from sagemaker.sparkml.model import SparkMLModel

here = pathlib.Path(sys.argv[1])
bucket = "async-sdk"
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
chain = PipelineModel(models=[features, price], name="async-sdk", **shared)
chain._create_sagemaker_pipeline_model("ml.m5.large")
sagemaker = boto3.client("sagemaker")
config = AsyncInferenceConfig(
    output_path=f"s3://{bucket}/out", failure_path=f"s3://{bucket}/failed", max_concurrent_invocations_per_instance=2
)
sagemaker.create_endpoint_config(
    EndpointConfigName="async-sdk",
    ProductionVariants=[
        {"VariantName": "AllTraffic", "ModelName": "async-sdk", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    ],
    AsyncInferenceConfig=config._to_request_dict(),
)
session.create_endpoint("async-sdk", "async-sdk")
predictor = AsyncPredictor(
    Predictor("async-sdk", session, serializer=CSVSerializer(), deserializer=CSVDeserializer()), "async-sdk"
)
row = (here / "requests.csv").read_text().splitlines()[0]
wait = WaiterConfig(max_attempts=8, delay=1)
prediction = predictor.predict(row, waiter_config=wait)
print("prediction:", prediction)
later = predictor.predict_async(row)
print("later:", later.get_result(wait) == prediction)
try:
    predictor.predict("not a diamond", waiter_config=wait)
except AsyncInferenceModelError as error:
    print("failure:", error)
print("described:", sagemaker.describe_endpoint(EndpointName="async-sdk")["AsyncInferenceConfig"]["ClientConfig"])
predictor.delete_endpoint()

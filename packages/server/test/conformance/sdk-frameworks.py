"""A PipelineModel of the framework classes of version 2 of the sagemaker Python SDK, unchanged: python sdk-frameworks.py DIAMONDS.

SparkMLModel, XGBoostModel and SKLearnModel, the last two with a script of the user's that the SDK uploads by itself.
"""
import pathlib
import sys
import tarfile
import tempfile

import boto3
from sagemaker import Session
from sagemaker.deserializers import CSVDeserializer
from sagemaker.pipeline import PipelineModel
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.sklearn.model import SKLearnModel
from sagemaker.sparkml.model import SparkMLModel
from sagemaker.xgboost.model import XGBoostModel

here = pathlib.Path(sys.argv[1])
folder = pathlib.Path(tempfile.mkdtemp())
bucket = "sdk-frameworks"
boto3.client("s3").create_bucket(Bucket=bucket)
session = Session(default_bucket=bucket)
client = boto3.client("sagemaker")
shared = {"role": "catenary", "sagemaker_session": session}
rows = (here / "requests.csv").read_text().splitlines()
expected = [line.split(",") for line in (here / "expected/final.csv").read_text().splitlines()]

(folder / "price.py").write_text("""
import os
import xgboost

def model_fn(model_dir):
    return xgboost.Booster(model_file=os.path.join(model_dir, "xgboost-model"))

def predict_fn(data, model):
    return model.predict(data, validate_features=False)
""")
with tarfile.open(here / "sklearn/model.tar.gz") as archive:
    (folder / "band.py").write_bytes(archive.extractfile("code/inference.py").read())


def upload(part):
    return session.upload_data(str(here / part / "model.tar.gz"), key_prefix=f"models/{part}")


features = SparkMLModel(
    model_data=upload("sparkml"),
    spark_version="3.3",
    env={"SAGEMAKER_SPARKML_SCHEMA": (here / "sparkml/schema.json").read_text()},
    **shared,
)
price = XGBoostModel(
    model_data=upload("xgboost"),
    entry_point=str(folder / "price.py"),
    framework_version="3.0-5",
    image_uri="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0",
    # What a script in the middle of a chain answers in, where nothing is asked for.
    env={"SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv"},
    **shared,
)


def band():
    return SKLearnModel(
        model_data=upload("sklearn"),
        entry_point=str(folder / "band.py"),
        framework_version="1.2-1",
        image_uri="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-1-cpu-py3",
        **shared,
    )


def in_service():
    """The SDK itself asks every 30 seconds."""
    client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig={"Delay": 1})


name = "frameworks"
chain = PipelineModel(models=[features, price, band()], name="frameworks-one", predictor_cls=Predictor, **shared)
chain.deploy(1, "ml.m5.large", endpoint_name=name, wait=False)
in_service()
predictor = Predictor(name, session, serializer=CSVSerializer(), deserializer=CSVDeserializer())
print("containers:", len(client.describe_model(ModelName="frameworks-one")["Containers"]))
print("prediction:", predictor.predict("\n".join(rows[:20])) == expected[:20], flush=True)

first = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
predictor.update_endpoint(initial_instance_count=2, instance_type="ml.m5.large", wait=False)
in_service()
updated = client.describe_endpoint(EndpointName=name)
print("updated:", updated["EndpointConfigName"] != first, updated["ProductionVariants"][0]["CurrentInstanceCount"])
print("prediction:", predictor.predict(rows[0]) == expected[:1])

again = PipelineModel(models=[features, price, band()], name="frameworks-two", **shared)
again.deploy(1, "ml.m5.large", endpoint_name=name, update_endpoint=True, wait=False)
in_service()
config = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
print("replaced:", client.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"][0]["ModelName"])
print("prediction:", predictor.predict(rows[0]) == expected[:1])

transformer = again.transformer(
    1, "ml.m5.large", strategy="MultiRecord", assemble_with="Line", accept="text/csv", output_path=f"s3://{bucket}/out"
)
transformer.transform(
    session.upload_data(str(here / "requests.csv"), key_prefix="in"),
    content_type="text/csv", split_type="Line", wait=True, logs=True,
)
answers = [line.split(",") for line in session.read_s3_file(bucket, "out/requests.csv.out").splitlines()]
# The library writes scores as 32-bit numbers, so the exponential of one may be a cent off, or a few where it is large.
close = [abs(float(a) - float(b)) <= max(0.011, 1e-5 * float(b)) for (a, *_), (b, *_) in zip(answers, expected, strict=True)]
print("batch:", sum(close), sum(a[1] == b[1] for a, b in zip(answers, expected, strict=True)))

predictor.delete_endpoint()
for each in ("frameworks-one", "frameworks-two"):
    client.delete_model(ModelName=each)
# Other tests leave models of theirs.
left = [client.list_endpoints(NameContains=name)["Endpoints"], client.list_models(NameContains=name)["Models"]]
print("left:", *left)

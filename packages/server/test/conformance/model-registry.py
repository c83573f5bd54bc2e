"""The model registry through version 2 of the sagemaker Python SDK and boto3, unchanged: register, approve, deploy, predict.

Called with the folder of the diamonds example.
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

example = pathlib.Path(sys.argv[1])
row = (example / "requests.csv").read_text().splitlines()[0]
boto3.client("s3").create_bucket(Bucket="registry")
session = Session(default_bucket="registry")
client = boto3.client("sagemaker")
shared = {"role": "catenary", "sagemaker_session": session}


def upload(part):
    return session.upload_data(str(example / part / "model.tar.gz"), key_prefix=f"models/{part}")


features = SparkMLModel(
    model_data=upload("sparkml"),
    spark_version="3.3",
    env={"SAGEMAKER_SPARKML_SCHEMA": (example / "sparkml/schema.json").read_text()},
    **shared,
)
price = Model(image_uri="sagemaker-xgboost:3.2-0", model_data=upload("xgboost"), **shared)
types = {
    "content_types": ["text/csv"],
    "response_types": ["text/csv"],
    "inference_instances": ["ml.m5.large"],
    "transform_instances": ["ml.m5.large"],
}

chain = PipelineModel(models=[features, price], **shared)
package = chain.register(
    model_package_group_name="Prices", description="two containers", customer_metadata_properties={"team": "a"}, **types
)
print("registered:", package.model_package_arn)
second = price.register(model_package_group_name="Prices", approval_status="Rejected", **types)
print("second:", second.model_package_arn)
print("before:", client.describe_model_package(ModelPackageName=package.model_package_arn)["ModelApprovalStatus"])

package.deploy(1, "ml.m5.large", endpoint_name="registered")
predictor = Predictor("registered", session, serializer=CSVSerializer(), deserializer=CSVDeserializer())
print("\nprediction:", predictor.predict(row))  # behind the dots of the wait
predictor.delete_endpoint()

approved = session.get_most_recently_created_approved_model_package("Prices")
print("approved:", approved.model_package_arn)
package.update_customer_metadata({"stage": "live"})
package.remove_customer_metadata_properties(["team"])
described = client.describe_model_package(ModelPackageName=package.model_package_arn)
print("metadata:", described["CustomerMetadataProperties"], len(described["InferenceSpecification"]["Containers"]))

alone = price.register(model_package_name="alone", **types)
print("alone:", alone.model_package_arn)
pages = client.get_paginator("list_model_packages").paginate(ModelPackageType="Both", PaginationConfig={"PageSize": 1})
listed = [summary["ModelPackageArn"] for page in pages for summary in page["ModelPackageSummaryList"]]
print("listed:", len(listed))
try:
    client.delete_model_package_group(ModelPackageGroupName="Prices")
except client.exceptions.ConflictException:
    print("group in use")
for arn in listed:
    client.delete_model_package(ModelPackageName=arn)
client.delete_model_package_group(ModelPackageGroupName="Prices")
print("left:", client.list_model_package_groups()["ModelPackageGroupSummaryList"])

"""The Spark part of a published recipe, with its calls as they are, on data of its own: python mleap-shim.py FOLDER."""
import json
import pathlib
import sys
import tarfile
import time
import zipfile

import boto3
import mleap.pyspark  # noqa: F401
from mleap.pyspark.spark_support import SimpleSparkSerializer
from pyspark.ml import Pipeline
from pyspark.ml.feature import IndexToString, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
rows = [("M", 0.455, 15.0, "no"), ("F", 0.53, 9.0, "yes"), ("I", 0.33, 7.0, "no"), ("F", 0.545, 20.0, "maybe"), ("M", 0.35, 7.5, "no")]
abalone = spark.createDataFrame(rows, ["sex", "length", "rings", "kept"])
stages = [
    StringIndexer(inputCol="sex", outputCol="indexed_sex"),
    OneHotEncoder(inputCol="indexed_sex", outputCol="sex_vec"),
    StringIndexer(inputCol="kept", outputCol="label"),
    VectorAssembler(inputCols=["sex_vec", "length", "rings"], outputCol="features"),
]
model = Pipeline(stages=stages).fit(abalone)
transformed = model.transform(abalone)


def serialize(stage, dataset, name):
    """From the zip that the serializer writes to the archive that the container takes, as the recipes do."""
    file = folder / f"{name}.zip"
    SimpleSparkSerializer().serializeToBundle(stage, f"jar:file:{file}", dataset)
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder / name)
    with tarfile.open(folder / f"{name}.tar.gz", "w:gz") as tar:
        tar.add(folder / name / "bundle.json", arcname="bundle.json")
        tar.add(folder / name / "root", arcname="root")
    return folder / f"{name}.tar.gz"


def deploy(archive, name, schema):
    boto3.client("s3").upload_file(str(archive), "recipe", f"{name}.tar.gz")
    sagemaker = boto3.client("sagemaker")
    sagemaker.create_model(ModelName=name, ExecutionRoleArn="arn:aws:iam::000000000000:role/none", PrimaryContainer={
        "Image": "sagemaker-sparkml-serving:3.3", "ModelDataUrl": f"s3://recipe/{name}.tar.gz",
        "Environment": {"SAGEMAKER_SPARKML_SCHEMA": json.dumps(schema)}})
    variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    while sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Creating":
        time.sleep(0.2)


def ask(name, body):
    answer = boto3.client("sagemaker-runtime").invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=body)
    return answer["Body"].read().decode()


boto3.client("s3").create_bucket(Bucket="recipe")
text, number = {"type": "string"}, {"type": "double"}
schema = {"input": [{"name": "sex", **text}, {"name": "length", **number}, {"name": "rings", **number}],
          "output": {"name": "features", "type": "double", "struct": "vector"}}
deploy(serialize(model, transformed, "features"), "features", schema)
equal = 0
for row in transformed.collect():
    got = [float(cell) for cell in ask("features", f"{row.sex},{row.length},{row.rings}").split(",")]
    equal += got == list(row.features.toArray())
print("features:", equal, "of", len(rows))

# Its labels stand in the metadata of the column alone.
decoder = IndexToString(inputCol="label", outputCol="answer")
decoded = decoder.transform(transformed)
decoder_schema = {"input": [{"name": "label", **number}], "output": {"name": "answer", **text}}
deploy(serialize(decoder, decoded, "decoder"), "decoder", decoder_schema)
pairs = [(row.label, row.answer) for row in decoded.collect()]
print("labels:", sum(ask("decoder", str(label)) == answer for label, answer in pairs), "of", len(pairs), len({label for label, _ in pairs}))

# By the method that the import gives to transformers, over what is there; and into a folder.
model.serializeToBundle(f"jar:file:{folder}/features.zip", transformed)
model.serializeToBundle(f"file:{folder}/plain", transformed)
print("folder:", sorted(path.name for path in (folder / "plain").iterdir()))
for attempt in (lambda: model.serializeToBundle("s3://recipe/model.zip", transformed), lambda: model.deserializeFromBundle("file:/x")):
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__, error)
spark.stop()

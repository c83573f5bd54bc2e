"""The shape of the published recipe of cars: Python 2's builtins, s3a, and two bundles, the second of them a decoder without labels."""
import os
import shutil
import sys
import tarfile
import zipfile

import boto3
import mleap.pyspark  # noqa: F401
from awsglue.utils import getResolvedOptions
from mleap.pyspark.spark_support import SimpleSparkSerializer
from pyspark.ml import Pipeline
from pyspark.ml.feature import IndexToString, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

names = ["s3_input_data_location", "s3_model_bucket", "s3_model_bucket_prefix", "s3_output_bucket", "s3_output_bucket_prefix"]
args = getResolvedOptions(sys.argv, names)
spark = SparkSession.builder.appName("cars").getOrCreate()
columns = ["buying", "doors", "cat"]
table = spark.read.csv(args["s3_input_data_location"].replace("s3://", "s3a://"), schema=", ".join("%s STRING" % name for name in columns))
stages = reduce(lambda all, one: all + one, [  # noqa: F821
    [StringIndexer(inputCol=columns[at], outputCol="index_%d" % at), OneHotEncoder(inputCol="index_%d" % at, outputCol="vec_%d" % at)]
    for at in xrange(2)  # noqa: F821
]) + [StringIndexer(inputCol="cat", outputCol="label"), VectorAssembler(inputCols=["vec_0", "vec_1"], outputCol="features")]
model = Pipeline(stages=stages).fit(table)
transformed = model.transform(table)

bucket = boto3.resource("s3").Bucket(args["s3_output_bucket"])
prefix = args["s3_output_bucket_prefix"]
bucket.objects.filter(Prefix=prefix).delete()
lines = transformed.rdd.map(lambda row: ",".join(str(cell) for cell in [row.label] + list(row.features.toArray())))
lines.saveAsTextFile("s3a://%s/%s" % (args["s3_output_bucket"], prefix))


def serialize(stage, dataset, name):
    SimpleSparkSerializer().serializeToBundle(stage, "jar:file:/tmp/model.zip", dataset)
    with zipfile.ZipFile("/tmp/model.zip") as packed:
        packed.extractall("/tmp/model")
    with tarfile.open("/tmp/model.tar.gz", "w:gz") as tar:
        tar.add("/tmp/model/bundle.json", arcname="bundle.json")
        tar.add("/tmp/model/root", arcname="root")
    key = "%s/%s" % (args["s3_model_bucket_prefix"], name)
    boto3.resource("s3").Bucket(args["s3_model_bucket"]).upload_file("/tmp/model.tar.gz", key)
    os.remove("/tmp/model.zip")
    os.remove("/tmp/model.tar.gz")
    shutil.rmtree("/tmp/model")


serialize(model, transformed, "features.tar.gz")
decoder = IndexToString(inputCol="label", outputCol="answer")
serialize(decoder, decoder.transform(transformed), "decoder.tar.gz")

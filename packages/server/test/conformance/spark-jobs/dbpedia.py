"""The shape of the published recipe of DBpedia: one transformer, one part of text."""
import sys
import tarfile
import zipfile

import boto3
import mleap.pyspark  # noqa: F401
from awsglue.utils import getResolvedOptions
from mleap.pyspark.spark_support import SimpleSparkSerializer
from pyspark.ml.feature import Tokenizer
from pyspark.sql import SparkSession

names = ["S3_INPUT_BUCKET", "S3_INPUT_KEY_PREFIX", "S3_OUTPUT_BUCKET", "S3_OUTPUT_KEY_PREFIX", "S3_MODEL_BUCKET", "S3_MODEL_KEY_PREFIX"]
args = getResolvedOptions(sys.argv, names)
spark = SparkSession.builder.appName("DBPedia").getOrCreate()
table = spark.read.csv("s3://%s/%s/dbpedia.csv" % (args["S3_INPUT_BUCKET"], args["S3_INPUT_KEY_PREFIX"]), schema="label INT, abstract STRING")
tokenizer = Tokenizer(inputCol="abstract", outputCol="tokens")
transformed = tokenizer.transform(table)
lines = transformed.rdd.map(lambda row: "__label__%d %s" % (row.label, " ".join(row.tokens)))
lines.coalesce(1).saveAsTextFile("s3://%s/%s/train" % (args["S3_OUTPUT_BUCKET"], args["S3_OUTPUT_KEY_PREFIX"]))

SimpleSparkSerializer().serializeToBundle(tokenizer, "jar:file:/tmp/model.zip", transformed)
with zipfile.ZipFile("/tmp/model.zip") as packed:
    packed.extractall("/tmp/model")
with tarfile.open("/tmp/model.tar.gz", "w:gz") as tar:
    tar.add("/tmp/model/bundle.json", arcname="bundle.json")
    tar.add("/tmp/model/root", arcname="root")
boto3.resource("s3").Bucket(args["S3_MODEL_BUCKET"]).upload_file("/tmp/model.tar.gz", args["S3_MODEL_KEY_PREFIX"] + "/model.tar.gz")

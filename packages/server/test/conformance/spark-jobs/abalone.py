"""The shape of the published recipe of abalone: features to CSV by Hadoop's old writer, and the fitted pipeline to a bundle."""
import sys
import tarfile
import zipfile

import boto3
import mleap.pyspark  # noqa: F401
from awsglue.utils import getResolvedOptions
from mleap.pyspark.spark_support import SimpleSparkSerializer
from pyspark.ml import Pipeline
from pyspark.ml.feature import OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

names = ["S3_INPUT_BUCKET", "S3_INPUT_KEY_PREFIX", "S3_OUTPUT_BUCKET", "S3_OUTPUT_KEY_PREFIX", "S3_MODEL_BUCKET", "S3_MODEL_KEY_PREFIX"]
args = getResolvedOptions(sys.argv, names)
spark = SparkSession.builder.appName("PySparkAbalone").getOrCreate()
spark.sparkContext._jsc.hadoopConfiguration().set("mapred.output.committer.class", "org.apache.hadoop.mapred.FileOutputCommitter")
schema = StructType([StructField("sex", StringType(), True)] + [StructField(name, DoubleType(), True) for name in ("length", "height", "rings")])
table = spark.read.csv("s3://%s/%s/abalone.csv" % (args["S3_INPUT_BUCKET"], args["S3_INPUT_KEY_PREFIX"]), header=False, schema=schema)
stages = [
    StringIndexer(inputCol="sex", outputCol="indexed_sex"),
    OneHotEncoder(inputCol="indexed_sex", outputCol="sex_vec"),
    VectorAssembler(inputCols=["sex_vec", "length", "height"], outputCol="features"),
]
model = Pipeline(stages=stages).fit(table)
transformed = model.transform(table)
lines = transformed.rdd.map(lambda row: ",".join(str(cell) for cell in [row.rings] + list(row.features.toArray())))
lines.saveAsTextFile("s3://%s/%s/train" % (args["S3_OUTPUT_BUCKET"], args["S3_OUTPUT_KEY_PREFIX"]))

SimpleSparkSerializer().serializeToBundle(model, "jar:file:/tmp/model.zip", transformed)
with zipfile.ZipFile("/tmp/model.zip") as packed:
    packed.extractall("/tmp/model")
with tarfile.open("/tmp/model.tar.gz", "w:gz") as tar:
    tar.add("/tmp/model/bundle.json", arcname="bundle.json")
    tar.add("/tmp/model/root", arcname="root")
boto3.resource("s3").Bucket(args["S3_MODEL_BUCKET"]).upload_file("/tmp/model.tar.gz", args["S3_MODEL_KEY_PREFIX"] + "/model.tar.gz")

"""Tables of Spark at the server's own S3, through Hadoop's S3A: python spark-s3a.py JARS."""
import os
import sys

import boto3
from pyspark.sql import SparkSession, functions as F

settings = {
    "spark.jars": sys.argv[1],
    "spark.ui.enabled": "false",
    "spark.hadoop.fs.s3a.endpoint": os.environ["AWS_ENDPOINT_URL"],
    "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
    "spark.hadoop.fs.s3a.path.style.access": "true",
    "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
    "spark.hadoop.fs.s3a.aws.credentials.provider": "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
    "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
    # The smallest part that there is, so that a table of some megabytes goes up in several.
    "spark.hadoop.fs.s3a.multipart.size": "5M",
    "spark.hadoop.fs.s3a.attempts.maximum": "1",
    "spark.hadoop.fs.s3a.retry.limit": "1",
    "spark.sql.sources.partitionOverwriteMode": "static",
}
builder = SparkSession.builder.master("local[2]")
for name, value in settings.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("OFF")
s3 = boto3.client("s3")
s3.create_bucket(Bucket="lake")


def keys(prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="lake", Prefix=prefix)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def total(path, **options):
    return spark.read.options(**options).csv(path, schema="id long, kind string, x double").agg(F.count("*"), F.sum("id")).first()


table = spark.range(1000).select("id", F.concat(F.lit("kind é="), F.col("id") % 3).alias("kind"), (F.col("id") / 8).alias("x"))
# 0 + 1 + ... + 999 = 499500, and twice as much with the same rows again.
table.repartition(3).write.csv("s3a://lake/csv")
print("csv:", *total("s3a://lake/csv"), sum(key.endswith(".csv") for key in keys("csv/")), "csv/_SUCCESS" in keys("csv/"))
table.repartition(2).write.mode("append").csv("s3://lake/csv", compression="gzip")
print("appended:", *total("s3://lake/csv"), sum(key.endswith(".csv.gz") for key in keys("csv/")))
table.limit(10).coalesce(1).write.mode("overwrite").csv("s3a://lake/csv")
print("overwritten:", *total("s3a://lake/csv"), sum(key.endswith((".csv", ".gz")) for key in keys("csv/")))
try:
    table.write.csv("s3a://lake/csv")
except Exception as error:
    print("exists:", "PATH_ALREADY_EXISTS" in str(error))

table.write.partitionBy("kind").parquet("s3a://lake/parts")
parts = spark.read.parquet("s3a://lake/parts")
print("partitioned:", parts.count(), parts.where("kind = 'kind é=1'").count(), sorted({key.split("/")[1] for key in keys("parts/")} - {"_SUCCESS"}))
spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
parts.where("kind = 'kind é=2'").limit(5).localCheckpoint().write.mode("overwrite").partitionBy("kind").parquet("s3a://lake/parts")
again = spark.read.parquet("s3a://lake/parts")
print("one of them:", again.count(), {row.kind[-1]: row["count"] for row in again.groupBy("kind").count().orderBy("kind").collect()})

# Text that does not compress: about 14 MB in one file.
wide = spark.range(250000).select("id", F.sha2(F.col("id").cast("string"), 256).alias("digest"))
wide.coalesce(1).write.parquet("s3a://lake/large", compression="none")
[large] = [key for key in keys("large/") if key.endswith(".parquet")]
head = s3.head_object(Bucket="lake", Key=large)
print("in parts:", head["ContentLength"] > 10 * 2**20, head["ETag"].strip('"').split("-")[1:] != [], spark.read.parquet("s3a://lake/large").select("digest").distinct().count())
print("left open:", s3.list_multipart_uploads(Bucket="lake").get("Uploads", []))

# The old writers of Hadoop, which the published recipes call.
table.rdd.map(lambda row: f"{row.id},{row.x}").coalesce(1).saveAsTextFile("s3a://lake/text")
print("text:", [key for key in keys("text/")], spark.sparkContext.textFile("s3a://lake/text").count())

hadoop = spark._jvm.org.apache.hadoop.fs
files = hadoop.Path("s3a://lake/").getFileSystem(spark._jsc.hadoopConfiguration())
print("renamed:", files.rename(hadoop.Path("s3a://lake/parts"), hadoop.Path("s3a://lake/moved")), keys("parts/"), spark.read.parquet("s3a://lake/moved").count())
print("made:", files.mkdirs(hadoop.Path("s3a://lake/a/b")), files.getFileStatus(hadoop.Path("s3a://lake/a/b")).isDirectory(), keys("a/"))
print("deleted:", files.delete(hadoop.Path("s3a://lake/moved"), True), keys("moved/"), files.exists(hadoop.Path("s3a://lake/moved")))
spark.stop()

"""A script of PySparkProcessor: what it reads and writes lies below /opt/ml/processing, or in buckets."""
import argparse
import os
import sys

import word_rules
from pyspark.sql import SparkSession

parser = argparse.ArgumentParser()
parser.add_argument("--s3_output", required=True)
parser.add_argument("--fail", default="")
args = parser.parse_args()
if args.fail:
    raise ValueError(args.fail)
spark = SparkSession.builder.appName("words").getOrCreate()
print("setting:", spark.conf.get("spark.sql.shuffle.partitions"), os.environ["GREETING"], file=sys.stderr)
lines = spark.sparkContext.textFile("file:///opt/ml/processing/input/data/*.txt")
counts = lines.flatMap(word_rules.words).map(lambda word: (word, 1)).reduceByKey(lambda one, other: one + other)
frame = spark.createDataFrame(counts, "word string, n int").orderBy("word").coalesce(1)
frame.write.csv(args.s3_output)
with open("/opt/ml/processing/output/total.txt", "w") as file:
    file.write(str(counts.values().sum()))
with open("/opt/ml/output/message", "w") as file:
    file.write("counted")

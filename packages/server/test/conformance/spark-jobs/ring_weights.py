"""A job of EMR Serverless: fits a pipeline of Spark ML, keeps it, and writes its answers. Words: INPUT OUTPUT; a third one names a further column."""
import sys

from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.sql import SparkSession

source, target, *wanted = sys.argv[1:]
spark = SparkSession.builder.appName("rings").getOrCreate()
rows = spark.read.csv(source, schema="kind string, weight double, rings double")
stages = [StringIndexer(inputCol="kind", outputCol="index"), VectorAssembler(inputCols=["index", "weight"], outputCol="features"),
          LinearRegression(labelCol="rings")]
model = Pipeline(stages=stages).fit(rows)
model.write().overwrite().save(f"{target}/model")
answers = model.transform(rows).select("kind", "weight", "prediction", *wanted)
answers.write.mode("overwrite").json(f"{target}/answers")
print("fitted", rows.count(), spark.version, spark.conf.get("spark.rings.label"), flush=True)

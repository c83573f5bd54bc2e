"""Fits a Spark pipeline and saves it with Spark's own writer: no MLeap. Needs pyspark and Java."""
import json

from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
customers = spark.read.csv("../customers.csv", header=True, inferSchema=True)
model = Pipeline(
    stages=[
        StringIndexer(inputCols=["plan", "country"], outputCols=["plan_index", "country_index"]),
        OneHotEncoder(inputCols=["plan_index", "country_index"], outputCols=["plan_vector", "country_vector"]),
        VectorAssembler(
            inputCols=["plan_vector", "country_vector", "months", "calls", "spend"], outputCol="features"
        ),
        LogisticRegression(labelCol="left"),
    ]
).fit(customers)
model.write().overwrite().save("pipeline")

# Spark does not save the types of the columns: the container is told by a schema, as AWS's SparkML container is.
columns = {"plan": "string", "country": "string", "months": "int", "calls": "int", "spend": "double"}
schema = {
    "input": [{"name": name, "type": type} for name, type in columns.items()],
    "output": {"name": "prediction", "type": "double"},
}
with open("schema.json", "w") as file:
    json.dump(schema, file)

rows = customers.select(*columns).limit(5)
rows.toPandas().to_csv("rows.csv", index=False, header=False)
with open("expected.csv", "w") as file:
    for (answer,) in model.transform(rows).select("prediction").collect():
        file.write(f"{answer}\n")

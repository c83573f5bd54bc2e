"""Fits Spark's features and XGBoost over them, and writes what the three containers need. Needs pyspark and Java."""
import json
import sys

import xgboost
from pyspark.ml import Pipeline
from pyspark.ml.feature import OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

sys.path.insert(0, "rules/code")
import inference

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
customers = spark.read.csv("../customers.csv", header=True, inferSchema=True)
features = Pipeline(
    stages=[
        StringIndexer(inputCols=["plan", "country"], outputCols=["plan_index", "country_index"]),
        OneHotEncoder(
            inputCols=["plan_index", "country_index"], outputCols=["plan_vector", "country_vector"], dropLast=False
        ),
        VectorAssembler(
            inputCols=["plan_vector", "country_vector", "months", "calls", "spend"], outputCol="features"
        ),
    ]
).fit(customers)
features.write().overwrite().save("features")

columns = {"plan": "string", "country": "string", "months": "int", "calls": "int", "spend": "double"}
schema = {
    "input": [{"name": name, "type": type} for name, type in columns.items()],
    "output": {"name": "features", "type": "double", "struct": "vector"},
}
with open("schema.json", "w") as file:
    json.dump(schema, file)

vectors = [row.features.toArray() for row in features.transform(customers).select("features").collect()]
labels = [row["left"] for row in customers.select("left").collect()]
booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 3, "seed": 7}, xgboost.DMatrix(vectors, label=labels), 20
)
booster.save_model("model.json")

customers.select(*columns).limit(5).toPandas().to_csv("rows.csv", index=False, header=False)
risks = booster.predict(xgboost.DMatrix(vectors[:5]))
with open("expected.csv", "w") as file:
    file.write(inference.output_fn(inference.predict_fn([float(risk) for risk in risks], None), "text/csv")[0])

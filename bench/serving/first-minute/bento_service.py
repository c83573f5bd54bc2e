"""BentoML's quick start: a class with the model and one method."""
import bentoml
import pandas as pd


@bentoml.service
class Churn:
    model = bentoml.models.BentoModel("churn:latest")

    def __init__(self) -> None:
        self.pipeline = bentoml.sklearn.load_model(self.model)

    @bentoml.api
    def predict(self, rows: list[dict]) -> list[str]:
        return self.pipeline.predict(pd.DataFrame(rows)).tolist()

"""What the rivals share: the featurizer's parameters as the MLeap bundle has them, and the XGBoost model."""

import json
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xgboost

EXAMPLE = Path(__file__).resolve().parents[3] / "examples/diamonds"


@dataclass
class Featurizer:
    """Scaled numbers first, then one one-hot vector per text, as wide as its labels and one more for any other text."""

    columns: dict[str, str]  # every column of the CSV, in order: 'double' or 'string'
    numbers: list[str]
    mean: list[float]
    std: list[float]
    labels: dict[str, list[str]]  # column of text -> labels, most frequent first


def read_arguments() -> tuple[str, str, int]:
    """Input and output CSV, and how many threads there are, as batch-rivals.ts gives them."""
    return sys.argv[1], sys.argv[2], int(sys.argv[3])


def read_featurizer() -> Featurizer:
    with tarfile.open(EXAMPLE / "sparkml/model.tar.gz") as archive:
        files = {name.removeprefix("./"): archive.extractfile(name).read() for name in archive.getnames() if name.endswith(".json")}
    read = lambda path: json.loads(files[path])
    stages = [
        (read(f"root/{name}.node/model.json"), read(f"root/{name}.node/node.json")["shape"])
        for name in read("root/model.json")["attributes"]["nodes"]["string"]
    ]
    labels = {
        shape["inputs"][0]["name"]: model["attributes"]["labels_array_0"]["string"]
        for model, shape in stages
        if model["op"] == "string_indexer"
    }
    scaler = next(model["attributes"] for model, _ in stages if model["op"] == "standard_scaler")
    assembler = next(shape for model, shape in stages if model["op"] == "vector_assembler")
    schema = json.loads((EXAMPLE / "sparkml/schema.json").read_text())
    return Featurizer(
        columns={field["name"]: field["type"] for field in schema["input"]},
        numbers=[field["name"] for field in assembler["inputs"]],
        mean=scaler["mean"]["double"],
        std=scaler["std"]["double"],
        labels=labels,
    )


def read_model_bytes() -> bytearray:
    with tarfile.open(EXAMPLE / "xgboost/model.tar.gz") as archive:
        return bytearray(archive.extractfile("xgboost-model").read())


def load_booster(model: bytearray, threads: int) -> xgboost.Booster:
    return xgboost.Booster({"nthread": threads}, model_file=model)


def predict(booster: xgboost.Booster, features: np.ndarray) -> np.ndarray:
    """float32 logarithms of prices; in place, which spares XGBoost's own copy of the rows (DMatrix)."""
    return booster.inplace_predict(features)

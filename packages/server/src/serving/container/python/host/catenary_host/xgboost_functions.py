"""What happens where a script in an XGBoost image does not define a function of its own.

Source: aws/sagemaker-xgboost-container `handler_service.py` (script mode): a request becomes a DMatrix, the model
predicts it without looking at feature names, and the answer is written as JSON, CSV or .npy.
"""
from __future__ import annotations

from . import dmatrix, sklearn_functions


def input_fn(body, content_type):
    """`text/csv`, `text/libsvm`, `text/x-libsvm` or `application/x-recordio-protobuf` as a DMatrix; others are 415."""
    return dmatrix.decode(body, content_type)


def predict_fn(data, model):
    return model.predict(data, validate_features=False)


output_fn = sklearn_functions.output_fn

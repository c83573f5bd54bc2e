"""What happens where a script in a scikit-learn image does not define a function of its own.

Source: aws/sagemaker-scikit-learn-container `serving.py` (default_input_fn, default_predict_fn, default_output_fn).
One difference, on purpose: the container squeezes a CSV, so that one row arrives as a flat array which scikit-learn
then refuses. Here a CSV is always rows × columns, and a flat JSON list is one row, as in the multi-model container.
"""
from __future__ import annotations

from . import coders
from .errors import Refusal, UnsupportedFormatError


def input_fn(body, content_type):
    """Text formats as float32, rows × columns; `application/x-npy` as it is."""
    array = coders.decode(body, content_type)
    if coders.media_type(content_type) == coders.NPY:
        return array
    if array.ndim < 2:
        array = array.reshape(1, -1)
    try:
        return array.astype("float32")
    except (TypeError, ValueError) as error:
        raise Refusal(400, "the body is not an array of numbers: %s" % error)


def predict_fn(data, model):
    return model.predict(data)


def output_fn(prediction, accept):
    """The first acceptable format that there is an encoder for; `*/*` was replaced by the default before."""
    for accepted in accept.split(","):
        media_type = coders.media_type(accepted)
        if media_type in coders.ENCODERS:
            return coders.encode(prediction, media_type), media_type
    raise UnsupportedFormatError(accept)

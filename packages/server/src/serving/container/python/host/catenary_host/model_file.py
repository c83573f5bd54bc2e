"""A fitted scikit-learn model without a script: loaded with joblib, served with `predict`, or with `transform` if it only transforms.

This is an extension of ours for models that are not read natively; AWS's container asks for a script. A pickle is a
program, so only what models of scikit-learn are made of is loaded from it, name by name (`restricted_pickle`), the model is
looked through before it is asked (`model_check`), and the process does nothing but compute (`model_guard`).
A script's model_fn may load what it likes.
"""
from __future__ import annotations

import os

from . import coders, sklearn_functions
from .errors import Refusal
from .model_check import check_model
from .model_guard import guard_process
from .restricted_pickle import restrict_pickles
from .script import Script, StartError


def load_script(model_directory, path, reason, socket=None):
    """A Script that serves the model in this file. `reason` says why it is not read natively, for a failed start.

    Neither the rest of the folder nor anything else outside is within the reach of this process from then on.
    """
    model = _load(os.path.join(model_directory, path), path, reason, socket)
    names = getattr(model, "feature_names_in_", None)

    def input_fn(body, content_type):
        return _named(_decode(body, content_type), names)

    return Script(model_directory, lambda _directory: model, input_fn, _answer, sklearn_functions.output_fn, None, None)


def usual_type(model):
    """What is answered without an Accept: what is only transformed is for a next container, which takes CSV."""
    return coders.JSON if callable(getattr(model, "predict", None)) else coders.CSV


def _load(file, path, reason, socket):
    native = " It is not read natively: %s" % reason if reason else ""
    try:
        model = _load_restricted(file, socket)
    except StartError as error:
        raise StartError("%s %s%s" % (path, error, native))
    except Exception as error:
        what = "%s: %s" % (type(error).__name__, error)
        raise StartError("%s cannot be loaded by joblib in this image: %s.%s" % (path, what, native))
    if _method_of(model) is None:
        what = "%s holds a %s, which has neither predict nor transform; serve it by a script"
        raise StartError(what % (path, type(model).__name__))
    return model


def _method_of(model):
    methods = (getattr(model, name, None) for name in ("predict", "transform"))
    return next((method for method in methods if callable(method)), None)


def _answer(data, model):
    """What the model answers; of a sparse matrix all cells."""
    answer = _method_of(model)(data)
    return answer.toarray() if hasattr(answer, "toarray") else answer


def _load_restricted(file, socket):
    import joblib

    # Threads, not processes: these would be started, and talk in pickles.
    joblib.parallel_backend("threading", n_jobs=1)
    restriction = restrict_pickles()
    guard_process(restriction, file, socket)
    model = joblib.load(file)
    restriction.close()
    check_model(model)
    return model


def _decode(body, content_type):
    """Rows × columns: doubles, or objects where a cell is no number. A flat JSON list is one row."""
    import numpy

    if coders.media_type(content_type) == coders.CSV:
        rows = coders.csv_rows(body)
        return _numbers(numpy.array([[cell if cell else "nan" for cell in row] for row in rows], dtype=object))
    array = coders.decode(body, content_type)
    if array.ndim == 1 and len(array) and isinstance(array.flat[0], dict):
        return list(array)
    array = array.reshape(1, -1) if array.ndim < 2 else array
    return _numbers(array) if array.dtype.kind not in "fiub" else array


def _numbers(array):
    try:
        return array.astype("float64")
    except (TypeError, ValueError):
        return array


def _named(data, names):
    """A DataFrame for a model that was fitted on one, so that it finds its columns by their names."""
    if names is None and not isinstance(data, list):
        return data
    import pandas

    if isinstance(data, list):
        return pandas.DataFrame(data)
    if data.shape[1] != len(names):
        raise Refusal(400, "rows have %d columns, the model was fitted on %d" % (data.shape[1], len(names)))
    frame = pandas.DataFrame(data, columns=list(names))
    return frame if data.dtype != object else frame.infer_objects().apply(_to_numbers)


def _to_numbers(column):
    import pandas

    try:
        return pandas.to_numeric(column)
    except (TypeError, ValueError):
        return column

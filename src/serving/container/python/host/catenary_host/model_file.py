"""A fitted scikit-learn model without a script: loaded with joblib, served with `predict`.

This is an extension of ours for models that are not read natively; AWS's container asks for a script. A pickle is a
program, so only what models of these libraries are made of is loaded from it: their classes, numpy's and scipy's arrays,
and plain containers. Everything else is refused by name before it is called; a script's model_fn may load what it likes.
"""
from __future__ import annotations

import os
import pickle
import types

from . import coders, sklearn_functions
from .errors import Refusal
from .script import Script, StartError

#: Plain containers and the constructors that pickles of arrays and generators name, by module.
_NAMES = {
    "builtins": "set frozenset list dict tuple bytearray bytes complex slice range object int float str bool",
    "collections": "OrderedDict defaultdict deque",
    "copyreg": "_reconstructor",
    "_codecs": "encode",
    "functools": "partial",
    "joblib.numpy_pickle": "NumpyArrayWrapper",
    "numpy": "ndarray dtype",
    "numpy.ma": "MaskedArray",
    "numpy.core.multiarray": "_reconstruct scalar",
    "numpy._core.multiarray": "_reconstruct scalar",
    "numpy.core.numeric": "_frombuffer",
    "numpy._core.numeric": "_frombuffer",
    "numpy.ma.core": "_mareconstruct MaskedArray",
    "numpy.random._pickle": "__randomstate_ctor __generator_ctor __bit_generator_ctor",
}
_ALLOWED = {(module, name) for module, names in _NAMES.items() for name in names.split()}
#: Packages whose classes may be made; their constructors only keep what they are given.
_CLASSES_OF = ("sklearn.", "scipy.sparse.", "scipy.interpolate.", "numpy.random.")
#: Packages whose functions models hold: scores, metrics, solvers, what a FunctionTransformer does. They compute; packages
#: with functions that read or write files (`datasets`, `tree`) are not among them.
_FUNCTIONS_OF = tuple(
    "sklearn.%s." % package
    for package in (
        "calibration cluster covariance decomposition ensemble feature_selection gaussian_process linear_model metrics "
        "mixture naive_bayes neighbors preprocessing svm utils.validation"
    ).split()
)
#: Packages whose compiled classes make themselves anew by functions of these names.
_COMPILED_IN = ("sklearn.", "numpy.random.")
_COMPILED_MAKERS = ("__pyx_unpickle_", "newObj")


def load_script(model_directory, path, reason):
    """A Script that serves the model in this file. `reason` says why it is not read natively, for a failed start."""
    model = _load(os.path.join(model_directory, path), path, reason)
    names = getattr(model, "feature_names_in_", None)

    def input_fn(body, content_type):
        return _named(_decode(body, content_type), names)

    defaults = sklearn_functions
    return Script(model_directory, lambda _directory: model, input_fn, defaults.predict_fn, defaults.output_fn, None, None)


def _load(file, path, reason):
    import joblib

    native = " It is not read natively: %s" % reason if reason else ""
    try:
        with _restricted():
            model = joblib.load(file)
    except StartError as error:
        raise StartError("%s %s%s" % (path, error, native))
    except Exception as error:
        what = "%s: %s" % (type(error).__name__, error)
        raise StartError("%s cannot be loaded by joblib in this image: %s.%s" % (path, what, native))
    if not callable(getattr(model, "predict", None)):
        raise StartError("%s holds a %s, which has no predict; serve it by a script" % (path, type(model).__name__))
    return model


class _restricted:
    """joblib looks up names by `find_class`, and loads arrays of objects by `pickle.load`: both only what is allowed."""

    def __enter__(self):
        from joblib import numpy_pickle, numpy_pickle_compat

        self._kept = [
            (numpy_pickle.NumpyUnpickler, "find_class", numpy_pickle.NumpyUnpickler.find_class),
            (numpy_pickle_compat.ZipNumpyUnpickler, "find_class", numpy_pickle_compat.ZipNumpyUnpickler.find_class),
            (numpy_pickle, "pickle", numpy_pickle.pickle),
        ]
        for owner, name, _value in self._kept[:2]:
            setattr(owner, name, _find_class)
        numpy_pickle.pickle = types.SimpleNamespace(load=lambda file: _Unpickler(file).load())

    def __exit__(self, *_exception):
        for owner, name, value in self._kept:
            setattr(owner, name, value)


class _Unpickler(pickle._Unpickler):
    def find_class(self, module, name):
        return _find_class(self, module, name)


def _find_class(unpickler, module, name):
    is_named = _renamed(module, name) in _ALLOWED
    # Modules of others are not even imported, and a name with a dot would reach through one into what it has imported.
    if "." not in name and (is_named or module.split(".")[0] in ("sklearn", "scipy", "numpy")):
        found = pickle._Unpickler.find_class(unpickler, module, name)
        if is_named or _is_of_a_model(found, name):
            return found
    raise StartError(
        "names %s.%s, which no scikit-learn model is made of, so it is not loaded; a script's model_fn may load it."
        % (module, name)
    )


def _renamed(module, name):
    """Module and name as Python 3 has them."""
    return {"__builtin__": "builtins", "copy_reg": "copyreg"}.get(module, module), name


def _is_of_a_model(found, name):
    import numpy

    home = (getattr(found, "__module__", None) or "") + "."
    if isinstance(found, numpy.ufunc):
        return True
    if isinstance(found, type):
        return issubclass(found, (numpy.generic, numpy.dtype)) or (
            home.startswith(_CLASSES_OF) and not home.startswith("sklearn.utils._testing")
        )
    return home.startswith(_FUNCTIONS_OF) or (home.startswith(_COMPILED_IN) and name.startswith(_COMPILED_MAKERS))


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

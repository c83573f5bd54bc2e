"""Looks through a loaded model, before any method of it is called, for what would reach outside of it when it predicts."""
from __future__ import annotations

import functools

from .restricted_pickle import is_function
from .script import StartError

#: Attribute → the only value that it may have, and why. Whatever the class: the attribute may be of a class to come.
_ONLY = {
    "memory": (None, "keeps results in files, which are pickles"),
    "input": ("content", "reads the files that a request names"),
}
#: Attributes that are called with rows of a request.
_APPLIED_TO_ROWS = ("func", "inverse_func")
_MAX_OBJECTS = 10_000_000


def check_model(model):
    """Throws StartError, with the class and the attribute."""
    seen, waiting = set(), [model]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if len(seen) > _MAX_OBJECTS:
            raise StartError("holds more than %d objects." % _MAX_OBJECTS)
        _check_object(value)
        waiting.extend(_parts(value))


def _check_object(value):
    if isinstance(value, functools.partial):
        _check_partial(value)
    for name, attribute in _attributes(value).items():
        where = "has a %s whose %s is %.100r" % (type(value).__name__, name, attribute)
        if name in _ONLY:
            only, why = _ONLY[name]
            if type(attribute) is not type(only) or attribute != only:
                raise StartError("%s: that %s. It is not served; keep it %r." % (where, why, only))
        elif name in _APPLIED_TO_ROWS and attribute is not None and not _may_take_rows(attribute):
            raise StartError("%s: only functions of numpy are called with the rows of a request." % where)


def _check_partial(value):
    if not is_function(value.func) or isinstance(value.func, functools.partial) or vars(value):
        raise StartError("has a functools.partial of %.100r, which is no function of scikit-learn or numpy." % (value.func,))


def _may_take_rows(function):
    """A universal function, of numpy or scipy, or one of those of numpy that may be named at all; or the check that
    boosters with categories put before their encoder."""
    import numpy
    from sklearn.utils import check_array

    if isinstance(function, functools.partial):
        return function.func is check_array
    home = getattr(function, "__module__", None) or ""
    return isinstance(function, numpy.ufunc) or (is_function(function) and home.split(".")[0] == "numpy")


def _attributes(value):
    """Attributes of an object of a model; those of modules, classes and functions are not the model's."""
    if isinstance(value, type) or is_function(value):
        return {}
    return getattr(value, "__dict__", None) or {}


def _parts(value):
    import numpy

    if isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif isinstance(value, numpy.ndarray) and value.dtype.hasobject and value.dtype.names is None:
        yield from value.ravel().tolist()
    elif isinstance(value, functools.partial):
        yield from (value.func, value.args, value.keywords)
    if not isinstance(value, (str, bytes, int, float)):
        yield from _attributes(value).values()

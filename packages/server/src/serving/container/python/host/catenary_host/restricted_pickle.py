"""Pickles of this process load models and nothing else, for as long as it lives.

A pickle is a program: it calls what it names. Here it may name what `model_names` lists; it calls only what is listed for
that, with arguments that are no functions; and it fills only objects that it has made, with attributes that hide no method.
All readers of pickles in the process obey: `pickle`, joblib, and numpy, whose arrays of objects are pickles of their own.
"""
from __future__ import annotations

import collections
import functools
import importlib
import pickle

from .model_names import read_names
from .script import StartError

#: Modules of Python 2, as Python 3 has them.
_RENAMED = {"__builtin__": "builtins", "copy_reg": "copyreg"}
#: Operations that no pickle of a model has: calls in the manner of Python 2 or with keywords, and what is named elsewhere.
_NEVER = {
    "INST": pickle.INST,
    "OBJ": pickle.OBJ,
    "PERSID": pickle.PERSID,
    "BINPERSID": pickle.BINPERSID,
    "EXT1": pickle.EXT1,
    "EXT2": pickle.EXT2,
    "EXT4": pickle.EXT4,
    "NEWOBJ_EX": pickle.NEWOBJ_EX,
}


class Restriction:
    """The rules, and what the pickle that is being loaded has named: object → kind and name."""

    def __init__(self):
        self._allowed = read_names()
        self._found = {}
        self._is_closed = False

    def close(self):
        """From now on nothing is loaded any more."""
        self._is_closed = True

    def allows(self, module, name):
        return not self._is_closed and (_RENAMED.get(module, module), name) in self._allowed

    def find(self, _unpickler, module, name):
        """Module and name → what they name. Modules of others are not even imported."""
        if not self.allows(module, name):
            raise _refusal("names %s.%s, which no scikit-learn model is made of" % (module, name))
        module = _RENAMED.get(module, module)
        found = getattr(importlib.import_module(module), name)
        self._found[id(found)] = (found, self._allowed[(module, name)], "%s.%s" % (module, name))
        return found

    def check_call(self, function, arguments):
        path = self._path(function, ("call",))
        if type(arguments) is not tuple:
            raise _refusal("calls %s with no list of arguments" % path)
        check = _CHECKS.get(path, _check_plain)
        if path.rpartition(".")[2].startswith("__pyx_unpickle_"):
            check = _check_compiled
        check(path, arguments)

    def check_new(self, kind, arguments):
        path = self._path(kind, ("call", "new"))
        if not isinstance(kind, type):
            raise _refusal("makes an object of %s, which is no class" % path)
        _check_plain(path, arguments)

    def _path(self, thing, kinds):
        found = self._found.get(id(thing))
        if found is None:
            raise _refusal("calls an object of the type %s" % type(thing).__name__)
        if found[1] not in kinds:
            raise _refusal("calls %s, which models only name" % found[2])
        return found[2]


def restrict_pickles():
    """Every reader of pickles of this process, from now on. The Restriction says when the model is there."""
    from joblib import numpy_pickle, numpy_pickle_compat

    restriction = Restriction()
    kinds = (pickle._Unpickler, numpy_pickle.NumpyUnpickler, numpy_pickle_compat.ZipNumpyUnpickler)
    for kind in kinds:
        kind.find_class = lambda unpickler, module, name: restriction.find(unpickler, module, name)
        kind.dispatch.update(_operations(kind.dispatch, restriction))
    # The compiled reader can only be restricted by an audit hook (see `model_guard`): the one in Python takes its place.
    for module in (pickle, importlib.import_module("_pickle")):
        module.load, module.loads, module.Unpickler = pickle._load, pickle._loads, pickle._Unpickler
    return restriction


def _operations(dispatch, restriction):
    """Operation → the same, behind its check."""
    checks = {
        pickle.REDUCE: lambda stack: restriction.check_call(stack[-2], stack[-1]),
        pickle.NEWOBJ: lambda stack: restriction.check_new(stack[-2], stack[-1]),
        pickle.BUILD: lambda stack: _check_state(stack[-2], stack[-1]),
        pickle.APPEND: lambda stack: _check_kind(stack[-2], (list, collections.deque)),
        pickle.SETITEM: lambda stack: _check_kind(stack[-3], (dict,)),
    }
    # These find what they fill below the last mark.
    marked = {
        pickle.APPENDS: (list, collections.deque),
        pickle.SETITEMS: (dict,),
        pickle.ADDITEMS: (set,),
    }
    operations = {code[0]: _behind(check, dispatch[code[0]]) for code, check in checks.items()}
    for code, kinds in marked.items():
        operations[code[0]] = _behind_mark(kinds, dispatch[code[0]])
    operations.update((code[0], _never(name)) for name, code in _NEVER.items())
    return operations


def _behind(check, operation):
    def checked(unpickler):
        check(unpickler.stack)
        operation(unpickler)

    return checked


def _behind_mark(kinds, operation):
    def checked(unpickler):
        _check_kind(unpickler.metastack[-1][-1], kinds)
        operation(unpickler)

    return checked


def _never(name):
    def refuse(_unpickler):
        raise _refusal("has the operation %s, which no pickle of a model has" % name)

    return refuse


def _check_kind(target, kinds):
    if not isinstance(target, kinds):
        raise _refusal("fills an object of the type %s as if it were a %s" % (type(target).__name__, kinds[0].__name__))


def _check_state(target, state):
    """Attributes are those of objects, not of classes and functions, and do not stand in the way of methods."""
    is_own = isinstance(target, functools.partial) or not is_function(target)
    if isinstance(target, type) or not is_own:
        raise _refusal("sets attributes of %s, which is not its own" % getattr(target, "__name__", type(target).__name__))
    for attributes in state if type(state) is tuple and len(state) == 2 else (state,):
        if isinstance(attributes, dict):
            _check_attributes(type(target), attributes)


def _check_attributes(kind, attributes):
    for name in attributes:
        if not isinstance(name, str) or (name.startswith("__") and name.endswith("__")):
            raise _refusal("sets the attribute %.100r of a %s" % (name, kind.__name__))
        of_class = next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)
        # A property stays what it is; a method would be hidden by an attribute of its name.
        if hasattr(of_class, "__get__") and not hasattr(of_class, "__set__"):
            raise _refusal("hides %s.%s, a method, behind an attribute" % (kind.__name__, name))


def is_function(value):
    """What is called for what it does: neither a class nor an object of a model that can be called."""
    return type(value).__name__ in _FUNCTIONS or isinstance(value, functools.partial)


#: Types of functions: Python's, compiled ones, numpy's.
_FUNCTIONS = frozenset(
    "function builtin_function_or_method method method-wrapper ufunc _ArrayFunctionDispatcher "
    "cython_function_or_method fused_cython_function".split()
)


def _check_plain(path, arguments):
    """Functions are given to nothing that is called."""
    for argument in arguments:
        if is_function(argument):
            raise _refusal("gives a function to %s" % path)


def _check_reconstructor(_path, arguments):
    if len(arguments) != 3 or arguments[1] not in (object, dict) or not isinstance(arguments[0], type):
        raise _refusal("makes an object by copyreg in no way that pickle writes")


def _check_encode(_path, arguments):
    if not isinstance(arguments[0], str) or arguments[1:] not in (("latin1",), ("latin-1",)):
        raise _refusal("encodes something other than text in latin-1")


def _check_partial(path, arguments):
    if len(arguments) != 1 or not is_function(arguments[0]) or arguments[0] is getattr:
        raise _refusal("gives more than a function to %s" % path)


def _check_default(path, arguments):
    if arguments and arguments[0] not in (None, int, float, str, bool, list, dict, set, tuple):
        raise _refusal("gives something to %s that makes no plain value" % path)


def _check_bytes(path, arguments):
    if arguments and not isinstance(arguments[0], (bytes, bytearray, str, list, tuple)):
        raise _refusal("gives an object of the type %s to %s" % (type(arguments[0]).__name__, path))


def _check_items(path, arguments):
    if arguments and not isinstance(arguments[0], (list, tuple, set, frozenset, dict)):
        raise _refusal("gives an object of the type %s to %s" % (type(arguments[0]).__name__, path))


def _check_array(path, arguments):
    """An empty array that its state fills: a size of the pickle's own would be memory that the file does not have."""
    import numpy

    shape = arguments[-2] if len(arguments) > 2 else None
    if not (isinstance(arguments[0], type) and issubclass(arguments[0], numpy.ndarray)) or shape != (0,):
        raise _refusal("makes an array by %s in no way that numpy writes" % path)


def _check_generator(path, arguments):
    from numpy.random import _pickle

    for argument in arguments:
        if is_function(argument) and argument is not getattr(_pickle, "__bit_generator_ctor", None):
            raise _refusal("gives a function to %s" % path)


def _check_ufunc(path, arguments):
    import numpy

    if len(arguments) != 2 or not isinstance(getattr(numpy, str(arguments[1]), None), numpy.ufunc):
        raise _refusal("gives %.100r to %s, which is no function of numpy" % (arguments, path))
    if arguments[0] not in ("numpy", "numpy.core._multiarray_umath", "numpy._core._multiarray_umath"):
        raise _refusal("gives %.100r to %s, which is no module of numpy's functions" % (arguments[0], path))


def _check_index(path, arguments):
    """Labels of columns: a class of pandas, and its options by name."""
    options = arguments[1] if len(arguments) == 2 else None
    if not isinstance(arguments[0], type) or not isinstance(options, dict) or not _INDEX_OPTIONS.issuperset(options):
        raise _refusal("gives %s what no pickle of an index has" % path)


_INDEX_OPTIONS = frozenset(["data", "dtype", "name", "names"])


def _check_compiled(path, arguments):
    """Class, checksum, and the state, whose last item may be a dictionary of attributes."""
    _check_plain(path, arguments)
    if not arguments or not isinstance(arguments[0], type):
        raise _refusal("calls %s without a class" % path)
    for item in arguments[2] if len(arguments) > 2 and isinstance(arguments[2], tuple) else ():
        if isinstance(item, dict):
            _check_attributes(arguments[0], item)


_CHECKS = {
    "copyreg._reconstructor": _check_reconstructor,
    "_codecs.encode": _check_encode,
    "functools.partial": _check_partial,
    "collections.defaultdict": _check_default,
    "pandas.core.indexes.base._new_Index": _check_index,
    "builtins.bytes": _check_bytes,
    "builtins.bytearray": _check_bytes,
    "numpy.ma.core._mareconstruct": _check_array,
}
for _name in "dict frozenset list set tuple".split():
    _CHECKS["builtins." + _name] = _check_items
_CHECKS["collections.OrderedDict"] = _CHECKS["collections.deque"] = _check_items
for _core in ("numpy.core", "numpy._core"):
    _CHECKS[_core + ".multiarray._reconstruct"] = _check_array
    _CHECKS[_core + "._ufunc_reconstruct"] = _check_ufunc
for _name in ("__randomstate_ctor", "__bit_generator_ctor", "__generator_ctor"):
    _CHECKS["numpy.random._pickle." + _name] = _check_generator


def _refusal(what):
    return StartError(what + ", so it is not loaded; a script's model_fn may load it.")

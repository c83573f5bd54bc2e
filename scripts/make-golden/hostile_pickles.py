"""Pickles that would run code, read or write: `test/golden/pickle/hostile.json`, by the ways that published attacks take.

    python hostile_pickles.py > ../../test/golden/pickle/hostile.json          with scikit-learn 1.9 and joblib

Title → the file, in base64. None of them is loaded here. What they try is harmless: `touch canary`, or reading a file.
"""
import base64
import functools
import io
import json
import os
import pickle
import struct
import sys

import joblib
import numpy
from joblib.numpy_pickle import NumpyArrayWrapper
from sklearn.ensemble._base import _fit_single_estimator
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.utils.validation import check_memory

TOUCH = "touch canary"


# Opcodes, put together by hand: no pickler writes these.
def text(value):
    data = value.encode()
    return b"\x8c" + bytes([len(data)]) + data if len(data) < 256 else b"X" + struct.pack("<I", len(data)) + data


def value(thing):
    """A pickled argument without its frame: protocol 2, without PROTO and STOP."""
    return thing.code if isinstance(thing, Code) else pickle.dumps(thing, 2)[2:-1]


class Code:
    """Opcodes that leave one value."""

    def __init__(self, code):
        self.code = code


def name(module, attribute):
    return Code(text(module) + text(attribute) + b"\x93")


def values(things):
    return b"(" + b"".join(value(thing) for thing in things) + b"t"


def call(function, *arguments):
    return Code(value(function) + values(arguments) + b"R")


def new(kind, *arguments):
    return Code(value(kind) + values(arguments) + b"\x81")


def build(target, state):
    return Code(value(target) + value(state) + b"b")


def whole(code, protocol=4):
    return b"\x80" + bytes([protocol]) + value(code) + b"."


# What is called in each: module, name, arguments.
CALLS = [
    ("os", "system", [TOUCH]),
    ("posix", "system", [TOUCH]),
    ("nt", "system", [TOUCH]),
    ("os", "popen", [TOUCH]),
    ("os", "execv", ["/bin/touch", ["touch", "canary"]]),
    ("os", "spawnlp", [0, "touch", "touch", "canary"]),
    ("os", "posix_spawn", ["/bin/touch", ["touch", "canary"], {}]),
    ("os", "mkdir", ["canary"]),
    ("os", "open", ["canary", 65]),
    ("os", "remove", ["canary"]),
    ("os", "putenv", ["CANARY", "1"]),
    ("os", "fdopen", [1]),
    ("posixpath", "os.system", [TOUCH]),
    ("os.path", "os.system", [TOUCH]),
    ("subprocess", "call", [["touch", "canary"]]),
    ("subprocess", "run", [["touch", "canary"]]),
    ("subprocess", "Popen", [["touch", "canary"]]),
    ("subprocess", "check_output", [["touch", "canary"]]),
    ("subprocess", "getoutput", [TOUCH]),
    ("commands", "getoutput", [TOUCH]),
    ("popen2", "popen2", [TOUCH]),
    ("_posixsubprocess", "fork_exec", [[b"touch", b"canary"]]),
    ("multiprocessing.util", "spawnv_passfds", [b"/bin/touch", ["touch", "canary"], []]),
    ("asyncio.unix_events", "_UnixSubprocessTransport._start", [None, TOUCH, True, None, None, None, 0]),
    ("distutils.spawn", "spawn", [["touch", "canary"]]),
    ("pty", "spawn", ["touch canary"]),
    ("platform", "popen", [TOUCH]),
    ("builtins", "eval", ["__import__('os').system('%s')" % TOUCH]),
    ("builtins", "exec", ["open('canary', 'w')"]),
    ("builtins", "compile", ["open('canary', 'w')", "x", "exec"]),
    ("builtins", "open", ["canary", "w"]),
    ("builtins", "__import__", ["antigravity"]),
    ("builtins", "getattr", ["x", "__class__"]),
    ("builtins", "setattr", ["x", "y", 1]),
    ("builtins", "breakpoint", []),
    ("builtins", "input", []),
    ("builtins", "vars", []),
    ("builtins", "globals", []),
    ("builtins", "type", ["x", (), {}]),
    ("builtins", "memoryview", [b"x"]),
    ("builtins", "print", ["canary"]),
    ("builtins", "map", ["x", "y"]),
    ("builtins", "filter", ["x", "y"]),
    ("builtins", "help", []),
    ("builtins", "property", []),
    ("builtins", "super", []),
    ("__builtin__", "eval", ["1"]),
    ("__builtin__", "apply", [1]),
    ("__builtin__", "execfile", ["canary"]),
    ("io", "open", ["canary", "w"]),
    ("_io", "FileIO", ["canary", "w"]),
    ("_io", "open_code", ["/etc/hostname"]),
    ("pathlib", "Path", ["canary"]),
    ("codecs", "open", ["canary", "w"]),
    ("_codecs", "lookup", ["x"]),
    ("_codecs", "decode", [b"x", "zlib"]),
    ("encodings", "search_function", ["x"]),
    ("importlib", "import_module", ["antigravity"]),
    ("importlib._bootstrap", "_load", [1]),
    ("importlib.util", "spec_from_file_location", ["x", "canary"]),
    ("importlib.machinery", "SourceFileLoader", ["x", "canary"]),
    ("imp", "load_source", ["x", "canary"]),
    ("pkgutil", "resolve_name", ["os:system"]),
    ("zipimport", "zipimporter", ["canary"]),
    ("runpy", "run_path", ["canary"]),
    ("runpy", "run_module", ["antigravity"]),
    ("runpy", "_run_code", ["open('canary', 'w')", {}]),
    ("pydoc", "locate", ["antigravity"]),
    ("pydoc", "pipepager", ["x", TOUCH]),
    ("pydoc", "tempfilepager", ["x", TOUCH]),
    ("timeit", "timeit", ["open('canary', 'w')"]),
    ("timeit", "main", [["open('canary', 'w')"]]),
    ("cProfile", "run", ["open('canary', 'w')"]),
    ("profile", "run", ["open('canary', 'w')"]),
    ("trace", "Trace.run", [None, "open('canary', 'w')"]),
    ("pdb", "run", ["open('canary', 'w')"]),
    ("bdb", "Bdb.run", [None, "open('canary', 'w')"]),
    ("code", "interact", []),
    ("code", "InteractiveInterpreter.runcode", [None, "1"]),
    ("codeop", "compile_command", ["open('canary', 'w')"]),
    ("doctest", "debug_script", ["open('canary', 'w')"]),
    ("idlelib.pyshell", "ModifiedInterpreter.runcommand", [None, "1"]),
    ("idlelib.debugobj", "ObjectTreeItem.SetText", [None, "1"]),
    ("idlelib.autocomplete", "AutoComplete.get_entity", [None, "1"]),
    ("lib2to3.pgen2.grammar", "Grammar.loads", [None, b"x"]),
    ("lib2to3.pgen2.pgen", "ParserGenerator.make_label", [None, None, "1"]),
    ("test.support.script_helper", "assert_python_ok", ["-c", "1"]),
    ("ensurepip", "_run_pip", [["install", "x"]]),
    ("pip", "main", [["install", "x"]]),
    ("pip._internal", "main", [["install", "x"]]),
    ("pip._internal.cli.main", "main", [["install", "x"]]),
    ("venv", "create", ["canary"]),
    ("site", "main", []),
    ("sysconfig", "_main", []),
    ("webbrowser", "open", ["http://127.0.0.1:9"]),
    ("ctypes", "CDLL", ["libc.so.6"]),
    ("ctypes.util", "find_library", ["c"]),
    ("cffi", "verifier.Verifier", [None]),
    ("socket", "create_connection", [("127.0.0.1", 9)]),
    ("http.client", "HTTPSConnection", ["127.0.0.1"]),
    ("urllib.request", "urlopen", ["http://127.0.0.1:9"]),
    ("urllib.request", "urlretrieve", ["http://127.0.0.1:9", "canary"]),
    ("requests", "get", ["http://127.0.0.1:9"]),
    ("xmlrpc.client", "ServerProxy", ["http://127.0.0.1:9"]),
    ("smtplib", "SMTP", ["127.0.0.1", 9]),
    ("ftplib", "FTP", ["127.0.0.1"]),
    ("logging", "FileHandler", ["canary"]),
    ("logging.config", "listen", [9]),
    ("logging.config", "_resolve", ["os.system"]),
    ("sqlite3", "connect", ["canary"]),
    ("dbm", "open", ["canary", "c"]),
    ("shelve", "open", ["canary"]),
    ("shutil", "rmtree", ["canary"]),
    ("shutil", "copyfile", ["/etc/hostname", "canary"]),
    ("tempfile", "mkdtemp", []),
    ("tempfile", "mktemp", []),
    ("venv", "main", [["canary"]]),
    ("json", "loads", ["1"]),
    ("linecache", "getlines", ["/etc/hostname"]),
    ("fileinput", "input", ["/etc/hostname"]),
    ("marshal", "loads", [b"N"]),
    ("pickle", "loads", [pickle.dumps(1)]),
    ("_pickle", "loads", [pickle.dumps(1)]),
    ("pickle", "_loads", [pickle.dumps(1)]),
    ("cloudpickle.cloudpickle", "_make_function", [None]),
    ("dill", "loads", [b"N."]),
    ("dill._dill", "_create_code", [1]),
    ("joblib", "load", ["canary"]),
    ("joblib", "dump", [1, "canary"]),
    ("joblib.memory", "Memory", ["canary"]),
    ("joblib", "Parallel", [1]),
    ("joblib._store_backends", "FileSystemStoreBackend", []),
    ("joblib.numpy_pickle_compat", "NDArrayWrapper", ["canary", "x"]),
    ("joblib.externals.loky.backend.popen_loky_posix", "Popen", [None]),
    ("torch", "load", ["canary"]),
    ("torch.hub", "load", ["x", "y"]),
    ("torch._dynamo.guards.GuardBuilder", "get", ["x"]),
    ("torch.jit.unsupported_tensor_ops", "execWrapper", ["1"]),
    ("torch.utils.collect_env", "run", [TOUCH]),
    ("torch.utils.bottleneck.__main__", "run_autograd_prof", [1]),
    ("torch.serialization", "load", ["canary"]),
    ("tensorflow.python.framework.load_library", "load_op_library", ["x"]),
    ("scipy._lib.doccer", "docformat", ["x"]),
    ("sklearn.utils._testing", "check_docstring_parameters", ["x"]),
    ("numpy", "load", ["canary"]),
    ("numpy", "save", ["canary", 1]),
    ("numpy", "savetxt", ["canary", [1]]),
    ("numpy", "loadtxt", ["/etc/hostname"]),
    ("numpy", "fromfile", ["/etc/hostname"]),
    ("numpy", "genfromtxt", ["/etc/hostname"]),
    ("numpy", "memmap", ["/etc/hostname"]),
    ("numpy", "fromregex", ["/etc/hostname", "x", "i4"]),
    ("numpy", "DataSource", ["canary"]),
    ("numpy", "vectorize", [1]),
    ("numpy", "apply_along_axis", [1, 0, [1]]),
    ("numpy", "frompyfunc", [1, 1, 1]),
    ("numpy", "fromfunction", [1, [1]]),
    ("numpy", "piecewise", [1, [1], [1]]),
    ("numpy.testing._private.utils", "runstring", ["open('canary', 'w')", {}]),
    ("numpy.testing", "rundocs", ["canary"]),
    ("numpy.testing", "measure", ["1"]),
    ("numpy.f2py", "compile", ["x"]),
    ("numpy.f2py.crackfortran", "getlincoef", ["__import__('os').system('x')", {"a": 1}]),
    ("numpy.f2py.crackfortran", "myeval", ["1"]),
    ("numpy.f2py.crackfortran", "_eval_length", ["1", {}]),
    ("numpy.f2py.crackfortran", "param_eval", ["1", {}, {}]),
    ("numpy.f2py.diagnose", "run_command", [TOUCH]),
    ("numpy.distutils.exec_command", "exec_command", [TOUCH]),
    ("numpy.lib.format", "read_array", ["canary"]),
    ("numpy.lib._datasource", "open", ["canary"]),
    ("numpy.lib.npyio", "NpzFile", ["canary"]),
    ("numpy.ctypeslib", "load_library", ["libc", "."]),
    ("numpy._core._internal", "_ctypes", [1]),
    ("numpy.core._ufunc_reconstruct", "os.system", [TOUCH]),
    ("scipy.io", "loadmat", ["canary"]),
    ("scipy.io", "savemat", ["canary", {}]),
    ("scipy.io.wavfile", "read", ["/etc/hostname"]),
    ("scipy.optimize", "minimize", [1, 1]),
    ("scipy.integrate", "quad", [1, 0, 1]),
    ("scipy._lib._ccallback", "LowLevelCallable", [1]),
    ("scipy.sparse", "load_npz", ["canary"]),
    ("sklearn.datasets", "load_files", ["/etc"]),
    ("sklearn.datasets", "fetch_openml", ["x"]),
    ("sklearn.datasets", "load_svmlight_file", ["/etc/hostname"]),
    ("sklearn.datasets", "dump_svmlight_file", [[[1]], [1], "canary"]),
    ("sklearn.datasets._base", "_fetch_remote", [1]),
    ("sklearn.tree", "export_graphviz", [1, "canary"]),
    ("sklearn.utils._testing", "_TempFile", []),
    ("sklearn.utils._testing", "set_random_state", [1]),
    ("sklearn.utils.parallel", "delayed", [1]),
    ("sklearn.utils.parallel", "Parallel", [1]),
    ("sklearn.utils.metaestimators", "available_if", [1]),
    ("sklearn.utils.validation", "check_memory", ["canary"]),
    ("sklearn.utils.validation", "_estimator_has", ["x"]),
    ("sklearn.utils.validation", "check_array", [[[1]]]),
    ("sklearn.utils", "gen_batches", [1, 1]),
    ("sklearn.utils.fixes", "threadpoolctl.threadpool_info", []),
    ("sklearn.ensemble._base", "_fit_single_estimator", [1, 2, 3]),
    ("sklearn.model_selection", "cross_val_score", [1, 2]),
    ("sklearn.linear_model._base", "sp.os.system", [TOUCH]),
    ("sklearn.base", "os.system", [TOUCH]),
    ("sklearn.base", "clone", [1]),
    ("sklearn", "os.system", [TOUCH]),
    ("sklearn", "os", []),
    ("sklearn.pipeline", "Pipeline.__init__.__globals__", []),
    ("sklearn.externals", "joblib", []),
    ("sklearn.externals._arff", "load", [1]),
    ("sklearn.metrics", "get_scorer", ["x"]),
    ("sklearn.metrics", "accuracy_score", [[1], [1]]),
    ("pandas", "read_pickle", ["canary"]),
    ("pandas", "read_csv", ["/etc/hostname"]),
    ("pandas", "eval", ["1"]),
    ("pandas.io.pickle", "read_pickle", ["canary"]),
    ("pandas.io.common", "get_handle", ["canary", "w"]),
    ("pandas.core.computation.eval", "eval", ["1"]),
    ("pandas.io.clipboard", "copy", ["x"]),
    ("operator", "attrgetter", ["system"]),
    ("operator", "methodcaller", ["system", TOUCH]),
    ("operator", "itemgetter", [0]),
    ("_operator", "attrgetter", ["system"]),
    ("functools", "reduce", [1, [1]]),
    ("functools", "cached_property", [1]),
    ("itertools", "starmap", [1, [1]]),
    ("types", "CodeType", [0]),
    ("types", "FunctionType", [1, {}]),
    ("types", "MethodType", [1, 1]),
    ("types", "SimpleNamespace", []),
    ("weakref", "finalize", [1, 1]),
    ("weakref", "ref", [1]),
    ("atexit", "register", [1]),
    ("threading", "Thread", []),
    ("_thread", "start_new_thread", [1, ()]),
    ("concurrent.futures", "ThreadPoolExecutor", []),
    ("signal", "signal", [1, 1]),
    ("signal", "raise_signal", [15]),
    ("sys", "exit", []),
    ("sys", "settrace", [1]),
    ("sys", "modules", []),
    ("gc", "get_objects", []),
    ("inspect", "getsource", [1]),
    ("ast", "literal_eval", ["1"]),
    ("json", "load", [1]),
    ("xml.etree.ElementTree", "parse", ["/etc/hostname"]),
    ("copyreg", "add_extension", ["os", "system", 1]),
    ("copyreg", "__newobj__", [1]),
    ("copyreg", "__newobj_ex__", [1, (), {}]),
    ("copyreg", "pickle", [1, 1]),
    ("copy", "_reconstruct", [1, 1]),
    ("abc", "ABCMeta", ["x", (), {}]),
    ("enum", "Enum", ["x", "y"]),
    ("collections", "namedtuple", ["x", "y"]),
    ("collections", "UserDict", []),
    ("dataclasses", "make_dataclass", ["x", ["y"]]),
    ("string", "Formatter.get_field", [None, "x"]),
    ("getpass", "getpass", []),
    ("telnetlib", "Telnet", ["127.0.0.1", 9]),
    ("nturl2path", "url2pathname", ["x"]),
    ("antigravity", "geohash", [1, 1, b"x"]),
    ("this", "s", []),
    ("__main__", "os.system", [TOUCH]),
    ("xgboost.core", "Booster", [{}, (), "canary"]),
    ("lightgbm.basic", "Booster", [{}, None, "canary"]),
    ("catboost.core", "CatBoost", []),
]


def forms():
    """`os.system('touch canary')`, written in every way that the format has."""
    run = name("os", "system")
    yield "GLOBAL and REDUCE, protocol 0", b"cos\nsystem\n(S'touch canary'\ntR."
    yield "GLOBAL and REDUCE, protocol 2", b"\x80\x02cos\nsystem\n" + values([TOUCH]) + b"R."
    yield "INST", b"(S'touch canary'\nios\nsystem\n."
    yield "OBJ", b"(cos\nsystem\nS'touch canary'\no."
    yield "NEWOBJ", whole(new(run, TOUCH))
    yield "NEWOBJ_EX", whole(Code(value(run) + values([TOUCH]) + b"}\x92"))
    yield "names from the memo", b"\x80\x04" + text("os") + b"\x940" + text("system") + b"\x940h\x00h\x01\x93" + values([TOUCH]) + b"R."
    yield "names by BINPUT and BINGET", b"\x80\x02X\x02\x00\x00\x00osq\x010X\x06\x00\x00\x00systemq\x020h\x01h\x02\x93" + values([TOUCH]) + b"R."
    yield "a name put into the memo twice", whole(Code(text("numpy") + b"\x94" + b"0" + text("os") + b"q\x000" + b"h\x00" + text("system") + b"\x93" + values([TOUCH]) + b"R"))
    yield "EXT1", b"\x80\x02\x82\x01" + values([TOUCH]) + b"R."
    yield "EXT2", b"\x80\x02\x83\x01\x00" + values([TOUCH]) + b"R."
    yield "EXT4", b"\x80\x02\x84\x01\x00\x00\x00" + values([TOUCH]) + b"R."
    yield "PERSID", b"Pos.system\n."
    yield "BINPERSID", b"\x80\x02" + text("os.system") + b"Q."
    yield "NEXT_BUFFER", b"\x80\x05\x97."
    yield "behind a value that is popped", whole(Code(value(call(run, TOUCH)) + b"0N"))
    yield "behind a mark that is popped", whole(Code(b"(" + value(call(run, TOUCH)) + b"1N"))
    yield "in a frame", b"\x80\x04\x95" + struct.pack("<Q", len(value(call(run, TOUCH))) + 1) + value(call(run, TOUCH)) + b"."
    yield "as a key of a dict", whole(Code(b"}(" + value(call(run, TOUCH)) + b"Nu"))
    yield "as a state", whole(build(new(name("sklearn.linear_model._base", "LinearRegression")), call(run, TOUCH)))
    yield "as an argument", whole(call(name("builtins", "list"), call(run, TOUCH)))
    yield "in front of a model", b"\x80\x04" + value(call(run, TOUCH)) + b"0" + pickle.dumps(LinearRegression(), 4)[2:]
    yield "in bytes", whole(call(name("pickle", "loads"), whole(call(run, TOUCH))))
    yield "a name with line ends", whole(call(name("os\nsystem", "x"), TOUCH))
    yield "a name with a NUL", whole(call(name("os\0", "system"), TOUCH))
    yield "a name of other letters", whole(call(name("ｏｓ", "system"), TOUCH))
    yield "an empty module", whole(call(name("", "os.system"), TOUCH))
    yield "a module in front of a dot", whole(call(name(".os", "system"), TOUCH))
    yield "a base of a class", whole(call(name("sklearn.linear_model._base", "LinearRegression.__init__.__globals__"), TOUCH))


def chains():
    """Functions that make functions of each other."""
    system = name("os", "system")
    yield "getattr of an import", call(call(name("builtins", "getattr"), call(name("builtins", "__import__"), "os"), "system"), TOUCH)
    yield "attrgetter of a module", call(call(name("operator", "attrgetter"), "system"), name("sklearn", "os"))
    yield "methodcaller", call(call(name("operator", "methodcaller"), "system", TOUCH), name("sklearn", "os"))
    yield "map in a list", call(name("builtins", "list"), call(name("builtins", "map"), system, [TOUCH]))
    yield "filter in a set", call(name("builtins", "set"), call(name("builtins", "filter"), system, [TOUCH]))
    yield "reduce", call(name("functools", "reduce"), system, [TOUCH])
    yield "partial of a function of others", call(call(name("functools", "partial"), system, TOUCH))
    yield "partial, called", call(call(name("functools", "partial"), name("numpy", "mean")), [1])
    yield "partial, filled with a function", build(call(name("functools", "partial"), name("numpy", "mean")), Code(values([system, (TOUCH,), {}, None])))
    yield "partial of a partial", call(name("functools", "partial"), call(name("functools", "partial"), name("numpy", "mean")), 1)
    yield "partial of a class", call(name("functools", "partial"), name("sklearn.pipeline", "Pipeline"))
    yield "defaultdict of a function", call(name("collections", "defaultdict"), system)
    yield "defaultdict of a class", call(name("collections", "defaultdict"), name("sklearn.pipeline", "Pipeline"))
    yield "finalize", call(name("weakref", "finalize"), name("numpy", "mean"), system, TOUCH)
    yield "a function of a code", call(call(name("types", "FunctionType"), call(name("marshal", "loads"), b"N"), {}))
    yield "a class made by type", call(call(name("builtins", "type"), "x", (), {}))
    yield "a call of what a call made", call(call(name("builtins", "dict")))
    yield "a call of a number", Code(b"K\x01)R")
    yield "a call of an object", call(new(name("sklearn.gaussian_process.kernels", "RBF")), [[1]])
    yield "a call of a value", call(name("numpy", "mean"), [1])
    yield "a call of a class that is made otherwise", call(name("sklearn.feature_extraction.text", "CountVectorizer"))


def poisons():
    """Names that models do have, used as no model does."""
    linear = name("sklearn.linear_model._base", "LinearRegression")
    pipeline = name("sklearn.pipeline", "Pipeline")
    mean = name("numpy", "mean")
    yield "a class gets a method", build(linear, {"__init__": 1})
    yield "a class gets a state of slots", build(linear, Code(values([None, {"predict": 1}])))
    yield "a function gets attributes", build(mean, {"__wrapped__": 1})
    for attribute in "__class__ __dict__ __setstate__ __reduce__ __getattr__ __init__".split():
        yield "an object gets " + attribute, build(new(linear), {attribute: name("builtins", "dict")})
    for attribute in "predict fit get_params".split():
        yield "an object gets a method " + attribute, build(new(linear), Code(b"}" + text(attribute) + value(mean) + b"s"))
    yield "a method in the place of slots", build(new(linear), Code(values([None, {"predict": 1}])))
    yield "a state with keys that are no text", build(new(linear), {1: 2})
    yield "_reconstructor of a function", call(name("copyreg", "_reconstructor"), mean, name("builtins", "object"), None)
    yield "_reconstructor with a base", call(name("copyreg", "_reconstructor"), pipeline, linear, [])
    yield "_reconstructor of int", call(name("copyreg", "_reconstructor"), name("builtins", "int"), name("builtins", "int"), 5)
    yield "_codecs of another encoding", call(name("_codecs", "encode"), "x", "punycode")
    yield "_codecs of an encoding with dots", call(name("_codecs", "encode"), "x", "..os")
    yield "_codecs with a handler", call(name("_codecs", "encode"), "x", "latin1", "x")
    yield "a bytearray of a terabyte", call(name("builtins", "bytearray"), 10**12)
    yield "bytes of a terabyte", call(name("builtins", "bytes"), 10**12)
    yield "a list of a range", call(name("builtins", "list"), call(name("builtins", "range"), 10**12))
    yield "an array of a terabyte", call(name("numpy._core.multiarray", "_reconstruct"), name("numpy", "ndarray"), (10**12,), b"d")
    yield "an array that maps a file", call(name("numpy._core.multiarray", "_reconstruct"), name("numpy", "memmap"), (0,), b"b")
    yield "an array of a class of estimators", call(name("numpy._core.multiarray", "_reconstruct"), linear, (0,), b"b")
    yield "a universal function of os", call(name("numpy.core", "_ufunc_reconstruct"), "os", "system")
    yield "a universal function of os, 2", call(name("numpy._core", "_ufunc_reconstruct"), "os", "system")
    yield "a universal function that is none", call(name("numpy.core", "_ufunc_reconstruct"), "numpy", "load")
    yield "a generator made by a function", call(name("numpy.random._pickle", "__generator_ctor"), "PCG64", mean)
    yield "a random state made by a function", call(name("numpy.random._pickle", "__randomstate_ctor"), "MT19937", name("sklearn.metrics", "accuracy_score"))
    yield "a distance without a class", call(name("sklearn.metrics._dist_metrics", "newObj"), mean)
    yield "a tree of functions", call(name("sklearn.tree._tree", "Tree"), mean, mean, mean)
    yield "a compiled loss of a function", call(name("sklearn._loss._loss", "__pyx_unpickle_CyHalfMultinomialLoss"), mean, 1, None)
    yield "items for an object", Code(value(new(linear)) + b"(K\x01K\x02e")
    yield "an item for an object", Code(value(new(linear)) + b"K\x01a")
    yield "entries for an object", Code(value(new(linear)) + b"(K\x01K\x02u")
    yield "an entry for an object", Code(value(new(linear)) + b"K\x01K\x02s")
    yield "members for an object", Code(value(new(linear)) + b"(K\x01\x90")
    yield "entries for a class", Code(value(linear) + b"(K\x01K\x02u")
    yield "keywords for a class", Code(value(linear) + b")}" + value("x") + b"K\x01s\x92")
    yield "a wrapper that reads by a function", build(new(name("joblib.numpy_pickle", "NumpyArrayWrapper")), Code(b"}(" + text("read") + value(mean) + b"u"))
    yield "a wrapper of another class", build(
        new(name("joblib.numpy_pickle", "NumpyArrayWrapper")),
        Code(b"}(" + text("subclass") + value(pipeline) + text("shape") + b"K\x01\x85" + text("dtype") + value(linear) + text("order") + text("C") + text("allow_mmap") + b"\x88u"),
    )


def gadgets():
    """Whole models, of names that models have, that would reach outside when they predict."""
    rows, target = numpy.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]]), numpy.array([0.0, 1.0, 2.0])
    model = LinearRegression().fit(rows, target)
    scale = StandardScaler().fit(rows)
    cached = Pipeline([("s", StandardScaler()), ("l", LinearRegression())], memory="canary")
    fitting = functools.partial(_fit_single_estimator, cached, rows, target, {})
    first = lambda step: Pipeline([("f", step), ("l", model)])
    yield "a fit with a cache", first(FunctionTransformer(fitting))
    yield "a pipeline with a cache", Pipeline([("s", scale), ("l", model)], memory="canary")
    yield "a cache that is an object", Pipeline([("s", scale), ("l", model)], memory=Reduced(joblib.Memory, ("canary",)))
    yield "a cache made while it is loaded", Pipeline([("s", scale), ("l", model)], memory=Reduced(check_memory, ("canary",)))
    yield "a cache deep inside", first(FeatureUnion([("p", Pipeline([("s", scale)], memory="canary"))]))
    for kind in (CountVectorizer, TfidfVectorizer, HashingVectorizer):
        for source in ("filename", "file"):
            yield "%s of a %s" % (kind.__name__, source), first(kind(input=source))
    for function in (os.system, eval, open, os.mkdir, numpy.load, numpy.fromfile, numpy.save, numpy.loadtxt, pickle.loads, joblib.load, check_memory):
        yield "FunctionTransformer of " + function.__name__, first(FunctionTransformer(function))
    yield "FunctionTransformer of partial(os.system)", first(FunctionTransformer(functools.partial(os.system, TOUCH)))
    yield "FunctionTransformer of partial(numpy.load)", first(FunctionTransformer(functools.partial(numpy.load, "canary", allow_pickle=True)))
    yield "FunctionTransformer of a metric", first(FunctionTransformer(accuracy()))
    yield "an inverse function", first(FunctionTransformer(inverse_func=os.system))
    yield "SelectKBest by os.system", first(SelectKBest(os.system))
    yield "a tokenizer that runs words", first(CountVectorizer(tokenizer=os.system))
    yield "a tokenizer that makes objects", first(CountVectorizer(tokenizer=subprocess_call()))
    yield "an analyzer that opens", first(CountVectorizer(analyzer=open))
    yield "neighbours by a metric of others", KNeighborsRegressor(1, metric=os.system)
    yield "an object of another's class", Pipeline([("s", scale), ("l", Reduced(os.system, (TOUCH,)))])
    yield "labels that are made by a call", with_attribute(LogisticRegression(), "classes_", Reduced(os.system, (TOUCH,)))
    yield "a hidden predict", with_attribute(LinearRegression(), "predict", numpy.mean)


class Reduced:
    """Is written as a call."""

    def __init__(self, function, arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def accuracy():
    from sklearn.metrics import accuracy_score

    return accuracy_score


def subprocess_call():
    import subprocess

    return subprocess.call


def with_attribute(thing, attribute, content):
    vars(thing)[attribute] = content
    return thing


def dumped(thing):
    stream = io.BytesIO()
    joblib.dump(thing, stream)
    return stream.getvalue()


def arrays():
    """Arrays of objects, which joblib and numpy write as pickles of their own."""
    hostile = numpy.array([Reduced(os.system, (TOUCH,)), None], dtype=object)
    yield "an array of objects, by joblib", dumped(hostile)
    yield "a model with an array of objects", dumped(with_attribute(LinearRegression(), "coef_", hostile))
    yield "an array of objects, by numpy", pickle.dumps(hostile, 4)
    wrapper = NumpyArrayWrapper(numpy.ndarray, (1,), "C", numpy.dtype(object), allow_mmap=True)
    inner = whole(call(name("os", "system"), TOUCH))
    yield "an array that is mapped", pickle.dumps(wrapper, 2)[:-1] + inner + b"."
    stream = io.BytesIO()
    numpy.save(stream, hostile, allow_pickle=True)
    yield "an .npy with objects in a pickle", whole(call(name("numpy", "load"), stream.getvalue()))


def hostile():
    for module, attribute, arguments in CALLS:
        yield "%s.%s()" % (module, attribute), whole(call(name(module, attribute), *arguments))
    yield from forms()
    for title, code in [*chains(), *poisons()]:
        yield title, whole(code)
    yield from arrays()
    for title, model in gadgets():
        yield title, dumped(model)


if __name__ == "__main__":
    files = {title: base64.b64encode(content).decode() for title, content in hostile()}
    print(json.dumps(files, indent=1, ensure_ascii=False))
    print("%d files" % len(files), file=sys.stderr)

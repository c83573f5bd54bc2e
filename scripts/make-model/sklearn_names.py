"""Names that pickles of scikit-learn's models hold: `host/catenary_host/sklearn_names.txt`, the list of what may be loaded.

Every public estimator is fitted on small tables, and what else models hold is made besides (losses, kernels, distances,
scorers, splitters, random generators); all of it is pickled, and read back by an unpickler that writes down the names.

    python sklearn_names.py collect > names-1.9.txt        in an environment of each release, 0.20 to 1.9
    python sklearn_names.py merge names-*.txt > sklearn_names.txt

A line is a kind, a module and its names. `new`: classes whose objects are made without a call of their own, and filled
with attributes. `call`: classes and functions that pickles call with arguments. `name`: what stands in a model as a value.
"""
import inspect
import io
import pickle
import sys
import warnings
from collections import defaultdict
from importlib import import_module

KINDS = ("new", "call", "name")
#: Packages of Python itself, and functions that run or read what they are given: these are decided by hand in the host.
BY_HAND = ("builtins", "__builtin__", "copyreg", "copy_reg", "_codecs", "functools", "collections", "operator", "re")
SCORES = "f_classif f_oneway f_regression chi2 r_regression mutual_info_classif mutual_info_regression"


class Recorder(pickle._Unpickler):
    """Reads what was just written here, and says what it names and how."""

    dispatch = dict(pickle._Unpickler.dispatch)

    def __init__(self, data, seen):
        super().__init__(io.BytesIO(data))
        self.seen, self.home = seen, {}

    def find_class(self, module, name):
        found = super().find_class(module, name)
        self.home[id(found)] = (module, name)
        self.seen[(module, name)].add("name")
        return found

    def note(self, found, kind):
        if id(found) in self.home:
            self.seen[self.home[id(found)]].add(kind)

    def load_newobj(self):
        self.note(self.stack[-2], "new")
        super().load_newobj()

    def load_reduce(self):
        self.note(self.stack[-2], "call")
        arguments = self.stack[-1]
        if getattr(self.stack[-2], "__name__", "") == "_reconstructor":
            self.note(arguments[0], "new")
        super().load_reduce()

    dispatch[pickle.NEWOBJ[0]] = load_newobj
    dispatch[pickle.REDUCE[0]] = load_reduce


def collect():
    import sklearn

    warnings.simplefilter("ignore")
    seen, failed = defaultdict(set), []
    for what, thing in things():
        for protocol in (2, pickle.HIGHEST_PROTOCOL):
            try:
                Recorder(pickle.dumps(thing, protocol), seen).load()
            except Exception as error:
                failed.append("%s: %s" % (what, str(error)[:80]))
    for module, name in values():
        seen[(module, name)].add("name")
    print("scikit-learn %s: %d names, not pickled: %s" % (sklearn.__version__, len(seen), failed), file=sys.stderr)
    lines = defaultdict(set)
    for (module, name), kinds in seen.items():
        if not module.startswith(BY_HAND) and not module.startswith("__main__"):
            kind = "call" if "call" in kinds else "new" if "new" in kinds else "name"
            lines[(kind, module)].add(name)
    write(lines)


def write(lines):
    for (kind, module), names in sorted(lines.items()):
        print(kind, module, *sorted(names))


def merge(paths):
    lines = defaultdict(set)
    for path in paths:
        with open(path) as file:
            for line in file:
                kind, module, *names = line.split()
                lines[(kind, module)].update(names)
    # What one release only names and another makes is made: the stronger kind has it.
    for strong, weak in (("call", "new"), ("call", "name"), ("new", "name")):
        for (kind, module), names in list(lines.items()):
            if kind == weak:
                names -= lines.get((strong, module), set())
    write({key: names for key, names in lines.items() if names})


def things():
    """Titles and objects that models are or hold."""
    for estimator in estimators():
        yield type(estimator).__name__, estimator
        for fitted in fits(estimator):
            yield type(estimator).__name__, fitted
    yield from parts()


def estimators():
    """An object of every public estimator, and of some with the options that bring other classes in."""
    for experiment in ("iterative_imputer", "halving_search_cv", "hist_gradient_boosting"):
        try:
            import_module("sklearn.experimental.enable_" + experiment)
        except ImportError:
            continue
    for kind in public_estimators():
        made = construct(kind)
        if made is not None:
            yield quick(made)
    for module, name, option, choices in OPTIONS:
        kind = getattr(import_module("sklearn." + module), name, None)
        for choice in choices if kind is not None else ():
            for _title, made in attempt(name, kind, **{option: choice}):
                yield quick(made)


def public_estimators():
    import sklearn
    from sklearn.base import BaseEstimator

    kinds = {}
    for package in [*sklearn.__all__, "feature_extraction.text"]:
        try:
            module = import_module("sklearn." + package)
        except ImportError:
            continue  # a function, or a package that needs another
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, BaseEstimator) and not inspect.isabstract(kind):
                kinds[name] = kind
    return kinds.values()


def quick(estimator):
    """The same with little work: what it fits is not used."""
    options = estimator.get_params(deep=False)
    for option, small in (("n_estimators", 2), ("cv", 2), ("max_iter", 5), ("n_init", 1), ("n_jobs", 1)):
        if option in options:
            estimator.set_params(**{option: small})
    return estimator


OPTIONS = [
    ("neural_network", "MLPClassifier", "solver", ["sgd", "adam", "lbfgs"]),
    ("neural_network", "MLPRegressor", "solver", ["sgd", "adam", "lbfgs"]),
    (
        "linear_model",
        "SGDClassifier",
        "loss",
        "hinge log log_loss modified_huber squared_hinge perceptron squared_loss squared_error huber epsilon_insensitive "
        "squared_epsilon_insensitive".split(),
    ),
    (
        "linear_model",
        "SGDRegressor",
        "loss",
        "squared_loss squared_error huber epsilon_insensitive squared_epsilon_insensitive".split(),
    ),
    ("linear_model", "GammaRegressor", "solver", ["lbfgs", "newton-cholesky"]),
    ("linear_model", "TweedieRegressor", "power", [0, 1, 1.5, 2, 3]),
    ("ensemble", "GradientBoostingClassifier", "loss", ["deviance", "log_loss", "exponential"]),
    (
        "ensemble",
        "GradientBoostingRegressor",
        "loss",
        ["ls", "lad", "squared_error", "absolute_error", "huber", "quantile"],
    ),
    ("ensemble", "GradientBoostingRegressor", "init", ["zero"]),
    (
        "calibration",
        "CalibratedClassifierCV",
        "method",
        ["sigmoid", "isotonic", "temperature"],
    ),
    ("neighbors", "KNeighborsClassifier", "algorithm", ["ball_tree", "kd_tree", "brute"]),
    ("neighbors", "RadiusNeighborsRegressor", "algorithm", ["ball_tree", "kd_tree", "brute"]),
    ("neighbors", "KernelDensity", "algorithm", ["ball_tree", "kd_tree"]),
]


def construct(kind):
    """An object of a class, with what its constructor asks for."""
    from sklearn.base import RegressorMixin
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.preprocessing import StandardScaler

    classifier = LogisticRegression()
    wanted = {
        "estimator": classifier,
        "base_estimator": classifier,
        "regressor": LinearRegression(),
        "estimators": [("a", LogisticRegression()), ("b", LogisticRegression())],
        "steps": [("scale", StandardScaler()), ("model", classifier)],
        "transformers": [("scale", StandardScaler(), slice(0, 2)), ("rest", "drop", [2]), ("kept", "passthrough", [3])],
        "transformer_list": [("scale", StandardScaler())],
        "param_grid": {"C": [1.0]},
        "param_distributions": {"C": [1.0]},
        "score_func": import_module("sklearn.feature_selection").f_classif,
        "dictionary": [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]],
        "threshold": None,
    }
    signature = inspect.signature(kind.__init__).parameters.values()
    needed = [p.name for p in signature if p.default is p.empty and p.name != "self" and p.kind == p.POSITIONAL_OR_KEYWORD]
    if issubclass(kind, RegressorMixin):
        wanted["estimator"] = wanted["base_estimator"] = LinearRegression()
        wanted["estimators"] = [("a", LinearRegression()), ("b", LinearRegression())]
    try:
        return kind(**{name: wanted[name] for name in needed if name in wanted})
    except Exception:
        return None


def fits(estimator):
    """The estimator, fitted on each table that it takes."""
    import numpy
    from sklearn.base import clone

    state = numpy.random.RandomState(0)
    table = state.rand(40, 4)
    two = (table[:, 0] > 0.5).astype(int)
    three = (table[:, 0] * 3).astype(int)
    texts = ["some words %d here" % (row % 5) for row in range(40)]
    whole = (table * 3).astype(int)
    tables = [
        (table, two),
        (table, three),
        (table, two.astype(str)),
        (table, numpy.c_[two, three]),
        (table, numpy.c_[two, 1 - two]),
        (table[:, 0], table[:, 1]),
        (whole, two),
        (texts, two),
        ([{"a": 1, "b": "x"}, {"a": 2}] * 20, two),
        (two, None),
        ([[1, 2], [3]] * 20, None),
        (table @ table.T, two),
    ]
    for rows, target in tables:
        try:
            fitted = clone(estimator)
            fitted.fit(rows) if target is None else fitted.fit(rows, target)
            yield fitted
        except Exception:
            continue


def parts():
    """What stands inside of models, or is given to them as an option."""
    import numpy
    import scipy.sparse
    import sklearn.metrics
    from sklearn import gaussian_process

    kernels = gaussian_process.kernels
    for name in dir(kernels):
        kind = getattr(kernels, name)
        if isinstance(kind, type) and issubclass(kind, kernels.Kernel):
            one = kernels.RBF()
            for arguments in ((), (one, one), (one, 2.0), ([one, one],)):
                yield from attempt(name, kind, *arguments)
    for metric in DISTANCES.split():
        for options in ({}, {"p": 3}, {"V": numpy.ones(2)}, {"VI": numpy.eye(2)}):
            yield from attempt(metric, distance_class().get_metric, metric, **options)
            for tree in (sklearn.neighbors.KDTree, sklearn.neighbors.BallTree):
                yield from attempt(metric, lambda: tree(numpy.eye(2), metric=metric, **options))
    yield from attempt("scorers", lambda: [sklearn.metrics.get_scorer(name) for name in scorer_names()])
    selection = import_module("sklearn.model_selection")
    for name in selection.__all__:
        kind = vars(selection).get(name)
        if isinstance(kind, type) and hasattr(kind, "split"):
            for arguments in ((), (2,), ([0, 1],)):
                yield from attempt(name, kind, *arguments)
    for name in "csr csc coo bsr dia dok lil".split():
        for suffix in ("_matrix", "_array"):
            yield from attempt(name, lambda: getattr(scipy.sparse, name + suffix)(numpy.eye(3)))
    yield "random state", numpy.random.RandomState(0)
    for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split():
        yield from attempt(name, lambda: numpy.random.Generator(getattr(numpy.random, name)(0)))
    for kind in "?bBhHiIlLqQefdgFDSUVOmM":
        yield "dtype " + kind, [numpy.dtype(kind), numpy.zeros(1, dtype=kind)]
        yield from attempt("scalar " + kind, lambda: numpy.zeros(1, dtype=kind)[0])
        yield "type " + kind, numpy.dtype(kind).type
    yield "structured", numpy.zeros(2, dtype=[("a", "f8"), ("b", "i4")])
    yield "masked", numpy.ma.masked_array([1.0, 2.0], [0, 1])
    yield from attempt("bunch", lambda: bunch_class()(a=1))
    yield from attempt("selector", lambda: import_module("sklearn.compose").make_column_selector("a"))
    yield from losses()


def losses():
    """Losses of generalised linear models and boosters that no fit above has made."""
    try:
        from sklearn._loss import loss
    except ImportError:
        return
    for name in dir(loss):
        kind = getattr(loss, name)
        if isinstance(kind, type) and kind.__module__ == loss.__name__:
            for options in ({}, {"n_classes": 3}, {"quantile": 0.5}, {"power": 1.5}):
                yield from attempt(name, kind, **options)


DISTANCES = (
    "euclidean l2 minkowski p manhattan cityblock l1 chebyshev infinity seuclidean mahalanobis wminkowski hamming "
    "canberra braycurtis matching jaccard dice kulsinski rogerstanimoto russellrao sokalmichener sokalsneath haversine"
)


def attempt(title, make, *arguments, **options):
    try:
        yield title, make(*arguments, **options)
    except Exception:
        return


def distance_class():
    try:
        return import_module("sklearn.metrics").DistanceMetric
    except AttributeError:
        return import_module("sklearn.neighbors").DistanceMetric


def bunch_class():
    return import_module("sklearn.utils").Bunch


def scorer_names():
    metrics = import_module("sklearn.metrics")
    return metrics.get_scorer_names() if hasattr(metrics, "get_scorer_names") else list(metrics.SCORERS)


def values():
    """Functions that options take: scores of features, metrics, kernels and distances, numpy's universal functions."""
    import numpy

    selection = import_module("sklearn.feature_selection")
    for name in SCORES.split():
        if hasattr(selection, name):
            yield from names_of(selection, getattr(selection, name), name)
    for package in ("sklearn.metrics", "sklearn.metrics.pairwise"):
        module = import_module(package)
        for name, function in vars(module).items():
            is_metric = inspect.isfunction(function) and function.__module__.startswith("sklearn.metrics.")
            if is_metric and not name.startswith(("_", "plot_", "get_scorer", "make_scorer", "check_")):
                yield from names_of(module, function, name)
    for function in vars(numpy).values():
        if isinstance(function, numpy.ufunc):
            for home in ("numpy", "numpy.core._multiarray_umath", "numpy._core._multiarray_umath"):
                yield home, function.__name__
    for name in ("expit", "logit"):
        yield "scipy.special", name
        yield "scipy.special._ufuncs", name


def names_of(module, function, name):
    yield module.__name__, name
    yield function.__module__, function.__name__


if __name__ == "__main__":
    collect() if sys.argv[1] == "collect" else merge(sys.argv[2:])

"""What a pickle of a scikit-learn model may name, one by one; see `sklearn_names.txt` for how the list comes about.

`call`: classes and functions that pickles call with arguments; `new`: classes whose objects are made without; `name`:
values, such as the score function of a selector.
"""
from __future__ import annotations

import os

#: Python's own, joblib's, the names of a frame's columns, and numpy's functions that a FunctionTransformer may have
#: besides its universal functions.
_BY_HAND = """
call builtins bytearray bytes complex dict frozenset list object range set slice tuple
name builtins bool float int str
call collections OrderedDict defaultdict deque
call copyreg _reconstructor
call _codecs encode
call functools partial
new joblib.numpy_pickle NumpyArrayWrapper
new sklearn.externals.joblib.numpy_pickle NumpyArrayWrapper
call numpy.core _ufunc_reconstruct
call numpy._core _ufunc_reconstruct
name sklearn.utils.validation check_array
new sklearn.compose._column_transformer _RemainderColsList
call pandas.core.indexes.base _new_Index
name pandas.core.indexes.base Index
name pandas Index
name numpy ndarray array asarray mean median nan_to_num ravel round around
"""


def read_names():
    """Module and name → kind."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "sklearn_names.txt")) as file:
        lines = [line.split() for line in _BY_HAND.splitlines() + file.read().splitlines()]
    return {(line[1], name): line[0] for line in lines if line for name in line[2:]}

"""test/golden/pickle: one value in every protocol, as CPython and numpy pickle it. Run: python pickles.py FOLDER"""
import collections
import pickle
import sys
from pathlib import Path

import numpy as np

VALUE = {
    "none": None, "true": True, "false": False, "ints": [0, -1, 255, 256, 65536, -(2**31), 2**53, 2**70, -(2**70)],
    "floats": [0.5, -1e300, float("inf"), float("-inf")], "text": "naïve \U0001f600 \n'\"\\", "bytes": b"\x00\xff'", "bytearray": bytearray(b"ab\x00"),
    "tuple": ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)), "set": {1, 2}, "frozen": frozenset(["x"]), "ordered": collections.OrderedDict(a=1),
    "matrix": np.arange(6.0).reshape(2, 3), "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "big": np.array([1.5, -2.5], ">f8"),
    "small": np.array([[1.5], [np.nan]], "<f4"), "half": np.array([1.5, -0.0001, 65504], "f2"), "int64": np.array([-1, 2**40]), "flags": np.array([True, False]),
    "words": np.array(["a", "été"]), "objects": np.array(["a", 1, None], object), "empty": np.zeros((0, 3)), "scalar": np.float32(1.5), "count": np.int64(-7), "slice": slice(1, None),
    "nodes": np.array([(1, 0.5), (2, -0.5)], [("left", "<i8"), ("threshold", "<f8")]),
}

folder = Path(sys.argv[1])
for protocol in range(6):
    (folder / f"value-protocol{protocol}.pkl").write_bytes(pickle.dumps(VALUE, protocol))

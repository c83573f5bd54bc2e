"""Arrays to and from `application/json`, `text/csv` and `application/x-npy`.

Source: aws/sagemaker-containers `_encoders.py`. numpy is imported where it is used: a script with functions of its own
may do without it.
"""
from __future__ import annotations

import csv
import datetime
import io
import json
import numbers

from .errors import Refusal, UnsupportedFormatError

#: Most cells of a sparse matrix that is written out (1 GiB of doubles).
MAX_CELLS = 2**27

#: What may be a cell of CSV.
CELLS = (str, bytes, numbers.Number, datetime.date, type(None))

#: What pandas takes for missing and for booleans in CSV.
MISSING = frozenset(
    ",#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null".split(",")
)
BOOLEANS = {"True": 1.0, "TRUE": 1.0, "true": 1.0, "False": 0.0, "FALSE": 0.0, "false": 0.0}

JSON, CSV, NPY = "application/json", "text/csv", "application/x-npy"


def media_type(content_type):
    """`text/csv` for ` text/CSV; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def decode(body, content_type):
    """Bytes or text → array; UnsupportedFormatError for other types, Refusal (400) for a body that cannot be read."""
    decoder = DECODERS.get(media_type(content_type))
    if decoder is None:
        raise UnsupportedFormatError(content_type)
    return decoder(body)


def encode(array_like, content_type):
    """Array, list or scalar → text or bytes; UnsupportedFormatError for other types."""
    encoder = ENCODERS.get(media_type(content_type))
    if encoder is None:
        raise UnsupportedFormatError(content_type)
    return encoder(array_like)


def json_to_array(body):
    import numpy

    try:
        return numpy.array(json.loads(_text(body)))
    except ValueError as error:
        raise Refusal(400, "the body is not a JSON array: %s" % error)


def csv_to_array(body):
    """Rows × columns of float64, with NaN for cells that are missing, as models without a script have them."""
    import numpy

    rows = csv_rows(body)
    width = -1 if rows else 0
    try:
        return numpy.array(rows, dtype=object).astype("float64").reshape(len(rows), width)
    except ValueError:
        cells = [_number(cell, index, column) for index, row in enumerate(rows) for column, cell in enumerate(row)]
        return numpy.array(cells, dtype="float64").reshape(len(rows), width)


def csv_rows(body):
    """Lists of cells, all of one length; empty lines are no rows."""
    rows = [row for row in csv.reader(io.StringIO(_text(body)), strict=True) if row]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise Refusal(400, "row %d has %d columns, row 1 has %d" % (index + 1, len(row), len(rows[0])))
    return rows


def _number(cell, index, column):
    try:
        return float(cell)
    except ValueError:
        if cell in MISSING:
            return float("nan")
        if cell in BOOLEANS:
            return BOOLEANS[cell]
        raise Refusal(400, "row %d, column %d is not a number: %r" % (index + 1, column, cell[:100]))


def npy_to_array(body):
    """Object arrays are pickles, which run code when they are loaded: refused."""
    import numpy

    try:
        return numpy.load(io.BytesIO(body if isinstance(body, bytes) else body.encode("latin-1")), allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise Refusal(400, "the body is not an .npy array: %s" % error)


def array_to_json(array_like):
    """Lists of values; whatever else JSON has is written too, as AWS's containers do."""
    return json.dumps(_listed(array_like, JSON), default=_plain)


def _plain(value):
    if _is_missing(value):
        return None
    value = _listed(value, JSON)
    if hasattr(value, "tolist"):
        plain = value.tolist()
        # Python has no numbers of 80 bits and more: numpy gives them back as they are.
        return float(plain) if type(plain) is type(value) and isinstance(plain, numbers.Real) else plain
    if isinstance(value, list):
        return value
    raise TypeError("%s cannot be written as %s" % (_type_of(value), JSON))


def array_to_csv(array_like):
    """One line a row, values in their own text; a cell is quoted only where it must be."""
    import numpy

    array = _array(array_like, CSV)
    if array.ndim > 2:
        raise ValueError("an array of %d dimensions cannot be written as CSV" % array.ndim)
    rows = array.reshape(-1, 1) if array.ndim < 2 else array
    if array.dtype.names is not None:
        rows = [record for record in array.reshape(-1).tolist()]
    elif array.dtype == object:
        for cell in rows.flat:
            if not isinstance(cell, CELLS) and not isinstance(cell, numpy.generic) and not _is_missing(cell):
                raise TypeError("a cell that is a %s cannot be written as %s" % (_type_of(cell), CSV))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([str(cell) for cell in row] for row in rows)
    return stream.getvalue()


def array_to_npy(array_like):
    import numpy

    array = _array(array_like, NPY)
    if array.dtype.hasobject:
        raise TypeError("cells of several types cannot be written as %s: ask for %s or %s" % (NPY, CSV, JSON))
    stream = io.BytesIO()
    numpy.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _array(result, media_type):
    """An array of what is one, a table of one, or a scalar: never an object in the text that Python prints of it."""
    import numpy

    listed = _listed(result, media_type)
    if isinstance(listed, (dict, str, bytes, bytearray, set, frozenset)):
        raise _no_array(listed, media_type)
    array = numpy.asarray(listed)
    if array.ndim == 0 and array.dtype == object and not isinstance(array.item(), numbers.Number):
        raise _no_array(listed, media_type)
    return array


def _listed(result, media_type):
    """Sparse matrices and frames as arrays, series as lists, None for what an array masks; other things as they are."""
    if result is None or hasattr(result, "__next__"):
        raise _no_array(result, media_type)
    home = type(result).__module__.partition(".")[0]
    if home == "scipy" and hasattr(result, "toarray"):
        if result.shape[0] * result.shape[-1] > MAX_CELLS:
            raise ValueError("a sparse matrix of %s cells is too large to be written as rows" % (result.shape,))
        return result.toarray()
    if home == "numpy" and hasattr(result, "filled"):
        return _unmasked(result)
    if home == "pandas" and hasattr(result, "iloc") and hasattr(result, "columns"):
        return result.to_numpy() if media_type == NPY else _cells(result)
    if home == "pandas" and hasattr(result, "tolist"):
        return result.tolist()
    return result


def _unmasked(array):
    """What is masked has a value all the same, which is not to be told."""
    import numpy

    if array.dtype.names is not None or not numpy.ma.getmaskarray(array).any():
        return array
    cells = numpy.array(array.data, dtype=object)
    cells[numpy.ma.getmaskarray(array)] = None
    return cells


def _is_missing(value):
    """pandas.NA."""
    return type(value).__name__ == "NAType" and type(value).__module__.partition(".")[0] == "pandas"


def _cells(frame):
    """Cells in the types of their columns: whole numbers stay whole beside doubles."""
    import numpy

    cells = numpy.empty(frame.shape, dtype=object)
    for place in range(frame.shape[1]):
        cells[:, place] = frame.iloc[:, place].tolist()
    return cells


def _no_array(result, media_type):
    return TypeError(
        "the result is a %s, which cannot be written as %s: predict_fn has to return an array, a list or a table, or "
        "output_fn to write what it returns" % (_type_of(result), media_type)
    )


def _type_of(value):
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__name__)


def _text(body):
    if isinstance(body, str):
        return body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the body is not UTF-8: byte %d is 0x%02x" % (error.start, body[error.start]))


DECODERS = {JSON: json_to_array, CSV: csv_to_array, NPY: npy_to_array}
ENCODERS = {JSON: array_to_json, CSV: array_to_csv, NPY: array_to_npy}

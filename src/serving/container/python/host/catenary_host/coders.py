"""Arrays to and from `application/json`, `text/csv` and `application/x-npy`.

Source: aws/sagemaker-containers `_encoders.py`. numpy is imported where it is used: a script with functions of its own
may do without it.
"""
from __future__ import annotations

import csv
import io
import json

from .errors import Refusal, UnsupportedFormatError

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
    """Rows × columns of float64."""
    import numpy

    rows = csv_rows(body)
    try:
        return numpy.array(rows, dtype=object).astype("float64").reshape(len(rows), -1 if rows else 0)
    except ValueError:
        raise Refusal(400, _first_non_number(rows))


def csv_rows(body):
    """Lists of cells, all of one length; empty lines are no rows."""
    rows = [row for row in csv.reader(io.StringIO(_text(body)), strict=True) if row]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise Refusal(400, "row %d has %d columns, row 1 has %d" % (index + 1, len(row), len(rows[0])))
    return rows


def _first_non_number(rows):
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            try:
                float(cell)
            except ValueError:
                return "row %d, column %d is not a number: %r" % (index + 1, column, cell[:100])
    return "the body is not a table of numbers"


def npy_to_array(body):
    """Object arrays are pickles, which run code when they are loaded: refused."""
    import numpy

    try:
        return numpy.load(io.BytesIO(body if isinstance(body, bytes) else body.encode("latin-1")), allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise Refusal(400, "the body is not an .npy array: %s" % error)


def array_to_json(array_like):
    return json.dumps(array_like, default=_plain)


def _plain(value):
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError("%s cannot be written as JSON" % type(value).__name__)


def array_to_csv(array_like):
    """One line a row, values in their own text; a cell is quoted only where it must be."""
    import numpy

    array = numpy.asarray(array_like)
    if array.ndim > 2:
        raise ValueError("an array of %d dimensions cannot be written as CSV" % array.ndim)
    rows = array.reshape(-1, 1) if array.ndim < 2 else array
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([str(cell) for cell in row] for row in rows)
    return stream.getvalue()


def array_to_npy(array_like):
    import numpy

    stream = io.BytesIO()
    numpy.save(stream, numpy.asarray(array_like), allow_pickle=False)
    return stream.getvalue()


def _text(body):
    if isinstance(body, str):
        return body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the body is not UTF-8: byte %d is 0x%02x" % (error.start, body[error.start]))


DECODERS = {JSON: json_to_array, CSV: csv_to_array, NPY: npy_to_array}
ENCODERS = {JSON: array_to_json, CSV: array_to_csv, NPY: array_to_npy}

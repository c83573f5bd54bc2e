"""Request bodies to `xgboost.DMatrix`.

Source: aws/sagemaker-xgboost-container `encoder.py` and `data_utils.py`. On purpose different: blanks around a body are
dropped, so that a last line end makes no row; libsvm does not go through a file, which newer libraries read only with
their own suffix; what cannot be read is 400 with its place instead of 500.
"""
from __future__ import annotations

import csv

from . import records
from .coders import media_type
from .errors import Refusal, UnsupportedFormatError


def decode(body, content_type):
    """Bytes or text → DMatrix; UnsupportedFormatError for other types, Refusal (400) for a body that cannot be read."""
    decoder = DECODERS.get(media_type(content_type))
    if decoder is None:
        raise UnsupportedFormatError(content_type)
    return decoder(body)


def csv_to_dmatrix(body, dtype=None):
    """Rows × columns; an empty cell is missing. The delimiter is guessed from the first line, as the container does."""
    import numpy
    import xgboost

    text = _text(body).strip()
    try:
        guess = csv.Sniffer().sniff(text.split("\n", 1)[0][:512]).delimiter
    except csv.Error as error:
        raise Refusal(400, "the body is not CSV: %s" % error)
    delimiter = "," if guess.isalnum() else guess
    rows = [line.split(delimiter) for line in text.split("\n")]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise Refusal(400, "row %d has %d columns, row 1 has %d" % (index + 1, len(row), len(rows[0])))
    numbers = [[_number(cell, index, at) for at, cell in enumerate(row)] for index, row in enumerate(rows)]
    return xgboost.DMatrix(numpy.array(numbers, dtype=dtype))


def libsvm_to_dmatrix(body):
    """`index:value` tokens; tokens without a colon (labels) are ignored, absent columns missing.

    Indices count from 0; from the image 3.2-0 on they count from 1 if none of the body is 0.
    """
    import xgboost
    from scipy.sparse import csr_matrix

    starts, columns, values = [0], [], []
    for index, line in enumerate(_text(body).strip().split("\n")):
        for token in line.split():
            column, colon, value = token.partition(":")
            if colon:
                columns.append(_column(column, index, token))
                values.append(_number(value, index, column))
        starts.append(len(columns))
    if not columns:
        raise Refusal(400, "the body has no feature: libsvm lines look like `0 3:1.5 7:2`")
    if min(columns) >= 1 and _version(xgboost) >= (3, 2):
        columns = [column - 1 for column in columns]
    return xgboost.DMatrix(csr_matrix((values, columns, starts), shape=(len(starts) - 1, max(columns) + 1)))


def _version(library):
    return tuple(int(part) for part in library.__version__.split(".")[:2])


def recordio_protobuf_to_dmatrix(body):
    """The feature `values` of each record; with keys it is a sparse row, whose absent positions are missing."""
    import numpy
    import xgboost
    from scipy.sparse import csr_matrix

    rows = [records.read_features(record) for record in records.split(bytes(body))]
    if not rows:
        raise Refusal(400, "the body holds no record")
    if all(row.keys is None for row in rows):
        if len({len(row.values) for row in rows}) > 1:
            raise Refusal(400, "records are dense rows of different lengths")
        return xgboost.DMatrix(numpy.array([row.values for row in rows], dtype="float32"))
    keys = [row.keys if row.keys is not None else range(len(row.values)) for row in rows]
    starts = numpy.cumsum([0] + [len(row.values) for row in rows])
    indices = numpy.array([key for row in keys for key in row], dtype="int64")
    width = max([row.width for row in rows] + [int(indices.max()) + 1 if len(indices) else 0])
    values = numpy.array([value for row in rows for value in row.values], dtype="float32")
    return xgboost.DMatrix(csr_matrix((values, indices, starts), shape=(len(rows), width)))


def _number(cell, row, column):
    try:
        return float(cell) if cell else float("nan")
    except ValueError:
        raise Refusal(400, "row %d, column %s is not a number: %r" % (row + 1, column, cell[:100]))


def _column(text, row, token):
    if not text.isdigit() or int(text) >= 2**31 - 1:
        raise Refusal(400, "row %d has no column index before the colon: %r" % (row + 1, token[:100]))
    return int(text)


def _text(body):
    if isinstance(body, str):
        return body
    try:
        return bytes(body).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the body is not UTF-8: byte %d is 0x%02x" % (error.start, body[error.start]))


DECODERS = {
    "text/csv": csv_to_dmatrix,
    "text/libsvm": libsvm_to_dmatrix,
    "text/x-libsvm": libsvm_to_dmatrix,
    "application/x-recordio-protobuf": recordio_protobuf_to_dmatrix,
}

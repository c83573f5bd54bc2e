"""RecordIO frames, and what is needed of the protobuf message `aialgs.data.Record` in them.

Source: dmlc-core `recordio.h` for the frame, the SageMaker manual ("Common data formats: training") for the message.
Written out by hand, as a script's environment need not have protobuf.
"""
from __future__ import annotations

import struct
from collections import namedtuple

from .errors import Refusal

_MAGIC = 0xCED7230A
#: Field number of a tensor in `Value` → format of one of its values.
_TENSORS = {2: "<f", 3: "<d", 7: None}

#: `keys` is None for a dense row; `width` is the first number of the shape, or 0.
Row = namedtuple("Row", ["values", "keys", "width"])


def split(body):
    """The payloads of whole records; parts of a record that was cut at the magic number are joined by it again."""
    found, part, at = [], b"", 0
    while at < len(body):
        if len(body) - at < 8:
            raise Refusal(400, "byte %d: a record's head is cut off" % at)
        magic, word = struct.unpack_from("<II", body, at)
        flag, length = word >> 29, word & 0x1FFFFFFF
        if magic != _MAGIC or at + 8 + length > len(body):
            raise Refusal(400, "byte %d: no whole RecordIO record begins here" % at)
        payload = body[at + 8 : at + 8 + length]
        part = payload if flag in (0, 1) else part + struct.pack("<I", _MAGIC) + payload
        if flag in (0, 3):
            found.append(part)
        at += 8 + (length + 3) // 4 * 4
    return found


def read_features(record):
    """The tensor `values` among the features of one record."""
    for number, _wire, entry in _fields(record):
        if number == 1:
            parts = {inner: value for inner, _kind, value in _fields(entry)}
            if parts.get(1, b"") == b"values":
                return _read_value(parts.get(2, b""))
    raise Refusal(400, "a record has no feature named values")


def _read_value(value):
    for number, _wire, tensor in _fields(value):
        if number in _TENSORS:
            return _read_tensor(tensor, _TENSORS[number])
    raise Refusal(400, "a record's values are not numbers")


def _read_tensor(tensor, layout):
    values, keys, shape = [], [], []
    for number, wire, content in _fields(tensor):
        if number == 1 and layout is not None:
            size = struct.calcsize(layout)
            if len(content) % size:
                raise Refusal(400, "a record's values end in the middle of a number")
            values.extend(number for (number,) in struct.iter_unpack(layout, content))
        else:
            numbers = [content] if wire == 0 else _varints(content)
            {1: values, 2: keys, 3: shape}.get(number, []).extend(numbers)
    if layout is None:
        values = [(value + 2**31) % 2**32 - 2**31 for value in values]
    if keys and len(keys) != len(values):
        raise Refusal(400, "a record has %d keys and %d values" % (len(keys), len(values)))
    return Row(values, keys or None, shape[0] if shape else 0)


def _fields(message):
    """Number, wire type and content of each field: an int for varints, bytes for all others."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        wire = tag & 7
        if wire == 0:
            content, at = _varint(message, at)
        else:
            size, at = _varint(message, at) if wire == 2 else ({1: 8, 5: 4}.get(wire, -1), at)
            if size < 0 or at + size > len(message):
                raise Refusal(400, "a record is no whole protobuf message")
            content, at = message[at : at + size], at + size
        yield tag >> 3, wire, content


def _varints(content):
    found, at = [], 0
    while at < len(content):
        value, at = _varint(content, at)
        found.append(value)
    return found


def _varint(message, at):
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise Refusal(400, "a record is no whole protobuf message")
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7

"""Requests, answers and their bytes on the socket: `process/wire.ts` of the server writes the one and reads the other.

A message is the lengths of its head, its name and its body, the number of the request and the microseconds that an answer took, 32 bits
each, then head (JSON), name (ASCII) and body.
"""
from __future__ import annotations

import json
import struct
from collections import namedtuple

#: `head` maps names to strings (`path`, `contentType`, `accept` ...); `name` and `body` are bytes.
Request = namedtuple("Request", ["number", "head", "name", "body"])
#: `body` is bytes, `content_type` a string or None.
Answer = namedtuple("Answer", ["status", "content_type", "body"])

_START = struct.Struct("<IIIII")
START_BYTES = _START.size
_MAX_MICROS = 2**32 - 1

MAX_HEAD_BYTES = 1024 * 1024
#: Above the largest payload of batch transform (100 MiB).
MAX_BODY_BYTES = 128 * 1024 * 1024


class BadMessage(Exception):
    """What arrived is not a request; the connection cannot continue."""


class Reader:
    """Takes requests out of what has arrived."""

    def __init__(self):
        self._held = b""
        self._needed = START_BYTES
        self._head_bytes = None
        self._head = None

    def push(self, chunk):
        self._held = self._held + chunk if self._held else chunk

    @property
    def missing(self):
        """Bytes until something can be taken; none or less if it can."""
        return self._needed - len(self._held)

    def take(self):
        """The next request, or None if it is not whole yet."""
        held = self._held
        self._needed = START_BYTES
        if len(held) < START_BYTES:
            return None
        head_size, name_size, body_size, number, _micros = _START.unpack_from(held)
        if head_size > MAX_HEAD_BYTES or name_size > MAX_HEAD_BYTES or body_size > MAX_BODY_BYTES:
            raise BadMessage("a request of %d, %d and %d bytes" % (head_size, name_size, body_size))
        name_at = START_BYTES + head_size
        body_at = name_at + name_size
        end = body_at + body_size
        if len(held) < end:
            self._needed = end
            return None
        self._held = held[end:]
        return Request(number, self._read_head(held[START_BYTES:name_at]), held[name_at:body_at], held[body_at:end])

    def _read_head(self, head_bytes):
        """Most are like the one before."""
        if head_bytes != self._head_bytes:
            try:
                head = json.loads(head_bytes)
            except ValueError:
                raise BadMessage("a head that is no JSON")
            if not isinstance(head, dict) or not isinstance(head.get("path"), str):
                raise BadMessage("a head without a path")
            self._head_bytes, self._head = head_bytes, head
        return self._head


class Writer:
    """Puts answers into bytes."""

    def __init__(self):
        self._key = None
        self._head = b""

    def start_of(self, number, answer, micros):
        """What comes before the body of an answer, which took `micros` microseconds."""
        status, content_type, body = answer
        if (status, content_type) != self._key:
            self._key, self._head = (status, content_type), _encode_head(status, content_type)
        return _START.pack(len(self._head), 0, len(body), number, min(micros, _MAX_MICROS)) + self._head


def _encode_head(status, content_type):
    head = {"status": status}
    if content_type:
        # A script names its content type itself: line ends in it must not become headers.
        head["contentType"] = " ".join(content_type.split()).encode("latin-1", "replace").decode("latin-1")
    return json.dumps(head).encode("ascii")


def error_answer(status, error, message, **more):
    """An error as the scikit-learn container words it, without its stack trace, which belongs into the log."""
    body = {"error": error, "error-message": message}
    body.update((name, value) for name, value in more.items() if value)
    return Answer(status, "application/json", json.dumps(body).encode("utf-8"))

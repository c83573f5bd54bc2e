"""Requests, answers and their HTTP/1.1 text: just what the one client of a worker sends and reads."""
from __future__ import annotations

import json
from collections import namedtuple
from http import HTTPStatus

#: `headers` maps lower-case names to values, all bytes; `body` is bytes.
Request = namedtuple("Request", ["method", "path", "headers", "body"])
#: `body` is bytes, `content_type` a string or None.
Answer = namedtuple("Answer", ["status", "content_type", "body"])

_PHRASES = {status.value: status.phrase.encode("ascii") for status in HTTPStatus}


class BadMessage(Exception):
    """What arrived is not a request; the connection cannot continue."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def parse_head(head):
    """Method, path and headers of a request head without its empty line."""
    lines = head.split(b"\r\n")
    parts = lines[0].split(b" ")
    if len(parts) != 3 or parts[2] != b"HTTP/1.1":
        raise BadMessage(400, "not a request line: %r" % lines[0][:100])
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon:
            raise BadMessage(400, "not a header: %r" % line[:100])
        headers[name.lower()] = value.strip()
    return parts[0], parts[1], headers


def encode_response(answer):
    """Status line and headers, with the empty line."""
    head = b"HTTP/1.1 %d %s\r\n" % (answer.status, _PHRASES.get(answer.status, b"Status"))
    if answer.content_type:
        head += b"Content-Type: %s\r\n" % _header_value(answer.content_type)
    return head + b"Content-Length: %d\r\n\r\n" % len(answer.body)


def _header_value(text):
    """A script names its content type itself: line ends in it must not become headers."""
    return " ".join(text.split()).encode("latin-1", "replace")


def error_answer(status, error, message, **more):
    """An error as the scikit-learn container words it, without its stack trace, which belongs into the log."""
    body = {"error": error, "error-message": message}
    body.update((name, value) for name, value in more.items() if value)
    return Answer(status, "application/json", json.dumps(body).encode("utf-8"))

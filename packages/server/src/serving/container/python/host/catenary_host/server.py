"""A sequential HTTP/1.1 server on a unix socket.

A worker runs one request at a time, as the user's functions are not known to be safe for threads, and it has one
client, the server that started it. So a plain loop is enough: wait until some connection is readable, read one whole
request, answer it. There is no asyncio on purpose: user functions may run an event loop of their own.
"""
from __future__ import annotations

import selectors
import socket

from .message import BadMessage, Request, encode_response, error_answer, parse_head

MAX_HEAD_BYTES = 64 * 1024
#: Above the largest payload of batch transform (100 MiB).
MAX_BODY_BYTES = 128 * 1024 * 1024
#: The client has the whole request in memory: one that stalls this long in the middle is broken.
TRANSFER_TIMEOUT_SECONDS = 30


def listen(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(64)
    return listener


def serve(listener, answer):
    """Serves for ever. `answer` maps a Request to an Answer and never raises."""
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _events in selector.select():
            connection = key.fileobj
            if connection is listener:
                accepted, _address = listener.accept()
                accepted.settimeout(TRANSFER_TIMEOUT_SECONDS)
                selector.register(accepted, selectors.EVENT_READ)
            elif not _serve_one(connection, answer):
                selector.unregister(connection)
                connection.close()


def _serve_one(connection, answer):
    """Reads and answers one request; False if the connection is at its end."""
    try:
        request = _read_request(connection)
        if request is None:
            return False
        _send(connection, answer(request))
        return True
    except BadMessage as error:
        _try_to_send(connection, error_answer(error.status, "BadRequest", str(error)))
        return False
    except OSError:
        return False


def _read_request(connection):
    received = connection.recv(65536)
    if not received:
        return None
    end = received.find(b"\r\n\r\n")
    while end < 0:
        if len(received) > MAX_HEAD_BYTES:
            raise BadMessage(431, "the head of the request is larger than %d bytes" % MAX_HEAD_BYTES)
        more = connection.recv(65536)
        if not more:
            raise BadMessage(400, "the request ends inside its head")
        received += more
        end = received.find(b"\r\n\r\n")
    method, path, headers = parse_head(received[:end])
    return Request(method, path, headers, _read_body(connection, received[end + 4 :], headers))


def _read_body(connection, start, headers):
    if b"transfer-encoding" in headers:
        raise BadMessage(411, "a request needs a Content-Length")
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        raise BadMessage(400, "Content-Length is not a number: %r" % length)
    size = int(length)
    if size > MAX_BODY_BYTES:
        raise BadMessage(413, "the body has %d bytes, more than %d" % (size, MAX_BODY_BYTES))
    if len(start) > size:
        raise BadMessage(400, "more bytes than Content-Length says")
    if len(start) == size:
        return start
    body = bytearray(size)
    body[: len(start)] = start
    rest = memoryview(body)[len(start) :]
    while rest:
        count = connection.recv_into(rest)
        if count == 0:
            raise BadMessage(400, "the request ends inside its body")
        rest = rest[count:]
    return bytes(body)


def _send(connection, answer):
    head = encode_response(answer)
    if len(answer.body) < 65536:
        connection.sendall(head + answer.body)
    else:
        connection.sendall(head)
        connection.sendall(answer.body)


def _try_to_send(connection, answer):
    try:
        _send(connection, answer)
    except OSError:
        pass

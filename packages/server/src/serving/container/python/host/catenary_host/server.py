"""A sequential server on a unix socket.

A worker runs one request at a time, as the user's functions are not known to be safe for threads, and it has one
client, the server that started it. So a plain loop is enough: read what has come, answer one request after the other.
There is no asyncio on purpose: user functions may run an event loop of their own.
"""
from __future__ import annotations

import mmap
import socket
import struct
import time

from .message import BadMessage, Reader, Writer

_NUMBER = struct.Struct("<I")
_CHUNK_BYTES = 65536


class Begun:
    """The number of the request that is worked on, in a file beside the socket: if the process ends, it is known which it was."""

    def __init__(self, socket_path):
        with open(socket_path + ".begun", "w+b") as file:
            file.write(b"\0" * _NUMBER.size)
            file.flush()
            self._memory = mmap.mmap(file.fileno(), _NUMBER.size)

    def note(self, number):
        _NUMBER.pack_into(self._memory, 0, number)


def listen(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(64)
    return listener


def serve(listener, begun, answer):
    """Serves for ever. `answer` maps a Request to an Answer and never raises."""
    while True:
        connection, _address = listener.accept()
        try:
            _serve_connection(connection, begun, answer)
        except (BadMessage, OSError):
            pass
        finally:
            connection.close()


def _serve_connection(connection, begun, answer):
    """Until its end. Each answer is sent at once: what was answered is not lost with what ends the process."""
    reader, writer = Reader(), Writer()
    while _receive(connection, reader):
        request = reader.take()
        while request is not None:
            begun.note(request.number)
            since = time.perf_counter()
            answered = answer(request)
            micros = int((time.perf_counter() - since) * 1e6)
            _send(connection, writer.start_of(request.number, answered, micros), answered.body)
            request = reader.take()


def _receive(connection, reader):
    """Waits for more; False at the end. A large body is read into its place."""
    missing = reader.missing
    if missing <= _CHUNK_BYTES:
        chunk = connection.recv(_CHUNK_BYTES)
        reader.push(chunk)
        return bool(chunk)
    rest = bytearray(missing)
    view = memoryview(rest)
    while view:
        count = connection.recv_into(view)
        if count == 0:
            return False
        view = view[count:]
    reader.push(bytes(rest))
    return True


def _send(connection, start, body):
    if len(body) < _CHUNK_BYTES:
        connection.sendall(start + body)
    else:
        connection.sendall(start)
        connection.sendall(body)

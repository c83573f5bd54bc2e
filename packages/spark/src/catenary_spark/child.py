import collections
import json
import struct
import subprocess
import sys
import threading

import pyarrow as pa

from catenary_spark.command import find_command

_HEADER = struct.Struct("<cI")


class ModelError(ValueError):
    """What the models say of themselves, or of the columns that they are given."""


class Child:
    """A process of `catenary stream`: batches go to its standard input, answers come from its standard output, in turns. It ends when its
    input does, so also when this process dies."""

    def __init__(self, paths, method=None, outputs=None):
        words = [*find_command(), "stream"]
        if method is not None:
            words += ["--method", method]
        if outputs is not None:
            words += ["--outputs", *outputs]
        self._process = subprocess.Popen([*words, "--", *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._said = collections.deque(maxlen=20)
        threading.Thread(target=self._pass_on, daemon=True).start()
        self.inputs = json.loads(self._read())["inputs"]

    @property
    def is_alive(self):
        return self._process.poll() is None

    def ask(self, batch):
        """The answer to a record batch, a batch of as many rows: the columns of the last model, and behind them a text where a row has none."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            if batch.num_rows > 0:
                writer.write_batch(batch)
        message = sink.getvalue()
        try:
            self._process.stdin.write(_HEADER.pack(b"A", message.size))
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        table = pa.ipc.open_stream(self._read()).read_all()
        if table.num_rows != batch.num_rows:
            raise RuntimeError(f"catenary stream answered {table.num_rows} rows to {batch.num_rows}.")
        return table

    def close(self):
        self._process.stdin.close()
        self._process.wait()

    def _read(self):
        kind, length = _HEADER.unpack(self._take(_HEADER.size))
        body = self._take(length)
        if kind == b"E":
            raise ModelError(body.decode("utf-8"))
        return body

    def _take(self, length):
        taken = self._process.stdout.read(length)
        if len(taken) < length:
            raise self._ended()
        return taken

    def _ended(self):
        status = self._process.wait()
        return RuntimeError("\n".join([f"catenary stream ended with status {status}.", *self._said]))

    def _pass_on(self):
        """To the log of the executor; the last lines are kept for an error."""
        for line in self._process.stderr:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self._said.append(text)
            print(text, file=sys.stderr)

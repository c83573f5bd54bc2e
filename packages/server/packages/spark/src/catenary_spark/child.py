import collections
import fcntl
import json
import struct
import subprocess
import sys
import threading

import pyarrow as pa

from catenary_spark.command import find_command

_HEADER = struct.Struct("<cI")
# A batch of usual size fits, so that neither side waits while the other one writes. Linux has the call, and allows as much to anybody.
_PIPE_BYTES = 2**20


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
        for pipe in (self._process.stdin, self._process.stdout):
            _widen(pipe)
        self._said = collections.deque(maxlen=20)
        threading.Thread(target=self._pass_on, daemon=True).start()
        self.inputs = json.loads(self._read())["inputs"]

    @property
    def is_alive(self):
        return self._process.poll() is None

    def ask(self, batch):
        """The answer to a record batch, see `receive`."""
        self.send(message_of(batch))
        return self.receive(batch.num_rows)

    def send(self, message):
        """Gives a batch to the models. Its answer is to be received before the next one is sent."""
        try:
            self._process.stdin.write(_HEADER.pack(b"A", message.size))
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def receive(self, rows):
        """A table of as many rows as were sent: the columns of the last model, and where a row has no answer a column of texts behind them."""
        table = pa.ipc.open_stream(self._read()).read_all()
        if table.num_rows != rows:
            raise RuntimeError(f"catenary stream answered {table.num_rows} rows to {rows}.")
        return table

    def close(self):
        """Ends the process, also in the middle of an answer."""
        self._process.stdout.close()
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
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


def message_of(batch):
    """A record batch as a stream of Arrow's IPC format; one of no rows has its schema alone."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        if batch.num_rows > 0:
            writer.write_batch(batch)
    return sink.getvalue()


def _widen(pipe):
    set_size = getattr(fcntl, "F_SETPIPE_SZ", 1031 if sys.platform == "linux" else None)
    if set_size is None:
        return
    try:
        fcntl.fcntl(pipe, set_size, _PIPE_BYTES)
    except OSError:
        pass  # Beyond what the machine allows: the pipe stays as it is.

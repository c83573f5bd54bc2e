"""What the Python host takes of a request, without the server: microseconds of CPU, the least of 60 rounds.

The script of the diamonds chain alone, the host with a script that does nothing, the host with that of the diamonds chain, and a message
through a socket. Run by the Python of an environment with scikit-learn:
`.tools/python-test/python/<environment>/bin/python bench/serving/python-host.py`
"""
import json
import os
import socket
import struct
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "packages/server/src/serving/container/python/host"))

from catenary_host import handler, server  # noqa: E402
from catenary_host.frameworks import FRAMEWORKS  # noqa: E402
from catenary_host.script import load_script  # noqa: E402

MODEL = os.path.join(ROOT, "test/golden/script/diamonds/model")
BODY = "9.064083099365234"
REQUESTS = 100


class Chunks:
    """A connection on which requests lie ready."""

    def __init__(self, chunk, count):
        self._chunk = chunk
        self._left = count

    def recv(self, _size):
        self._left -= 1
        return self._chunk if self._left >= 0 else b""

    def sendall(self, _data):
        pass


def least(run, times, rounds=60):
    best = float("inf")
    for _round in range(rounds):
        since = time.process_time()
        for _time in range(times):
            run()
        best = min(best, (time.process_time() - since) / times)
    return best * 1e6


def message(number):
    head = json.dumps({"path": "/invocations", "contentType": "text/csv", "accept": "application/json"}).encode()
    return struct.pack("<IIIII", len(head), 36, len(BODY), number, 0) + head + b"x" * 36 + BODY.encode()


def main():
    code = os.path.join(MODEL, "code")
    program = next(name for name in sorted(os.listdir(code)) if name.endswith(".py"))
    script = load_script(code, program, FRAMEWORKS["scikit-learn"], MODEL)
    model = script.model_fn(MODEL)
    idle = script._replace(
        input_fn=lambda body, _type: body, predict_fn=lambda data, _model: data, output_fn=lambda _data, accept: ("[]", accept)
    )
    with tempfile.TemporaryDirectory() as folder:
        begun = server.Begun(os.path.join(folder, "socket"))

        def host(answer, together):
            chunk = b"".join(message(number + 1) for number in range(together))
            return least(lambda: server._serve_connection(Chunks(chunk, REQUESTS // together), begun, answer), 1) / REQUESTS

        def bare():
            return script.output_fn(script.predict_fn(script.input_fn(BODY, "text/csv"), model), "application/json")

        one, other = socket.socketpair()
        whole = message(1)

        def send():
            one.sendall(whole)
            other.recv(65536)

        print("the script alone          %6.1f" % least(bare, REQUESTS))
        print("host, nothing             %6.1f" % host(handler.Handler(idle, None, "application/json").answer, 1))
        print("host, nothing, 4 together %6.1f" % host(handler.Handler(idle, None, "application/json").answer, 4))
        print("host, the script          %6.1f" % host(handler.Handler(script, model, "application/json").answer, 1))
        print("a message sent and read   %6.1f" % least(send, REQUESTS))


if __name__ == "__main__":
    main()

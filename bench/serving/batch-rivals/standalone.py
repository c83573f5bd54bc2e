"""A standalone cluster of Spark on this machine: a master and workers of one core each, of the jars that pyspark has."""

import os
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pyspark

SPARK_CLASS = Path(pyspark.__file__).parent / "bin/spark-class"


@contextmanager
def standalone(workers: int, folder: str):
    """Gives the master's address; logs and working folders of the workers are in `folder`."""
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    roles = [["master.Master", "--port", str(port)]]
    roles += [["worker.Worker", "--cores", "1", "--memory", "2g", "--work-dir", f"{folder}/{at}", master] for at in range(workers)]
    started = []
    try:
        for at, words in enumerate(roles):
            started.append(start(words, f"{folder}/{at}.log"))
            if at == 0:
                wait_for(port, started[0])
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def start(words: list[str], log: str) -> subprocess.Popen:
    role, *more = words
    command = [str(SPARK_CLASS), f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", "--webui-port", "0", *more]
    with open(log, "w") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"})


def wait_for(port: int, process: subprocess.Popen) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"The master ended with status {process.returncode}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

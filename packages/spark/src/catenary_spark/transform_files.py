"""Runs `catenary task` over the objects of a data set, a task of Spark for each: python -m catenary_spark.transform_files ORDER.

ORDER is a file of JSON that Catenary writes: `tasks` (of each its `id`, `name`, `size`, and what the command is to know), `shared` (what it is to know of
all of them), `master`, `conf`, `results` (a file) and, where they are given, `folder` (which all workers see) and `taskSeconds`.
Each task that has ended adds a line of JSON to `results`: `id` and what the command said; the last line is `{"done": true}`, or has the `failure`.

A command publishes what is whole: a task that Spark repeats or runs twice leaves the same objects.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import uuid

from pyspark import AccumulatorParam

from catenary_spark.command import find_command

# Between looks at what has come in.
_POLL_SECONDS = 0.2


def transform_object(task, order):
    """What the command says of one object. Its scratch space goes with it."""
    from pyspark import SparkFiles

    shared = SparkFiles.getRootDirectory()
    own = tempfile.mkdtemp(prefix=f".catenary-{order['run']}-", dir=order.get("folder") or shared)
    given = {**order["shared"], **task, "work": own, "kept": os.path.join(shared, "catenary-models")}
    try:
        said = json.loads(_said(task["name"], json.dumps(given), order.get("taskSeconds")))
        if "error" in said:
            raise RuntimeError(said["error"])
        return said
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _said(name, given, seconds):
    words = [*find_command(), "task"]
    # It is no option of the command.
    environment = {name: value for name, value in os.environ.items() if name != "CATENARY_COMMAND"}
    settings = {"capture_output": True, "text": True, "env": environment, "preexec_fn": _end_with_parent}
    try:
        ended = subprocess.run(words, input=given, timeout=seconds, **settings)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{name}: it took longer than the {seconds} s of taskSeconds, and was ended") from None
    if ended.returncode != 0:
        lines = ended.stderr.strip().splitlines() or [f"catenary task ended with {ended.returncode}"]
        errors = [line for line in lines if "Error: " in line]
        raise RuntimeError(f"{name}: {(errors or lines)[-1]}")
    return ended.stdout


def _end_with_parent():
    """A worker of Python that Spark kills takes the command with it (Linux)."""
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class _Lists(AccumulatorParam):
    """Spark adds what a task gave when it counts the task as done, and once: not that of another run of the same task."""

    def zero(self, value):
        return []

    def addInPlace(self, value1, value2):
        value1.extend(value2)
        return value1


class _Results:
    """Writes results down as they come in, so that who reads them knows how far the job is."""

    def __init__(self, context, path):
        self.told = context.accumulator([], _Lists())
        self._file = open(path, "a", encoding="utf-8")
        self._written = 0
        self._over = threading.Event()
        self._writer = threading.Thread(target=self._follow, daemon=True)
        self._writer.start()

    def close(self):
        self._over.set()
        self._writer.join()
        self._write()
        self._file.close()

    def _follow(self):
        while not self._over.wait(_POLL_SECONDS):
            self._write()

    def _write(self):
        come = self.told.value[self._written :]
        for result in come:
            self._file.write(json.dumps(result) + "\n")
        self._written += len(come)
        self._file.flush()


def transform_objects(order):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("catenary transform").master(order["master"])
    for name, value in order["conf"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        # Workers on other machines need this module, and nothing else of the package.
        source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        archive = shutil.make_archive(os.path.join(folder, "catenary_spark"), "zip", source, "catenary_spark")
        context = spark.sparkContext
        context.addPyFile(archive)
        results = _Results(context, order["results"])
        told, shared = results.told, {name: value for name, value in order.items() if name != "tasks"}

        def run(task):
            told.add([{"id": task["id"], "said": transform_object(task, shared)}])

        # The largest first: the last tasks are short.
        tasks = sorted(order["tasks"], key=lambda task: -task["size"])
        try:
            context.parallelize(tasks, len(tasks)).foreach(run)
        finally:
            results.close()
            spark.stop()


def main(path):
    with open(path, encoding="utf-8") as file:
        order = {**json.load(file), "run": uuid.uuid4().hex}
    try:
        transform_objects(order)
        ended = {"done": True}
    except Exception as error:
        found = re.findall(r"^RuntimeError: (.+)$", str(error), re.MULTILINE)
        ended = {"failure": found[-1] if found else str(error).strip().splitlines()[0]}
    finally:
        _remove_left(order)
    with open(order["results"], "a", encoding="utf-8") as file:
        file.write(json.dumps(ended) + "\n")


def _remove_left(order):
    """What tasks left that were killed. Other folders go with the run of Spark."""
    folder = order.get("folder")
    for name in os.listdir(folder) if folder else []:
        if name.startswith(f".catenary-{order['run']}-"):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

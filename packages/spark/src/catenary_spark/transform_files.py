"""Runs `catenary transform` over the files of a data set, a task of Spark for each: python -m catenary_spark.transform_files ORDER.

ORDER is a file of JSON that `catenary transform --engine spark` writes: `files` (the words that name one, its key and size), `output` (a folder
that all workers see), `words` (the other flags), `master` and `conf`. Prints one line of JSON: what each file came to, or `failure`.

A task writes into a folder of its own beside the outputs, and renames what is whole: a task that Spark repeats or runs twice leaves the same files.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid

from catenary_spark.command import find_command


def transform_file(file, order):
    """What the command says of one file: records, rejected, outputs."""
    own = os.path.join(order["output"], f".catenary-{order['run']}-{uuid.uuid4().hex}")
    made, work = os.path.join(own, "made"), os.path.join(own, "work")
    os.makedirs(own)
    try:
        words = [*find_command(), "transform", *order["words"], *file["words"], "--output", made, "--work", work, "--json"]
        # It is no option of the command.
        environment = {name: value for name, value in os.environ.items() if name != "CATENARY_COMMAND"}
        ended = subprocess.run(words, capture_output=True, text=True, env=environment, preexec_fn=_end_with_parent)
        if ended.returncode != 0:
            said = ended.stderr.strip().splitlines() or [f"catenary transform ended with {ended.returncode}"]
            raise RuntimeError(f"{file['key']}: {said[-1]}")
        told = json.loads(ended.stdout)
        outputs = [_publish(path, os.path.join(order["output"], os.path.relpath(path, made))) for path in told["outputs"]]
        return {**told, "outputs": outputs}
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _publish(path, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.replace(path, target)
    return target


def _end_with_parent():
    """A worker of Python that Spark kills takes the command with it (Linux)."""
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def transform_files(order):
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
        files = order["files"]
        try:
            # The largest first: the last tasks are short.
            files = sorted(files, key=lambda file: -file["size"])
            return context.parallelize(files, len(files)).map(lambda file: transform_file(file, order)).collect()
        finally:
            spark.stop()


def main(path):
    with open(path, encoding="utf-8") as file:
        order = {**json.load(file), "run": uuid.uuid4().hex}
    try:
        done = transform_files(order)
        print(json.dumps({"done": done}), flush=True)
    except Exception as error:
        found = re.findall(r"^RuntimeError: (.+)$", str(error), re.MULTILINE)
        print(json.dumps({"failure": found[-1] if found else str(error).strip().splitlines()[0]}), flush=True)
    finally:
        _remove_left(order)


def _remove_left(order):
    """What tasks left that were killed."""
    for name in os.listdir(order["output"]):
        if name.startswith(f".catenary-{order['run']}-"):
            shutil.rmtree(os.path.join(order["output"], name), ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

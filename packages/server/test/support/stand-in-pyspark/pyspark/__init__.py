"""What `catenary_spark.transform_files` asks of pyspark, and no Spark: tasks one after the other, in this process, each tried four times.

Of each try it adds the name of the task to the file `begun` of SPARK_HOME. From the second task on it waits while there is a file `hold`. Where there is
a file `twice` it runs each task twice at once, to the end of both, and counts the first that ends.
"""
import copy
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

_root = tempfile.TemporaryDirectory()
_home = os.environ["SPARK_HOME"]
# What the task of this thread has added to accumulators.
_own = threading.local()


class SparkFiles:
    @staticmethod
    def getRootDirectory():
        return _root.name


class AccumulatorParam:
    pass


class _Accumulator:
    def __init__(self, value, param):
        self.value, self._param = value, param

    def add(self, term):
        _own.added.append((self, copy.deepcopy(term)))

    def count(self, term):
        self.value = self._param.addInPlace(self.value, term)


class _Tasks:
    def __init__(self, tasks):
        self._tasks = tasks

    def foreach(self, run):
        for at, task in enumerate(self._tasks):
            while at > 0 and os.path.exists(os.path.join(_home, "hold")):
                time.sleep(0.05)
            for accumulator, term in _first(run, task):
                accumulator.count(term)


def _first(run, task):
    copies = 2 if os.path.exists(os.path.join(_home, "twice")) else 1
    with ThreadPoolExecutor(copies) as pool:
        ended = list(as_completed([pool.submit(_tried, run, task) for _ in range(copies)]))
    return ended[0].result()


def _tried(run, task):
    for left in reversed(range(4)):
        with open(os.path.join(_home, "begun"), "a", encoding="utf-8") as file:
            file.write(task["name"] + "\n")
        try:
            _own.added = []
            run(task)
            return _own.added
        except RuntimeError as error:
            if left == 0:
                raise Exception(f"Job aborted\nRuntimeError: {error}") from error


class Context:
    def addPyFile(self, path):
        pass

    def accumulator(self, value, param):
        return _Accumulator(value, param)

    def parallelize(self, tasks, slices):
        return _Tasks(tasks)

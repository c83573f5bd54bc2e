"""What `catenary_spark.transform_files` asks of pyspark, and no Spark: tasks one after the other, in this process, each tried four times.

Of each try it adds the name of the task to the file `begun` of SPARK_HOME. From the second task on it waits while there is a file `hold`.
"""
import copy
import os
import tempfile
import time

_root = tempfile.TemporaryDirectory()
_home = os.environ["SPARK_HOME"]


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
        self.value = self._param.addInPlace(self.value, copy.deepcopy(term))


class _Tasks:
    def __init__(self, tasks):
        self._tasks = tasks

    def foreach(self, run):
        for at, task in enumerate(self._tasks):
            while at > 0 and os.path.exists(os.path.join(_home, "hold")):
                time.sleep(0.05)
            _tried(run, task)


def _tried(run, task):
    for left in reversed(range(4)):
        with open(os.path.join(_home, "begun"), "a", encoding="utf-8") as file:
            file.write(task["name"] + "\n")
        try:
            return run(task)
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

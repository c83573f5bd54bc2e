from pyspark import Context


class _Builder:
    def appName(self, name):
        return self

    def master(self, master):
        return self

    def config(self, name, value):
        return self

    def getOrCreate(self):
        return SparkSession()


class SparkSession:
    builder = _Builder()

    def __init__(self):
        self.sparkContext = Context()

    def stop(self):
        pass

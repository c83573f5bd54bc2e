from pyspark import keyword_only
from pyspark.ml import Transformer
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsReader, DefaultParamsWritable, DefaultParamsWriter

from catenary_spark.archives import Archives
from catenary_spark.score_frame import check_on_error, score_by_archives


class CatenaryTransformer(Transformer, DefaultParamsReadable, DefaultParamsWritable):
    """`score` as a stage of a pipeline of Spark ML. It is saved with its models: what is loaded needs no other file.

    model: path of an archive or folder, or a list of them, which is a chain.
    columns, result, method, onError: as `score` has them.
    """

    model = Param(Params._dummy(), "model", "paths of the archives or folders of a chain", TypeConverters.toListString)
    columns = Param(Params._dummy(), "columns", "columns that the model gets", TypeConverters.toListString)
    result = Param(Params._dummy(), "result", "columns of the answer that are wanted", TypeConverters.toListString)
    method = Param(Params._dummy(), "method", "method of the last model", TypeConverters.toString)
    onError = Param(Params._dummy(), "onError", '"column" or "fail"', TypeConverters.toString)

    @keyword_only
    def __init__(self, *, model=None, columns=None, result=None, method=None, onError="column"):
        super().__init__()
        self._archives = None
        self._setDefault(onError="column")
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(self, *, model=None, columns=None, result=None, method=None, onError="column"):
        """Sets those that are given."""
        given = dict(self._input_kwargs)
        if isinstance(model, str):
            given["model"] = [model]
        check_on_error(onError)
        if model is not None:
            self._archives = None
        return self._set(**given)

    def _transform(self, dataset):
        told = [self._told(param) for param in (self.columns, self.result, self.method, self.onError)]
        return score_by_archives(dataset, self.archives(), *told)

    def archives(self):
        """The models, read when they are first needed."""
        if self._archives is None:
            self._archives = Archives.read(self.getOrDefault(self.model))
        return self._archives

    def write(self):
        return _Writer(self)

    @classmethod
    def read(cls):
        return _Reader(cls)

    def _told(self, param):
        return self.getOrDefault(param) if self.isDefined(param) else None


class _Writer(DefaultParamsWriter):
    def saveImpl(self, path):
        super().saveImpl(path)
        rows = [(place, bytearray(content)) for place, content in enumerate(self.instance.archives().contents)]
        frame = self.sparkSession.createDataFrame(rows, "place int, content binary")
        frame.coalesce(1).write.parquet(f"{path}/archives")


class _Reader(DefaultParamsReader):
    def load(self, path):
        loaded = super().load(path)
        rows = self.sparkSession.read.parquet(f"{path}/archives").orderBy("place").collect()
        loaded._archives = Archives([bytes(row.content) for row in rows])
        return loaded

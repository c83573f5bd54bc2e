import logging

from pyspark.sql import DataFrame, SparkSession, SQLContext

from awsglue.dynamicframe import DynamicFrame

_FORMATS = ("csv", "json", "parquet")
_OPTIONS = {"withHeader": "header", "writeHeader": "header", "separator": "sep", "quoteChar": "quote", "escaper": "escape"}
_NO_CATALOG = "The Glue Data Catalog is not offered by this server: read and write by from_options, or with spark.read and df.write."


class GlueContext(SQLContext):
    """Spark's SQLContext with Glue's readers and writers of files (`s3`: csv, json, parquet)."""

    def __init__(self, sparkContext, **_options):
        session = SparkSession.builder.getOrCreate()
        super().__init__(sparkContext, session)
        self.spark_session = session
        self.create_dynamic_frame = _Reader(self)
        self.write_dynamic_frame = _Writer(self)

    def get_logger(self):
        return logging.getLogger("GlueLogger")

    def create_dynamic_frame_from_options(self, connection_type, connection_options=None, format=None, format_options=None, **_rest):
        reader = self.spark_session.read
        frame = _with_options(reader, _checked(connection_type, format), format_options).load(_paths(connection_options))
        return DynamicFrame(frame, self)

    def create_data_frame_from_options(self, *args, **kwargs):
        return self.create_dynamic_frame_from_options(*args, **kwargs).toDF()

    def write_dynamic_frame_from_options(self, frame, connection_type, connection_options=None, format=None, format_options=None, **_rest):
        data = frame if isinstance(frame, DataFrame) else frame.toDF()
        options = {"header": "true", **(format_options or {})} if format == "csv" else format_options
        keys = (connection_options or {}).get("partitionKeys", [])
        writer = data.write.mode("append").partitionBy(*keys) if keys else data.write.mode("append")
        [path] = _paths(connection_options)
        _with_options(writer, _checked(connection_type, format), options).save(path)
        return frame

    def write_data_frame_from_options(self, *args, **kwargs):
        return self.write_dynamic_frame_from_options(*args, **kwargs)


class _Reader:
    def __init__(self, context):
        self._context = context

    def from_options(self, *args, **kwargs):
        return self._context.create_dynamic_frame_from_options(*args, **kwargs)

    def from_catalog(self, *_args, **_kwargs):
        raise NotImplementedError(_NO_CATALOG)


class _Writer:
    def __init__(self, context):
        self._context = context

    def from_options(self, *args, **kwargs):
        return self._context.write_dynamic_frame_from_options(*args, **kwargs)

    def from_catalog(self, *_args, **_kwargs):
        raise NotImplementedError(_NO_CATALOG)


def _checked(connection_type, format):
    if connection_type not in ("s3", "file"):
        raise NotImplementedError("connection_type %r is not offered by this server: s3 is." % (connection_type,))
    if format not in _FORMATS:
        raise NotImplementedError("format %r is not offered by this server: %s are." % (format, ", ".join(_FORMATS)))
    return format


def _with_options(source, format, options):
    source = source.format(format)
    for name, value in (options or {}).items():
        source = source.option(_OPTIONS.get(name, name), str(value).lower() if isinstance(value, bool) else value)
    return source


def _paths(options):
    paths = (options or {}).get("paths") or (options or {}).get("path")
    if not paths:
        raise ValueError('connection_options needs "paths" or "path".')
    return [paths] if isinstance(paths, str) else list(paths)

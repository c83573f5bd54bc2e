import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import StructType

try:
    from pyspark.sql.functions import ArrowUDFType, arrow_udf
except ImportError:  # pyspark before 4.1
    arrow_udf = None

_STRUCT = "catenary_answers"


def add_answers(df, given, added, answers_of):
    """The data frame with columns behind its own.

    given: names of the columns that `answers_of` gets, as an iterator of record batches; it gives pairs of a batch and the arrays of `added`.
    """
    return _by_map(df, added, answers_of) if arrow_udf is None else _by_function(df, given, added, answers_of)


def _by_function(df, given, added, answers_of):
    """Spark sends the given columns alone to Python, gets the answers alone back, and keeps the others as they are."""
    types = [to_arrow_type(field.dataType) for field in added]
    names = [field.name for field in added]

    def answered(columns):
        batches = (pa.RecordBatch.from_arrays(list(each) if isinstance(each, tuple) else [each], given) for each in columns)
        for _, arrays in answers_of(batches):
            typed = [array if array.type == wanted else array.cast(wanted) for array, wanted in zip(arrays, types)]
            yield pa.StructArray.from_arrays(typed, names)

    # Spark would evaluate a deterministic function once more for each filter over an answer.
    function = arrow_udf(answered, StructType(added), ArrowUDFType.SCALAR_ITER).asNondeterministic()
    made = df.select("*", function(*(df[quoted(name)] for name in given)).alias(_STRUCT))
    return made.select(*(quoted(name) for name in df.columns), *(f"{_STRUCT}.{quoted(name)}" for name in names))


def _by_map(df, added, answers_of):
    names = [*df.columns, *(field.name for field in added)]

    def answered(batches):
        for batch, arrays in answers_of(batches):
            yield pa.RecordBatch.from_arrays([*batch.columns, *arrays], names)

    return df.mapInArrow(answered, StructType([*df.schema.fields, *added]))


def quoted(name):
    """As names are written in expressions."""
    return "`" + name.replace("`", "``") + "`"

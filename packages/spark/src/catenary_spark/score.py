import pyarrow as pa
from pyspark.sql.types import ArrayType, DoubleType, StringType, StructField, StructType

from catenary_spark.archives import Archives
from catenary_spark.children import child_of, start_child
from catenary_spark.model_columns import model_columns

# Memory for a batch in the worker, and about as much in the child, however wide rows are.
MAX_BATCH_BYTES = 32 * 2**20


def score(df, model, columns=None, result=None, method=None, on_error="column"):
    """The data frame with the answers of a model, or of a chain, in columns behind its own.

    model: path of an archive or folder that the scoring library of Catenary reads (Spark, MLeap, XGBoost, LightGBM, CatBoost,
    scikit-learn), or a list of them, which is a chain.
    columns: those that the model gets; by default all that it knows the names of. A model that knows none takes them by position.
    result: names of the columns of the answer that are wanted; by default all.
    method: of the last model, such as `predict_proba`.
    on_error: "column": a row without an answer has nulls, and its reason in the column `error`. "fail": the job fails.
    """
    if on_error not in ("column", "fail"):
        raise ValueError(f'on_error may be "column" or "fail", not "{on_error}".')
    doubled = [name for name in df.columns if df.columns.count(name) > 1]
    if doubled:
        raise ValueError(f'The data frame has two columns called "{doubled[0]}": rename one.')
    archives = Archives([model] if isinstance(model, str) else list(model))
    outputs = None if result is None else tuple(result)
    given, answer = _plan(df, archives, columns, method, outputs)
    added = [*answer, StructField("error", StringType())] if on_error == "column" else answer
    taken = [field.name for field in added if field.name in df.columns]
    if taken:
        raise ValueError(f'The data frame has the column "{taken[0]}" already: rename or drop it.')
    names = [*df.columns, *(field.name for field in added)]

    def scored(batches):
        child = child_of(archives, method, outputs)
        for batch in batches:
            for part in _parts(batch):
                cells = [column.combine_chunks() for column in child.ask(model_columns(part, given)).columns]
                if on_error == "fail":
                    _expect_answers(cells.pop())
                yield pa.RecordBatch.from_arrays([*part.columns, *cells], names)

    return df.mapInArrow(scored, StructType([*df.schema.fields, *added]))


def _plan(df, archives, columns, method, outputs):
    """The columns that the model gets, and those that it answers: asked of a child on the driver, over no rows."""
    child = start_child(archives, method, outputs)
    try:
        given = [name for name in df.columns if name in child.inputs] if columns is None else list(columns)
        missing = [name for name in given if name not in df.columns]
        if missing:
            raise ValueError(f'The data frame has no column "{missing[0]}".')
        answered = child.ask(_no_rows(df.select(*map(_quoted, given)))).schema
    finally:
        child.close()
    return given, [StructField(field.name, _type_of(field.type)) for field in list(answered)[:-1]]


def _quoted(name):
    return "`" + name.replace("`", "``") + "`"


def _no_rows(df):
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = to_arrow_schema(df.schema)
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _type_of(arrow):
    if pa.types.is_list(arrow):
        return ArrayType(DoubleType())
    return DoubleType() if pa.types.is_floating(arrow) else StringType()


def _parts(batch):
    rows = max(1, batch.num_rows * MAX_BATCH_BYTES // max(1, batch.nbytes))
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _expect_answers(errors):
    if errors.null_count < len(errors):
        raise ValueError(f"A row has no answer: {errors.drop_null()[0]}")

import pyarrow as pa
from pyspark.sql.types import ArrayType, DoubleType, StringType, StructField

from catenary_spark.add_answers import add_answers, quoted
from catenary_spark.archives import Archives
from catenary_spark.children import child_of, start_child
from catenary_spark.score_batches import score_batches


def score(df, model, columns=None, result=None, method=None, on_error="column"):
    """The data frame with the answers of a model, or of a chain, in columns behind its own.

    model: path of an archive or folder that the scoring library of Catenary reads (Spark, MLeap, XGBoost, LightGBM, CatBoost,
    scikit-learn), or a list of them, which is a chain.
    columns: those that the model gets; by default all that it knows the names of. A model that knows none takes them by position.
    result: names of the columns of the answer that are wanted; by default all.
    method: of the last model, such as `predict_proba`.
    on_error: "column": a row without an answer has nulls, and its reason in the column `error`. "fail": the job fails.
    """
    check_on_error(on_error)
    archives = Archives.read([model] if isinstance(model, str) else list(model))
    return score_by_archives(df, archives, columns, result, method, on_error)


def score_by_archives(df, archives, columns, result, method, on_error):
    """The same by what is read already."""
    doubled = [name for name in df.columns if df.columns.count(name) > 1]
    if doubled:
        raise ValueError(f'The data frame has two columns called "{doubled[0]}": rename one.')
    outputs = None if result is None else tuple(result)
    given, answer = _plan(df, archives, columns, method, outputs)
    added = [*answer, StructField("error", StringType())] if on_error == "column" else answer
    taken = [field.name for field in added if field.name in df.columns]
    if taken:
        raise ValueError(f'The data frame has the column "{taken[0]}" already: rename or drop it.')

    def answers_of(batches):
        child = child_of(archives, method, outputs)
        for batch, columns in score_batches(child, batches, given, len(answer)):
            if on_error == "fail":
                _expect_answers(columns.pop())
            yield batch, columns

    return add_answers(df, given, added, answers_of)


def check_on_error(on_error):
    if on_error not in ("column", "fail"):
        raise ValueError(f'on_error may be "column" or "fail", not "{on_error}".')


def _plan(df, archives, columns, method, outputs):
    """The columns that the model gets, and those that it answers: asked of a child on the driver, over no rows."""
    child = start_child(archives, method, outputs)
    try:
        given = [name for name in df.columns if name in child.inputs] if columns is None else list(columns)
        missing = [name for name in given if name not in df.columns]
        if missing:
            raise ValueError(f'The data frame has no column "{missing[0]}".')
        answered = child.ask(_no_rows(df.select(*map(quoted, given)))).schema
    finally:
        child.close()
    return given, [StructField(field.name, _type_of(field.type)) for field in answered]


def _no_rows(df):
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = to_arrow_schema(df.schema)
    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def _type_of(arrow):
    if pa.types.is_list(arrow):
        return ArrayType(DoubleType())
    return DoubleType() if pa.types.is_floating(arrow) else StringType()


def _expect_answers(errors):
    if errors.null_count < len(errors):
        raise ValueError(f"A row has no answer: {errors.drop_null()[0]}")

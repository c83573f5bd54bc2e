import pyarrow as pa

from catenary_spark.child import message_of
from catenary_spark.model_columns import model_columns

# Memory for a batch in the worker, and about as much in the child, however wide rows are.
MAX_BATCH_BYTES = 32 * 2**20


def score_batches(child, batches, given, answers):
    """Pairs of a batch, or of a part of a large one, and arrays: the answers of the models, and behind them why rows have none.

    given: names of those columns that the models get. answers: how many columns they answer.
    While the child scores a batch, the one before it is handed on, and the next one is taken and written out.
    """
    asked = None
    try:
        for part in (part for batch in batches for part in _parts(batch)):
            message = message_of(model_columns(part, given))
            done = None if asked is None else _answered(asked, child, answers)
            asked = None
            child.send(message)
            asked = part
            if done is not None:
                yield done
        if asked is not None:
            done, asked = _answered(asked, child, answers), None
            yield done
    finally:
        # Whoever wants no more rows leaves an answer in the pipe, which must not become that of another batch.
        if asked is not None:
            child.close()


def _parts(batch):
    rows = max(1, batch.num_rows * MAX_BATCH_BYTES // max(1, batch.nbytes))
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _answered(part, child, answers):
    columns = [column.chunk(0) for column in child.receive(part.num_rows).columns]
    if len(columns) == answers:
        columns.append(pa.nulls(part.num_rows, pa.string()))
    return part, columns

import pyarrow as pa


def model_columns(batch, names):
    """The columns that a model gets. Texts go as numbers of a dictionary, so that each is decoded once, if there are few."""
    return pa.RecordBatch.from_arrays([_shortened(batch.column(batch.schema.get_field_index(name))) for name in names], names)


def _shortened(column):
    if not pa.types.is_string(column.type) or len(column) == 0:
        return column
    encoded = column.dictionary_encode()
    return encoded if len(encoded.dictionary) * 2 <= len(column) else column

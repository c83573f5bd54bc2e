"""Request bodies to `xgboost.DMatrix`."""
import json

from catenary_host.dmatrix import csv_to_dmatrix, decode, libsvm_to_dmatrix, recordio_protobuf_to_dmatrix

__all__ = ["csv_to_dmatrix", "decode", "json_to_jsonlines", "libsvm_to_dmatrix", "recordio_protobuf_to_dmatrix"]


def json_to_jsonlines(json_data):
    """The entries of the one list in a JSON object, each on a line: bytes."""
    data = json_data if isinstance(json_data, dict) else json.loads(json_data)
    if len(data) != 1:
        raise ValueError("JSON response is not compatible for conversion to jsonlines.")
    return "".join(json.dumps(entry) + "\n" for entries in data.values() for entry in entries).encode("utf-8")

"""`encode(array_like, content_type)`, `decode(obj, content_type)` and the coders behind them."""
from catenary_host.coders import (
    array_to_csv,
    array_to_json,
    array_to_npy,
    csv_to_array as csv_to_numpy,
    decode,
    encode,
    json_to_array as json_to_numpy,
    npy_to_array as npy_to_numpy,
)

__all__ = [
    "array_to_csv",
    "array_to_json",
    "array_to_npy",
    "csv_to_numpy",
    "decode",
    "encode",
    "json_to_numpy",
    "npy_to_numpy",
]

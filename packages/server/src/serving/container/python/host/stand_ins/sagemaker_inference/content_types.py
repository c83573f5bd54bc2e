"""Media types by name."""
ANY = "*/*"
CSV = "text/csv"
JSON = "application/json"
NPY = "application/x-npy"
OCTET_STREAM = "application/octet-stream"
UTF8_TYPES = [JSON, CSV]

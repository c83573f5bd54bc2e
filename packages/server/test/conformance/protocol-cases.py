"""Reads answers of the server with the parsers of botocore, as its clients do.

Called with a file of JSON: for each case its suite, what is given, the answer, and what it must say. Prints `ok <id>`, or
`bad <id>` with what was read.
"""
import base64
import json
import math
import sys

from botocore.awsrequest import HeadersDict
from botocore.model import NoShapeFoundError, OperationModel, ServiceModel
from botocore.parsers import JSONParser, QueryParser, RestJSONParser, RpcV2CBORParser
from botocore.utils import parse_timestamp

parsers = {"query": QueryParser, "json": JSONParser, "rest-json": RestJSONParser, "smithy-rpc-v2-cbor": RpcV2CBORParser}


def plain(value):
    """Without metadata; bytes as text, and streams read."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    return value


def read(each):
    case, suite = each["case"], each["suite"]
    name = case["given"]["name"]
    model = ServiceModel({**suite, "operations": {name: case["given"]}})
    protocol = suite["metadata"]["protocol"]
    parser = parsers[protocol](timestamp_parser=lambda value: parse_timestamp(value).timestamp())
    answer = {
        "status_code": each["status"], "headers": HeadersDict(each["headers"]),
        "body": base64.b64decode(each["body"]), "context": {"operation_name": name},
    }
    shape = OperationModel(case["given"], model).output_shape
    if protocol == "query" and shape is not None and shape.members:
        shape.serialization["resultWrapper"] = f"{name}Result"
    parsed = parser.parse(answer, shape)
    if "error" not in case:
        return plain(parsed), case["result"]
    try:
        parsed.update(parser.parse(answer, model.shape_for_error_code(parsed["Error"]["Code"])))
    except NoShapeFoundError:
        pass
    said = {key: parsed["Error"][key] for key in ("Code", "Message")}
    message = case.get("errorMessage") or next(iter(case["error"].values()), "")
    return said, {"Code": case.get("errorCode", ""), "Message": message}


for each in json.load(open(sys.argv[1])):
    got, wanted = read(each)
    print("ok" if got == wanted else f"bad {got} instead of {wanted}", each["case"]["id"], flush=True)

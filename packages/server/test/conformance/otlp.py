"""Reads messages of OTLP's JSON by the protocol's own definitions: one on each line, behind its kind. Prints one line of JSON."""
import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

kinds = {"traces": ExportTraceServiceRequest, "metrics": ExportMetricsServiceRequest}


def ids_as_bytes(value):
    """OTLP writes ids in hexadecimal, where JSON of Protocol Buffers has base64."""
    if isinstance(value, list):
        return [ids_as_bytes(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: base64.b64encode(bytes.fromhex(item)).decode() if name in ("traceId", "spanId", "parentSpanId") else ids_as_bytes(item)
        for name, item in value.items()
    }


def attributes(found):
    return {each.key: each.value.string_value or each.value.int_value for each in found}


spans, metrics, services = [], {}, set()
for line in sys.stdin:
    kind, text = line.split(" ", 1)
    message = json_format.ParseDict(ids_as_bytes(json.loads(text)), kinds[kind]())
    for resource in message.resource_spans if kind == "traces" else message.resource_metrics:
        services.add(attributes(resource.resource.attributes)["service.name"])
    if kind == "traces":
        for span in message.resource_spans[0].scope_spans[0].spans:
            assert 1e18 < span.start_time_unix_nano <= span.end_time_unix_nano
            spans.append({
                "name": span.name, "kind": span.kind, "trace": span.trace_id.hex(), "id": span.span_id.hex(),
                "parent": span.parent_span_id.hex(), "status": span.status.code, "attributes": attributes(span.attributes),
            })
    else:
        for metric in message.resource_metrics[0].scope_metrics[0].metrics:
            data = metric.WhichOneof("data")
            points = getattr(metric, data).data_points
            if data == "histogram":
                for point in points:
                    assert len(point.bucket_counts) == len(point.explicit_bounds) + 1
                    assert sum(point.bucket_counts) == point.count
            metrics[metric.name] = [data, [point.count if data == "histogram" else point.as_double for point in points]]
print(json.dumps({"services": sorted(services), "spans": spans, "metrics": metrics}))

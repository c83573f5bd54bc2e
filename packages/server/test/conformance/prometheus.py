"""Reads what stands on standard input as Prometheus' own client for Python does. Prints one line of JSON."""
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

families = {}
for family in text_string_to_metric_families(sys.stdin.read()):
    samples = [[sample.name, dict(sorted(sample.labels.items())), sample.value] for sample in family.samples]
    assert len({json.dumps(sample[:2]) for sample in samples}) == len(samples), "a series is there twice"
    families[family.name] = {"type": family.type, "help": family.documentation, "samples": samples}
print(json.dumps(families))

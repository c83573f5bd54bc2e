"""Calls a script's functions in a plain loop, without any server: the reference for bench/serving/python-stage.ts.

Arguments: model directory, body, Content-Type, Accept. Prints the mean of a call in microseconds.
"""
import importlib.util
import os
import sys
import time

directory, body, content_type, accept = sys.argv[1:]
spec = importlib.util.spec_from_file_location("inference", os.path.join(directory, "code", "inference.py"))
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
model = script.model_fn(directory)


def call():
    return script.output_fn(script.predict_fn(script.input_fn(body, content_type), model), accept)


for _ in range(500):
    call()
calls = 5000
since = time.perf_counter()
for _ in range(calls):
    call()
print((time.perf_counter() - since) / calls * 1e6)

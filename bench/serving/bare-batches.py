"""Calls a script's functions over the mini-batches of a file in a plain loop: the reference for bench/serving/python-batch.ts.

Arguments: model directory, input of lines, output, most bytes of a mini-batch. Prints the seconds of the loop, reading and writing
included, start and loading of the model not.
"""
import importlib.util
import os
import sys
import time

directory, source, target, most = sys.argv[1:]
spec = importlib.util.spec_from_file_location("inference", os.path.join(directory, "code", "inference.py"))
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
model = script.model_fn(directory)


def mini_batches(lines, most):
    """As many whole lines as fit."""
    held, size = [], 0
    for line in lines:
        if size + len(line) > most:
            yield b"".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line)
    if held:
        yield b"".join(held)


since = time.perf_counter()
with open(source, "rb") as lines, open(target, "w") as out:
    for body in mini_batches(lines, int(most)):
        answer, _ = script.output_fn(script.predict_fn(script.input_fn(body, "text/csv"), model), "text/csv")
        out.write(answer)
print(time.perf_counter() - since)

"""One worker process: script and model first, then the socket, so that a client that can connect gets answers."""
from __future__ import annotations

import argparse
import os
import sys

from . import coders, model_file, server
from .failure import describe_exception, print_trace
from .frameworks import FRAMEWORKS
from .handler import Handler
from .script import StartError, load_script


def main(arguments):
    options = _parse(arguments)
    # Before a model is loaded: some may open no file for writing from then on.
    begun = server.Begun(options.socket)
    try:
        script = _open_script(options)
        model = _load_model(script, options.model_directory)
    except StartError as error:
        print("start failed: %s" % error, file=sys.stderr, flush=True)
        return 1
    usual = coders.JSON if options.program else model_file.usual_type(model)
    default_accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT") or usual
    handler = Handler(script, model, default_accept)
    server.serve(server.listen(options.socket), begun, handler.answer)
    return 0


def _open_script(options):
    if options.program is None:
        return model_file.load_script(options.model_directory, options.model_file, options.reason, options.socket)
    return load_script(
        options.code_directory, options.program, FRAMEWORKS[options.framework], options.model_directory
    )


def _load_model(script, model_directory):
    try:
        return script.model_fn(model_directory)
    except (Exception, SystemExit) as error:
        print_trace(error)
        raise StartError("model_fn failed: %s" % describe_exception(error, script.code_directory, model_directory))


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="catenary python worker")
    parser.add_argument("--socket", required=True, help="path of the unix socket to listen on")
    parser.add_argument("--model-directory", required=True, help="what model_fn gets")
    parser.add_argument("--code-directory", required=True, help="where the user's modules are")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--program", help="the script, relative to the code directory")
    what.add_argument("--model-file", help="a fitted model to serve without a script, relative to the model directory")
    parser.add_argument("--reason", default="", help="why the model file is not read natively")
    parser.add_argument("--framework", default="scikit-learn", choices=sorted(FRAMEWORKS), help="whose defaults")
    return parser.parse_args(arguments)

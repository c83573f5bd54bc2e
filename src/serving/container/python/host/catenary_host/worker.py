"""One worker process: script and model first, then the socket, so that whoever can connect gets answers."""
from __future__ import annotations

import argparse
import os
import sys
import threading
import traceback

from . import server
from .failure import describe_exception
from .handler import Handler
from .script import StartError, load_script

#: Inherited pipe whose other end only the server holds: it reads as ended when the server is gone, however it went.
LIFELINE = 3


def main(arguments):
    options = _parse(arguments)
    if options.lifeline:
        os.set_inheritable(LIFELINE, False)
        threading.Thread(target=_exit_with_server, daemon=True).start()
    try:
        script = load_script(options.code_directory, options.program)
        model = _load_model(script, options.model_directory)
    except StartError as error:
        print("start failed: %s" % error, file=sys.stderr, flush=True)
        return 1
    default_accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT") or "application/json"
    handler = Handler(script, model, default_accept)
    server.serve(server.listen(options.socket), handler.answer)
    return 0


def _load_model(script, model_directory):
    try:
        return script.model_fn(model_directory)
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        raise StartError("model_fn failed: %s" % describe_exception(error, script.code_directory))


def _exit_with_server():
    while os.read(LIFELINE, 64):
        pass
    os._exit(0)


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="catenary python worker")
    parser.add_argument("--socket", required=True, help="path of the unix socket to listen on")
    parser.add_argument("--model-directory", required=True, help="what model_fn gets")
    parser.add_argument("--code-directory", required=True, help="where the user's modules are")
    parser.add_argument("--program", required=True, help="the script, relative to the code directory")
    parser.add_argument("--lifeline", action="store_true", help="exit when file descriptor 3 ends")
    return parser.parse_args(arguments)

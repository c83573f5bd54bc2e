"""Puts an exception of user code into one line: what, where in the user's own files, and what helps."""
from __future__ import annotations

import linecache
import os
import sys
import traceback

from .remedy import remedy_of

MAX_MESSAGE_LENGTH = 1000


#: Frames of ours, and those that import a module, come before the user's own: they say nothing about the user's code.
HOST_DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")


def describe_exception(error, code_directory, model_directory):
    """`ValueError: could not convert string to float: 'x' (inference.py, line 12: rows = [float(c) for c in row])`."""
    place = find_source_line(error, code_directory)
    text = ": ".join(part for part in (type(error).__name__, message_of(error)) if part)
    remedy = remedy_of(error, model_directory)
    return text + (" (%s)" % place if place else "") + (": %s" % remedy if remedy else "")


def print_trace(error, headline=""):
    """Writes an exception to the log, from the first frame of the user's on; one of ours with all frames.

    All of it at once: lines of other threads do not come in between.
    """
    trace = error.__traceback__
    while trace is not None and _is_foreign(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    if trace is None and not isinstance(error, SyntaxError):
        trace = error.__traceback__
    sys.stdout.flush()
    sys.stderr.write(headline + "".join(traceback.format_exception(type(error), error, trace)))


def _is_foreign(filename):
    return filename.startswith((HOST_DIRECTORY, "<frozen importlib"))


def message_of(error):
    """The exception's own text, cut; toolkit errors keep theirs in `message`."""
    message = getattr(error, "message", None)
    text = message if isinstance(message, str) else str(error)
    if isinstance(error, SyntaxError):
        text = error.msg  # its place is told beside it
    if isinstance(error, SystemExit):
        text = "the script called exit with %r" % (error.code,)
    return text[:MAX_MESSAGE_LENGTH]


def find_source_line(error, code_directory):
    """The deepest line of the user's files that led to the error, or None."""
    if isinstance(error, SyntaxError) and error.filename and _is_inside(error.filename, code_directory):
        return _place(error.filename, error.lineno, error.text or "", code_directory)
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        filename = frame.f_code.co_filename
        if _is_inside(filename, code_directory):
            found = _place(filename, line, linecache.getline(filename, line), code_directory)
    return found


def _place(filename, line, text, code_directory):
    return "%s, line %s: %s" % (os.path.relpath(filename, code_directory), line, text.strip()[:200])


def _is_inside(filename, directory):
    return os.path.abspath(filename).startswith(os.path.join(os.path.abspath(directory), ""))

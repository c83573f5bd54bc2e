"""Answers the three paths of the container contract with the functions of a script."""
from __future__ import annotations

import json

from .errors import Refusal
from .failure import find_source_line, message_of, print_trace
from .message import Answer, error_answer

#: Bodies of these types reach a script as text, all others as bytes. Compared literally, parameters included, as the
#: container does: what it calls `text/csv; charset=utf-8` has always come as bytes.
TEXT_TYPES = frozenset(["application/json", "text/csv"])


class Handler:
    def __init__(self, script, model, default_accept):
        self._script = script
        self._model = model
        self._default_accept = default_accept
        self._step = ""

    def answer(self, request):
        """Answer to a Request; user functions that raise become answers too."""
        self._step = ""
        try:
            path = request.head["path"]
            if path == "/invocations":
                return self._invoke(request)
            if path == "/ping":
                return Answer(200, None, b"")
            if path == "/execution-parameters":
                return self._execution_parameters()
            return error_answer(404, "NotFound", "no such path: the contract has /ping and /invocations")
        except (Exception, SystemExit) as error:
            return self._error_answer(error, request)

    def _invoke(self, request):
        content_type = request.head.get("contentType") or "application/json"
        accept = request.head.get("accept")
        if not accept or accept == "*/*":
            accept = self._default_accept
        body = _as_text(request.body) if content_type in TEXT_TYPES else request.body
        script = self._script
        if script.transform_fn is not None:
            self._step = "transform_fn"
            return _to_answer(script.transform_fn(self._model, body, content_type, accept), accept)
        self._step = "input_fn"
        data = script.input_fn(body, content_type)
        self._step = "predict_fn"
        prediction = script.predict_fn(data, self._model)
        self._step = "output_fn"
        return _to_answer(script.output_fn(prediction, accept), accept)

    def _execution_parameters(self):
        function = self._script.execution_parameters_fn
        if function is None:
            return error_answer(404, "NotFound", "the script defines no execution_parameters_fn")
        self._step = "execution_parameters_fn"
        parameters = function()
        return _to_answer(json.dumps(parameters) if isinstance(parameters, dict) else parameters, "application/json")

    def _headline(self, request):
        """What stands before a traceback: the server finds the id of the request in it."""
        request_id = request.name.decode("latin-1")
        return "request %s failed in %s: " % (request_id, self._step) if request_id else ""

    def _error_answer(self, error, request):
        """Errors that name a status keep it, as those of the inference toolkit do; all others are the script's: 500."""
        status = getattr(error, "status_code", None)
        if not isinstance(status, int) or not 400 <= status <= 599:
            status = 500
        if type(error).__name__ == "UnsupportedFormatError":  # ours, or that of a toolkit the script has installed
            status = 406 if self._step == "output_fn" else 415
        if status >= 500:
            print_trace(error, self._headline(request))
        return error_answer(
            status,
            type(error).__name__,
            message_of(error),
            function=self._step,
            source=find_source_line(error, self._script.code_directory),
        )


def _as_text(body):
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the body is not UTF-8: byte %d is 0x%02x" % (error.start, body[error.start]))


def _to_answer(result, accept):
    """What output_fn or transform_fn returned: (body, content type), a response object, or a body in the asked type."""
    if isinstance(result, tuple) and len(result) == 2:
        return Answer(200, str(result[1]), _to_bytes(result[0]))
    if hasattr(result, "get_data") and hasattr(result, "status_code"):
        return Answer(_checked(result.status_code), result.content_type, _to_bytes(result.get_data()))
    return Answer(200, accept.partition(",")[0].strip(), _to_bytes(result))


def _checked(status):
    if isinstance(status, int) and 200 <= status <= 599:
        return int(status)
    raise ValueError("the response has the status %r, which is none of an answer" % (status,))


def _to_bytes(body):
    if isinstance(body, str):
        return body.encode("utf-8")
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    raise TypeError("returned %s where a str, bytes or (body, content type) is needed" % type(body).__name__)

"""Refusals that carry their HTTP status."""
from __future__ import annotations


class Refusal(Exception):
    """The request is at fault; the message goes to the client."""

    def __init__(self, status_code, message):
        super().__init__(message)
        self.status_code = status_code
        self.message = message


class UnsupportedFormatError(Refusal):
    """There is no coder for a content type. 415; 406 when it was to be written."""

    def __init__(self, content_type):
        super().__init__(
            415,
            "Content type %s is not supported by this framework: define input_fn to read it or output_fn to write it"
            % content_type,
        )
        self.content_type = content_type

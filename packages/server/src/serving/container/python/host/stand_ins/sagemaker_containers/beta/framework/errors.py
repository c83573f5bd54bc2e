"""Errors that scripts raise."""
from catenary_host.errors import UnsupportedFormatError

__all__ = ["ClientError", "UnsupportedFormatError"]


class ClientError(Exception):
    """The request is at fault."""

    status_code = 400

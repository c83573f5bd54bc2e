"""`decode(obj, content_type)`."""
from catenary_host.coders import decode

__all__ = ["decode"]

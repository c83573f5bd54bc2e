"""`encode(array_like, content_type)`."""
from catenary_host.coders import encode

__all__ = ["encode"]

"""Stand-in for sagemaker-inference: what scripts import from it while serving, without the package's dependencies.

It stands last on the search path, so an installed package of that name is used instead.
"""
from . import content_types, decoder, encoder, errors

__all__ = ["content_types", "decoder", "encoder", "errors"]

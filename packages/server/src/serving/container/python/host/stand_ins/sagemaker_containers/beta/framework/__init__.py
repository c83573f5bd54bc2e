"""The names under which scripts import the pieces; those for training are empty modules, so that imports succeed."""
from . import content_types, encoders, env, errors, modules, transformer, worker

__all__ = ["content_types", "encoders", "env", "errors", "modules", "transformer", "worker"]

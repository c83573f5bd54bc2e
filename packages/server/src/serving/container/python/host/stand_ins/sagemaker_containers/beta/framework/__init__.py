"""The names under which scripts import the pieces; those for training are empty modules, so that imports succeed."""
from sagemaker_containers import entry_point

from . import content_types, encoders, env, errors, modules, transformer, worker

__all__ = ["content_types", "encoders", "entry_point", "env", "errors", "modules", "transformer", "worker"]

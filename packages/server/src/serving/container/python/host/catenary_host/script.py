"""Finds and checks the functions of the user's script.

Source: aws/sagemaker-scikit-learn-container `serving.py` and aws/sagemaker-containers `_transformer.py` for names,
signatures and defaults; aws/sagemaker-inference-toolkit `transformer.py` for transform_fn, which replaces the other
three and may not stand beside them.
"""
from __future__ import annotations

import importlib.util
import os
import sys
from collections import namedtuple

from .failure import describe_exception, print_trace

Script = namedtuple(
    "Script",
    ["code_directory", "model_fn", "input_fn", "predict_fn", "output_fn", "transform_fn", "execution_parameters_fn"],
)

_REPLACED_BY_TRANSFORM = ("input_fn", "predict_fn", "output_fn")


class StartError(Exception):
    """The worker cannot serve; the message is for the user."""


def load_script(code_directory, program, defaults, model_directory):
    """Imports the script and collects its functions; StartError says what is missing or wrong.

    `defaults` is a module with the functions that stand in for those which the script does not define.
    """
    module = _import(code_directory, program, model_directory)
    own = {name: _function(module, name, program) for name in Script._fields[1:]}
    if own["model_fn"] is None:
        raise StartError("%s has no model_fn: define model_fn(model_dir), which loads and returns the model" % program)
    both = [name for name in _REPLACED_BY_TRANSFORM if own[name] is not None]
    if own["transform_fn"] is not None and both:
        raise StartError(
            "%s defines transform_fn together with %s: transform_fn replaces input_fn, predict_fn and output_fn, "
            "so keep either it or them" % (program, ", ".join(both))
        )
    for name in _REPLACED_BY_TRANSFORM:
        if own[name] is None:
            own[name] = getattr(defaults, name)
    return Script(code_directory, **own)


def _function(module, name, program):
    function = getattr(module, name, None)
    if function is not None and not callable(function):
        raise StartError("%s in %s is not a function" % (name, program))
    return function


def _import(code_directory, program, model_directory):
    path = os.path.join(code_directory, program)
    for directory in (os.path.dirname(path), code_directory):
        if directory not in sys.path:
            sys.path.insert(0, directory)
    # Registered under its own name: pickled models refer to classes of the script by it.
    name = os.path.splitext(os.path.basename(program))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        print_trace(error)
        raise StartError(
            "importing %s failed: %s" % (program, describe_exception(error, code_directory, model_directory))
        )
    return module

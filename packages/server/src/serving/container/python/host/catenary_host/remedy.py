"""What helps against the exceptions that scripts raise most while they start."""
from __future__ import annotations

import os

#: Where AWS's container has the model.
AWS_MODEL_DIRECTORY = "/opt/ml/model"

#: Names of an archive that are listed, at most.
MAX_NAMES = 8


def remedy_of(error, model_directory):
    """What to do, as a part of a sentence; None where the exception says it, or nobody knows."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return "name the package that has %s in requirements.txt beside the script" % error.name.partition(".")[0]
    filename = getattr(error, "filename", None)
    if not isinstance(error, FileNotFoundError) or not isinstance(filename, str):
        return None
    if _is_below(filename, model_directory):
        return "the model archive has %s" % _names_in(model_directory)
    if _is_below(filename, AWS_MODEL_DIRECTORY):
        if os.path.isdir(AWS_MODEL_DIRECTORY):
            return "the model archive has %s" % _names_in(AWS_MODEL_DIRECTORY)
        return "here the model is in the model_dir that model_fn gets, which is also in SM_MODEL_DIR"
    if _is_below(filename, "/opt/ml"):
        return "of /opt/ml there is only the model here"
    return None


def _is_below(path, directory):
    return (os.path.abspath(path) + os.sep).startswith(os.path.join(os.path.abspath(directory), ""))


def _names_in(directory):
    names = sorted(os.listdir(directory))
    return ", ".join(names[:MAX_NAMES]) + (", ..." if len(names) > MAX_NAMES else "")

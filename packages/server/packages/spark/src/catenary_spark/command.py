import os
import shlex
import shutil


def find_command():
    """The words that start the command `catenary`: those of CATENARY_COMMAND, or what is on the PATH."""
    words = shlex.split(os.environ.get("CATENARY_COMMAND", ""))
    if words:
        return words
    found = shutil.which("catenary")
    if found is None:
        raise RuntimeError("There is no command `catenary` on the PATH: install it, or say in CATENARY_COMMAND how it is started.")
    return [found]

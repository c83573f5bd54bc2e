import atexit
import os
import tempfile

from catenary_spark.child import Child

# By process, as the workers of Spark are forks of one that may have loaded this, and by what is asked.
_children = {}


def child_of(archives, method, outputs):
    """The child of this Python worker for these models: started when it is first asked for, and kept for the tasks that follow."""
    key = (os.getpid(), archives.key, method, outputs)
    child = _children.get(key)
    if child is None or not child.is_alive:
        child = _children[key] = start_child(archives, method, outputs)
        atexit.register(child.close)
    return child


def start_child(archives, method, outputs):
    """The child reads the files before it says what it takes; they are not needed after that."""
    with tempfile.TemporaryDirectory(prefix="catenary-") as folder:
        return Child(archives.unpack(folder), method, outputs)

"""Starts one worker: loads the user's script and its model, then serves requests on a unix socket.

The names of this host must not stand in the way of the user's own modules: everything of ours is inside the package
`catenary_host`, and its folder leaves the search path before the user's code is imported.
"""
import os
import sys

HOST_DIRECTORY = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != HOST_DIRECTORY]
sys.path.insert(0, HOST_DIRECTORY)

from catenary_host import worker  # noqa: E402

sys.path.remove(HOST_DIRECTORY)
# Last on the path: an installed sagemaker_containers or sagemaker_inference wins over its stand-in.
sys.path.append(os.path.join(HOST_DIRECTORY, "stand_ins"))

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:]))

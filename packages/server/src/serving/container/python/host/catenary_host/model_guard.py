"""The second line behind `restricted_pickle`: what this process may do at all while it loads and serves a model file.

Python calls an audit hook for what leaves the process, before it happens (PEP 578, from Python 3.8 on). A model computes:
it reads the libraries' own files, when they import more of themselves, and answers on its socket. All else is refused.
"""
from __future__ import annotations

import os
import sys
import sysconfig

#: Beginnings of events that reach outside of the process, or run data as code. (`compile` alone runs nothing: signatures
#: of compiled functions are read by it.)
_REFUSED = (
    "builtins.breakpoint builtins.input code.__new__ cpython.run_ ctypes.dlopen ensurepip. exec fcntl. ftplib. "
    "function.__new__ http.client. imaplib. marshal. mmap. msvcrt. nntplib. open os. pdb. pickle. poplib. pty. resource. "
    "setopencodehook shutil. signal. smtplib. socket. sqlite3. subprocess. sys.addaudithook sys.setprofile sys.settrace "
    "syslog. telnetlib. tempfile. urllib. webbrowser. winreg."
)
_BEGINNINGS = tuple(_REFUSED.split())
#: Events of imports, which are allowed to the import system alone.
_OF_IMPORTS = frozenset("code.__new__ exec function.__new__ marshal.loads".split())
_IMPORT_SYSTEM = "<frozen importlib._bootstrap>"
#: Places of compiled libraries that numpy's own are linked against.
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
#: What numerical libraries ask of the machine: how many processors there are, and noise.
_READABLE = ("/dev/null", "/dev/urandom", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices", "/sys/fs/cgroup")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class NotAllowed(PermissionError):
    """What a model file wanted, in a sentence."""


def guard_process(restriction, model_file, socket):
    """Refuses, from now on until the process ends, what no model does."""
    _warm_up()
    if not hasattr(sys, "addaudithook"):
        return
    guard = _Guard(restriction, model_file, socket)
    sys.addaudithook(guard.audit)


def _warm_up():
    """What libraries do once, when they are first asked: look for the C library by a command, and import each other."""
    for name in ("sklearn", "pandas", "scipy.sparse", "scipy.special", "joblib.parallel", "multiprocessing.pool", "encodings.idna"):
        try:
            __import__(name)
        except ImportError:
            pass
    try:
        import threadpoolctl

        threadpoolctl.threadpool_info()
    except ImportError:
        pass


class _Guard:
    def __init__(self, restriction, model_file, socket):
        paths = sysconfig.get_paths()
        host = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        libraries = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")] + [host]
        self._libraries = tuple({_real(path) for path in libraries + [os.path.dirname(os.__file__)]})
        self._readable = self._libraries + _READABLE
        self._restriction = restriction
        self._model_file = _real(model_file)
        self._socket = socket
        self._special = {
            "open": self._may_open,
            "os.listdir": lambda path: _is_below(path, self._libraries),
            "os.scandir": lambda path: _is_below(path, self._libraries),
            "ctypes.dlopen": lambda name: name is None or _is_below(name, self._libraries + _SYSTEM_LIBRARIES),
            "mmap.__new__": lambda file, *_more: file == -1,
            "pickle.find_class": self._restriction.allows,
            "socket.__new__": lambda _socket, family, *_more: int(family) == 1,
            "socket.bind": lambda _socket, address: address == self._socket,
        }

    def audit(self, event, arguments):
        if not event.startswith(_BEGINNINGS):
            return
        special = self._special.get(event)
        if special is not None and special(*arguments):
            return
        if event in _OF_IMPORTS and _is_importing():
            return
        raise NotAllowed("the model file may not %s: %.200r" % (event, arguments))

    def _may_open(self, path, mode, flags):
        if isinstance(path, int):
            return True  # a file that is open already
        is_writing = bool((flags or 0) & _WRITING) or any(letter in (mode or "") for letter in "wax+")
        if is_writing:
            return path == "/dev/null"
        real = _real(path)
        return real == self._model_file or _is_below(real, self._readable)


def _is_importing():
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT_SYSTEM:
            return True
        frame = frame.f_back
    return False


def _real(path):
    return os.path.realpath(os.fsdecode(path))


def _is_below(path, places):
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False
    real = _real(path)
    return any(real == place or real.startswith(place + os.sep) for place in places)

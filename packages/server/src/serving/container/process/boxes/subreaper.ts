import type { Box } from '../box.ts';

/**
 * Becomes the parent of all that the process starts and that loses its own parent (prctl(2), PR_SET_CHILD_SUBREAPER),
 * which Node cannot. It obeys its standard input as the gate's watcher does, for all its descendants, and ends with the
 * last of them.
 */
const script = `
import ctypes, os, select, signal, sys

if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0) != 0:
    sys.exit("no subreaper")
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, lambda *_: None)
command = sys.argv[1:]


def read(size):
    try:
        return os.read(0, size)
    except OSError:  # the server was killed before it had read all that was written to it
        return b""


def read_line():
    line = b""
    while not line.endswith(b"\\n"):
        byte = read(1)
        if not byte:
            sys.exit(1)
        line += byte
    return line


end = read_line()
setup, line = [end], b""
while line != end:
    line = read_line()
    setup.append(line)
setup = b"".join(setup)
reading, writing = os.pipe()
main = os.fork()
if main == 0:
    os.dup2(reading, 0)
    os.closerange(3, 64)
    os.execvp(command[0], command)
os.close(reading)
woken, wake = os.pipe()
os.set_blocking(wake, False)
signal.set_wakeup_fd(wake)
signal.signal(signal.SIGCHLD, lambda *_: None)
try:
    os.write(writing, setup)
except OSError:
    pass
os.close(writing)


def descendants():
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                pass
    found, new = set(), {os.getpid()}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new and pid not in found}
        found |= new
    return found


def send(number):
    for pid in descendants():
        try:
            os.kill(pid, number)
        except OSError:
            pass


def reap():
    global status
    try:
        while True:
            pid, ending = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return True
            if pid == main:
                status = ending
    except ChildProcessError:
        return False


status = None
is_told = True
while reap() and status is None and is_told:
    ready = select.select([0, woken], [], [])[0]
    if woken in ready:
        os.read(woken, 4096)
    if 0 in ready:
        is_told = bool(read(4096))
        send(signal.SIGTERM if is_told else signal.SIGKILL)
while reap():
    send(signal.SIGKILL)
    select.select([woken], [], [], 0.05)
    try:
        os.set_blocking(woken, False)
        os.read(woken, 4096)
    except OSError:
        pass
code = 137 if status is None else os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
os._exit(code)
`;

/** Everything that descends from the process is found, unless that ends its keeper first, as it runs as the same user. */
export function subreaperBox(python: string): Box {
  return {
    name: 'subreaper',
    isClosed: false,
    endsWithGroup: false,
    gate: 'none',
    wrap: (command) => [python, '-I', '-S', '-c', script, ...command],
  };
}

"""CPU time of this process and of those that it started, by what they are."""

import os
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> dict[str, float]:
    """Seconds by kind of process, those included that ended under a living one: they only grow."""
    processes, children = {}, defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue  # It has ended.
        fields = rest.split()
        pid, parent = int(folder.name), int(fields[1])
        processes[pid] = (kind_of(name), sum(map(int, fields[11:15])) / TICKS)
        children[parent].append(pid)
    total: dict[str, float] = defaultdict(float)
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        kind, seconds = processes[pid]
        total[kind] += seconds
        waiting += children[pid]
    return total


def kind_of(name: str) -> str:
    if name.startswith("java"):
        return "Spark"
    return "Python" if name.startswith("python") else "Node"

"""Keeps the processors awake: a loop of idle priority on each, which gives way to everything else.

What is measured takes some milliseconds. To wake the resting processor of a virtual machine takes a good part
of one, for each step between processes: that would be measured instead, of ours and of the bare apps alike.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Ends by itself when the bench is gone.
LOOP = """
import os
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
parent = os.getppid()
while os.getppid() == parent:
    sum(range(100_000))
"""


@contextmanager
def awake() -> Iterator[None]:
    """Within it no processor rests, where the system has such a priority."""
    count = os.cpu_count() or 1 if hasattr(os, "SCHED_IDLE") else 0
    loops = [subprocess.Popen([sys.executable, "-S", "-c", LOOP]) for _ in range(count)]
    try:
        yield
    finally:
        for each in loops:
            each.kill()
            each.wait()

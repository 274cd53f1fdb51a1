"""One ACE in a process of its own, for tests that kill it: `python -m tests.replica LEASE MARGIN TIMEOUT`.

The environment is that of `ace run`, times are seconds; "ready" on standard output says that it is at work.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta

from bot import demo, log
from bot.app import Ace
from bot.effects.pace import Tempo
from bot.settings import Settings


async def serve(tempo: Tempo) -> None:
    """Work until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    ace = Ace(Settings.read(os.environ), demo.policy(), tempo=tempo)
    await ace.start()
    try:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await ace.stop()


if __name__ == "__main__":
    lease, margin, timeout = map(float, sys.argv[1:])
    log.configure("info", text=True)
    asyncio.run(serve(Tempo(lease, margin, int(timeout), rest=timedelta(), paced=False)))

"""`ace doctor`: what keeps ACE from working here, and how to mend it."""

import argparse
import asyncio
import os

from bot import log
from bot.commands import console
from bot.doctor import examine
from bot.doctor.finding import State, as_json, as_text
from storage.clock import Clock


def run(options: argparse.Namespace) -> int:
    """Print every finding; REFUSED when the settings cannot be used, WRONG when anything else is wrong."""
    log.configure("error", text=True)
    findings, usable = asyncio.run(examine(os.environ, Clock()))
    console.say(as_json(findings) if options.json else as_text(findings))
    if not usable:
        return console.REFUSED
    return console.WRONG if any(each.state is State.WRONG for each in findings) else console.DONE

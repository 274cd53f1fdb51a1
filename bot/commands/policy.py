"""`ace policy`: every fault of a policy file, before ACE is started with it."""

import argparse
import os

from bot.commands import console
from bot.playbook.policy import Policy, PolicyError


def run(options: argparse.Namespace) -> int:
    """Check the file given, else the one ACE_POLICY names; WRONG when it has faults."""
    path = options.file or os.environ.get("ACE_POLICY", "").strip() or None
    try:
        Policy.load(path)
    except PolicyError as error:
        console.say(*error.faults)
        return console.WRONG
    console.say(f"{path} can be used." if path else "ACE_POLICY is not set; the default policy is used.")
    return console.DONE

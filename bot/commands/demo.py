"""`ace demo`: a simulated workspace with ACE in it."""

import argparse
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot import demo, log, settings_rules
from bot.commands import console
from bot.playbook.policy import Policy
from bot.workplace import CannotStart
from sandbox.server import Sandbox


def run(_options: argparse.Namespace) -> int:
    """Open the workspace on PORT until stopped."""
    log.configure("warning", text=True)
    try:
        port = settings_rules.port(os.environ.get("PORT", "").strip() or "3000")
        rules = console.policy() if os.environ.get("ACE_POLICY", "").strip() else None
        console.serve(_answering(port, rules), _tell)
    except ValueError as error:
        return console.refuse([f"PORT {error}"])
    except console.Refused as error:
        return console.refuse(error.faults)
    except CannotStart as error:
        return console.refuse(error.problems)
    return console.DONE


@asynccontextmanager
async def _answering(port: int, rules: Policy | None) -> AsyncIterator[Sandbox]:
    """The demo, once its page answers."""
    async with demo.running(port, rules) as sandbox:
        async with aiohttp.ClientSession() as session, session.get(sandbox.url) as page:
            page.raise_for_status()
        yield sandbox


def _tell(sandbox: Sandbox) -> None:
    console.say(
        f"ACE is at work in a simulated workspace. Open {sandbox.url} and type /raiseanace as Ana.",
        "Everything in it is gone when you stop it: Ctrl+C.",
    )

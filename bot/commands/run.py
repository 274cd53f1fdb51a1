"""`ace run`: ACE on a real workspace."""

import argparse
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import log
from bot.commands import console
from bot.playbook.policy import Policy
from bot.settings import Settings, SettingsError


def run(_options: argparse.Namespace) -> int:
    """Serve until stopped; every fault of settings and policy is told before anything starts."""
    faults: list[str] = []
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        faults += map(str, error.faults)
    try:
        policy = console.policy()
    except console.Refused as error:
        # A file that cannot be read is told by the settings already.
        faults += [] if any(fault.startswith("ACE_POLICY") for fault in faults) else error.faults
    if faults:
        return console.refuse(faults)
    log.configure(settings.log.level, text=settings.log.text, known=settings.secrets)
    return _serve(settings, policy)


def _serve(settings: Settings, policy: Policy) -> int:
    from bot.app import Ace  # noqa: PLC0415 (only now, so that wrong settings are told quickly)
    from bot.rehearsal import rehearse  # noqa: PLC0415
    from bot.workplace import CannotStart  # noqa: PLC0415

    @asynccontextmanager
    async def running() -> AsyncIterator[Ace]:
        ace = Ace(settings, policy)
        await ace.start()
        try:
            await rehearse(ace.store)
            yield ace
        finally:
            await ace.stop()

    try:
        console.serve(running(), lambda _ace: None)
    except CannotStart as error:
        return console.refuse(error.problems)
    return console.DONE

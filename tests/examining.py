"""A doctor for a world: the examination behind `ace doctor`, with what a test asks of it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot import demo
from bot.doctor import examine
from bot.doctor.finding import Finding, State, as_json, as_text
from storage.clock import Clock
from tests.world import World, opened

POLICY = """
[private.security]
members = ["@security-escalations"]
[private.people]
members = ["@people-escalations"]
[products.web]
name = "Web app"
responders = "@web-responders"
"""


class Doctor:
    """Examines a world's ACE; `findings` by check."""

    def __init__(self, world: World, directory: Path) -> None:
        self.world = world
        self.clock = Clock()
        self.policy = directory / "policy.toml"
        self.policy.write_text(POLICY)
        self.findings: dict[str, list[Finding]] = {}
        self.text = ""
        self.usable = True

    def environment(self, **changes: str) -> dict[str, str]:
        """The environment of the world's ACE, with these changes."""
        made = demo.environment(self.world.app, self.world.sandbox.api_url, self.world.database)
        return made | {"ACE_POLICY": str(self.policy)} | changes

    async def examines(self, **changes: str) -> None:
        """Run every check."""
        found, self.usable = await examine(self.environment(**changes), self.clock)
        self.text = as_text(found)
        self.findings = {}
        for each in found:
            self.findings.setdefault(each.check, []).append(each)
        for secret in (self.world.app.bot_token, self.world.app.signing_secret, self.world.app.app_token):
            assert secret not in self.text
            assert secret not in as_json(found)

    @property
    def wrong(self) -> set[str]:
        """The checks that found something wrong; every such finding has a mend."""
        found = [each for group in self.findings.values() for each in group if each.state is State.WRONG]
        assert all(each.mend for each in found)
        return {each.check for each in found}

    def only(self, check: str) -> Finding:
        """The one finding of a check."""
        (found,) = self.findings[check]
        return found


@asynccontextmanager
async def on_sqlite(template: Path, directory: Path, **options: Any) -> AsyncIterator[Doctor]:
    """A doctor for a world on an SQLite file of its own."""
    file = directory / "ace.db"
    shutil.copy(template, file)
    async with opened(f"sqlite:///{file}", **options) as world:
        yield Doctor(world, directory)

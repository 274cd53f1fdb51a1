"""Slack's side of the HTTP door: signed requests of any shape, their answers, and what was logged."""

import io
import json
import logging
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp
import structlog
from sqlalchemy import text

from bot import log
from sandbox.deliver.http import FORM, sign
from tests.people import raises
from tests.world import ALERTS, World, opened

JSON = "application/json"
# What only a request changes; the rest is also written by what ACE does by itself.
KEPT = (
    *(
        "access_request",
        "attempt",
        "change",
        "contact",
        "counter",
        "cover",
        "criterion",
        "entry",
        "escalation",
    ),
    *("handover", "involved", "item", "linked", "promise", "retro_decision", "retro_request"),
    *("retro_version", "retrospective", "role_span", "stakeholder"),
)


class Answer(NamedTuple):
    """What ACE answered."""

    status: int
    text: str


class Door:
    """ACE's request URL, and the secret it shares with Slack."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        """Nothing is sent yet."""
        self.world = world
        self._session = session

    async def post(
        self,
        body: bytes | str,
        content_type: str = JSON,
        *,
        stamp: str | None = None,
        signed: bytes | str | None = None,
        **headers: str,
    ) -> Answer:
        """Post a body, signed as Slack signs.

        `stamp` and `signed` replace the time and the body of the signature. Further headers are named with
        underscores; an empty one is left out.
        """
        at = stamp or str(int(time.time()))
        raw = body if isinstance(body, bytes) else body.encode()
        over = raw if signed is None else signed if isinstance(signed, bytes) else signed.encode()
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": sign(self.world.app.signing_secret, at, over.decode("utf-8", "replace")),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"{self.world.ace.url}slack/events"
        sent = {name: value for name, value in sent.items() if value}
        async with self._session.post(url, data=io.BytesIO(raw), headers=sent) as answer:
            return Answer(answer.status, await answer.text())

    async def event(self, payload: Any) -> Answer:
        """Post an event's envelope."""
        return await self.post(json.dumps(payload))

    async def interaction(self, payload: Any) -> Answer:
        """Post a press, a submission or a shortcut."""
        return await self.post(urlencode({"payload": json.dumps(payload)}), FORM)

    async def command(self, fields: dict[str, Any]) -> Answer:
        """Post a slash command."""
        return await self.post(urlencode(fields, doseq=True), FORM)

    async def get(self, path: str) -> Answer:
        """Look at /healthz or /readyz."""
        async with self._session.get(f"{self.world.ace.url}{path}") as answer:
            return Answer(answer.status, await answer.text())

    def refused(self) -> float:
        """How many requests ACE has refused in words, by its own count."""
        counted = self.world.ace._door.metrics.registry.collect()
        samples = [sample for metric in counted if metric.name == "ace_acks" for sample in metric.samples]
        return sum(each.value for each in samples if each.labels.get("outcome") == "refused")

    async def kept(self) -> dict[str, Any]:
        """What the database holds of cases."""
        return await kept(self.world)


async def kept(world: World) -> dict[str, Any]:
    """What the database holds of cases: every row of every table that only a request changes."""
    async with world.ace.store.read() as tx:
        return {
            table: sorted((await tx.exec(text(f"SELECT * FROM {table}"))).all(), key=repr)  # noqa: S608
            for table in KEPT
        }


@asynccontextmanager
async def door(template: Path, directory: Path, **options: Any) -> AsyncIterator[Door]:
    """ACE at work on an SQLite file of its own, and its door."""
    file = directory / "doors.db"
    shutil.copy(template, file)
    async with opened(f"sqlite:///{file}", **options) as world, aiohttp.ClientSession() as session:
        yield Door(world, session)


async def lived_in(world: World) -> None:
    """One case, filed, claimed and worked on, so that every kind of request has been made once."""
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    await world.eli.types("observation: the export times out after a minute", in_=await world.channel())
    await world.settle()


class Lines:
    """What was logged."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        """All of it."""
        return self.stream.getvalue()

    def at(self, level: str) -> list[dict[str, Any]]:
        """The lines of one level."""
        return [line for line in map(json.loads, self.text.splitlines()) if line["level"] == level]


@contextmanager
def logged(level: str = "debug") -> Iterator[Lines]:
    """The log as JSON lines, put back as it was afterwards."""
    lines = Lines()
    root = logging.getLogger()
    handlers, before = list(root.handlers), root.level
    log.configure(level, stream=lines.stream)
    try:
        yield lines
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        structlog.reset_defaults()

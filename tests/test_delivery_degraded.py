"""Degraded: database or Slack away, disk full. Nothing half-made, people are told, and it mends itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import event

from storage import outbox
from storage.database import Store
from storage.models import SurfaceKind
from storage.outbox_row import RowState
from tests.audit import audit
from tests.conftest import Databases, Worlds
from tests.doors import logged
from tests.gate import Gate, before_http, before_postgres
from tests.journeys import calm, raised
from tests.people import answers, raises
from tests.sent import rows, sent
from tests.waiting import settles, until
from tests.world import ALERTS, AT_ONCE, World, opened

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize("databases", ["postgres"], indirect=True)
FULL = "max_page_count = 1"  # as few as it has: it cannot grow any more
READ_ONLY = "query_only = ON"
AWAY = "cannot use its database just now, so nothing was changed"


@pytest.fixture
async def gated(databases: Databases, tmp_path: Path) -> AsyncIterator[tuple[World, Gate]]:
    """A world whose database can be taken away."""
    async with (
        databases() as url,
        before_postgres(url, tmp_path) as (gate, through),
        opened(through, tempo=replace(AT_ONCE, answer=2.5)) as world,
    ):
        yield world, gate
        assert await audit(world) == []


async def readiness(world: World) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{world.ace.url}readyz") as answer:
        return answer.status


@ON_POSTGRES
async def test_without_its_database_ace_says_so_and_comes_back_by_itself(gated: tuple[World, Gate]) -> None:
    world, gate = gated
    await raised(world)
    assert await readiness(world) == 200
    await gate.shut()
    assert await readiness(world) == 503

    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await until(lambda: world.eli.told)
    assert AWAY in world.eli.told[-1]
    await world.ana.types("/raiseanace", in_="support")
    assert await readiness(world) == 503

    await gate.open()
    assert await readiness(world) == 200
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    assert (await world.case()).ace.em == world.eli.id
    assert (await world.channel()).name == "ace-0001-acme-gmbh"


@ON_POSTGRES
async def test_a_database_that_says_nothing_keeps_nobody_waiting(gated: tuple[World, Gate]) -> None:
    world, gate = gated
    await raised(world)
    gate.hold()
    assert await readiness(world) == 503
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await until(lambda: world.eli.told)
    assert "takes longer than Slack waits" in world.eli.told[-1]
    await world.zoe.types("/ace show ACE-0001", in_="general")
    assert world.zoe.was_told("look before you do it again")

    gate.release()
    await calm(world)
    if (await world.case()).ace.em is None:
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await calm(world)
    assert (await world.case()).ace.em == world.eli.id
    assert (await world.channel()).name == "ace-0001-acme-gmbh"


@ON_POSTGRES
async def test_what_slack_took_while_the_database_went_away_is_recorded_when_it_is_back(
    gated: tuple[World, Gate],
) -> None:
    world, gate = gated
    world.ws.faults.add("chat.postMessage", delay=0.3, after_effect=True)
    await raises(world.ana)
    await until(lambda: sent(world, "alert:1"))
    await gate.shut()
    assert await readiness(world) == 503
    await gate.open()
    await calm(world)

    assert len(sent(world, "alert:1")) == 1
    assert (await world.card(SurfaceKind.ALERT)).ts == sent(world, "alert:1")[0].ts


@ON_POSTGRES
async def test_a_form_that_cannot_be_kept_stays_open_with_its_answers(gated: tuple[World, Gate]) -> None:
    world, gate = gated
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    await gate.shut()
    await world.ana.submits()
    assert world.ana.view
    assert AWAY in world.ana.screen(world.ana.view)

    await gate.open()
    await world.ana.closes()
    await world.ana.submits()
    await world.settle()
    assert (await world.case()).ace.customer == "Acme GmbH"


@ON_SQLITE
async def test_slack_may_be_away_for_an_hour_and_a_quarter(databases: Databases) -> None:
    async with (
        databases() as url,
        opened(url, start=False) as world,
        before_http(world.sandbox.api_url) as (gate, through),
    ):
        world.sandbox.api_url = through
        await world.start()
        await raised(world)
        await world.eli.types("/ace claim ACE-0001", in_="general")
        with logged("info") as lines:
            await gate.shut()
            await outage(world)
            await gate.open()
            world.ws.faults.add("*", times=None, status=503)
            for _ in range(5):
                await world.move(minutes=3)
            world.ws.faults.clear()
            assert await rows(world, RowState.DEAD) == []
            await settles(world)

        (away,) = [line for line in lines.at("warning") if line["event"] == "Slack away"]
        assert away["reason"]
        assert [line["event"] for line in lines.at("info")].count("Slack back") == 1
        assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []
        said = [each.metadata["event_payload"]["key"] for each in sent(world, "say:1:note") if each.metadata]
        assert said == [f"say:1:note-{number}" for number in range(1, 6)]
        assert (await world.channel()).topic["value"].startswith("High | Discovery")
        assert await audit(world) == []


async def outage(world: World) -> None:
    """An hour in which things are said that Slack cannot hear."""
    for number in range(1, 6):
        async with world.ace.store.begin() as tx:
            detail = {"what": "status", "to": world.ws.channel(ALERTS).id}
            await outbox.once(tx, outbox.Effect.SAY, 1, f"note-{number}", detail=detail)
        for _ in range(4):
            await world.move(minutes=3)


@asynccontextmanager
async def limited(store: Store, pragma: str) -> AsyncIterator[None]:
    """A database whose connections are limited by a pragma."""

    def limit(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    engine = store.engine.sync_engine
    event.listen(engine, "connect", limit)
    await store.engine.dispose()
    yield
    event.remove(engine, "connect", limit)
    await store.engine.dispose()


@ON_SQLITE
async def test_on_a_full_disk_people_are_told_and_nothing_is_half_made(worlds: Worlds) -> None:
    async with worlds() as world:
        await raised(world)
        async with limited(world.ace.store, FULL):
            number = await filled_up(world)
            assert await world.count() == number
            assert world.ana.view
            assert "so nothing was changed" in world.ana.screen(world.ana.view)
        await world.ana.closes()
        await world.ana.submits()
        await calm(world)
        assert await world.count() == number + 1
        assert (await world.case(number + 1)).ace.customer == f"Customer {number + 1}"


@ON_SQLITE
async def test_a_database_that_takes_nothing_is_not_ready(worlds: Worlds) -> None:
    async with worlds() as world:
        await raised(world)
        async with limited(world.ace.store, READ_ONLY):
            assert await readiness(world) == 503
            await world.eli.presses("Claim ACE-0001", in_=ALERTS)
            await until(lambda: world.eli.told)
            assert AWAY in world.eli.told[-1]
        assert await readiness(world) == 200
        assert (await world.case()).ace.em is None


async def filled_up(world: World) -> int:
    """Raise cases until one is not taken; returns how many there are."""
    number = 1
    while True:
        impact = f"Fault number {number + 1}: " + "x" * 1400
        await raises(world.ana, customer=f"Customer {number + 1}", impact=impact)
        if await world.count() == number:
            return number
        number += 1

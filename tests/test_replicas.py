"""Replicas: several processes on one PostgreSQL do one job; an SQLite file takes one, and says so."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from bot.workplace import CannotStart
from storage import outbox
from storage.clock import Clock
from storage.database import Store
from storage.models import SurfaceKind
from storage.notices import Notices
from storage.outbox import Effect
from storage.outbox_row import OutboxRow, RowState
from tests.conftest import Databases, Worlds
from tests.doors import logged
from tests.journeys import calm, claimed, raised
from tests.people import answers, raises
from tests.sent import rows
from tests.world import ALERTS, World

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize("databases", ["postgres"], indirect=True)
CROWD = 49


@pytest.fixture
async def three(worlds: Worlds) -> AsyncIterator[World]:
    """A world with three replicas, among which Slack distributes what happens."""
    async with worlds(socket_mode=True) as world:
        for _ in range(2):
            await world.start()
        await world.sandbox.deliveries.sockets.connected(world.app, 3)
        yield world


@ON_POSTGRES
async def test_of_fifty_who_claim_at_once_over_three_replicas_one_wins(three: World) -> None:
    await raised(three)
    alert = await three.card(SurfaceKind.ALERT)
    people = [three.eli]
    for number in range(CROWD):
        user = three.ws.add_user(f"em{number}", f"Manager {number}")
        three.ws.channel(ALERTS).members.append(user.id)
        people.append(three.ws.person(user.name))
    await asyncio.gather(*(person.presses("Claim ACE-0001", on=alert) for person in people))
    await calm(three)

    em = (await three.case()).ace.em
    told = [person for person in people if person.told]
    assert len(told) == CROWD
    assert em not in [person.id for person in told]
    assert all("already leads ACE-0001" in person.told[0] for person in told)
    assert three.called("conversations.create") == 1


@ON_POSTGRES
async def test_a_form_that_arrives_at_three_replicas_is_one_case(three: World) -> None:
    await three.ana.types("/raiseanace", in_="support")
    await three.ana.fills(answers())
    three.ws.deliveries.faults.double("view_submission")
    await three.ana.submits()
    submitted = [each for each in three.ws.deliveries.log if each.payload.get("type") == "view_submission"]
    assert len(submitted) == 2
    await three.ws.deliveries.repeat(submitted[0])
    await calm(three)

    assert await three.count() == 1
    assert three.called("chat.postMessage") == 3  # introduction, alert and tracker


@ON_POSTGRES
async def test_replicas_come_and_go_while_people_work(three: World) -> None:
    for number in range(1, 7):
        await raises(three.ana, customer=f"Customer {number}", impact=f"Fault number {number}.")
        await three.stop(three.replicas[0])
        await three.start()
        await three.sandbox.deliveries.sockets.connected(three.app, 3)
    await calm(three)

    assert await three.count() == 6
    assert {(await three.card(SurfaceKind.ALERT, number)).deleted for number in range(1, 7)} == {False}


@ON_POSTGRES
async def test_the_older_version_goes_on_beside_a_newer_one(three: World) -> None:
    async with three.ace.store.begin() as tx:
        connection = await tx.session.connection()
        for change in (
            "ALTER TABLE escalation ADD COLUMN weight INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE outbox ADD COLUMN colour VARCHAR(20)",
            "UPDATE alembic_version SET version_num = '9999'",
        ):
            await connection.execute(text(change))
        tx.add(OutboxRow(key="hologram:1", kind="hologram", lane="x", available_at=tx.now, added_at=tx.now))
    await claimed(three)
    with logged("info") as lines:
        await says_what_is_unknown(three)
    told = [line["event"] for line in lines.at("warning")]
    assert set(told) == {"left to a newer version"}
    assert len(told) <= 3  # once by each replica
    await three.stop()
    await three.start()
    await raised(three, customer="Globex", impact="Nobody can log in.")

    async with three.ace.store.begin() as tx:
        await (await tx.session.connection()).execute(text("DELETE FROM outbox WHERE key LIKE '%hologram%'"))
    assert await three.count() == 2


async def says_what_is_unknown(world: World) -> None:
    """A message of a newer version's, met again and again by older processes: it stays, uncounted."""
    async with world.ace.store.begin() as tx:
        await outbox.once(tx, Effect.SAY, 1, "hologram", detail={"what": "hologram", "to": world.eli.id})
        await outbox.once(tx, Effect.SAY, 0, "hologram", detail={"what": "hologram", "to": world.eli.id})
    for _ in range(20):
        await world.move(seconds=6)
    left = [row for row in await rows(world, RowState.WAITING) if row.kind == "say"]
    assert [(row.key, row.attempts) for row in left] == [("say:1:hologram", 0), ("say:0:hologram", 0)]


@ON_POSTGRES
async def test_one_process_hears_at_once_of_what_another_added(databases: Databases) -> None:
    async with databases() as url:
        here, there = (Store(driver_url(url), Clock(), Policy.load()) for _ in range(2))
        heard = asyncio.Event()
        notices = Notices(here, heard.set)
        notices.start()
        await heard.wait()  # it listens, and looks for what it missed
        heard.clear()
        await add(there)
        await heard.wait()

        heard.clear()
        async with there.begin() as tx:
            connection = await tx.session.connection()
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'")
            )
        await heard.wait()  # it listens again
        heard.clear()
        await add(there)
        await heard.wait()
        await notices.stop()
        await here.close()
        await there.close()


async def add(store: Store) -> None:
    async with store.begin() as tx:
        await outbox.add(tx, Effect.TOPIC, 1)


@ON_SQLITE
async def test_a_second_process_on_an_sqlite_file_is_refused_in_a_clear_line(world: World) -> None:
    with pytest.raises(CannotStart) as refused:
        await world.start()
    [line] = refused.value.problems
    assert line.startswith("DATABASE_URL: another ACE is running on /")
    assert line.endswith("Stop that one first; for several at once use PostgreSQL.")

    await world.stop()
    await world.start()
    await raised(world)
    assert await world.count() == 1
    assert not [row for row in await rows(world, RowState.WAITING) if row.kind == "alert"]

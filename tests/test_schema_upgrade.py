"""An upgrade with live cases: a database as the first version left it, and the cards it left in Slack."""

from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, func, select, text

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from sandbox.state import Message
from storage import clocks, schema
from storage.clock import Clock
from storage.database import Store
from storage.models import SurfaceKind
from tests.audit import audit
from tests.conftest import Databases
from tests.journeys import calm, claimed, raised
from tests.test_schema import empty, run
from tests.world import World, opened

pytestmark = pytest.mark.both

FIRST = "0001"
Rows = dict[str, list[dict[str, Any]]]


def button(action_id: str, text: str, value: str | None = None) -> dict[str, Any]:
    """A button as the first version drew it."""
    words = {"type": "plain_text", "text": text, "emoji": False}
    made: dict[str, Any] = {"type": "button", "action_id": action_id, "text": words}
    return made | ({"value": value} if value else {})


# What the first version showed; the words may change, the ids of what people can press may not.
OLD_ALERT = [{"type": "actions", "block_id": "claim", "elements": [button("claim:1", "Claim ACE-0001")]}]
OLD_OPENING = [
    {
        "type": "actions",
        "block_id": "ask",
        "elements": [button("ask_filer:2:first", "Ask the filer: What led up to it", "events")],
    },
    {"type": "actions", "block_id": "links", "elements": [button("links:2", "Set call link")]},
]


async def test_cases_of_the_first_version_go_on_and_its_old_cards_still_work(databases: Databases) -> None:
    async with databases() as url, databases() as old, opened(url) as world:
        await raised(world)
        await claimed(world, number=2, customer="Globex", impact="Logins fail for all of Globex.")
        alert, opening = await world.card(SurfaceKind.ALERT), await world.card(SurfaceKind.OPENING, 2)
        rows = await run(world.ace.store, everything)
        await world.stop()
        alert.blocks, opening.blocks = OLD_ALERT, OLD_OPENING

        await brought_back(old, rows)
        world.database = old
        await world.start()
        assert [await kinds(world, 1), await kinds(world, 2)] == [
            {"claim"},
            {"internal", "customer", "triage_call"},
        ]
        await calm(world)
        await goes_on(world, alert, opening)
        assert await audit(world) == []


async def goes_on(world: World, alert: Message, opening: Message) -> None:
    await world.eli.presses("Claim ACE-0001", on=alert)
    await world.eli.presses("Ask the filer: What led up to it", on=opening)
    await world.zoe.types("The login service restarts every minute.", in_=opening.channel, thread=opening)
    await calm(world)

    first, second = await world.case(1), await world.case(2)
    assert (first.ace.em, second.ace.em) == (world.eli.id, world.eli.id)
    assert (await world.channel(1)).name == "ace-0001-acme-gmbh"
    assert "Led by @Eli Moreau" in world.zoe.screen(alert)
    assert "The login service restarts" in world.ana.screen(opening)
    dm = world.ws.open_dm([world.ana.id, world.app.bot_user])
    assert any("About ACE-0002: " in message.text for message in dm.messages.values())
    await raised(world, customer="Initech", impact="Nothing prints.")
    assert (await world.case(3)).ace.customer == "Initech"


async def kinds(world: World, number: int) -> set[str]:
    """The clocks that run for a case."""
    async with world.ace.store.read() as tx:
        return {str(row.kind) for row in await clocks.running(tx, number)}


async def brought_back(url: str, rows: Rows) -> None:
    """Make the database at `url` what the first version would have left, with these rows."""
    store = Store(driver_url(url), Clock(), Policy.load())
    await run(store, empty)
    await run(store, lambda connection: command.upgrade(schema.config(connection), FIRST))
    await run(store, lambda connection: fill(connection, rows))
    await store.close()


def everything(connection: Connection) -> Rows:
    """Every row of every table."""
    there = reflected(connection)
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in there.sorted_tables
    }


def reflected(connection: Connection) -> MetaData:
    """The tables as they are, save Alembic's own."""
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def fill(connection: Connection, rows: Rows) -> None:
    """Put in what has a place there; sequences go on after it."""
    for table in reflected(connection).sorted_tables:
        known = {column.name for column in table.columns}
        kept = [{name: value for name, value in row.items() if name in known} for row in rows[table.name]]
        connection.execute(table.delete())
        if kept:
            connection.execute(table.insert(), kept)
        if connection.dialect.name == "postgresql" and "id" in known:
            advance(connection, table)


def advance(connection: Connection, table: Table) -> None:
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}
    ).scalar()
    if sequence:
        last = connection.execute(select(func.max(table.c.id))).scalar() or 1
        connection.execute(select(func.setval(sequence, last)))

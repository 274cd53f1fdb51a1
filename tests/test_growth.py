"""Growth: what people do all day finds its rows by an index, however many there are."""

from typing import Any

import pytest
from sqlalchemy import event

from bot.playbook.lifecycle import Status
from sandbox.person import Person
from storage.database import Store
from storage.models import SurfaceKind
from tests.leading import advance
from tests.people import raises
from tests.world import World

GROWING = (
    *("clock", "clock_event", "entry", "escalation", "inbox", "involved", "outbox", "reminder"),
    *("role_span", "surface", "criterion", "item", "contact", "promise", "attempt", "handover"),
    *("cover", "stakeholder", "change", "access_request"),
)

Statements = dict[str, Any]


def recorded(store: Store) -> Statements:
    """Every statement from now on, with the parameters it was last run with."""
    seen: Statements = {}

    def keep(*executed: Any) -> None:
        _connection, _cursor, statement, parameters, _context, many = executed
        seen[statement] = parameters[0] if many else parameters

    event.listen(store.engine.sync_engine, "before_cursor_execute", keep)
    return seen


async def scans(store: Store, statements: Statements) -> list[str]:
    """What reads a growing table row by row, by SQLite's own plan."""
    found = []
    async with store.read() as tx:
        connection = await tx.session.connection()
        for statement, parameters in list(statements.items()):
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [str(step["detail"]) for step in plan.mappings()]
                found += [f"{step}: {statement}" for step in steps if is_scan(step)]
    return found


def is_scan(step: str) -> bool:
    return any(step == f"SCAN {table}" or step.startswith(f"SCAN {table} AS") for table in GROWING)


async def works(world: World, person: Person) -> None:
    """A day's work: raise, claim, note, look, lead."""
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_="escalations")
    await world.settle()
    channel, card = await world.channel(), await world.card(SurfaceKind.OPENING)
    await person.types("disk is full on eu-3", in_=channel, thread=card)
    await person.types("decision: roll back", in_=channel)
    await person.types("decision: none of ours", in_="support")
    await person.types("/ace show ACE-0001", in_=channel)
    await world.eli.presses("More", on=card)
    await world.eli.presses("Start triage")
    await world.eli.closes(everything=True)
    await world.eli.types("/ace criteria exports work again", in_=channel)
    await world.eli.types("/ace undo", in_=channel)
    await advance(world, Status.TRIAGE)
    await world.eli.types("/ace start everyone knows their part", in_=channel)
    await world.settle()
    await world.move(days=3)
    await world.eli.types("/ace update it runs again", in_=channel)
    await world.settle()


# A small table is read as a whole by PostgreSQL whatever its indexes.
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nothing_in_a_days_work_reads_a_whole_table(world: World) -> None:
    store = world.ace.store
    seen = recorded(store)
    await works(world, world.zoe)
    assert await scans(store, seen) == []

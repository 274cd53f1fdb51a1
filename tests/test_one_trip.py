"""What a transaction keeps for its end: one statement on PostgreSQL, the rows and their order as ever."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.playbook.policy import Policy
from bot.playbook.timeline import EntryKind
from bot.settings_rules import driver_url
from storage import entries, escalations, outbox
from storage.clock import Clock
from storage.database import OUTBOX_NOTICE, Store, Tx
from storage.models import Entry
from storage.outbox import Effect
from storage.outbox_row import OutboxRow
from tests.conftest import Databases
from tests.many_clocks import seed

pytestmark = pytest.mark.both
ODD = "It's 100% “odd”: $1 $2::text {} \\ \n <!channel>"


@pytest.fixture
async def store(databases: Databases) -> AsyncIterator[Store]:
    """A store with one case."""
    async with databases() as url:
        store = Store(driver_url(url), Clock(), Policy.load())
        await seed(store, 5, ems=["U0ELI"])
        yield store
        await store.close()


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What is said to the database within it."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", hear)
    yield said
    event.remove(store.engine.sync_engine, "before_cursor_execute", hear)


async def _ask(tx: Tx, *names: str) -> None:
    for name in names:
        await outbox.once(tx, Effect.SAY, 1, name, detail={"to": "C1", "what": ODD})


async def test_inserts_into_several_tables_are_one_statement_with_all_their_rows(store: Store) -> None:
    with statements(store) as said:
        async with store.begin() as tx:
            escalations.take_seat(tx, 1, "U0ELI")
            for number in range(3):
                entries.write(tx, 1, EntryKind.CHANGE, f"{number} {ODD}", by="U0ELI", data={"odd": ODD})
            await _ask(tx, "one", "two")
            await outbox.add(tx, Effect.ALERT, 1)
    writes = [each for each in said if "INSERT" in each]
    assert len(writes) == (5 if store.is_sqlite else 1)
    assert store.is_sqlite or OUTBOX_NOTICE in writes[0]

    async with store.read() as tx:
        assert await escalations.involved(tx, 1) == {"U0ELI": "em"}
        assert [each.text for each in await entries.of_case(tx, 1)] == [f"{n} {ODD}" for n in range(3)]
        assert {each.data["odd"] for each in await entries.of_case(tx, 1)} == {ODD}
        rows = (await tx.exec(select(OutboxRow).order_by(col(OutboxRow.id)))).scalars().all()
        assert [row.key for row in rows if row.kind == "say"] == ["say:1:one", "say:1:two"]
        assert {row.key: row.detail for row in rows}["say:1:two"] == {"to": "C1", "what": ODD}
        assert {row.key: row.wanted for row in rows}["alert:1"] == 1


async def test_what_has_an_order_keeps_it_and_what_is_asked_again_counts(store: Store) -> None:
    """The rows of one lane arrive in the order in which they were asked for, whichever insert they go by."""
    for _turn in range(2):
        async with store.begin() as tx:
            await _ask(tx, f"first-{_turn}")
            await outbox.add(tx, Effect.ALERT, 1, lane="say:1:C1")
            await _ask(tx, f"second-{_turn}")
            await outbox.add(tx, Effect.TRACKER, 1)
    async with store.read() as tx:
        rows = (await tx.exec(select(OutboxRow).order_by(col(OutboxRow.id)))).scalars().all()
    assert [row.key for row in rows if row.lane == "say:1:C1"] == [
        "say:1:first-0",
        "say:1:second-0",
        "alert:1",
        "say:1:first-1",
        "say:1:second-1",
    ]
    assert {row.key: row.wanted for row in rows if row.kind != "say"} == {"alert:1": 2, "tracker:1": 2}


async def test_very_many_rows_go_on_their_own_and_all_arrive(store: Store) -> None:
    async with store.begin() as tx:
        for number in range(40):
            entries.write(tx, 1, EntryKind.CHANGE, str(number), by=None, data={})
            await outbox.once(tx, Effect.CLOCKS, 1, str(number))
    async with store.read() as tx:
        assert [each.text for each in await entries.of_case(tx, 1)] == [str(number) for number in range(40)]
        assert len((await tx.exec(select(OutboxRow))).scalars().all()) == 40


async def _takes_what_is_taken(store: Store) -> None:
    async with store.begin() as tx:
        entries.write(tx, 1, EntryKind.CHANGE, "never", by=None, data={})
        escalations.take_seat(tx, 1, "U0MAX")  # somebody sits there
        await _ask(tx, "never")


async def test_what_one_of_them_refuses_undoes_them_all(store: Store) -> None:
    async with store.begin() as tx:
        escalations.take_seat(tx, 1, "U0ELI")
    with pytest.raises(IntegrityError):
        await _takes_what_is_taken(store)
    async with store.read() as tx:
        assert (await tx.exec(select(Entry))).scalars().all() == []
        assert (await tx.exec(select(OutboxRow))).scalars().all() == []

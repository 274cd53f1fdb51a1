"""Changes that share a transaction, and deliveries that hold back while people wait."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import event, select

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from storage.ahead import Asks
from storage.clock import Clock
from storage.database import Store, Tx
from storage.models import Counter
from storage.precedence import patient
from storage.together import AT_MOST, Together
from tests.conftest import Databases

pytestmark = pytest.mark.both


@pytest.fixture
async def store(databases: Databases) -> AsyncIterator[Store]:
    async with databases() as url:
        store = Store(driver_url(url), Clock(), Policy.load())
        yield store
        await store.close()


def adding(name: str) -> Callable[[Tx], Awaitable[str]]:
    async def add(tx: Tx) -> str:
        tx.add(Counter(name=name))
        return name

    return add


async def names(store: Store) -> set[str]:
    async with store.read() as tx:
        return {each.name for each in (await tx.exec(select(Counter))).scalars()} - {"escalation"}


async def test_changes_of_the_same_moment_share_a_commit_and_each_hears_of_its_own(store: Store) -> None:
    commits: list[object] = []
    event.listen(store.engine.sync_engine, "commit", commits.append)
    together = Together(store)
    wanted = [f"counter-{number}" for number in range(AT_MOST)]
    made = await asyncio.gather(*(together.make(adding(name), Asks()) for name in wanted))
    assert made == wanted
    assert await names(store) == set(wanted)
    assert len(commits) <= 2


async def test_one_that_goes_wrong_harms_none_of_the_others(store: Store) -> None:
    together = Together(store)

    async def wrong(tx: Tx) -> str:
        tx.add(Counter(name="never"))
        await tx.flush()
        raise LookupError("a mistake")

    made = await asyncio.gather(
        together.make(adding("first"), Asks()),
        together.make(wrong, Asks()),
        together.make(adding("last"), Asks()),
        return_exceptions=True,
    )
    assert (made[0], made[2]) == ("first", "last")
    assert isinstance(made[1], LookupError)
    assert await names(store) == {"first", "last"}


async def test_a_change_is_committed_when_its_caller_hears_of_it(store: Store) -> None:
    together = Together(store)
    for name in ("one", "two"):
        await together.make(adding(name), Asks())
        assert name in await names(store)


async def test_a_store_that_is_closed_is_said_to_every_caller(store: Store) -> None:
    together = Together(store)
    await store.close()
    made = await asyncio.gather(
        *(together.make(adding(name), Asks()) for name in "ab"), return_exceptions=True
    )
    assert [type(each) for each in made] == [ConnectionError, ConnectionError]


async def test_deliveries_hold_back_until_the_person_has_their_answer(store: Store) -> None:
    order = []

    async def deliver() -> None:
        patient.set(True)
        async with store.begin():
            order.append("delivered")

    with store.precedence.person():
        delivering = asyncio.create_task(deliver())
        await asyncio.sleep(0)
        async with store.begin():
            order.append("answered")
    await delivering
    assert order == ["answered", "delivered"]


async def test_deliveries_do_not_hold_back_for_ever(store: Store) -> None:
    async def deliver() -> str:
        patient.set(True)
        async with store.read():
            return "delivered"

    with store.precedence.person():
        assert await asyncio.create_task(deliver()) == "delivered"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_person_comes_in_between_two_looks_of_a_delivery(store: Store) -> None:
    order = []

    async def deliver() -> None:
        patient.set(True)
        async with store.read() as tx:
            for look in range(3):
                await tx.exec(select(Counter))
                order.append(f"look {look}")

    delivering = asyncio.create_task(deliver())
    while not order:  # noqa: ASYNC110 (a look has no event)
        await asyncio.sleep(0)
    with store.precedence.person():
        async with store.begin():
            order.append("answered")
    await delivering
    assert order == ["look 0", "answered", "look 1", "look 2"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_delivery_with_many_looks_does_not_hold_back_for_each(store: Store) -> None:
    async def deliver() -> int:
        patient.set(True)
        async with store.read() as tx:
            for _look in range(2000):
                await tx.exec(select(Counter))
            return 2000

    with store.precedence.person():  # who never gets an answer
        assert await asyncio.create_task(deliver()) == 2000


async def test_who_has_a_turn_needs_no_second_one(store: Store) -> None:
    patient.set(True)
    async with store.read(), store.begin() as tx:
        tx.add(Counter(name="within"))
    assert await names(store) == {"within"}

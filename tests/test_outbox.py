"""The outbox by itself: what is taken when, what a lost lease leaves, what an operator brings back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from storage import leases, outbox
from storage.clock import Clock
from storage.database import Store
from storage.leases import Lease
from storage.outbox import Effect
from storage.outbox_row import OutboxRow, RowState
from tests.conftest import Databases

pytestmark = pytest.mark.both

REST = timedelta(seconds=1)


@pytest.fixture
async def store(databases: Databases) -> AsyncIterator[Store]:
    """An empty database."""
    async with databases() as url:
        made = Store(driver_url(url), Clock(), Policy.load())
        yield made
        await made.close()


async def take(store: Store, owner: str = "first", *, seconds: float = 60, **options: int) -> list[Lease]:
    async with store.begin() as tx:
        return await leases.lease(tx, owner=owner, seconds=seconds, limit=options.get("limit", 10))


async def ask(
    store: Store, kind: Effect = Effect.TOPIC, number: int = 1, *, after: timedelta = timedelta()
) -> None:
    async with store.begin() as tx:
        await outbox.add(tx, kind, number, after=after)


async def say(store: Store, what: str, to: str = "C1", number: int = 1) -> None:
    async with store.begin() as tx:
        await outbox.once(tx, Effect.SAY, number, what, detail={"what": "status", "to": to})


async def settle(store: Store, lease: Lease, posted: tuple[str, str] | None = None) -> bool:
    async with store.begin() as tx:
        return await leases.settle(tx, lease, posted=posted, rest=REST)


async def row(store: Store, key: str = "topic:1") -> OutboxRow:
    async with store.read() as tx:
        every = [each for state in RowState for each in await outbox.listing(tx, state)]
    return next(each for each in every if each.key == key)


async def test_a_redraw_asked_for_ten_times_is_taken_once(store: Store) -> None:
    for _ in range(10):
        await ask(store)
    [lease] = await take(store)

    assert lease.wanted == 10
    assert await settle(store, lease)
    assert (await row(store)).state is RowState.DONE


async def test_asked_for_again_while_it_is_under_way_it_waits_once_more(store: Store) -> None:
    await ask(store)
    [lease] = await take(store)
    await ask(store)

    assert await take(store, "second") == []
    assert await settle(store, lease)
    waits = await row(store)
    assert (waits.state, waits.done, waits.wanted) == (RowState.WAITING, 1, 2)


async def test_what_is_to_come_together_still_does_when_one_is_under_way(store: Store) -> None:
    await ask(store)
    [lease] = await take(store)
    await ask(store, after=timedelta(seconds=20))
    await settle(store, lease)

    store.clock.move(timedelta(seconds=15))
    assert await take(store, "second") == []
    store.clock.move(timedelta(seconds=10))
    assert len(await take(store, "second")) == 1


async def test_a_redraw_rests_after_it_was_drawn(store: Store) -> None:
    await ask(store)
    [lease] = await take(store)
    await settle(store, lease)
    await ask(store)

    assert await take(store) == []
    store.clock.move(REST)
    assert len(await take(store)) == 1


async def test_what_was_newly_posted_may_change_at_once(store: Store) -> None:
    await ask(store, Effect.ALERT)
    [lease] = await take(store)
    await settle(store, lease, posted=("C1", "1.1"))
    await ask(store, Effect.ALERT)

    assert len(await take(store)) == 1


async def test_an_urgent_wish_is_not_forgotten_when_a_lesser_one_follows(store: Store) -> None:
    await ask(store, Effect.ALERT)
    async with store.begin() as tx:
        await outbox.add(tx, Effect.OPENING, 1, priority=outbox.URGENT)
        await outbox.add(tx, Effect.OPENING, 1, priority=outbox.LATER)

    assert [lease.kind for lease in await take(store)] == [Effect.OPENING, Effect.ALERT]


async def test_what_is_said_to_one_place_about_a_case_is_said_in_order(store: Store) -> None:
    for what in ("a", "b"):
        await say(store, what)
    await say(store, "c", to="C2")

    first = await take(store)
    assert [lease.key for lease in first] == ["say:1:a", "say:1:c"]
    assert await take(store) == []
    await settle(store, first[0], posted=("C1", "1.1"))
    assert [lease.key for lease in await take(store)] == ["say:1:b"]


async def test_nothing_is_due_behind_something_that_waits_its_time(store: Store) -> None:
    for what in ("a", "b"):
        await say(store, what)
    [first] = await take(store)
    async with store.begin() as tx:
        later = tx.now + timedelta(minutes=1)
        await leases.retry(tx, first, at=later, error="ratelimited", counted=False)
    async with store.read() as tx:
        assert await outbox.next_due(tx, wall=0) == later


async def test_what_was_said_once_is_not_said_again(store: Store) -> None:
    await say(store, "a")
    [lease] = await take(store)
    await settle(store, lease, posted=("C1", "1.1"))
    await say(store, "a")

    assert await take(store) == []


async def test_one_who_lost_the_lease_records_nothing(store: Store) -> None:
    await say(store, "a")
    [slow] = await take(store, "slow", seconds=-1)
    [quick] = await take(store, "quick")

    assert not await settle(store, slow, posted=("C1", "1.1"))
    assert await settle(store, quick, posted=("C1", "2.2"))
    assert (await row(store, "say:1:a")).result == {"channel": "C1", "ts": "2.2"}


async def test_one_process_does_not_take_its_own_second_lease_for_the_first(store: Store) -> None:
    await ask(store)
    [slow] = await take(store, "one taking", seconds=-1)
    [again] = await take(store, "the next taking")

    assert not await settle(store, slow)
    assert await settle(store, again)


@pytest.mark.parametrize("settled_first", [True, False])
async def test_a_doubt_is_looked_into_whether_noted_before_the_settlement_or_after(
    store: Store, settled_first: bool
) -> None:
    await ask(store)
    [slow] = await take(store, "slow", seconds=-1)
    [quick] = await take(store, "quick")
    assert quick.may_have_happened
    steps = [settle(store, quick), doubt(store, slow)]
    for step in steps if settled_first else reversed(steps):
        await step
    store.clock.move(REST)

    [third] = await take(store, "third")
    assert third.may_have_happened
    assert third.first_try_at < quick.first_try_at
    await settle(store, third)
    assert (await row(store)).state is RowState.DONE


async def doubt(store: Store, lease: Lease) -> None:
    async with store.begin() as tx:
        await leases.doubt(tx, lease)


async def test_a_try_that_reached_nobody_leaves_no_doubt(store: Store) -> None:
    await say(store, "a")
    for untouched in (True, False):
        [lease] = await take(store)
        assert not lease.may_have_happened
        async with store.begin() as tx:
            await leases.retry(tx, lease, at=tx.now, error="x", counted=False, untouched=untouched)
        assert (await row(store, "say:1:a")).attempts == 0
    [lease] = await take(store)
    assert lease.may_have_happened


async def test_a_row_of_a_kind_that_this_version_does_not_know_is_left_to_the_newer_one(store: Store) -> None:
    await ask(store)
    async with store.begin() as tx:
        newer = OutboxRow(key="hologram:1", kind="hologram", lane="x", available_at=tx.now, added_at=tx.now)
        tx.add(newer)

    assert [lease.key for lease in await take(store)] == ["topic:1"]


async def test_a_kind_that_slack_takes_no_more_of_is_left_alone_unless_it_is_urgent(store: Store) -> None:
    await ask(store, Effect.CHANNEL, 1)
    async with store.begin() as tx:
        await outbox.add(tx, Effect.CHANNEL, 2, priority=outbox.URGENT)
        await outbox.add(tx, Effect.TOPIC, 3)
    async with store.begin() as tx:
        taken = await leases.lease(tx, owner="a", seconds=60, limit=9, withheld={Effect.CHANNEL})

    assert [lease.key for lease in taken] == ["channel:2", "topic:3"]


async def test_what_was_given_up_is_listed_and_brought_back(store: Store) -> None:
    await ask(store)
    await say(store, "a")
    for lease in await take(store):
        async with store.begin() as tx:
            await leases.bury(tx, lease, error="channel_not_found")
    async with store.read() as tx:
        dead = await outbox.listing(tx, RowState.DEAD)
        assert [each.key for each in dead] == [each.key for each in await outbox.listing(tx)]

    async with store.begin() as tx:
        assert await outbox.revive(tx, "say:1:a") == 1
        assert await outbox.revive(tx, "say:1:a") == 0
        assert await outbox.revive(tx) == 1
    revived = await take(store)
    assert {each.key for each in revived} == {"say:1:a", "topic:1"} == {each.key for each in dead}
    assert all(each.may_have_happened for each in revived)


async def test_what_was_given_up_lives_again_when_somebody_asks_for_it(store: Store) -> None:
    await ask(store)
    [lease] = await take(store)
    async with store.begin() as tx:
        await leases.bury(tx, lease, error="fatal_error")
    await ask(store)

    [again] = await take(store)
    assert again.attempts == 1


async def test_what_was_said_long_ago_is_forgotten_and_the_rest_is_kept(store: Store) -> None:
    await ask(store)
    await say(store, "a")
    await say(store, "waits", to="C2")
    for lease in await take(store, limit=2):
        await settle(store, lease)
    store.clock.move(timedelta(days=31))
    async with store.begin() as tx:
        assert await outbox.prune(tx, before=tx.now - timedelta(days=30)) == 1

    assert (await row(store)).state is RowState.DONE
    assert (await row(store, "say:1:waits")).state is RowState.WAITING

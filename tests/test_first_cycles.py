"""First cycles: what a claim begins is counted from the claim, however late it comes to be planned."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.playbook.acts import Act
from bot.playbook.adherence import Adherence, What
from bot.playbook.calls import CallSaid, CallState
from bot.playbook.contacts import Told
from bot.playbook.kinds import ClockKind
from bot.playbook.policy import Policy
from bot.playbook.updates import Update
from bot.playbook.work import Direction, Medium
from bot.services import calls, contacts, ownership, reminding, updates
from bot.settings_rules import driver_url
from storage import clocks
from storage.database import Store
from tests.hours import adherence, at_work, clock, everywhere, on_call, to_next_reminder
from tests.journeys import calm, raised
from tests.world import World

OUTAGE = timedelta(hours=1)


@asynccontextmanager
async def killed_at_the_claim(world: World) -> AsyncIterator[Store]:
    """Eli claims and ACE dies before anything follows; an hour later it is back. Meanwhile there is this."""
    await at_work(world)
    await raised(world, by=world.eli)
    await world.stop()
    store = Store(driver_url(world.database), world.clock, Policy.load())
    async with store.begin() as tx:
        await ownership.claim(tx, 1, by=world.eli.id)
    world.ws.clock.move(OUTAGE)
    yield store
    await store.close()
    await world.start()
    await calm(world)


async def test_a_crash_right_after_the_claim_takes_nothing_from_its_clocks(world: World) -> None:
    async with killed_at_the_claim(world):
        pass

    claimed_at = (await world.case()).ace.claimed_at
    assert claimed_at
    kinds = (ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.TRIAGE_CALL)
    assert {(await clock(world, kind)).anchor for kind in kinds} == {claimed_at}
    assert (await clock(world)).target_at == claimed_at + timedelta(hours=4)
    assert (await clock(world, ClockKind.CLAIM)).ended_at
    assert (await adherence(world, ClockKind.CLAIM)).missed == 0
    assert await to_next_reminder(world) == claimed_at + timedelta(hours=4)


async def test_what_was_done_before_the_clocks_were_planned_is_not_lost(world: World) -> None:
    async with killed_at_the_claim(world) as store:
        waived = CallSaid(state=CallState.WAIVED, note="everybody is here already")
        spoken = Told(direction=Direction.OUT, medium=Medium.CALL, said="we are on it")
        async with store.begin() as tx:
            told_at = tx.now
            await updates.post(tx, 1, Update(changed="the cause is found"), by=world.eli.id, filing="V1")
            await contacts.log(tx, 1, spoken, by=world.eli.id)
            await calls.record(tx, 1, Act.TRIAGE_CALL, waived, by=world.eli.id)

    for kind in (ClockKind.INTERNAL, ClockKind.CUSTOMER):
        row = await clock(world, kind)
        assert (row.cycle, row.anchor) == (2, told_at)
        assert await adherence(world, kind) == Adherence(kept=1)
    assert (await clock(world, ClockKind.TRIAGE_CALL)).ended_at


async def test_nobody_is_asked_to_claim_what_is_claimed_while_its_clock_still_runs(world: World) -> None:
    on_call(world, em="max", backup="noor")
    async with killed_at_the_claim(world) as store:
        assert await reminding.tick(store)
        assert not await reminding.tick(store)

    async with world.ace.store.read() as tx:
        told = [each.what for each in await clocks.events(tx, 1) if each.kind is ClockKind.CLAIM]
    assert told == [What.ANSWERED]
    assert [each for each in everywhere(world) if "claim it" in each.text] == []


async def test_a_promise_made_in_a_talk_before_the_claim_still_sets_when_the_customer_hears(
    world: World,
) -> None:
    await at_work(world)
    await raised(world)
    talked_at = world.clock.now()
    await world.move(minutes=10)
    await world.eli.types("/ace claim ACE-0001", in_="general")
    await calm(world)
    due = world.clock.now() + timedelta(minutes=45)
    talk = Told(
        direction=Direction.OUT, medium=Medium.CALL, said="hello", at=talked_at, promised="news", due_at=due
    )
    async with world.ace.store.begin() as tx:
        await contacts.log(tx, 1, talk, by=world.eli.id)

    row = await clock(world, ClockKind.CUSTOMER)
    assert (row.cycle, row.target_at) == (1, due)
    assert row.promise == due

"""The clocks follow what is done to a case: severity, promises, attempts, items, calls, approvals, the EM."""

from datetime import timedelta

from bot.playbook.adherence import Adherence
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.severity import Severity
from bot.playbook.work import AttemptKind, PromiseState
from bot.services import attempts, clockwork, contacts, putting_off, severity
from bot.services.contacts import Promised
from sandbox.state import Message
from storage import clocks, escalations
from storage.casework import of as casework
from storage.clock_records import ClockRow
from storage.database import Tx
from storage.models import Escalation
from tests.hours import (
    adherence,
    at_work,
    clock,
    direct_to,
    everywhere,
    mentioning,
    on_call,
    reminders_in,
    to_next_reminder,
)
from tests.journeys import calm
from tests.leading import led
from tests.world import World


async def held(tx: Tx, number: int = 1) -> Escalation:
    ace = await escalations.lock(tx, number)
    assert ace
    return ace


async def running(world: World) -> dict[ClockKind, ClockRow]:
    async with world.ace.store.read() as tx:
        return {row.kind: row for row in await clocks.running(tx, 1)}


async def test_raising_the_severity_brings_the_updates_closer_and_undo_puts_them_back(world: World) -> None:
    await at_work(world)
    room = await led(world)
    before = await running(world)
    async with world.ace.store.begin() as tx:
        later = tx.now + timedelta(hours=3)
        kinds = [ClockKind.INTERNAL]
        await putting_off.pause(tx, 1, kinds, until=later, reason="they test", by=world.eli.id)
    await world.move(minutes=30)
    assert await adherence(world) == Adherence()
    async with world.ace.store.begin() as tx:
        await severity.state(tx, 1, Severity.CRITICAL, "all of production is down", by=world.eli.id)
    await calm(world)
    assert (await adherence(world)).paused >= timedelta(minutes=30)
    raised = await running(world)
    assert (raised[ClockKind.INTERNAL].paused_at, raised[ClockKind.INTERNAL].reason) == (None, "")
    for kind in (ClockKind.INTERNAL, ClockKind.CUSTOMER):
        assert raised[kind].severity is Severity.CRITICAL
        assert raised[kind].target_at < before[kind].target_at

    await world.eli.types("/ace undo", in_=room.name)
    await calm(world)
    after = await running(world)
    assert {kind: row.target_at for kind, row in after.items()} == {
        kind: row.target_at for kind, row in before.items()
    }


async def test_a_promise_overrides_the_cadence_and_is_broken_when_its_grace_is_over(
    world: World,
) -> None:
    on_call(world, em="zoe", backup="max")
    await at_work(world)
    await led(world)
    due = world.clock.now() + timedelta(hours=1)
    async with world.ace.store.begin() as tx:
        promised = Promised(what="A first fix", due_at=due)
        await contacts.promise(tx, 1, {}, promised, by=world.eli.id)
    row = await clock(world, ClockKind.CUSTOMER)
    assert row.target_at == due
    assert row.limit_at == due + timedelta(minutes=30)

    while (await clock(world, ClockKind.CUSTOMER)).missed_at is None:
        await to_next_reminder(world)
    async with world.ace.store.read() as tx:
        [kept] = (await casework(tx, 1)).promises
    assert kept.state is PromiseState.BROKEN
    [line] = mentioning(everywhere(world), world.max)
    assert "the promise to the customer of ACE-0001 was missed" in line.text


async def test_everything_owed_reminds_whoever_owes_it_until_it_is_settled(world: World) -> None:
    await at_work(world)
    room = await led(world)
    async with world.ace.store.begin() as tx:
        tried = await attempts.start(tx, 1, AttemptKind.RETRY, "export month by month", by=world.eli.id)
        await clockwork.approval_asked(tx, await held(tx), 1, [world.max.id, world.noor.id])
    await world.move(minutes=10.1)
    asked = next(each for each in reminders_in(world, room) if "How did it go" in each.text)
    assert f"<@{world.eli.id}>" in asked.text
    async with world.ace.store.begin() as tx:
        await attempts.stop(tx, 1, tried.id or 0, by=world.eli.id)
    await calm(world)
    assert "workaround attempt recorded" in world.zoe.screen(asked)

    while not _asked(world, "noor"):
        await to_next_reminder(world)
    async with world.ace.store.begin() as tx:
        await clockwork.approval_asked(tx, await held(tx), 1, [world.noor.id])
    await calm(world)
    assert "no longer waited for" in _asked(world, "max")[-1].text
    assert "waits for approval" in _asked(world, "noor")[-1].text


def _asked(world: World, name: str) -> list[Message]:
    found = reminders_in(world, direct_to(world, world.ws.person(name)))
    return [each for each in found if "approval" in each.text]


async def test_a_nudge_names_the_new_em_after_a_handover_and_the_next_cycle_is_theirs(world: World) -> None:
    await at_work(world)
    room = await led(world)
    await to_next_reminder(world)
    nudge = mentioning(reminders_in(world, room), world.eli)[-1]
    async with world.ace.store.begin() as tx:
        ace = await held(tx)
        ace.em = world.zoe.id
        await clockwork.em_changed(tx, ace)
    await calm(world)
    assert f"<@{world.zoe.id}>" in nudge.text
    assert (await clock(world)).zone == "Europe/Paris"
    await world.zoe.types("/ace update on it", in_=room.name)
    assert (await clock(world)).zone == "Asia/Tokyo"


async def test_once_an_em_has_left_the_backup_is_asked_and_takes_over(world: World) -> None:
    on_call(world, em="zoe", backup="max")
    await at_work(world)
    room = await led(world)
    await to_next_reminder(world)
    nudge = mentioning(reminders_in(world, room), world.eli)[-1]
    world.ws.deactivate(world.eli.id)
    await calm(world)
    assert f"<@{world.max.id}>" in nudge.text
    while not (lines := [each for each in everywhere(world) if "Take over" in world.max.screen(each)]):
        await to_next_reminder(world)
    assert f"<@{world.max.id}>" in lines[0].text
    assert mentioning(everywhere(world), world.eli) == []
    await world.max.presses("Take over ACE-0001", on=lines[0])
    await calm(world)
    assert (await world.case()).ace.em == world.max.id


async def test_a_deadline_hurries_the_updates_and_reopening_starts_them_afresh(
    world: World,
) -> None:
    await at_work(world)
    await led(world)
    before = await clock(world)
    async with world.ace.store.begin() as tx:
        ace = await held(tx)
        deadline = tx.now + timedelta(hours=8)
        ace.report = {**ace.report, "customer_deadline": deadline.isoformat()}
        await clockwork.customer_deadline_changed(tx, ace)
    hurried = await clock(world)
    assert hurried.target_at < before.target_at
    assert hurried.deadline == deadline

    async with world.ace.store.begin() as tx:
        ace = await held(tx)
        ace.status = Status.RESOLVED
        await clockwork.status_changed(tx, ace, Status.IN_PROGRESS)
        assert (await clock_row(tx, ClockKind.INTERNAL)).ended_at
        ace.status = Status.IN_PROGRESS
        await clockwork.status_changed(tx, ace, Status.RESOLVED)
        again = await clock_row(tx, ClockKind.INTERNAL)
    assert again.ended_at is None
    assert again.cycle == hurried.cycle + 1


async def test_what_is_logged_late_asks_at_once_and_does_not_blame_a_downtime(world: World) -> None:
    await at_work(world)
    room = await led(world)
    await world.move(hours=3)
    async with world.ace.store.begin() as tx:
        await severity.state(tx, 1, Severity.CRITICAL, "all of production is down", by=world.eli.id)
        at = tx.now - timedelta(hours=2, minutes=30)
        await clockwork.customer_contact(tx, await held(tx), by=world.eli.id, at=at)
    await calm(world)
    told = [each.text for each in reminders_in(world, room) if "customer update" in each.text]
    assert told != []
    assert "Delayed" not in told[-1]


async def clock_row(tx: Tx, kind: ClockKind) -> ClockRow:
    found = await clocks.find(tx, 1, kind)
    assert found
    return found

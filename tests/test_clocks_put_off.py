"""Putting off: snoozes and pauses by their forms, what they refuse, and people's own hours and digest."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.policy import Policy
from bot.playbook.severity import Severity
from bot.services import recipients
from bot.settings_rules import driver_url
from storage import clocks, escalations, leases, outbox, reminders
from storage.clock import Clock
from storage.clock_records import PersonHours
from storage.database import Store
from storage.models import SurfaceKind
from storage.outbox import Effect
from tests.conftest import Databases
from tests.hours import adherence, at_work, clock, direct_to, on_call, reminders_in, to_next_reminder
from tests.journeys import calm, claimed, form_of, raised
from tests.leading import led
from tests.makers import close_directly
from tests.world import World


async def test_a_snooze_puts_the_nudge_off_and_moves_no_deadline(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    before = await clock(world)
    await to_next_reminder(world)
    [nudge] = reminders_in(world, room)
    await world.eli.types("/ace snooze 9h", in_=room.name)
    assert world.eli.was_told("By then it will have been missed.")
    await world.eli.types("/ace snooze a bit", in_=room.name)
    assert world.eli.was_told("Say for how long, for example /ace snooze 30m.")
    await world.eli.presses("Snooze", on=nudge)
    await world.eli.fills({"Remind me in": "30 minutes"})
    await world.eli.submits()
    await calm(world)

    after = await clock(world)
    assert (after.target_at, after.limit_at) == (before.target_at, before.limit_at)
    assert "is put off until" in world.eli.screen(nudge)
    await to_next_reminder(world)
    assert len(reminders_in(world, room)) == 2
    assert "asked for again further down" in world.eli.screen(nudge)


async def test_a_pause_needs_a_reason_ends_by_itself_and_offers_to_resume(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    before = await clock(world)
    await world.eli.types("/ace resume", in_=room.name)
    assert world.eli.was_told("Nothing is paused on this case")
    await world.eli.types("/ace pause", in_=room.name)
    until = world.clock.now() + timedelta(hours=2)
    await world.eli.fills({"Until when": until + timedelta(days=30), "Why": "The customer asked us to wait"})
    await world.eli.submits()
    assert "3bd at most" in str(world.eli.errors)
    await world.eli.fills({"Until when": until})
    await world.eli.submits()
    await calm(world)

    paused = await clock(world)
    assert paused.resumes_at
    assert "paused until" in (await _opening(world))
    await world.eli.types("/ace update waiting with them", in_=room.name)
    assert world.eli.was_told("The clock of this case is paused: /ace resume lets it go on.")
    await world.move(hours=2)
    resumed = await clock(world)
    assert resumed.resumes_at is None
    assert resumed.target_at > before.target_at
    async with world.ace.store.read() as tx:
        found = [each for each in await clocks.events(tx, 1) if each.kind is ClockKind.INTERNAL]
    assert [each.what for each in found] == [What.PAUSED, What.ANSWERED, What.RESUMED]
    assert (await adherence(world)).paused >= timedelta(hours=1, minutes=55)


async def test_pausing_a_critical_case_is_asked_once_more(world: World) -> None:
    room = await claimed(world, severity="Critical (Sev 1)")
    until = world.clock.now() + timedelta(hours=2)
    await world.eli.types("/ace pause", in_=room.name)
    await world.eli.fills(
        {"Until when": world.clock.now() + timedelta(days=3), "Why": "Their data centre moves"}
    )
    await world.eli.submits()
    assert "8h at most" in str(world.eli.errors)
    await world.eli.fills({"Until when": until})
    await world.eli.submits()
    assert "nobody is reminded of the internal update and the customer update" in form_of(world.eli)
    assert (await clock(world)).paused_at is None
    await world.eli.submits()
    assert world.eli.view is None

    row = await clock(world)
    assert (row.resumes_at, row.reason) == (until.replace(microsecond=0), "Their data centre moves")


async def _opening(world: World) -> str:
    return world.eli.screen(await world.card(SurfaceKind.OPENING))


async def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(world: World) -> None:
    await at_work(world)
    await raised(world)
    await world.eli.types("/ace update hello ACE-0001", in_="general")
    assert world.eli.was_told("Nobody leads ACE-0001 yet.")
    await world.eli.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await calm(world)
    room = await world.channel()
    await world.eli.types("/ace pause", in_=room.name)
    past = world.clock.now() - timedelta(hours=1)
    await world.eli.fills({"Until when": past, "Why": "?"})
    await world.eli.submits()
    assert "passed already" in str(world.eli.errors)
    await world.eli.closes(everything=True)
    before = await clock(world)
    await close_directly(world)
    await world.eli.types("/ace update too late", in_=room.name)
    assert world.eli.was_told("ACE-0001 is Closed, so no updates are due and nothing was posted.")
    assert await clock(world) == before


async def test_reminders_wait_for_the_hours_that_somebody_set(world: World) -> None:
    await at_work(world, hour=6)
    room = await claimed(world)
    target = (await clock(world)).target_at
    await world.eli.types("/ace settings", in_="general")
    await world.eli.fills({"You work from": "16:00"})
    await world.eli.submits()
    assert world.eli.errors == {"You work until": "Choose this time too, or leave both empty."}
    await world.eli.fills({"You work until": "22:00"})
    await world.eli.submits()
    assert world.eli.errors == {"Days you work": "Choose the days on which you work these hours."}
    await world.eli.fills({"Days you work": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]})
    await world.eli.submits()
    await calm(world)

    row = await clock(world)
    assert row.target_at == target
    assert row.next_at
    assert row.next_at > target
    while not reminders_in(world, room):
        told = await to_next_reminder(world)
    assert f"{told.astimezone(ZoneInfo('Europe/Paris')):%H:%M}" == "16:00"


async def test_the_digest_tells_each_em_what_went_wrong_and_nobody_else_anything(world: World) -> None:
    on_call(world, em="zoe")
    await at_work(world)
    await claimed(world)
    await raised(world, customer="Globex AG")
    await world.ace._heartbeat.digest()
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        ace.report = {**ace.report, "customer_deadline": (tx.now + timedelta(days=1)).isoformat()}
    await world.move(days=1)
    await world.ace._heartbeat.digest()
    await calm(world)

    told = _digest(world, "eli")
    assert "Missed" in told
    assert "ACE-0001: internal update missed" in told
    assert "The customer's own deadline" in told
    assert "ACE-0002" in _digest(world, "zoe")
    assert _digest(world, "noor") == ""
    await world.eli.types("/ace settings", in_="general")
    await world.eli.fills({"Digest": []})
    await world.eli.submits()
    await world.move(days=1)
    await world.ace._heartbeat.digest()
    await calm(world)
    assert len(_digests(world, "eli")) == 1
    assert len(_digests(world, "zoe")) == 2


def _digests(world: World, name: str) -> list[str]:
    found = world.messages(direct_to(world, world.ws.person(name)))
    return [each.text for each in found if each.text.startswith("Your escalations today")]


def _digest(world: World, name: str) -> str:
    return next(iter(_digests(world, name)), "")


async def test_resolving_stops_the_updates_and_asks_for_the_customers_word(world: World) -> None:
    await at_work(world)
    await led(world, Status.RESOLVED)

    async with world.ace.store.read() as tx:
        running = {row.kind for row in await clocks.running(tx, 1)}
    assert ClockKind.CONFIRMATION in running
    assert not running & {ClockKind.INTERNAL, ClockKind.CUSTOMER, ClockKind.TRIAGE_CALL}


@pytest.mark.parametrize("closed", [set(), {Effect.SAY, Effect.DIGEST, Effect.REMINDER}])
async def test_a_critical_nudge_never_waits_behind_digests(databases: Databases, closed: set[Effect]) -> None:
    async with databases() as url:
        store = Store(driver_url(url), Clock(), Policy.load())
        async with store.begin() as tx:
            for number in range(50):
                await outbox.once(tx, Effect.DIGEST, 0, f"today:U{number}", priority=outbox.LATER)
            await reminders.draw(tx, 1, 1, outbox.urgency(Severity.CRITICAL))
        async with store.begin() as tx:
            taken = await leases.lease(tx, owner="me", seconds=60, limit=8, withheld=closed)
        await store.close()

    assert taken[0].kind is Effect.REMINDER
    assert len(taken) == (1 if closed else 8)


QUIET = [(-60, 30, 30), (-1, 600, 600), (0, 1, 1), (-60, -30, 0), (30, 60, 0), (1, 0, 0), (None, 30, 0)]


async def test_direct_messages_wait_for_the_end_of_quiet_hours(databases: Databases) -> None:
    async with databases() as url:
        store = Store(driver_url(url), Clock(), Policy.load())
        async with store.begin() as tx:
            local = tx.now.astimezone(ZoneInfo(tx.policy.organisation.zone))
            minute = 60 * local.hour + local.minute
            for number, (start, end, lasts) in enumerate(QUIET):
                begins = None if start is None else (minute + start) % 1440
                ends = (minute + end) % 1440
                tx.add(PersonHours(person=f"U{number}", quiet_from=begins, quiet_until=ends, at=tx.now))
                await tx.flush()
                waits = await recipients.quiet(tx, f"U{number}")
                wanted = timedelta(minutes=lasts)
                assert wanted - timedelta(minutes=1) < waits <= wanted, (start, end)
        await store.close()

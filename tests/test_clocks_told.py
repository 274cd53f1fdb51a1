"""Reminders as people see them: who is told, where, with which buttons, and what an answer makes of it."""

from bot.playbook.adherence import Adherence, What
from bot.playbook.kinds import ClockKind
from bot.services import updates
from sandbox.state import Message
from storage import clocks, reminders
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.hours import (
    adherence,
    at_work,
    clock,
    direct_messages,
    direct_to,
    everywhere,
    mentioning,
    on_call,
    reminders_in,
    to_next_reminder,
)
from tests.journeys import calm, claimed, raised
from tests.world import ALERTS, World

CRITICAL = "Critical (Sev 1)"


async def test_a_due_update_asks_the_em_once_and_the_answer_collapses_it(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    target = await to_next_reminder(world)

    [nudge] = mentioning(everywhere(world), world.eli)
    assert reminders_in(world, room) == [nudge]
    shown = world.eli.screen(nudge)
    assert "internal update of ACE-0001" in shown
    assert "customer update of ACE-0001" in shown
    await world.eli.presses("Nothing new", on=nudge)
    async with world.ace.store.begin() as tx:  # a second press that was under way already
        await updates.nothing_new(tx, 1, by=world.eli.id)
    await calm(world)
    assert (await clock(world)).anchor >= target
    assert (await clock(world)).cycle == 2
    assert "update posted by Eli Moreau" in world.eli.screen(nudge)
    await world.eli.presses("Undo", in_=room)
    await calm(world)
    assert (await clock(world)).cycle == 1
    assert "posted by" not in world.eli.screen(nudge)
    assert await adherence(world) == Adherence()

    await world.eli.types("/ace update the cause is found", in_=room.name)
    await calm(world)
    assert "update posted by Eli Moreau" in world.eli.screen(nudge)
    assert [each.text for each in world.messages(room) if "the cause is found" in each.text] != []
    assert await adherence(world) == Adherence(late=1)
    await world.eli.types("/ace show", in_=room.name)
    assert world.eli.was_told("So far: internal updates kept 0 of 1 (1 late).")


async def test_whoever_answered_keeps_their_name_when_the_reminder_is_drawn_long_after(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    await to_next_reminder(world)
    [nudge] = mentioning(everywhere(world), world.eli)
    await world.zoe.types("/ace update the cause is found", in_=room)  # no role, and nothing that is hers
    await calm(world)
    for word in "abcdef":
        await world.ana.types(f"observation: {word}", in_=room)
    await calm(world)
    async with world.ace.store.begin() as tx:
        [row] = [each for each in await clocks.running(tx, 1) if each.kind is ClockKind.CUSTOMER]
        await reminders.redraw(tx, row)
    await calm(world)

    assert "update posted by Zoe Tanaka" in world.eli.screen(nudge)


async def test_an_update_is_posted_by_a_form_that_knows_what_was_said_before(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    opening = await world.card(SurfaceKind.OPENING)
    assert "Next: internal update due" in world.eli.screen(opening)

    await world.eli.types("/ace update", in_=room.name)
    assert world.eli.view
    assert "There is no estimate yet." in world.eli.screen(world.eli.view)
    await world.eli.fills({"What changed": "Rolled back & <!channel>", "Impact now": "Exports work again"})
    await world.eli.submits()
    await calm(world)
    posted = next(each for each in world.messages(room) if "Rolled back" in each.text)
    assert "<!channel>" not in posted.text
    assert "Exports work again" in world.eli.screen(posted)

    await world.eli.types("/ace update", in_=room.name)
    assert "Exports work again" in world.eli.screen(world.eli.view)
    await world.eli.fills({"What changed": "Watching it", "Who reads it": "The customer: words to send them"})
    await world.eli.submits()
    await calm(world)
    assert (await clock(world)).cycle == 3
    assert (await clock(world, ClockKind.CUSTOMER)).cycle == 1
    assert "Next update" in world.ana.screen(await world.card(SurfaceKind.TRACKER))


async def test_without_updates_a_critical_case_reaches_the_em_three_times_and_the_backup_five_more(
    world: World,
) -> None:
    on_call(world, em="eli", backup="max", manager="noor")
    await at_work(world)
    await claimed(world, severity=CRITICAL)
    for _ in range(40):
        async with world.ace.store.read() as tx:
            events = await clocks.events(tx, 1)
        repeats = [each for each in events if each.level == "repeat" and each.kind is ClockKind.INTERNAL]
        if len(repeats) >= 5 or not await clock(world):
            break
        await to_next_reminder(world)
    await world.move(hours=30)

    async with world.ace.store.read() as tx:
        events = await clocks.events(tx, 1)
    for kind, most in ((ClockKind.INTERNAL, 3), (ClockKind.CUSTOMER, 2)):
        told = [each for each in events if each.kind is kind and each.what is What.NUDGED]
        assert len([each for each in told if each.person == world.eli.id]) == most
        assert len([each for each in told if each.level == "repeat"]) == 5
        assert len([each for each in events if each.kind is kind and each.what is What.MISSED]) == 1
    assert {each.level.value for each in events if each.level and each.kind is ClockKind.INTERNAL} == {
        "target",
        "midway",
        "take_over",
        "still_yours",
        "repeat",
    }
    line = next(each for each in reminders_in(world, ALERTS) if not each.thread_ts)
    assert f"<@{world.max.id}>" in line.text
    direct = mentioning(reminders_in(world, direct_to(world, world.eli)), world.eli)
    assert any("internal update of ACE-0001 was due" in each.text for each in direct)
    assert (await adherence(world)).missed == 1

    await world.max.presses("Take over ACE-0001", on=line)
    await calm(world)
    assert (await world.case()).ace.em == world.max.id
    assert "Max Weber leads it now" in world.zoe.screen(line)
    assert "Take over" not in world.zoe.screen(line)
    assert any(f"<@{world.max.id}>" in each.text for each in direct_messages(world, world.eli))


async def test_a_critical_case_with_every_update_on_time_gets_no_nudge_in_a_day(worlds: Worlds) -> None:
    async with worlds() as world:
        await at_work(world)
        room = await claimed(world, severity=CRITICAL)
        before = len(_ours(world))
        for hour in range(24):
            await world.move(minutes=59)
            await world.eli.types(f"/ace update still at it, hour {hour}", in_=room.name)
            await _contact(world)
            await world.settle()

        posted = [each for each in world.messages(room) if "still at it" in each.text]
        assert len(posted) == 24
        others = [each for each in _ours(world)[before:] if each not in posted]
        nudges = [each for each in everywhere(world) if "triage call" not in each.text]
        assert nudges == []
        assert len(others) <= 10
        assert (await adherence(world)).kept == 24


def _ours(world: World) -> list[Message]:
    """Every message of the app, the oldest first."""
    found = [each for room in world.ws.channels.values() for each in world.messages(room)]
    return sorted((each for each in found if each.app_id == world.app.id), key=lambda each: each.ts)


async def _contact(world: World) -> None:
    """The customer was told, as the contact form notes it."""
    from bot.services import clockwork  # noqa: PLC0415
    from storage import escalations  # noqa: PLC0415

    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        await clockwork.customer_contact(tx, ace, by=world.eli.id)


async def test_after_a_night_without_ace_everybody_gets_one_message_marked_as_late(world: World) -> None:
    on_call(world, em="zoe", backup="max", manager="noor")
    await at_work(world)
    await raised(world)
    await raised(world, customer="Globex AG")
    for number in (1, 2):
        await world.eli.presses(f"Claim ACE-{number:04d}", on=await world.card(SurfaceKind.ALERT, number))
    await calm(world)
    await raised(world, customer="Initech")
    await world.move(hours=23)

    told = everywhere(world)
    assert [each.text for each in told if "Delayed" not in each.text] == []
    for person in (world.eli, world.max, world.zoe, world.noor):
        assert len(mentioning(told, person)) == 1, person
    text = mentioning(told, world.eli)[0].text
    assert "ACE-0001" in text
    assert "ACE-0002" in text


async def test_who_is_on_call_hears_of_an_unclaimed_case_one_after_the_other(world: World) -> None:
    on_call(world, em="eli", backup="max", manager="noor")
    await raised(world, severity=CRITICAL)
    alert = await world.card(SurfaceKind.ALERT)
    for person in (world.eli, world.max, world.noor):
        await to_next_reminder(world)
        told = mentioning(everywhere(world), person)
        assert len([each for each in told if each.thread_ts == alert.ts]) == 1
        assert len([each for each in told if each.thread_ts != alert.ts]) == 1

    await world.max.presses("Claim ACE-0001", on=mentioning(everywhere(world), world.max)[-1])
    await calm(world)
    assert (await world.case()).ace.em == world.max.id
    told = [each for each in everywhere(world) if each.thread_ts == alert.ts]
    assert all("ACE-0001: claimed by Max Weber" in each.text for each in told)


async def test_a_reminder_of_two_cases_forgets_the_one_that_turns_private_and_knows_it_opened_up(
    world: World,
) -> None:
    on_call(world, em="eli", backup="zoe", manager="noor")
    await at_work(world)
    await raised(world, severity=CRITICAL)
    await raised(world, severity=CRITICAL, customer="Globex")
    await world.move(minutes=7)
    told = direct_messages(world, world.eli)[-1]
    assert ("ACE-0001" in told.text, "ACE-0002" in told.text) == (True, True)

    await world.ana.types("/ace visibility ACE-0002 security personal data got out", in_="general")
    await calm(world)
    assert ("ACE-0001" in told.text, "ACE-0002" in told.text) == (True, False)

    await world.max.types("/ace visibility ACE-0002 everyone it was a drill", in_="general")
    if world.max.view:
        await world.max.submits()
    await calm(world)
    assert ("ACE-0001" in told.text, "ACE-0002" in told.text) == (True, True)


async def test_reminders_of_a_private_case_tell_outsiders_nothing_of_the_customer(world: World) -> None:
    on_call(world, em="eli", backup="zoe", manager="noor")
    await at_work(world)
    await raised(world, seen_by="Private: security", severity=CRITICAL)
    for _ in range(3):
        await to_next_reminder(world)
    assert mentioning(everywhere(world), world.eli) == []
    assert mentioning(everywhere(world), world.max) != []
    await world.max.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await calm(world)
    for _ in range(8):
        await to_next_reminder(world)

    outside = [*reminders_in(world, ALERTS)]
    assert any("was missed" in each.text for each in outside)
    assert not [each for each in everywhere(world) if "Acme" in str(each.blocks) + each.text]

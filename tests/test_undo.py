"""Undo: what was done is taken back for ten minutes, unless somebody has changed it again."""

import pytest

from bot.playbook.lifecycle import Status
from storage.models import SurfaceKind
from tests.journeys import calm
from tests.leading import advance, led
from tests.waiting import settles
from tests.world import World


async def _started(world: World) -> None:
    """A case that Eli moved to In Progress just now."""
    await led(world, Status.TRIAGE)
    await world.eli.types("/ace start ACE-0001 we know enough", in_="general")
    await calm(world)


@pytest.mark.both
async def test_undo_puts_back_what_a_change_did_with_its_clocks(world: World) -> None:
    await led(world, Status.TRIAGE, ready=False)
    running = {clock.kind for clock in (await world.case()).clocks}
    await world.eli.types("/ace criteria ACE-0001 the backlog is empty", in_="general")
    await world.eli.types("/ace undo ACE-0001", in_="general")
    await calm(world)

    case = await world.case()
    assert world.eli.was_told("Undone: ")
    assert [each.text for each in case.work.criteria] == ["Invoices of all regions export again"]
    assert "backlog" not in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert case.latest[0].text.startswith("Undone: ")
    assert {clock.kind for clock in case.clocks} == running


async def test_a_step_taken_back_brings_its_clock_back(world: World) -> None:
    await led(world, Status.TRIAGE, ready=True)
    before = {clock.kind.value: clock.target_at for clock in (await world.case()).clocks}
    await world.eli.types("/ace start ACE-0001 we know enough", in_="general")
    await world.eli.types("/ace undo ACE-0001", in_="general")
    await calm(world)

    case = await world.case()
    assert case.ace.status is Status.TRIAGE
    assert {clock.kind.value: clock.target_at for clock in case.clocks} == before


async def test_after_ten_minutes_it_is_too_late(world: World) -> None:
    await _started(world)
    await world.move(minutes=11)
    await world.eli.presses("Undo", in_=await world.channel())
    await world.settle()
    assert world.eli.was_told("Too much time has passed to undo that. Nothing was changed")
    await world.eli.types("/ace undo ACE-0001", in_="general")

    assert world.eli.was_told("There is nothing that could still be undone.")
    assert (await world.case()).ace.status is Status.IN_PROGRESS


async def test_it_is_undone_once_however_often_it_is_pressed(world: World) -> None:
    await _started(world)
    for _ in range(2):
        await world.eli.presses("Undo", in_=await world.channel())
    await calm(world)

    assert world.eli.was_told("That was undone already. Nothing was changed.")
    assert (await world.case()).ace.status is Status.TRIAGE
    undone = [entry for entry in (await world.case()).latest if entry.text.startswith("Undone")]
    assert len(undone) == 1


async def test_what_was_changed_again_since_stays(world: World) -> None:
    await _started(world)
    await advance(world, Status.RESOLVED)
    await world.eli.presses("Undo", in_=await world.channel())
    await world.settle()

    assert world.eli.was_told("“Moved to In Progress” cannot be undone: it was changed again since.")
    assert (await world.case()).ace.status is Status.RESOLVED


async def test_somebody_else_on_the_case_may_undo_and_an_outsider_learns_nothing(world: World) -> None:
    await _started(world)
    gus = world.ws.person(world.ws.add_user("gus", "Gus Guest", is_restricted=True).name)
    room = await world.channel()
    room.members.append(gus.id)
    await gus.types("/ace undo", in_=room)
    assert gus.was_told("You may not change an escalation")

    await world.ana.types("/ace undo ACE-0001", in_="general")
    assert world.ana.was_told("Undone: Moved to In Progress (ACE-0001).")
    assert (await world.case()).ace.status is Status.TRIAGE


async def test_notes_to_one_person_arrive_in_the_order_of_what_they_did(world: World) -> None:
    """The first is held up; the others, of which the last is the one to press, do not overtake it."""
    room = await led(world, Status.TRIAGE)
    held = world.ws.faults.add("chat.postEphemeral", times=1, delay=0.5)
    trends = ("worsening", "improving")
    for trend in trends:
        await world.eli.types(f"/ace trend {trend} a third region reports it", in_=room)
    await settles(world)

    assert held.hits == 1
    notes = [each.text for each in room.messages.values() if each.ephemeral_to == world.eli.id]
    assert [word for text in notes for word in trends if f"Trend set to {word}" in text] == list(trends)

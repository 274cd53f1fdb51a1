"""The customer's side: contacts logged by form and by words, promises kept, late and broken, once."""

from datetime import timedelta

import pytest

from blocks import documents
from bot.playbook.kinds import ClockKind
from bot.playbook.lifecycle import Status
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Direction, Medium, PromiseState
from sandbox.person import Person
from storage.clock_records import ClockRow
from storage.models import SurfaceKind
from tests.forms import labels
from tests.journeys import calm
from tests.leading import led
from tests.world import World


async def _clock(world: World) -> ClockRow:
    """When the customer has to hear from us next."""
    return next(row for row in (await world.case()).clocks if row.kind is ClockKind.CUSTOMER)


async def _states(world: World) -> list[PromiseState]:
    return [each.state for each in (await world.case()).work.promises]


def _shown(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


@pytest.mark.both
async def test_a_contact_with_a_promise_sets_the_clock_and_the_next_one_settles_it(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    eli, now = world.eli, world.ws.clock.now()
    await eli.types("/ace contact", in_=room)
    await eli.fills(
        {"What was said?": "We see <!channel> *it* too", "Promised for when?": now - timedelta(hours=1)}
    )
    await eli.submits()
    assert "That time has passed already." in eli.errors["Promised for when?"]
    await eli.fills({"Promised for when?": now + timedelta(days=20)})
    await eli.submits()
    assert "Say why, or promise an earlier time." in eli.errors["Why that late?"]
    await eli.fills({"By which way?": "Call", "Promised for when?": now + timedelta(hours=1)})
    await eli.submits()
    await calm(world)

    case = await world.case()
    (contact,) = case.work.contacts
    assert (contact.direction, contact.medium, contact.by) == (Direction.OUT, Medium.CALL, eli.id)
    assert await _states(world) == [PromiseState.OPEN]
    assert (await _clock(world)).promise
    assert abs((await _clock(world)).target_at - (now + timedelta(hours=1))) < timedelta(minutes=1)
    assert "We told the customer: We see <!channel> \\*it\\* too" in documents.state_table(case).replace(
        "\\!", "!"
    ).replace("\\>", ">").replace("&lt;", "<")

    await world.move(minutes=50)
    await eli.types("/ace contact told them the fix is live", in_=room)
    assert eli.was_told("Was something promised for a certain time?")
    await calm(world)
    assert await _states(world) == [PromiseState.KEPT]
    assert not (await _clock(world)).promise

    await eli.presses("Record promise", in_=room)
    await eli.fills(
        {
            "What was promised next?": "Root cause",
            "Promised for when?": world.ws.clock.now() + timedelta(hours=2),
        }
    )
    await eli.submits()
    await calm(world)
    assert await _states(world) == [PromiseState.KEPT, PromiseState.OPEN]
    assert (await _clock(world)).promise

    await eli.types("/ace promises", in_=room)
    assert "Kept: The next update by" in _shown(eli)
    label = next(each for each in labels(eli) if each.startswith("Root cause"))
    await eli.fills({label: "Broken"})
    await eli.submits()
    await calm(world)
    assert await _states(world) == [PromiseState.KEPT, PromiseState.BROKEN]
    assert not (await _clock(world)).promise
    await eli.types("/ace undo", in_=room)
    await calm(world)
    assert await _states(world) == [PromiseState.KEPT, PromiseState.OPEN]
    assert (await _clock(world)).promise
    told = [each.text for each in reversed((await world.case()).latest) if each.kind is EntryKind.PROMISE]
    assert [each.split(":")[0].split(" for ")[0] for each in told] == [
        "Promised the customer",
        "Promise kept",
        "Promised the customer",
        "Promise broken",
    ]


async def test_what_the_customer_says_resets_nothing_and_a_contact_is_undone_whole(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    before = (await _clock(world)).target_at
    await world.move(minutes=30)
    await world.eli.types("/ace contact they said it is worse", in_=room)
    await calm(world)
    assert [each.direction for each in (await world.case()).work.contacts] == [Direction.IN]
    assert (await _clock(world)).target_at == before

    await world.eli.types("/ace contact", in_=room)
    await world.eli.fills(
        {"What was said?": "ok", "Promised for when?": world.ws.clock.now() + timedelta(hours=1)}
    )
    await world.eli.submits()
    assert (await _clock(world)).target_at != before
    await world.eli.types("/ace undo", in_=room)
    await calm(world)
    case = await world.case()
    assert (len(case.work.contacts), case.work.promises) == (1, [])
    assert (await _clock(world)).target_at == before
    assert await world.card(SurfaceKind.OPENING)

"""Who may see a case: the list, letting in, taking off, and asking without learning what exists."""

from typing import Any

import pytest

from sandbox.person import Person
from sandbox.state import Channel, Message
from storage import access
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, form_of, last_to, raised
from tests.waiting import settles, until
from tests.world import ALERTS, World

PRIVATE: dict[str, Any] = {
    "customer": "Zephyr Bionics",
    "impact": "Scans leaked",
    "seen_by": "Private: security",
}


async def _private(world: World) -> Channel:
    """A private case of Ana's that Max leads."""
    return await claimed(world, by=world.max, **PRIVATE)


async def _changes(world: World, who: Person, **answers: str) -> None:
    await _decides(who, **answers)
    await calm(world)


async def _decides(who: Person, **answers: str) -> None:
    labels = {"let_in": "Let in", "take_off": "Take off", "why": "Why?"}
    await who.types("/ace viewers ACE-0001", in_="general")
    await who.fills({labels[name]: said for name, said in answers.items()})
    await who.submits()


async def _requests(world: World) -> int:
    async with world.ace.store.read() as tx:
        return len(await access.waiting(tx, 1))


async def test_the_list_says_who_sees_it_and_why_and_who_may_change_it(world: World) -> None:
    await _private(world)
    await world.ana.types("/ace viewers ACE-0001", in_="general")
    shown = form_of(world.ana)

    assert "Ana Silva: filed it" in shown
    assert "Max Weber: EM" in shown
    assert "Whoever leads it and its group decide" in shown
    assert "Let in" not in shown


async def test_somebody_let_in_sees_all_of_it_and_taken_off_nothing_more(world: World) -> None:
    room = await _private(world)
    await _changes(world, world.max, let_in="zoe", why="she wrote the export")

    assert world.zoe.id in room.members
    assert "You were let in on ACE-0001" in last_to(world, "zoe").text
    await world.zoe.types("/ace show ACE-0001", in_=ALERTS)
    assert world.zoe.was_told("Zephyr Bionics")
    await world.zoe.types("/ace viewers", in_=room)
    assert "Zoe Tanaka: was let in" in form_of(world.zoe)
    await world.zoe.closes()

    await _changes(world, world.max, take_off="Zoe Tanaka", why="her part is done")

    assert world.zoe.id not in room.members
    assert "no longer one of those on ACE-0001" in last_to(world, "zoe").text
    assert "Zephyr" not in last_to(world, "zoe").text
    await world.zoe.types("/ace show ACE-0001", in_=ALERTS)
    assert world.zoe.was_told("There is no ACE-0001 that you can see.")
    said = [entry.text for entry in (await world.case()).latest]
    assert "Let in: Zoe Tanaka. she wrote the export" in said
    assert "Taken off: Zoe Tanaka. her part is done" in said


async def test_somebody_taken_off_before_slack_said_that_they_are_in_is_taken_out_all_the_same(
    world: World,
) -> None:
    room = await _private(world)
    lost = world.ws.faults.add("conversations.invite", drop=True, after_effect=True, times=None)
    await _decides(world.max, let_in="zoe", why="she wrote the export")
    await until(lambda: world.zoe.id in room.members)
    await _decides(world.max, take_off="Zoe Tanaka", why="her part is done")
    lost.remove()
    await settles(world)

    assert world.zoe.id not in room.members


async def test_whom_slack_does_not_take_out_of_the_channel_is_named_on_the_card(world: World) -> None:
    await _private(world)
    await _changes(world, world.max, let_in="zoe", why="she wrote the export")
    world.ws.faults.add("conversations.kick", error="restricted_action", times=None)
    await _changes(world, world.max, take_off="Zoe Tanaka", why="her part is done")

    card = await world.card(SurfaceKind.OPENING)
    assert "Taken off the case and still in this channel" in world.max.screen(card)


async def test_a_filer_who_is_taken_off_reads_nothing_of_it_in_their_tracker(world: World) -> None:
    await _private(world)
    await _changes(world, world.max, take_off="Ana Silva", why="she is a party to it")

    shown = world.ana.screen(await world.card(SurfaceKind.TRACKER))
    assert "Zephyr" not in shown
    assert "You are no longer one of those on it" in shown


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"why": "just so"}, "Choose whom to let in"),
        ({"let_in": "zoe", "why": " "}, "Say why"),
        ({"let_in": "ana", "why": "once more"}, "is on this case already"),
        ({"let_in": "ace", "why": "robots too"}, "is an app, not a person"),
    ],
)
async def test_what_makes_no_sense_is_refused_next_to_its_field(
    world: World, answers: dict[str, str], said: str
) -> None:
    await _private(world)
    await _changes(world, world.max, **answers)

    assert said in " ".join([*world.max.errors.values(), *world.max.told, *world.max.trouble])
    assert set((await world.case()).involved) == {world.ana.id, world.max.id}


async def test_somebody_let_into_the_channel_in_slack_itself_is_on_the_list(world: World) -> None:
    room = await _private(world)
    world.ws.invite(room.id, [world.zoe.id], world.ana.id)
    await calm(world)

    await world.max.types("/ace viewers", in_=room)
    assert "Zoe Tanaka: was let into its channel in Slack" in form_of(world.max)
    await world.zoe.types("/ace show", in_=room)
    assert world.zoe.was_told("Zephyr Bionics")


async def test_asking_gets_the_same_answer_whether_or_not_there_is_such_a_case(world: World) -> None:
    await _private(world)
    for key in ("ACE-0001", "ACE-0099"):
        await world.zoe.types(f"/ace access {key} I wrote the export", in_=ALERTS)
        await world.zoe.types(f"/ace access {key}", in_=ALERTS)
        await world.zoe.fills({"Why do you need to see it?": "I wrote the export"})
        await world.zoe.submits()
    await calm(world)

    answers = {said.replace("ACE-0099", "ACE-0001") for said in world.zoe.told}
    assert len(answers) == 1
    assert await _requests(world) == 1
    asked = last_to(world, "max")
    assert "asks to see ACE-0001: I wrote the export" in asked.text
    await world.max.types("/ace access ACE-0001 me too", in_=ALERTS)
    assert world.max.was_told("You can see ACE-0001 already")


async def test_a_request_is_granted_once_by_those_in_charge(world: World) -> None:
    room = await _private(world)
    await world.zoe.types("/ace access ACE-0001 I wrote the <!channel> export", in_=ALERTS)
    await calm(world)
    asked = last_to(world, "max")
    await world.max.presses("Let in to ACE-0001", on=asked)
    await calm(world)

    assert world.zoe.id in room.members
    assert "let them in" in world.max.screen(asked)
    assert "Let in to" not in world.max.screen(asked)
    assert "You were let in on ACE-0001" in last_to(world, "zoe").text
    assert await _requests(world) == 0


async def test_a_declined_request_tells_the_asker_nothing_and_counts_for_a_day(world: World) -> None:
    await _private(world)
    await world.zoe.types("/ace access ACE-0001 I am curious", in_=ALERTS)
    await calm(world)
    before = [message.text for message in _all_to(world, "zoe")]
    await world.max.presses("Decline", on=last_to(world, "max"))
    await calm(world)
    await world.zoe.types("/ace access ACE-0001 please", in_=ALERTS)
    await calm(world)

    assert [message.text for message in _all_to(world, "zoe")] == before
    assert len(set(world.zoe.told)) == 1
    assert await _requests(world) == 0
    await world.move(hours=25)
    await world.zoe.types("/ace access ACE-0001 I still am", in_=ALERTS)
    await calm(world)
    assert await _requests(world) == 1


def _all_to(world: World, name: str) -> list[Message]:
    return world.messages(world.ws.open_dm([world.app.bot_user, name]))


async def test_an_unclaimed_case_asks_its_group_and_only_the_first_answer_counts(worlds: Worlds) -> None:
    async with worlds(
        private={"security": {"members": ["@web-responders", "@security-escalations"]}}
    ) as world:
        await raised(world, **PRIVATE)
        await world.noor.types("/ace access ACE-0001 the customer called me", in_=ALERTS)
        await calm(world)
        await world.zoe.presses("Decline", on=last_to(world, "zoe"))
        await calm(world)
        stale = last_to(world, "max")
        assert "declined" in world.max.screen(stale)

        await world.max.types("/ace viewers ACE-0001", in_="general")
        assert "Noor" not in form_of(world.max)
        assert world.noor.id not in (await world.case()).involved


async def test_nobody_is_let_in_by_a_part_that_others_give_them(world: World) -> None:
    await _private(world)
    for typed in ("next @zoe looks at the scans", "assign scribe @zoe"):
        await world.ana.types(f"/ace {typed.replace(' ', ' ACE-0001 ', 1)}", in_="general")
        await calm(world)
        assert world.ana.was_told("Zoe Tanaka cannot see this private case")
    await world.ana.types("/ace systemic ACE-0001", in_="general")
    await world.ana.fills({"Incident lead": "zoe"})
    await world.ana.submits()
    assert "who may is decided by whoever leads it" in world.ana.errors["Incident lead"]

    case = await world.case()
    assert world.zoe.id not in (await world.channel()).members
    assert case.progress.next_step is None
    assert not [line for line in case.latest if "Zoe" in line.text]

    await world.ana.types("/ace next ACE-0001 @max looks at the scans", in_="general")
    await world.max.types("/ace assign ACE-0001 scribe @zoe", in_="general")
    await calm(world)
    assert world.zoe.id in (await world.channel()).members

"""A case turns private with all that is shown of it, and is opened up again by those in charge only."""

import asyncio
import json
from typing import Any

import pytest

from bot.playbook.visibility import Visibility
from bot.services import rooms
from sandbox.person import Person
from sandbox.state import Channel
from storage.models import SurfaceKind
from tests.journeys import calm, claimed, form_of, raised
from tests.waiting import settles, until
from tests.world import ALERTS, World

CUSTOMER = "Zephyr Bionics"
IMPACT = "Patient scans leaked through exportlink since Monday"
JUST_THEN = pytest.mark.parametrize(
    "fault", [{"drop": True, "after_effect": True}, {"delay": 1.0}], ids=["answer lost", "under way"]
)
WORDS = ("zephyr", "bionics", "leaked", "exportlink", "quarantine")


def _readable(world: World, person: Person) -> str:
    """All that somebody can read in Slack now, but for what people wrote themselves."""
    found = []
    for place in world.ws.channels.values():
        if not world.ws.visible(person.id, place):
            continue
        found += [place.name, place.topic, place.purpose, place.bookmarks]
        found += [
            json.dumps([each.text, each.blocks, each.extra])
            for each in place.messages.values()
            if each.app_id and not each.deleted and each.ephemeral_to in (None, person.id)
            if not each.subtype  # Slack's own lines about topics stay, and people are told so
        ]
        if place.canvas_id:
            found.append(world.ws.files[place.canvas_id].content.decode())
    return json.dumps(found).lower()


def _said(world: World, place: Channel) -> str:
    """What ACE's messages in a channel say."""
    return " ".join(json.dumps([each.text, each.blocks]) for each in world.messages(place) if each.app_id)


async def _turns_private(world: World) -> None:
    await world.eli.types("/ace visibility", in_=await world.channel())
    await world.eli.fills(
        {"Who may see it from now on?": "Private: security", "Why?": "personal data got out"}
    )
    await world.eli.submits()
    await calm(world)


@pytest.mark.both
async def test_it_gets_a_private_channel_and_the_words_leave_everything_that_stood_in_public(
    world: World,
) -> None:
    old = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    await world.eli.types("observation: quarantine of the bucket", in_=old)
    await world.eli.presses("Ask the filer", in_=old)
    await calm(world)
    assert "zephyr" in _readable(world, world.zoe)

    await _turns_private(world)

    room = await world.channel()
    assert room.id != old.id
    assert room.is_private
    assert room.name == "ace-0001-private"
    assert set(room.members) == {world.ana.id, world.eli.id, world.app.bot_user}
    assert old.name == "ace-0001-moved"
    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []
    assert "this channel is no longer followed" in _said(world, old)
    assert "exportlink" in _said(world, room)
    assert "goes on here, in private" in _said(world, room)
    assert "Private security case" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    assert "zephyr" not in world.ana.screen(await world.card(SurfaceKind.TRACKER)).lower()

    await world.zoe.types("/ace show ACE-0001", in_=ALERTS)
    assert world.zoe.was_told("There is no ACE-0001 that you can see.")
    await world.zoe.types("observation: exportlink is down", in_=old)
    await calm(world)
    assert (await world.case()).ace.visibility is Visibility.SECURITY


async def _private(world: World) -> Channel:
    """A case of Ana's, private from the first second, that Max leads."""
    await claimed(world, by=world.max, customer=CUSTOMER, impact=IMPACT, seen_by="Private: security")
    return await world.channel()


async def test_it_is_opened_up_by_those_in_charge_after_they_read_what_that_means(world: World) -> None:
    room = await _private(world)
    await world.ana.types("/ace visibility everyone the customer told the press", in_=room)
    assert world.ana.was_told("is decided by whoever leads it and by its group")

    await world.max.types("/ace visibility", in_=room)
    await world.max.fills({"Who may see it from now on?": "Everyone", "Why?": "the customer told the press"})
    await world.max.submits()
    shown = form_of(world.max)
    assert (await world.case()).ace.visibility is Visibility.SECURITY
    assert "becomes readable by everyone" in shown
    assert "Its channel stays private" in shown
    await world.max.submits()
    await calm(world)

    case = await world.case()
    assert case.ace.visibility is Visibility.EVERYONE
    assert case.room == room.id
    assert set(room.members) == {world.ana.id, world.max.id, world.app.bot_user}
    assert "Zephyr Bionics" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    assert "this channel stays private" in _said(world, room)
    await world.zoe.types("/ace show ACE-0001", in_=ALERTS)
    assert world.zoe.was_told("Zephyr Bionics")
    assert not [change for change in world.ws.views.values() if "Undo" in json.dumps(change.body)]


async def test_a_refused_private_channel_leaves_it_private_and_those_in_charge_told(world: World) -> None:
    old = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    world.ws.faults.add("conversations.create", error="restricted_action", times=None)
    world.ws.faults.add("conversations.setTopic", error="not_in_channel", times=None)

    await _turns_private(world)

    case = await world.case()
    assert case.ace.visibility is Visibility.SECURITY
    assert case.channel is None
    assert [word for word in WORDS if word in _readable(world, world.zoe)] == [
        "leaked",
        "exportlink",
    ]  # the topic
    told = json.dumps(
        [m.blocks for m in world.messages(world.ws.open_dm([world.app.bot_user, world.eli.id]))]
    )
    assert "could not be opened" in told
    assert "the topic in" in told
    assert "could not be blanked" in told
    assert old.id not in [surface.channel for surface in case.surfaces.values()]


async def test_of_two_who_decide_at_once_the_second_is_told(world: World) -> None:
    room = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    for name, kind in (("ana", "Private: people"), ("eli", "Private: security")):
        person = world.ws.person(name)
        await person.types("/ace visibility", in_=room)
        await person.fills({"Who may see it from now on?": kind, "Why?": "personal data got out"})
    await asyncio.gather(world.ana.submits(), world.eli.submits())
    await calm(world)

    assert (await world.case()).ace.visibility.is_private
    told = [form_of(person) for person in (world.ana, world.eli) if person.view]
    assert len([each for each in told if "Somebody was faster" in each]) == 1
    assert len([each for each in told if "is taking back" in each]) == 1


async def test_what_stands_in_an_archived_channel_is_told_since_nobody_can_blank_it(world: World) -> None:
    old = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    world.ws.archive(old.id, world.eli.id)
    await calm(world)
    await world.eli.types("/ace visibility ACE-0001 security personal data got out", in_="general")
    await calm(world)

    assert (await world.channel()).is_private
    told = " ".join(each.text for each in world.messages(world.ws.open_dm([world.app.bot_user, "eli"])))
    assert "could not be blanked" in told
    assert "Could not be blanked" in " ".join(entry.text for entry in (await world.case()).latest)


async def test_what_stands_in_an_earlier_channel_is_blanked_too(world: World) -> None:
    first = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    war_room = world.ws.add_channel("war-room", creator="eli", members=["eli", "zoe", world.app.bot_user])
    async with world.ace.store.begin() as tx:
        await rooms.use_channel(tx, 1, war_room.id, war_room.name, private=False, by=world.eli.id)
    await calm(world)
    assert "zephyr" in _said(world, first).lower()

    await _turns_private(world)

    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []
    assert first.name == "ace-0001-moved"


@pytest.mark.parametrize("words", ["", "nobody because", "security", "people  ", "everyone"])
async def test_words_that_say_too_little_change_nothing(world: World, words: str) -> None:
    room = await claimed(world)
    await world.eli.types(f"/ace visibility {words}", in_=room)

    assert (await world.case()).ace.visibility is Visibility.EVERYONE
    assert world.eli.view if not words else world.eli.was_told("Nothing was changed.")


@pytest.mark.both
@JUST_THEN
async def test_what_is_being_sent_to_an_outsider_just_then_is_blanked_too(
    world: World, fault: dict[str, Any]
) -> None:
    room = await claimed(world, customer=CUSTOMER, impact=IMPACT)
    to_zoe = world.ws.faults.add(
        "chat.postMessage", match=lambda call: call["channel"] == world.zoe.id, **fault
    )
    await world.eli.types("/ace handover @zoe", in_=room)
    await until(lambda: to_zoe.hits)

    await _turns_private(world)

    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []
    assert "ACE took back what stood here" in _said(world, world.zoe.sees("@ace"))


@pytest.mark.both
@pytest.mark.parametrize(
    "method", ["conversations.setTopic", "bookmarks.add", "conversations.canvases.create"]
)
@JUST_THEN
async def test_what_is_being_put_into_the_old_channel_just_then_is_blanked_too(
    world: World, fault: dict[str, Any], method: str
) -> None:
    await raised(world, customer=CUSTOMER, impact=IMPACT)
    coming = world.ws.faults.add(method, **fault)
    await world.eli.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await until(lambda: coming.hits)
    old = next(each for each in world.ws.channels.values() if each.name.startswith("ace-0001"))

    await world.eli.types("/ace visibility ACE-0001 security personal data got out", in_="general")
    await settles(world)

    assert (await world.case()).ace.visibility is Visibility.SECURITY
    assert (await world.channel()).id != old.id
    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []
    assert old.bookmarks == []


@pytest.mark.both
@JUST_THEN
async def test_a_public_channel_that_is_being_made_just_then_is_not_used_and_does_not_name_the_customer(
    world: World, fault: dict[str, Any]
) -> None:
    await raised(world, customer=CUSTOMER, impact=IMPACT)
    coming = world.ws.faults.add("conversations.create", **fault)
    await world.eli.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await until(lambda: coming.hits)

    await world.eli.types("/ace visibility ACE-0001 security personal data got out", in_="general")
    await settles(world)

    assert (await world.channel()).is_private
    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_such_a_channel_loses_the_name_also_when_the_private_one_is_refused(world: World) -> None:
    await raised(world, customer=CUSTOMER, impact=IMPACT)
    coming = world.ws.faults.add("conversations.create", drop=True, after_effect=True)
    await world.eli.presses("Claim ACE-0001", on=await world.card(SurfaceKind.ALERT))
    await until(lambda: coming.hits)
    world.ws.faults.add(
        "conversations.create",
        times=None,
        error="restricted_action",
        match=lambda call: bool(call.get("is_private")),
    )

    await world.eli.types("/ace visibility ACE-0001 security personal data got out", in_="general")
    await settles(world)

    assert (await world.case()).channel is None
    assert [word for word in WORDS if word in _readable(world, world.zoe)] == []

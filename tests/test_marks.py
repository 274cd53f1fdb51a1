"""Emoji and pins: any message of the case channel goes on the timeline, and off it, as its marks say."""

from datetime import UTC, datetime

import pytest

from sandbox.state import Message
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, notes, raised, said
from tests.world import ALERTS, World


@pytest.mark.both
async def test_an_emoji_and_a_pin_log_any_message_and_taking_them_off_withdraws_it(world: World) -> None:
    room = await claimed(world)
    await world.max.joins(room)
    root = await world.max.types("what changed?", in_=room)
    reply = await world.max.types(
        "we <!channel> *rolled* back &amp; wait", in_=room, thread=root, files=[("a.txt", b"x")]
    )
    assert root
    assert reply
    before = world.called("conversations.history") + world.called("conversations.replies")
    await world.zoe.reacts(reply, "wrench")
    await world.zoe.reacts(root, "tada")
    await world.zoe.pins(root)
    await calm(world)

    first, second = sorted(await notes(world), key=lambda each: each.at)
    assert (first.kind, first.text, first.author, first.data["by"]) == (
        "observation",
        "what changed?",
        world.max.id,
        world.zoe.id,
    )
    assert (second.kind, second.text) == ("change", "we <!channel> *rolled* back &amp; wait")
    assert second.at == datetime.fromtimestamp(float(reply.ts), UTC)
    assert (second.thread_ts, [each["name"] for each in second.files]) == (root.ts, ["a.txt"])
    assert reply.reactions["memo"] == [world.app.bot_user]
    assert world.called("conversations.history") + world.called("conversations.replies") == before
    assert world.called("reactions.get") == 2

    await world.max.edits(reply, "we rolled back at ten")
    await world.zoe.reacts(reply, "bulb")
    await world.zoe.unpins(root)
    await calm(world)
    (entry,) = await notes(world)
    assert (entry.kind, entry.text) == ("hypothesis", "we rolled back at ten")
    assert entry.earlier[0]["text"] == "we <!channel> *rolled* back &amp; wait"
    assert "memo" not in root.reactions

    for emoji in ("bulb", "wrench"):
        await world.zoe.unreacts(reply, emoji)
        await calm(world)
    assert await notes(world) == []
    assert "memo" not in reply.reactions
    await world.eli.reacts(reply, "scales")
    await calm(world)
    assert await said(world) == [("decision", "we rolled back at ten")]
    await world.max.deletes(reply)
    await calm(world)
    assert await notes(world) == []


async def test_a_note_stays_what_it_was_when_its_marks_are_gone(world: World) -> None:
    room = await claimed(world)
    reply = await world.zoe.types("disk full", in_=room, thread=await world.card(SurfaceKind.OPENING))
    prefixed = await world.zoe.types("hypothesis: the index is gone", in_=room)
    assert reply
    assert prefixed
    for message in (reply, prefixed):
        await world.eli.reacts(message, "scales")
        await world.zoe.pins(message)
    await calm(world)
    assert await said(world) == [("decision", "disk full"), ("decision", "the index is gone")]

    for message in (reply, prefixed):
        await world.eli.unreacts(message, "scales")
    await calm(world)
    assert await said(world) == [("observation", "disk full"), ("observation", "the index is gone")]
    for message in (reply, prefixed):
        await world.zoe.unpins(message)
    await calm(world)
    assert await said(world) == [("observation", "disk full"), ("hypothesis", "the index is gone")]


async def test_what_is_marked_twice_elsewhere_or_delivered_again_is_logged_once(worlds: Worlds) -> None:
    async with worlds(permissions={"observe": "members"}) as world:
        room = await claimed(world)
        gus = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
        room.members.append(gus.id)
        other = world.ws.install({"display_information": {"name": "Monitor"}})
        room.members.append(other.bot_user)
        alarm = world.ws.post(room.id, other.bot_user, "CPU at 100 %", app=other)
        talk = await world.zoe.types("hello", in_=room)
        away = await world.zoe.types("elsewhere", in_="general")
        assert talk
        assert away
        await world.ws.person("gus").reacts(talk, "mag")
        await world.zoe.reacts(away, "mag")
        await world.zoe.reacts(await world.card(SurfaceKind.OPENING), "mag")
        for person in (world.zoe, world.eli):
            await person.reacts(alarm, "mag")
        await world.zoe.pins(alarm)
        await calm(world)
        await _again(world)
        assert await said(world) == [("observation", "CPU at 100 %")]

        await world.zoe.unreacts(alarm, "mag")
        await calm(world)
        await world.zoe.unpins(alarm)
        await calm(world)
        assert await said(world) == [("observation", "CPU at 100 %")], "Eli's emoji is still there"
        world.ws.edit(alarm.channel, alarm.ts, other.bot_user, text="CPU at 90 %")
        await calm(world)
        assert await said(world) == [("observation", "CPU at 90 %")]


async def _again(world: World) -> None:
    """Slack delivers every mark once more."""
    log = list(world.sandbox.deliveries.log)
    for each in log:
        if str(each.payload.get("event", {}).get("type")).startswith(("reaction_", "pin_")):
            await world.sandbox.deliveries.repeat(each)
    await calm(world)


async def test_an_emoji_counts_under_the_alert_before_the_claim(world: World) -> None:
    await raised(world)
    alert = await world.card(SurfaceKind.ALERT)
    reply = await world.zoe.types("same at Globex", in_=ALERTS, thread=alert)
    loose = await world.zoe.types("lunch?", in_=ALERTS)
    assert isinstance(reply, Message)
    assert isinstance(loose, Message)
    await world.eli.reacts(reply, "bulb::skin-tone-3")
    await world.eli.reacts(loose, "mag")
    await calm(world)

    assert await said(world) == [("hypothesis", "same at Globex")]

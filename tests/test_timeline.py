"""The timeline's ways in: replies in threads of ours, and messages with a prefix."""

from datetime import UTC, datetime

import pytest

from bot.playbook.timeline import EntryKind
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, last_to, notes, raised, said
from tests.world import ALERTS, World


async def test_a_reply_under_the_opening_card_is_an_observation(world: World) -> None:
    room = await claimed(world)
    reply = await world.zoe.types(
        "the disk of eu-3 is full", in_=room, thread=await world.card(SurfaceKind.OPENING)
    )
    await calm(world)

    assert reply
    (entry,) = await notes(world)
    assert (entry.kind, entry.text, entry.author) == (
        EntryKind.OBSERVATION,
        "the disk of eu-3 is full",
        world.zoe.id,
    )
    assert entry.at == datetime.fromtimestamp(float(reply.ts), UTC)
    assert list(reply.reactions) == ["memo"]
    assert "Observation: the disk of eu-3 is full" in world.eli.screen(await world.card(SurfaceKind.OPENING))


async def test_a_reply_under_any_message_of_ours_in_the_channel_counts(world: World) -> None:
    world.ws.plan = "free"
    room = await claimed(world)
    await world.zoe.types("the queue is full", in_=room, thread=await world.card(SurfaceKind.DOCUMENT))
    await calm(world)

    assert await said(world) == [("observation", "the queue is full")]


async def test_a_reply_under_the_alert_counts_before_the_claim(world: World) -> None:
    await raised(world)
    await world.zoe.types("same at Globex", in_=ALERTS, thread=await world.card(SurfaceKind.ALERT))
    await world.max.types("decision: wait for Eli", in_=ALERTS, thread=await world.card(SurfaceKind.ALERT))
    await calm(world)

    assert await said(world) == [("observation", "same at Globex"), ("decision", "wait for Eli")]


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("observation: disk full", "observation", "disk full"),
        ("Change: rolled back", "change", "rolled back"),
        ("*DECISION:* tell the customer", "decision", "tell the customer"),
        ("*Hypothesis*: the index is gone", "hypothesis", "the index is gone"),
        ("_decision: wait_", "decision", "wait"),
        ("observation:   two\nlines", "observation", "two\nlines"),
    ],
)
async def test_a_prefix_counts_anywhere_in_the_channel(
    world: World, typed: str, kind: str, text: str
) -> None:
    room = await claimed(world)
    sent = await world.zoe.types(typed, in_=room)
    await calm(world)

    assert await said(world) == [(kind, text)]
    assert sent
    assert sent.reactions == {"memo": [world.app.bot_user]}


async def test_a_prefix_counts_in_the_thread_of_a_persons_message_too(world: World) -> None:
    room = await claimed(world)
    await world.max.joins(room)
    root = await world.max.types("any news?", in_=room)
    await world.zoe.types("nothing yet", in_=room, thread=root)
    await world.zoe.types("change: restarted the worker", in_=room, thread=root)
    await calm(world)

    assert await said(world) == [("change", "restarted the worker")]


async def test_socket_mode_hears_the_same(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        await raised(world)
        await world.zoe.types("same here", in_=ALERTS, thread=await world.card(SurfaceKind.ALERT))
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await calm(world)
        room = await world.channel()
        opening = await world.card(SurfaceKind.OPENING)
        await world.zoe.types("it is the disk", in_=room, thread=opening, files=[("df.txt", b"100 %")])
        await world.zoe.types("*Decision:* empty it", in_=room)
        await calm(world)

        assert await said(world) == [
            ("observation", "same here"),
            ("observation", "it is the disk"),
            ("decision", "empty it"),
        ]


async def test_a_reply_shown_in_the_channel_too_is_logged_once(world: World) -> None:
    room = await claimed(world)
    opening = await world.card(SurfaceKind.OPENING)
    await world.zoe.types("it is the disk", in_=room, thread=opening, broadcast=True)
    await calm(world)

    assert await said(world) == [("observation", "it is the disk")]


async def test_ordinary_talk_is_not_logged(world: World) -> None:
    room = await claimed(world)
    await world.zoe.types("good morning", in_=room)
    await world.zoe.types("observations: many", in_=room)
    await world.zoe.types("decision:", in_=room)
    await world.zoe.types("observation: elsewhere", in_="general")
    await world.zoe.types("observation: in private", in_="@ace")
    await world.zoe.types("observation: under the alert channel", in_=ALERTS)
    await calm(world)

    assert await said(world) == []
    assert world.called("reactions.add") == 0


async def test_a_reply_in_the_direct_message_of_the_app_is_not_logged(world: World) -> None:
    await claimed(world)
    await world.ana.types("thanks!", in_="@ace", thread=last_to(world, "ana"))
    await calm(world)

    assert await said(world) == []


async def test_other_apps_are_not_listened_to(world: World) -> None:
    room = await claimed(world)
    other = world.ws.install({"display_information": {"name": "Monitor"}})
    room.members.append(other.bot_user)
    opening = await world.card(SurfaceKind.OPENING)
    world.ws.post(room.id, other.bot_user, "observation: CPU at 100 %", app=other)
    world.ws.post(room.id, other.bot_user, "CPU at 100 %", thread_ts=opening.ts, app=other)
    await calm(world)

    assert await said(world) == []


async def test_files_become_links(world: World) -> None:
    room = await claimed(world)
    opening = await world.card(SurfaceKind.OPENING)
    await world.zoe.types("", in_=room, thread=opening, files=[("heap.png", b"x"), ("log.txt", b"y")])
    await world.zoe.types("observation: see the log", in_=room, files=[("log2.txt", b"z")])
    await calm(world)

    first, second = await notes(world)
    assert first.text == "heap.png, log.txt"
    assert [file["name"] for file in first.files] == ["heap.png", "log.txt"]
    assert all(file["link"].startswith("http") for file in [*first.files, *second.files])
    assert second.text == "see the log"


async def test_what_people_mention_and_link_reads_as_they_wrote_it(world: World) -> None:
    room = await claimed(world)
    await world.zoe.types(
        "observation: @eli see #general & https://status.example.com/1?a=b&c=d <now>", in_=room
    )
    await calm(world)

    assert await said(world) == [
        ("observation", "@Eli Moreau see #general & https://status.example.com/1?a=b&c=d <now>")
    ]
    assert [one.user for one in world.ws.notifications if one.why == "mention"] == [world.eli.id] * 2


async def test_ten_thousand_characters_are_kept_whole(world: World) -> None:
    room = await claimed(world)
    text = "0123456789" * 1000
    await world.zoe.types(f"observation: {text}", in_=room)
    await calm(world)

    (entry,) = await notes(world)
    assert entry.text == text


async def test_guests_may_note_what_they_see(world: World) -> None:
    guest = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
    room = await claimed(world)
    room.members.append(guest.id)
    await world.ws.person("gus").types("observation: our side is green", in_=room)
    await calm(world)

    assert await said(world) == [("observation", "our side is green")]
    assert room.canvas_id
    assert "Gus Guest" in world.ws.files[room.canvas_id].content.decode()


async def test_the_policy_can_leave_noting_to_members(worlds: Worlds) -> None:
    async with worlds(permissions={"observe": "members"}) as world:
        guest = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
        room = await claimed(world)
        room.members.append(guest.id)
        await world.ws.person("gus").types("observation: our side is green", in_=room)
        await world.zoe.types("observation: ours too", in_=room)
        await calm(world)

        assert await said(world) == [("observation", "ours too")]

"""Notes that change: edited, deleted, delivered twice or in another order than they were written."""

from collections.abc import AsyncIterator

import pytest

from sandbox.state import Json, Message
from storage import entries
from storage.models import Entry, SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, notes
from tests.world import World


@pytest.fixture(params=["http", "socket"])
async def world(request: pytest.FixtureRequest, worlds: Worlds) -> AsyncIterator[World]:
    """A world that Slack reaches over HTTP, and one over Socket Mode."""
    async with worlds(socket_mode=request.param == "socket") as made:
        yield made


async def test_an_edit_updates_the_note_and_keeps_what_it_said(world: World) -> None:
    room = await claimed(world)
    sent = await _types(world, "observation: disk of eu-3 is full")
    await world.zoe.edits(sent, "observation: disk of eu-4 is full")
    await calm(world)
    await world.zoe.edits(sent, "decision: empty the disk of eu-4")
    await calm(world)

    (entry,) = await notes(world)
    assert (entry.kind.value, entry.text) == ("decision", "empty the disk of eu-4")
    assert [each["text"] for each in entry.earlier] == ["disk of eu-3 is full", "disk of eu-4 is full"]
    opening = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert "Decision: empty the disk of eu-4" in opening
    assert "eu-3" not in opening
    assert room.messages[sent.ts].reactions == {"memo": [world.app.bot_user]}


async def test_an_edit_can_make_a_message_a_note(world: World) -> None:
    await claimed(world)
    sent = await _types(world, "let us roll back")
    await world.zoe.edits(sent, "decision: let us roll back")
    await calm(world)

    (entry,) = await notes(world)
    assert (entry.text, entry.earlier) == ("let us roll back", [])


async def test_a_change_of_a_message_that_leaves_its_words_alone_does_nothing(world: World) -> None:
    await claimed(world)
    sent = await _types(world, "observation: see https://status.example.com")
    before = len(world.ws.calls)
    world.ws.edit(sent.channel, sent.ts, world.zoe.id, extra={"attachments": [{"title": "Status"}]})
    await calm(world)

    (entry,) = await notes(world)
    assert entry.earlier == []
    assert len(world.ws.calls) == before


async def test_a_deleted_message_withdraws_its_note(world: World) -> None:
    await claimed(world)
    sent = await _types(world, "observation: wrong customer")
    await world.zoe.deletes(sent)
    await calm(world)

    assert await notes(world) == []
    assert "wrong customer" not in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert [entry.text for entry in await _withdrawn(world)] == ["wrong customer"]


async def test_a_deleted_message_with_replies_withdraws_its_note_too(world: World) -> None:
    room = await claimed(world)
    sent = await _types(world, "observation: wrong customer")
    await world.ana.types("are you sure?", in_=room, thread=sent)
    await world.zoe.deletes(sent)
    await calm(world)

    assert room.messages[sent.ts].subtype == "tombstone"
    assert await notes(world) == []


async def test_an_edit_after_the_deletion_brings_nothing_back(world: World) -> None:
    await claimed(world)
    sent = await _types(world, "observation: wrong")
    world.ws.deliveries.faults.reorder("message", 2)
    await world.zoe.edits(sent, "observation: right")
    await world.zoe.deletes(sent)
    await calm(world)

    assert await notes(world) == []


async def test_an_edit_delivered_before_its_message_keeps_both_texts(world: World) -> None:
    room = await claimed(world)
    world.ws.deliveries.faults.reorder("message", 2)
    sent = await world.zoe.types("observation: eu-3", in_=room)
    assert sent
    await world.zoe.edits(sent, "observation: eu-4")
    await calm(world)

    (entry,) = await notes(world)
    assert entry.text == "eu-4"
    assert [each["text"] for each in entry.earlier] == ["eu-3"]


async def test_a_deletion_delivered_before_its_message_leaves_nothing_standing(world: World) -> None:
    room = await claimed(world)
    world.ws.deliveries.faults.reorder("message", 2)
    sent = await world.zoe.types("observation: wrong", in_=room)
    assert sent
    await world.zoe.deletes(sent)
    await calm(world)

    assert await notes(world) == []
    assert [entry.text for entry in await _withdrawn(world)] == ["wrong"]


async def test_two_edits_delivered_the_wrong_way_round_end_with_the_later(world: World) -> None:
    await claimed(world)
    sent = await _types(world, "observation: one")
    world.ws.deliveries.faults.reorder("message", 2)
    await world.zoe.edits(sent, "observation: two")
    await world.zoe.edits(sent, "observation: three")
    await calm(world)

    (entry,) = await notes(world)
    assert entry.text == "three"
    assert {each["text"] for each in entry.earlier} == {"one", "two"}


async def test_messages_delivered_twice_are_logged_once(world: World) -> None:
    room = await claimed(world)
    world.ws.deliveries.faults.double("message", 4)
    sent = await world.zoe.types("observation: one", in_=room)
    assert sent
    await world.zoe.edits(sent, "observation: two")
    await calm(world)

    (entry,) = await notes(world)
    assert entry.text == "two"
    assert len(entry.earlier) == 1
    assert world.called("reactions.add") == 1


async def test_messages_whose_answer_is_lost_are_delivered_again_and_logged_once(world: World) -> None:
    room = await claimed(world)
    fault = world.ws.deliveries.faults.lose_answer("message", match=_says("one"))
    await world.zoe.types("observation: one", in_=room)
    await calm(world)
    for _ in range(3):
        await world.move(minutes=2)

    assert fault.hits == 1
    assert len(await notes(world)) == 1
    assert world.called("reactions.add") == 1


def _says(text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def match(payload: Json) -> bool:
        return text in str(payload.get("event", {}).get("text"))

    return match


async def _types(world: World, text: str) -> Message:
    """Zoe writes in the case channel, and it is taken in."""
    sent = await world.zoe.types(text, in_=await world.channel())
    assert sent
    await calm(world)
    return sent


async def _withdrawn(world: World) -> list[Entry]:
    async with world.ace.store.read() as tx:
        return [entry for entry in await entries.of_case(tx, 1) if entry.withdrawn_at]

"""The state document: our section of the channel's canvas, or a pinned message where there can be none."""

import pytest

from blocks import documents
from sandbox import canvas
from sandbox.state import Channel, File, Section
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised
from tests.waiting import settles
from tests.world import ALERTS, World


async def test_the_channels_canvas_says_how_things_stand(world: World) -> None:
    room = await claimed(world)

    text = _written(world, room)
    for fact in (
        "Acme GmbH",
        "High (Sev 2)",
        "Discovery",
        "| EM | Eli Moreau |",
        "Write your own notes here",
    ):
        assert fact in text


async def test_notes_around_our_table_survive_its_rewriting(world: World) -> None:
    room = await claimed(world)
    document = _canvas(world, room)
    notes = [
        Section("mine", "Call the customer at noon."),
        Section("yours", "| our | table |\n|---|---|\n| a | b |"),
    ]
    canvas.store(document, [notes[0], *document.sections, notes[1]])
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    text = _written(world, room)
    assert text.startswith("Call the customer at noon.")
    assert text.endswith("| a | b |")
    assert text.count(documents.MARK) == 1
    assert "roll back" in text


async def test_a_note_that_speaks_of_our_table_is_not_taken_for_it(world: World) -> None:
    room = await claimed(world)
    document = _canvas(world, room)
    canvas.store(
        document,
        [Section("mine", "Is the table below kept by ACE? Kept by ACE, says Ana."), *document.sections],
    )
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    assert "says Ana" in _written(world, room)


async def test_a_table_that_somebody_removed_is_put_at_the_end(world: World) -> None:
    room = await claimed(world)
    canvas.store(_canvas(world, room), [Section("mine", "All mine.")])
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    text = _written(world, room)
    assert text.startswith("All mine.")
    assert text.count(documents.MARK) == 1


async def test_a_canvas_that_somebody_deleted_is_made_anew_and_linked(world: World) -> None:
    room = await claimed(world)
    old = str(room.canvas_id)
    del world.ws.files[old]
    room.canvas_id = None
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    new = _canvas(world, room).id
    assert new != old
    assert "roll back" in _written(world, room)
    assert room.bookmarks[2]["link"].endswith(new)
    assert new in room.topic["value"]


async def test_where_the_plan_has_no_canvases_a_pinned_message_stands_in(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        world.ws.plan = "free"
        room = await claimed(world)
        await world.zoe.types("decision: roll back", in_=room)
        await calm(world)

        document = await world.card(SurfaceKind.DOCUMENT)
        assert [pin.ts for pin in room.pins] == [document.ts]
        assert "Decision: roll back" in world.eli.screen(document)
        assert "Eli Moreau, the escalation manager" in world.eli.screen(document)
        assert room.bookmarks[2]["link"].endswith(f"p{document.ts.replace('.', '')}")
        assert [one.why for one in world.eli.notifications] == ["mention"]


async def test_without_the_permission_for_canvases_a_pinned_message_stands_in(world: World) -> None:
    world.app.scopes -= {"canvases:write", "canvases:read"}
    room = await claimed(world)

    assert [pin.ts for pin in room.pins] == [(await world.card(SurfaceKind.DOCUMENT)).ts]
    assert room.canvas_id is None


async def test_a_canvas_that_can_no_longer_be_edited_gives_way_to_a_pinned_message(world: World) -> None:
    room = await claimed(world)
    world.app.scopes -= {"canvases:write", "canvases:read"}
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    document = await world.card(SurfaceKind.DOCUMENT)
    assert "Decision: roll back" in world.eli.screen(document)
    assert room.bookmarks[2]["link"].endswith(f"p{document.ts.replace('.', '')}")


async def test_a_pinned_document_that_somebody_deleted_is_replaced_once(world: World) -> None:
    world.ws.plan = "free"
    room = await claimed(world)
    before = await world.card(SurfaceKind.DOCUMENT)
    world.ws.delete(room.id, before.ts, world.app.bot_user)
    await world.zoe.types("decision: roll back", in_=room)
    await world.zoe.types("observation: rolling", in_=room)
    await calm(world)

    after = await world.card(SurfaceKind.DOCUMENT)
    assert after.ts != before.ts
    assert [pin.ts for pin in room.pins] == [after.ts]
    assert room.bookmarks[2]["link"].endswith(f"p{after.ts.replace('.', '')}")


async def test_a_channel_that_has_a_canvas_already_keeps_what_stands_in_it(world: World) -> None:
    world.ws.faults.add("conversations.create", times=None, error="restricted_action")
    await raised(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    war = world.ws.add_channel("war-room", creator="eli", members=["eli", world.app.bot_user])
    notes = world.ws.upload(world.eli.id, "notes", b"", mimetype="application/vnd.slack-docs")
    notes.is_canvas, notes.channels, war.canvas_id = True, [war.id], notes.id
    canvas.store(notes, [Section("mine", "Our own notes.")])
    await world.eli.presses("Use another channel", in_=ALERTS)
    await world.eli.fills({"Channel": "war-room"})
    await world.eli.submits()
    await calm(world)

    text = _written(world, war)
    assert text.startswith("Our own notes.")
    assert text.count(documents.MARK) == 1


async def test_what_people_typed_stays_text_in_the_document(world: World) -> None:
    room = await claimed(world, impact="<b>Down</b> | [here](https://evil.example) # for *all*")

    text = _written(world, room)
    assert "<b>" not in text
    assert "[here](" not in text
    assert "\\[here\\]" in text


async def test_a_long_timeline_keeps_within_the_cells_that_slack_takes(world: World) -> None:
    room = await claimed(world)
    for number in range(100):
        await world.zoe.types(f"observation: attempt number {number}", in_=room)
    await calm(world)

    text = _written(world, room)
    assert "attempt number 99" in text
    assert "attempt number 10 " not in text
    assert len(text.splitlines()) < 110


def _canvas(world: World, room: Channel) -> File:
    return world.ws.files[str(room.canvas_id)]


def _written(world: World, room: Channel) -> str:
    return _canvas(world, room).content.decode()


@pytest.mark.parametrize("method", ["conversations.canvases.create", "canvases.edit"])
async def test_a_canvas_that_fails_a_few_times_stays_a_canvas(world: World, method: str) -> None:
    code = "canvas_creation_failed" if method.endswith("create") else "canvas_editing_failed"
    failing = world.ws.faults.add(method, times=3, error=code)
    room = await claimed(world)
    await world.zoe.types("decision: roll back", in_=room)
    await settles(world)

    assert failing.hits == 3
    assert room.pins == []
    assert room.canvas_id == (await world.case()).surfaces[SurfaceKind.DOCUMENT].ts

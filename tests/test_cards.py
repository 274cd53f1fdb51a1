"""Cards: edited in place, and replaced once under a link when Slack lets nobody edit them any more."""

import pytest

from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised, sets_call
from tests.world import ALERTS, World

UNEDITABLE = ("edit_window_closed", "cant_update_message", "message_not_found")


@pytest.mark.parametrize("code", UNEDITABLE)
async def test_an_alert_that_cannot_be_edited_is_replaced_once_under_a_link(world: World, code: str) -> None:
    await raised(world)
    old = await world.card(SurfaceKind.ALERT)
    world.ws.faults.add("chat.update", times=None, error=code, match=lambda args: args["ts"] == old.ts)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    await sets_call(world)

    new = await world.card(SurfaceKind.ALERT)
    assert new.ts != old.ts
    assert "Led by @Eli Moreau" in world.zoe.screen(new)
    links = [block for block in new.blocks if old.ts.replace(".", "") in str(block)]
    assert len(links) == 1
    ours = [message for message in world.messages(ALERTS) if message.app_id]
    assert len(ours) == 3  # the introduction, the old alert and the new one


async def test_an_alert_that_an_admin_deleted_is_replaced_at_the_next_change(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        await raised(world)
        old = await world.card(SurfaceKind.ALERT)
        world.ws.delete(old.channel, old.ts, world.app.bot_user)
        await world.eli.types("/ace claim ACE-0001", in_="general")
        await calm(world)

        new = await world.card(SurfaceKind.ALERT)
        assert new.ts != old.ts
        assert "This goes on from the earlier card" in world.zoe.screen(new)


async def test_replies_in_the_thread_of_the_replaced_alert_are_still_logged(world: World) -> None:
    await raised(world)
    old = await world.card(SurfaceKind.ALERT)
    fault = world.ws.faults.add("chat.update", times=None, error="edit_window_closed")
    await world.ana.types("/ace show ACE-0001", in_="general")
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    fault.remove()
    await world.zoe.types("the queue is full again", in_=ALERTS, thread=old)
    await calm(world)

    assert "the queue is full again" in [entry.text for entry in (await world.case()).latest]


async def test_a_replaced_opening_card_is_the_record_from_then_on(world: World) -> None:
    room = await claimed(world)
    old = await world.card(SurfaceKind.OPENING)
    world.ws.delete(room.id, old.ts, world.app.bot_user)
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)
    await world.zoe.types("observation: it is back", in_=room)
    await calm(world)

    new = await world.card(SurfaceKind.OPENING)
    mark = new.ts.replace(".", "")
    assert new.ts != old.ts
    assert "it is back" in world.zoe.screen(new)
    assert room.bookmarks[0]["link"].endswith(mark)
    assert mark in room.topic["value"]
    assert len([each for each in world.messages(room) if each.app_id and each.blocks]) == 1


async def test_a_replacement_whose_answer_was_lost_stands_once(world: World) -> None:
    await raised(world)
    old = await world.card(SurfaceKind.ALERT)
    world.ws.faults.add(
        "chat.update", times=None, error="edit_window_closed", match=lambda a: a["ts"] == old.ts
    )
    world.ws.faults.add("chat.postMessage", drop=True, after_effect=True, match=lambda a: "alert:1" in str(a))
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)

    assert (await world.card(SurfaceKind.ALERT)).ts != old.ts
    assert len([message for message in world.messages(ALERTS) if message.app_id]) == 3


async def test_a_filer_who_deleted_nothing_sees_one_tracker_through_everything(world: World) -> None:
    room = await claimed(world)
    await world.zoe.types("decision: roll back", in_=room)
    await sets_call(world)

    dm = world.ws.open_dm([world.app.bot_user, "ana"])
    assert len(world.messages(dm)) == 1
    assert [one.why for one in world.ana.notifications] == ["dm"]


@pytest.mark.parametrize("kind", [SurfaceKind.ALERT, SurfaceKind.OPENING, SurfaceKind.TRACKER])
async def test_a_card_keeps_to_twelve_blocks_and_three_buttons_in_a_row(
    world: World, kind: SurfaceKind
) -> None:
    world.ws.faults.add("bookmarks.add", times=None, error="too_many_bookmarks")
    world.ws.faults.add("conversations.invite", times=None, error="cant_invite")
    await claimed(world, impact="Nobody can pay.\n" * 30)

    card = await world.card(kind)
    assert len(card.blocks) <= 12
    for block in card.blocks:
        buttons = [each for each in block.get("elements", []) if each["type"] == "button"]
        assert len([each for each in buttons if each["text"]["text"] != "More"]) <= 3
    for fact in ("Acme GmbH", "ACE-0001", "Eli Moreau", "Discovery"):
        assert fact in world.zoe.screen(card)
        assert fact in card.text.replace(f"<@{world.eli.id}>", "Eli Moreau")

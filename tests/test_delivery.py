"""Delivery: whatever Slack does meanwhile, it shows in the end what is recorded, once, or people hear."""

import pytest

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from sandbox.state import Json
from storage import outbox
from storage.database import Store
from storage.models import SurfaceKind
from storage.outbox_row import RowState
from tests.conftest import Worlds
from tests.journeys import calm, claimed, whole_way
from tests.sent import of_kind, rows, sent
from tests.waiting import settles, until
from tests.world import ALERTS, World

pytestmark = pytest.mark.both
SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

TROUBLES: dict[str, Json] = {
    "refused once": {"error": "fatal_error"},
    "refused once, for good": {"error": "invalid_arguments"},
    "away five times": {"status": 503, "times": 5},
    "no answer, though done": {"drop": True, "after_effect": True},
    "an error, though done": {"error": "internal_error", "after_effect": True},
    "no answer five times, though done": {"drop": True, "after_effect": True, "times": 5},
    "an unreadable answer": {"status": 200, "error": None, "drop": True},
    "too many requests": {"retry_after": 7, "times": 3},
}
FOR_GOOD = {"refused once, for good"}
# Refused for good, these are not missed: a message replaces the canvas, a note counts without it.
DOES_WITHOUT = {"canvases.sections.lookup", "conversations.canvases.create", "reactions.add"}
LOOKS = ("bookmarks.list", "conversations.history", "conversations.open", "users.conversations")

NOTES = 100


@SQLITE
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_goes_wrong_with_each_call_slack_shows_the_right_thing_in_the_end(
    world: World, methods: list[str], trouble: str
) -> None:
    struck = [each for each in methods if trouble not in FOR_GOOD or each not in DOES_WITHOUT]
    faults = [world.ws.faults.add(method, **TROUBLES[trouble]) for method in struck]
    await whole_way(world)

    assert [fault.method for fault in faults if not fault.hits] == []
    await _is_whole(world)


@SQLITE
@pytest.mark.parametrize("look", LOOKS)
async def test_a_look_that_fails_while_something_is_in_doubt_is_taken_again(
    world: World, methods: list[str], look: str
) -> None:
    for method in methods:
        world.ws.faults.add(method, times=2, **TROUBLES["no answer, though done"])
    faults = [world.ws.faults.add(look, error=code) for code in ("internal_error", "invalid_arguments")]
    await whole_way(world)

    assert [fault.error for fault in faults if not fault.hits] == []
    await _is_whole(world)


async def _is_whole(world: World) -> None:
    """Nothing waits and nothing was given up; the rest is for the audit."""
    assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []
    assert len([room for room in world.ws.channels.values() if room.name.startswith("ace-")]) == 1


async def test_what_slack_refuses_for_ever_is_given_up_and_whoever_leads_is_told_once(world: World) -> None:
    await claimed(world)
    world.ws.faults.add("chat.postMessage", times=None, error="invalid_blocks", match=of_kind("say:1:ask"))
    opening = await world.card(SurfaceKind.OPENING)
    await world.eli.presses("Ask the filer: What led up to it", on=opening)
    await settles(world)

    [dead] = await rows(world, RowState.DEAD)
    assert (dead.kind, dead.error, dead.attempts) == ("say", "invalid_blocks", 12)
    [told] = sent(world, "say:1:undelivered")
    assert "gave up trying to send a message" in told.text
    assert world.eli.id in world.ws.channels[told.channel].members
    world.audited = False  # it was given up, as the audit would say

    world.ws.faults.clear()
    async with world.ace.store.begin() as tx:
        assert await outbox.revive(tx) == 1
    await world.settle()
    assert len(sent(world, "say:1:ask")) == 1
    assert await rows(world, RowState.DEAD) == []


async def test_when_not_even_that_can_be_told_it_is_only_logged(world: World) -> None:
    await claimed(world)
    world.ws.faults.add("chat.postMessage", times=None, error="invalid_blocks", match=of_kind("say:"))
    opening = await world.card(SurfaceKind.OPENING)
    await world.eli.presses("Ask the filer: What led up to it", on=opening)
    await settles(world)
    await settles(world)

    assert [dead.detail["what"] for dead in await rows(world, RowState.DEAD)] == ["ask", "undelivered"]
    world.audited = False


async def test_a_method_that_never_answers_holds_up_nothing_else(world: World) -> None:
    world.ws.faults.add("conversations.setTopic", times=None, drop=True)
    for number in range(1, 4):
        await claimed(world, number=number, customer=f"Customer {number}", impact=f"Fault number {number}.")
    assert {(await world.card(SurfaceKind.OPENING, number)).deleted for number in range(1, 4)} == {False}
    assert {row.kind for row in await rows(world, RowState.WAITING)} == {"topic"}

    await world.move(hours=25)
    await settles(world, hours=1)
    assert {row.key for row in await rows(world, RowState.DEAD)} == {"topic:1", "topic:2", "topic:3"}
    assert [len(sent(world, f"say:{number}:undelivered")) for number in range(1, 4)] == [1, 1, 1]
    world.audited = False


async def test_what_was_asked_in_order_is_said_in_order_after_a_minute_of_too_many_requests(
    world: World,
) -> None:
    await claimed(world)
    room = await world.channel()
    fault = world.ws.faults.add("*", times=None, retry_after=20)
    for number in range(1, 6):
        async with world.ace.store.begin() as tx:
            detail = {"what": "status", "to": room.id}
            await outbox.once(tx, outbox.Effect.SAY, 1, f"note-{number}", detail=detail)
    calls = len(world.ws.calls)
    for _ in range(3):
        await world.move(seconds=20)
    assert len(world.ws.calls) - calls <= 4  # one channel waits as one
    fault.remove()
    await settles(world)

    said = [each.metadata["event_payload"]["key"] for each in world.messages(room) if each.metadata]
    assert [key for key in said if "note" in key] == [f"say:1:note-{number}" for number in range(1, 6)]
    assert await rows(world, RowState.DEAD) == []


async def test_at_the_stop_what_is_in_hand_is_finished_and_nothing_stays_held(worlds: Worlds) -> None:
    """Before it stops to deliver, it may wait five seconds for requests that have come in."""
    async with worlds() as world:
        slow = world.ws.faults.add("chat.postMessage", times=None, delay=1.0)
        for number in range(1, NOTES + 1):
            async with world.ace.store.begin() as tx:
                detail = {"what": "raise_here", "to": world.ws.channel(ALERTS).id}
                await outbox.once(tx, outbox.Effect.SAY, 0, f"note-{number}", detail=detail, lane=str(number))
        await until(lambda: world.called("chat.postMessage") > 1)
        leaving = world.ace
        await world.stop(leaving)
        gone = len(sent(world, "say:0:note"))
        assert await held(world) == []
        slow.remove()
        await world.start()
        assert 0 < gone < NOTES
        await calm(world)
        await world.move(seconds=30)
        assert len(sent(world, "say:0:note")) == NOTES


async def held(world: World) -> list[str]:
    """The keys of the rows that somebody holds, read while nobody runs."""
    store = Store(driver_url(world.database), world.clock, Policy.load())
    async with store.read() as tx:
        found = [row.key for row in await outbox.listing(tx) if row.lease_owner]
    await store.close()
    return found

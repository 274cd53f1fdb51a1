"""Leases that run out while a call is under way: two carry out the same row, and Slack shows it once."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.effects.pace import Tempo
from sandbox.state import Message
from storage import escalations, outbox
from storage.models import SurfaceKind
from storage.outbox_row import OutboxRow, RowState
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised
from tests.makers import CARDS
from tests.people import raises
from tests.sent import of_kind, rows, sent
from tests.waiting import settles, until
from tests.world import ALERTS, World

SHORT = Tempo(lease=0.6, margin=0.3, timeout=5, rest=timedelta(), paced=False)
SLOW = 1.0  # seconds that Slack takes, longer than the lease
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


async def noticed(world: World, condition: Callable[[], object]) -> None:
    """Wait for something that follows when a lease is over, which nobody announces."""

    def look() -> object:
        world.ws.clock.move(timedelta(milliseconds=1))
        return condition()

    await until(look)


async def in_the_end(world: World) -> None:
    """Let both come to their end."""
    await calm(world)
    await settles(world)
    assert await rows(world, RowState.WAITING) == []


async def test_a_message_that_arrives_after_the_other_one_was_recorded_is_taken_back(worlds: Worlds) -> None:
    async with worlds(tempo=SHORT) as world:
        slow = world.ws.faults.add("chat.postMessage", delay=SLOW, match=of_kind("alert:1"))
        await raises(world.ana)
        await noticed(world, lambda: len(sent(world, "alert:1")) == 2)
        await in_the_end(world)

        [stays] = sent(world, "alert:1")
        assert slow.hits == 1
        assert (await world.card(SurfaceKind.ALERT)).ts == stays.ts
        assert world.called("chat.delete") == 1


async def test_a_message_that_the_other_one_found_and_recorded_stays(worlds: Worlds) -> None:
    async with worlds(tempo=SHORT) as world:
        world.ws.faults.add("chat.postMessage", delay=SLOW, after_effect=True, match=of_kind("alert:1"))
        await raises(world.ana)
        await noticed(world, lambda: world.called("conversations.history"))
        await in_the_end(world)

        [stays] = sent(world, "alert:1")
        assert (await world.card(SurfaceKind.ALERT)).ts == stays.ts
        assert world.called("chat.delete") == 0


@pytest.mark.parametrize("after_effect", [True, False])
async def test_two_who_open_the_channel_of_a_case_open_one(worlds: Worlds, after_effect: bool) -> None:
    async with worlds(tempo=SHORT) as world:
        await raised(world)
        world.ws.faults.add("conversations.create", delay=SLOW, after_effect=after_effect)
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await noticed(world, lambda: world.called("conversations.create") == 2)
        await in_the_end(world)

        made = [room for room in world.ws.channels.values() if room.name.startswith("ace-")]
        assert [room.name for room in made] == ["ace-0001-acme-gmbh"]
        assert (await world.channel()).id == made[0].id


async def test_an_edit_that_arrives_late_with_what_was_true_before_is_drawn_over(worlds: Worlds) -> None:
    async with worlds(tempo=SHORT) as world:
        await claimed(world)
        opening = await world.card(SurfaceKind.OPENING)
        before = len(drawn(world, opening))
        late = world.ws.faults.add("chat.update", delay=SLOW, match=lambda args: args["ts"] == opening.ts)
        await shorten(world, "First wording")
        await until(lambda: late.hits)
        await shorten(world, "Second wording")
        await noticed(world, lambda: "Second wording" in opening.text)
        await until(lambda: len(drawn(world, opening)) > before + 2)
        await in_the_end(world)

        assert [words in drawn(world, opening)[before + 1] for words in ("First", "Second")] == [True, False]
        assert "Second wording" in opening.text


def drawn(world: World, card: Message) -> list[str]:
    """The texts that a card was given, in the order in which they arrived."""
    return [
        call.args["text"] for call in world.ws.calls if call.args.get("ts") == card.ts and "text" in call.args
    ]


async def shorten(world: World, summary: str) -> None:
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        ace.summary = summary
        for effect in CARDS:
            await outbox.add(tx, effect, 1)


async def test_what_stood_half_done_when_a_process_died_is_taken_over(worlds: Worlds) -> None:
    async with worlds(tempo=SHORT) as world:
        async with world.ace.store.begin() as tx:
            detail = {"what": "raise_here", "to": world.ws.channel(ALERTS).id}
            left = OutboxRow(
                key="say:0:note", kind="say", lane="note", detail=detail, available_at=tx.now, added_at=tx.now
            )
            left.attempts, left.first_try_at = 1, tx.now
            left.lease_owner, left.lease_until = "somebody who died", time.time() + SHORT.lease
            tx.add(left)
        await noticed(world, lambda: sent(world, "say:0:note"))
        assert world.called("conversations.history") == 1


async def test_a_process_that_was_stopped_for_longer_than_the_lease_sends_nothing_more(
    worlds: Worlds,
) -> None:
    tempo = Tempo(lease=0.6, margin=0.599, timeout=5, rest=timedelta(), paced=False)
    async with worlds(tempo=tempo, start=False) as world:
        world.audited = False
        await world.start()
        await world.settle()
        row = next(row for row in await rows(world, RowState.WAITING) if row.kind == "intro")
        assert row.error == "not begun in time"
        assert {call.method for call in world.ws.calls} == {"auth.test", "users.conversations"}

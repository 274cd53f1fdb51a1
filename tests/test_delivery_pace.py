"""The pace of delivery: within Slack's limits, the urgent first, many changes at once drawn a few times."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.effects.pace import Pace, Tempo
from sandbox.state import Call, Message
from storage import escalations, outbox
from storage.clock import Clock
from storage.models import SurfaceKind
from storage.outbox import Effect
from storage.outbox_row import RowState
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised
from tests.makers import CARDS
from tests.people import raises
from tests.sent import rows, sent
from tests.waiting import settles
from tests.world import ALERTS, World

PACED = Tempo()
AT_ONCE = 1.0  # seconds in which calls are on their way together
ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def took(pace: Pace, method: str, place: str = "") -> int:
    """How many calls go out at once."""
    count = 0
    while pace.wait(method, place) == 0:
        count += 1
    return count


@pytest.mark.parametrize(
    ("method", "at_once", "a_minute"),
    [("conversations_setTopic", 20, 20), ("chat_update", 50, 50), ("views_publish", 100, 100)],
)
def test_each_method_has_its_tiers_allowance_and_gets_it_back_in_a_minute(
    method: str, at_once: int, a_minute: int
) -> None:
    clock = Clock()
    pace = Pace(clock)
    assert took(pace, method) == at_once
    clock.move(timedelta(minutes=1))
    assert took(pace, method) == a_minute


def test_each_channel_takes_a_few_messages_at_once_and_then_one_a_second() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert took(pace, "chat_postMessage", "C1") == 4
    assert took(pace, "chat_postMessage", "C2") == 4
    assert 0 < pace.wait("chat_postMessage", "C1") <= 1
    clock.move(timedelta(seconds=2))
    assert took(pace, "chat_postMessage", "C1") == 2


def test_what_slack_says_counts_whether_paced_or_not() -> None:
    clock = Clock()
    pace = Pace(clock, paced=False)
    pace.told("chat_postMessage", "C1", 30)
    pace.told("conversations_create", "", 10)
    assert pace.wait("chat_postMessage", "C1") > 29
    assert pace.wait("chat_postMessage", "C2") == 0
    assert pace.wait("conversations_create", "") > 9
    clock.move(timedelta(seconds=30))
    assert pace.wait("chat_postMessage", "C1") == pace.wait("conversations_create", "") == 0


def test_only_channels_that_were_written_to_lately_are_remembered() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(2000):
        assert pace.wait("chat_postMessage", f"C{number}") == 0
        clock.move(timedelta(seconds=1))
    assert len(pace._buckets) <= 1001


@ON_SQLITE
async def test_a_hundred_changes_in_a_moment_are_drawn_at_most_three_times(worlds: Worlds) -> None:
    async with worlds(tempo=PACED) as world:
        await claimed(world)
        cards = [await world.card(kind) for kind in (SurfaceKind.ALERT, SurfaceKind.OPENING)]
        before = [drawn(world, card) for card in cards]
        topics = world.called("conversations.setTopic")
        for number in range(100):
            await reword(world, f"Wording number {number}")
        await calm(world)

        assert world.called("conversations.setTopic") - topics <= 3
        assert all(
            1 <= drawn(world, card) - earlier <= 3 for card, earlier in zip(cards, before, strict=True)
        )
        assert "Wording number 99" in cards[1].text


def drawn(world: World, card: Message) -> int:
    return sum(1 for call in world.ws.calls if call.method == "chat.update" and call.args["ts"] == card.ts)


async def reword(world: World, summary: str) -> None:
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        ace.summary = summary
        for effect in CARDS:
            await outbox.add(tx, effect, 1)


@ON_SQLITE
async def test_slack_never_has_to_say_too_many_and_a_critical_case_overtakes(worlds: Worlds) -> None:
    async with worlds(tempo=PACED) as world:
        world.ws.limits.enabled = True
        for number in range(1, 9):
            await raises(world.ana, customer=f"Customer {number}", impact=f"Fault number {number}.")
        await raises(world.ana, customer="Hooli", impact="Everything is down.", severity="Critical (Sev 1)")
        for _ in range(15):
            await world.move(seconds=1)

        alerts = [each.metadata["event_payload"]["key"] for each in world.messages(ALERTS) if each.metadata]
        order = [key for key in alerts if key.startswith("alert")]
        assert sorted(order) == [f"alert:{number}" for number in range(1, 10)]
        assert order.index("alert:9") < order.index("alert:8")
        assert [call.method for call in world.ws.calls if call.status == 429] == []


@ON_SQLITE
async def test_when_no_more_channels_may_be_made_everything_else_goes_on(worlds: Worlds) -> None:
    async with worlds(tempo=PACED) as world:
        await raised(world)
        assert took(world.ace._delivery._pace, "conversations_create") == 20
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await raises(world.ana, customer="Globex", impact="Nobody can log in.")
        await world.settle()
        assert len(sent(world, "alert:2")) == 1
        assert [row.key for row in await rows(world, RowState.WAITING)] == ["channel:1"]

        await world.move(seconds=4)
        assert (await world.channel()).name == "ace-0001-acme-gmbh"


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_two_replicas_that_ask_too_often_together_heed_what_slack_says(worlds: Worlds) -> None:
    async with worlds(tempo=PACED) as world:
        await world.start()
        world.ws.limits.enabled = True
        for number in range(1, 13):
            async with world.ace.store.begin() as tx:
                detail = {"what": "raise_here", "to": world.ws.channel(ALERTS).id}
                await outbox.once(tx, Effect.SAY, 0, f"note-{number:02}", detail=detail, lane="notes")
        for _ in range(20):
            await world.move(seconds=1)

        keys = [each.metadata["event_payload"]["key"] for each in sent(world, "say:0:note") if each.metadata]
        assert keys == [f"say:0:note-{number:02}" for number in range(1, 13)]


@ON_SQLITE
async def test_nothing_is_asked_before_the_time_that_slack_named_is_over(world: World) -> None:
    room = await claimed(world)
    fault = world.ws.faults.add("conversations.setTopic", retry_after=20)
    await reword(world, "Something else")
    await world.settle()
    before = world.called("conversations.setTopic")
    assert fault.hits == 1
    await world.move(seconds=1)
    assert world.called("conversations.setTopic") == before
    await reword(world, "Something else again")
    await world.move(seconds=18)
    assert world.called("conversations.setTopic") == before

    await world.move(seconds=2)
    assert world.called("conversations.setTopic") == before + 1
    assert "Something else again" in room.topic["value"]


@ON_SQLITE
async def test_a_minute_of_too_many_requests_under_a_whole_journey_only_delays_it(
    world: World, methods: list[str]
) -> None:
    room = await claimed(world)
    closed = [world.ws.faults.add(method, times=None, retry_after=20) for method in methods]
    first = len(world.ws.calls)
    await raises(world.ana, customer="Globex", impact="Nobody can log in.")
    await world.eli.types("/ace claim ACE-0002", in_="general")
    await world.zoe.types("observation: it began at noon", in_=room)
    for count in ("first", "second", "third"):
        await world.eli.types(f"/ace update The {count} change", in_=room)
    for _ in range(3):
        await world.move(seconds=20)
    turned_away = [(place(call), call.at) for call in world.ws.calls[first:] if call.status == 429]
    assert len(turned_away) > len(methods)
    tried: dict[tuple[str, str], list[float]] = {}
    for where, at in sorted(turned_away, key=lambda each: each[1]):
        times = tried.setdefault(where, [])
        if not times or at - times[-1] > AT_ONCE:  # what was on its way together counts as one
            times.append(at)
    assert all(later - at >= 19 for times in tried.values() for at, later in pairwise(times))
    for fault in closed:
        fault.remove()
    await settles(world)

    assert (await world.channel(2)).name == "ace-0002-globex"
    assert await rows(world, RowState.WAITING) == await rows(world, RowState.DEAD) == []
    assert "it began at noon" in world.eli.screen(await world.card(SurfaceKind.OPENING))
    said = [each.text for each in world.messages(room)]
    assert [count for text in said for count in ("first", "second", "third") if f"The {count}" in text] == [
        "first",
        "second",
        "third",
    ]


def place(call: Call) -> tuple[str, str]:
    """What Slack closes: a method, or for messages a channel."""
    return call.method, str(call.args.get("channel")) if call.method == "chat.postMessage" else ""

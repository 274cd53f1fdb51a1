"""A call that is cut off takes effect after ACE has looked and made another: in the end there is one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.effects.pace import Tempo
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed
from tests.people import raises
from tests.sent import of_kind, sent
from tests.test_delivery_leases import in_the_end, noticed
from tests.world import AT_ONCE, World

CUT_OFF = Tempo(lease=4.0, margin=2.0, timeout=1, rest=timedelta(), paced=False)
LATE = 2.5  # seconds that Slack takes to begin, longer than ACE waits for an answer
NOW = replace(AT_ONCE, door=0.3)
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


async def test_a_message_that_comes_after_all_is_taken_back(worlds: Worlds) -> None:
    async with worlds(tempo=CUT_OFF) as world:
        late = world.ws.faults.add("chat.postMessage", delay=LATE, match=of_kind("alert:1"))
        await raises(world.ana)
        await noticed(world, lambda: len(sent(world, "alert:1")) == 2)
        await in_the_end(world)

        [stays] = sent(world, "alert:1")
        assert late.hits == 1
        assert (await world.card(SurfaceKind.ALERT)).ts == stays.ts
        assert world.called("chat.delete") == 1


async def test_a_bookmark_that_comes_after_all_is_taken_away(worlds: Worlds) -> None:
    async with worlds(tempo=CUT_OFF) as world:
        late = world.ws.faults.add("bookmarks.add", delay=LATE)
        room = await claimed(world)
        await noticed(world, lambda: len(room.bookmarks) == len(links(world)) + 1)
        await calm(world)
        await in_the_end(world)

        assert late.hits == 1
        assert sorted(each["title"] for each in room.bookmarks) == links(world)


async def test_whoever_waits_for_a_form_that_slack_does_not_open_is_told_in_time(worlds: Worlds) -> None:
    async with worlds(tempo=NOW) as world:
        world.ws.faults.add("views.open", delay=LATE)
        await world.ana.types("/raiseanace", in_="support")

        assert world.ana.was_told("Slack did not let ACE show that in time, so nothing was changed.")


def links(world: World) -> list[str]:
    """The titles of the bookmarks there should be."""
    assert world.audited
    return ["Call", "Record", "State document"]

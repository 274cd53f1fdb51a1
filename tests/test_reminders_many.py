"""What somebody has missed of very many cases is one message, which counts them all."""

import pytest

from tests.hours import direct_messages
from tests.many_clocks import make_due, seed
from tests.waiting import settles
from tests.world import World

CASES = 70


@pytest.mark.both
async def test_what_comes_late_of_seventy_cases_is_one_message_that_counts_all_of_it(world: World) -> None:
    world.audited = False  # the cases were made in bulk, without anything in Slack
    store = world.ace.store
    await seed(store, CASES * 5, ems=[world.eli.id])
    await make_due(store, CASES)
    await world.move(hours=3)
    await settles(world)

    [told] = [each for each in direct_messages(world, world.eli) if "Delayed" in each.text]
    assert told.text.count("•") == 11
    assert f"… and {CASES - 10} more." in told.text
    assert len(told.blocks[1]["elements"]) == 3

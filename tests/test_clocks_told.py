"""Reminders as people see them: who is told, where, with which buttons, and what an answer makes of it."""

from datetime import datetime, timedelta

from bot.playbook.adherence import What
from bot.playbook.kinds import ClockKind
from storage import clocks
from storage.models import SurfaceKind
from tests.hours import at_work, reminders_in, to_next_reminder
from tests.journeys import claimed, last_to
from tests.world import ALERTS, World


async def test_a_due_update_asks_the_em_once_and_its_answer_collapses_it(world: World) -> None:
    await at_work(world)
    room = await claimed(world)
    await to_next_reminder(world)

    nudge = reminders_in(world, room)[-1]
    shown = world.eli.screen(nudge)
    assert f"<@{world.eli.id}>" in nudge.text
    print(shown)
    await world.eli.presses("Nothing new", on=nudge)
    await world.settle()
    print(world.eli.screen(reminders_in(world, room)[-1]))

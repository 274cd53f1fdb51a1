"""A case is reminded of: put off, paused, answered, covered and taken over."""

from dataclasses import replace

from bot.playbook.lifecycle import Status
from bot.playbook.severity import Severity
from tests.hours import at_work, reminders_in, to_next_reminder
from tests.leading import REPORT, led
from tests.tours.tour import Tour


async def reminded(tour: Tour) -> None:
    """The buttons under reminders, and the forms that put them off."""
    world, eli = tour.world, tour.world.eli
    await at_work(world)
    room = await led(world, Status.IN_PROGRESS)
    await to_next_reminder(world)
    [nudge] = reminders_in(world, room)
    await eli.presses("Snooze", on=nudge)
    await tour.sends(eli, {"Remind me in": "15 minutes"})
    await tour.presses(eli, "Nothing new", on=nudge)
    await eli.presses("Pause a clock", on=nudge)
    pause = {"Until when": tour.soon(hours=2), "Why": "The customer asked us to wait"}
    await tour.sends(eli, pause)
    cover = {"Who stands in?": "zoe", "Until when?": tour.soon(hours=3)}
    await tour.says(eli, "cover", cover, in_=room)
    await eli.types("/ace cover", in_=room)
    await tour.presses(eli, "End cover")
    await tour.leaves(eli)
    critical = await led(world, report=replace(REPORT, severity=Severity.CRITICAL))
    await eli.types("/ace pause", in_=critical)
    await tour.sends(eli, pause)
    await tour.sends(eli)

"""Cover: reminders go to whoever stands in until the time is over; ownership stays where it is."""

from dataclasses import replace
from datetime import timedelta

from bot.playbook.lifecycle import Status
from bot.playbook.severity import Severity
from storage.models import SurfaceKind
from tests.journeys import calm, last_to
from tests.leading import REPORT, led
from tests.world import World


async def test_somebody_stands_in_until_the_time_is_over(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS, report=replace(REPORT, severity=Severity.CRITICAL))
    eli = world.eli
    await eli.types("/ace cover @zoe", in_=room)
    await eli.fills({"Until when?": world.ws.clock.now() - timedelta(hours=1)})
    await eli.submits()
    assert eli.errors == {"Until when?": "Choose a time that is still to come."}
    await eli.fills({"Until when?": world.ws.clock.now() + timedelta(days=31)})
    await eli.submits()
    assert "more than 30 days away" in eli.errors["Until when?"]
    await eli.fills({"Who stands in?": "eli", "Until when?": world.ws.clock.now() + timedelta(hours=3)})
    await eli.submits()
    assert "They hold that role themselves." in eli.errors["Who stands in?"]
    await eli.fills({"Who stands in?": "zoe"})
    await eli.submits()
    await calm(world)

    case = await world.case()
    assert [(each.person, each.stand_in) for each in case.work.covers] == [(eli.id, world.zoe.id)]
    assert case.ace.em == eli.id
    assert "You stand in for Eli Moreau on ACE-0001" in world.zoe.screen(last_to(world, "zoe"))

    await world.zoe.types("/ace handover @max", in_=room)  # a stand-in may offer it as the EM may
    await calm(world)
    assert (case := await world.case()).work.handover
    assert case.work.handover.giver == eli.id

    before = len(world.ws.notifications)
    await world.move(hours=2, minutes=1)  # updates are due
    after = world.ws.notifications[before:]
    named = [one.user for one in after if one.channel == room.id and one.why == "mention"]
    assert set(named) == {world.zoe.id}

    await world.move(hours=1)
    assert (await world.case()).work.covers == []
    assert "Your cover on ACE-0001" in eli.screen(last_to(world, "eli"))


async def test_a_cover_is_ended_before_its_time_and_by_the_next_one(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    eli = world.eli
    for who in ("zoe", "max"):
        await eli.types(f"/ace cover @{who}", in_=room)
        await eli.fills({"Until when?": world.ws.clock.now() + timedelta(hours=3)})
        await eli.submits()
        await calm(world)
    assert [each.stand_in for each in (await world.case()).work.covers] == [world.max.id]

    await eli.types("/ace cover", in_=room)
    await eli.presses("End cover")
    await calm(world)
    assert (await world.case()).work.covers == []
    assert await world.card(SurfaceKind.OPENING)
    await world.move(hours=4)
    told = world.messages(world.ws.open_dm([world.app.bot_user, "eli"]))
    assert not any("Your cover" in eli.screen(message) for message in told)

"""What people do to a case channel, and the ways on: archived, brought back, the app removed."""

from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, last_to, raised, sets_call
from tests.world import ALERTS, World


async def test_whoever_leads_is_told_when_the_channel_is_archived(world: World) -> None:
    room = await claimed(world)
    world.ws.archive(room.id, world.zoe.id)
    await calm(world)

    told = world.eli.screen(last_to(world, "eli"))
    assert "The channel of ACE-0001 was archived" in told
    assert "Try again opens a new channel" in told
    assert [one.why for one in world.eli.notifications] == ["mention", "dm"]
    assert [one.why for one in world.ana.notifications] == ["dm"]


async def test_an_archived_channel_gets_a_successor_that_says_so(world: World) -> None:
    old = await claimed(world)
    await world.zoe.types("decision: roll back", in_=old)
    await calm(world)
    world.ws.archive(old.id, world.zoe.id)
    await calm(world)
    await world.eli.presses("Try again", on=last_to(world, "eli"))
    await calm(world)

    room = await world.channel()
    assert room.name == "ace-0001-acme-gmbh-2"
    assert {world.ana.id, world.eli.id, world.zoe.id} <= set(room.members)
    opening = world.zoe.screen(await world.card(SurfaceKind.OPENING))
    assert "This goes on from #ace-0001-acme-gmbh, which was archived." in opening
    assert "Decision: roll back" in opening
    assert "#ace-0001-acme-gmbh-2" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
    assert "#ace-0001-acme-gmbh-2" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    assert len(room.bookmarks) == 3


async def test_a_successor_that_is_archived_too_gets_the_next_number(world: World) -> None:
    for name in ("ace-0001-acme-gmbh-2", "ace-0001-acme-gmbh-3"):
        room = await world.channel() if await world.count() else await claimed(world)
        world.ws.archive(room.id, world.zoe.id)
        await calm(world)
        await world.eli.presses("Try again", on=last_to(world, "eli"))
        await calm(world)
        assert (await world.channel()).name == name


async def test_trying_again_twice_opens_one_channel(world: World) -> None:
    room = await claimed(world)
    world.ws.archive(room.id, world.zoe.id)
    await calm(world)
    message = last_to(world, "eli")
    await world.eli.presses("Try again", on=message)
    await world.eli.presses("Try again", on=message)
    await calm(world)
    await world.eli.presses("Try again", on=message)
    await calm(world)

    assert world.called("conversations.create") == 2
    assert world.eli.was_told("Everything of ACE-0001 is in place")


async def test_an_archived_public_channel_that_is_brought_back_goes_on(world: World) -> None:
    room = await claimed(world)
    world.ws.archive(room.id, world.zoe.id)
    await calm(world)
    world.ws.unarchive(room.id, world.zoe.id)
    await calm(world)
    await world.zoe.types("observation: the queue is empty again", in_=room)
    await calm(world)

    assert world.app.bot_user in room.members
    assert (await world.channel()).id == room.id
    assert "the queue is empty again" in world.eli.screen(await world.card(SurfaceKind.OPENING))


async def test_a_claim_in_an_archived_channel_tells_the_new_manager_the_ways_on(worlds: Worlds) -> None:
    async with worlds(channel={"opens": "filing"}) as world:
        await raised(world)
        room = await world.channel()
        world.ws.archive(room.id, world.zoe.id)
        await calm(world)
        assert "was archived" in world.ana.screen(last_to(world, "ana"))

        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await calm(world)
        await world.eli.presses("Try again", on=last_to(world, "eli"))
        await calm(world)

        assert world.eli.id in (await world.channel()).members


async def test_archiving_that_no_event_told_of_is_found_out_at_the_next_change(world: World) -> None:
    room = await claimed(world)
    world.ws.deliveries.faults.drop("channel_archive")
    world.ws.archive(room.id, world.zoe.id)
    await world.eli.types("/ace show ACE-0001", in_="general")
    await sets_call(world)

    case = await world.case()
    assert case.room is None
    assert case.archived or case.removed
    assert "ACE-0001" in world.eli.screen(last_to(world, "eli"))


async def test_an_app_that_was_removed_says_what_stands_still_and_comes_back_when_invited(
    world: World,
) -> None:
    room = await claimed(world)
    world.ws.kick(room.id, world.app.bot_user, world.zoe.id)
    await calm(world)
    told = world.eli.screen(last_to(world, "eli"))
    assert "ACE was removed from #ace-0001-acme-gmbh" in told
    assert "nothing is logged or shown there now" in told

    world.ws.invite(room.id, [world.app.bot_user], world.zoe.id)
    await calm(world)
    await world.zoe.types("observation: back to normal", in_=room)
    await calm(world)

    assert "back to normal" in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert world.called("conversations.create") == 1


async def test_try_again_lets_the_app_into_a_public_channel_it_was_removed_from(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        room = await claimed(world)
        world.ws.kick(room.id, world.app.bot_user, world.zoe.id)
        await calm(world)
        await world.eli.presses("Try again", on=last_to(world, "eli"))
        await calm(world)

        assert world.app.bot_user in room.members
        assert (await world.case()).room == room.id


async def test_try_again_opens_another_private_channel_since_apps_cannot_enter_those(world: World) -> None:
    await raised(world, seen_by="Private: security")
    await world.max.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    old = await world.channel()
    world.ws.kick(old.id, world.app.bot_user, world.max.id)
    await calm(world)
    await world.max.presses("Try again", on=last_to(world, "max"))
    await calm(world)

    room = await world.channel()
    assert (room.name, room.is_private) == ("ace-0001-private-2", True)
    assert {world.ana.id, world.max.id} <= set(room.members)


async def test_the_alert_is_kept_true_when_the_app_was_removed_from_a_public_alert_channel(
    world: World,
) -> None:
    await raised(world)
    world.ws.kick(ALERTS, world.app.bot_user, world.max.id)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    await raised(world, customer="Globex")

    assert "Led by @Eli Moreau" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    assert "Globex" in world.zoe.screen(await world.card(SurfaceKind.ALERT, 2))


async def test_alerts_that_a_private_alert_channel_refused_come_when_the_app_is_let_in(world: World) -> None:
    world.ws.channel(ALERTS).is_private = True
    world.ws.kick(ALERTS, world.app.bot_user, world.max.id)
    await raised(world)
    tracker = world.ana.screen(await world.card(SurfaceKind.TRACKER))
    assert "The alert could not be posted" in tracker
    assert "/ace claim ACE-0001" in tracker
    assert "were alerted" not in tracker

    world.ws.invite(world.ws.channel(ALERTS).id, [world.app.bot_user], world.max.id)
    await calm(world)

    assert "Claim ACE-0001" in world.eli.screen(await world.card(SurfaceKind.ALERT))
    assert "could not" not in world.ana.screen(await world.card(SurfaceKind.TRACKER))


async def test_the_filer_can_have_a_refused_alert_tried_again(world: World) -> None:
    fault = world.ws.faults.add(
        "chat.postMessage", times=None, error="restricted_action", match=lambda args: "alert:1" in str(args)
    )
    await raised(world)
    fault.remove()
    await world.ana.presses("Try again", on=await world.card(SurfaceKind.TRACKER))
    await calm(world)

    assert "Claim ACE-0001" in world.eli.screen(await world.card(SurfaceKind.ALERT))
    assert "could not" not in world.ana.screen(await world.card(SurfaceKind.TRACKER))

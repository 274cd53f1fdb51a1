"""Noise: whom a case disturbs and how often, and how many calls it takes to file and to claim it."""

from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, raised, sets_call
from tests.world import ALERTS, World

MEETING = "users.info"  # asked once of each person, whatever they do first


async def test_filing_and_claiming_disturb_the_filer_and_the_manager_once_each(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        await claimed(world)

        assert [one.why for one in world.ana.notifications] == ["dm"]
        assert [one.why for one in world.eli.notifications] == ["mention"]
        for person in (world.zoe, world.max, world.noor):
            assert person.notifications == []


async def test_whoever_claims_their_own_case_hears_of_it_twice_at_most(world: World) -> None:
    await claimed(world, by=world.ana)

    assert [one.why for one in world.ana.notifications] == ["dm", "mention"]


async def test_no_message_but_alert_opening_card_and_tracker(world: World) -> None:
    room = await claimed(world)

    ours = [message for message in world.messages(room) if message.app_id]
    assert len(ours) == 1
    assert (
        len([message for message in world.messages(ALERTS) if message.app_id]) == 2
    )  # with the introduction
    assert len(world.messages(world.ws.open_dm([world.app.bot_user, "ana"]))) == 1
    others = [each for each in world.ws.channels.values() if each.is_im and len(each.messages)]
    assert len(others) == 1


async def test_a_pinned_document_disturbs_nobody(world: World) -> None:
    world.ws.plan = "free"
    await claimed(world)

    assert [one.why for one in world.eli.notifications] == ["mention"]
    assert [one.why for one in world.ana.notifications] == ["dm"]


async def test_work_on_a_case_disturbs_nobody(world: World) -> None:
    room = await claimed(world)
    before = len(world.ws.notifications)
    opening = await world.card(SurfaceKind.OPENING)
    await world.zoe.types("observation: the queue is full", in_=room)
    await world.zoe.types("it is the disk", in_=room, thread=opening)
    await sets_call(world)

    assert len(world.ws.notifications) == before


async def test_nobody_is_called_by_what_others_typed(world: World) -> None:
    loud = "<!channel> @here @everyone <!subteam^S1> everything is down"
    room = await claimed(world, impact=loud, customer="@channel Acme")
    await world.zoe.types("observation: see for yourself", in_=room)
    await sets_call(world)

    by_us = [one for one in world.ws.notifications if world.ws.channels[one.channel].messages[one.ts].app_id]
    assert sorted(one.why for one in by_us) == ["dm", "mention"]
    for channel in world.ws.channels.values():
        ours = [message for message in channel.messages.values() if message.app_id]
        assert not [message for message in ours if message.subtype == "thread_broadcast"]


async def test_filing_takes_three_calls_at_most_besides_the_form(world: World) -> None:
    before = len(world.ws.calls)
    await raised(world)

    methods = [call.method for call in world.ws.calls[before:]]
    rest = [method for method in methods if method not in {"views.open", "views.update", MEETING}]
    assert rest == ["chat.postMessage", "chat.postMessage"]
    assert len(methods) - methods.count("views.open") <= 3


async def test_claiming_takes_ten_calls_at_most(world: World) -> None:
    await raised(world, product="Mobile apps")
    await world.eli.types("/ace show ACE-0001", in_="general")
    before = len(world.ws.calls)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)

    methods = sorted(call.method for call in world.ws.calls[before:])
    assert methods == [
        "bookmarks.add",
        "bookmarks.add",
        "bookmarks.add",
        "chat.postMessage",
        "chat.update",
        "chat.update",
        "conversations.canvases.create",
        "conversations.create",
        "conversations.invite",
        "conversations.setTopic",
    ]


async def test_a_note_takes_four_calls(world: World) -> None:
    room = await claimed(world)
    await world.zoe.types("observation: meeting me costs one call", in_=room)
    await calm(world)
    before = len(world.ws.calls)
    await world.zoe.types("observation: the queue is full", in_=room)
    await calm(world)

    methods = sorted(call.method for call in world.ws.calls[before:])
    assert methods == ["canvases.edit", "canvases.sections.lookup", "chat.update", "reactions.add"]


async def test_ten_notes_in_a_row_redraw_the_card_once(world: World) -> None:
    room = await claimed(world)
    before = world.called("chat.update")
    for number in range(10):
        await world.zoe.types(f"observation: number {number}", in_=room)
    await calm(world)

    assert world.called("chat.update") - before <= 2
    assert world.called("reactions.add") == 10

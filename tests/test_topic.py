"""The topic: drawn from the record, set only when its text changes, put back when somebody edits it."""

from sandbox.state import Channel, Json
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, claimed, sets_call
from tests.world import World

LONG = "The export of invoices fails for every account with more than a thousand rows, " * 12


async def test_the_topic_says_severity_status_manager_summary_and_the_three_links(world: World) -> None:
    room = await claimed(world)

    case = await world.case()
    record, call, document = case.links(world.ace._door.place)
    assert room.topic["value"] == (
        "High | Discovery | EM Eli Moreau | Nobody at Acme can export invoices since this morning. | "
        f"{record} | {call} | {document}"
    )
    assert call == "https://meet.example.com/ACE-0001"


async def test_a_long_summary_gives_way_and_links_stay_whole(world: World) -> None:
    room = await claimed(world, impact=LONG)

    topic = room.topic["value"]
    assert len(topic) <= 250
    assert "…" in topic
    links = [part for part in topic.split(" | ") if part.startswith("http")]
    assert links == [each for each in (await world.case()).links(world.ace._door.place) if each in links]
    assert len(links) >= 2


async def test_a_claim_sets_the_topic_once(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        room = await claimed(world)

        assert world.called("conversations.setTopic") == 1
        assert len(_topic_lines(world, room)) == 1
        assert not world.eli.told


async def test_a_change_that_leaves_the_text_as_it_is_sets_nothing(world: World) -> None:
    room = await claimed(world)
    await world.zoe.types("observation: still failing", in_=room)
    await calm(world)

    assert len(_topic_lines(world, room)) == 1


async def test_an_edited_topic_is_put_back_once_and_only_the_editor_is_told(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        room = await claimed(world)
        ours = room.topic["value"]
        world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
        await calm(world)

        assert room.topic["value"] == ours
        assert world.called("conversations.setTopic") == 2
        assert len(_topic_lines(world, room)) == 3
        assert len(world.zoe.told) == 1
        assert "it was put back" in world.zoe.told[0]
        assert not world.eli.told
        assert not world.zoe.notifications


async def test_an_edit_that_is_delivered_twice_is_put_back_once(world: World) -> None:
    room = await claimed(world)
    world.ws.deliveries.faults.double("message", match=lambda payload: "channel_topic" in str(payload))
    world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
    await calm(world)

    assert world.called("conversations.setTopic") == 2
    assert len(world.zoe.told) == 1


async def test_two_quick_edits_end_with_our_topic(world: World) -> None:
    room = await claimed(world)
    ours = room.topic["value"]
    world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
    world.ws.set_topic(room.id, "Acme is really down!", world.zoe.id)
    await calm(world)

    assert room.topic["value"] == ours
    assert world.called("conversations.setTopic") <= 3


async def test_an_edit_between_our_setting_and_slacks_answer_is_put_back_too(world: World) -> None:
    room = await claimed(world)
    ours = room.topic["value"]
    again = ["Acme is really down!"]

    def quick(news: Json) -> None:
        if news.get("channel") == room.id and room.topic["value"] == ours and again:
            world.ws.set_topic(room.id, again.pop(), world.zoe.id)

    world.ws.faults.add("conversations.setTopic", delay=0.3, after_effect=True)
    world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
    world.ws.watchers.append(quick)
    await calm(world)

    assert again == []
    assert room.topic["value"] == ours


async def test_a_cleared_topic_is_put_back(world: World) -> None:
    room = await claimed(world)
    ours = room.topic["value"]
    world.ws.set_topic(room.id, "", world.zoe.id)
    await calm(world)

    assert room.topic["value"] == ours


async def test_other_channels_topics_are_nobodys_business(world: World) -> None:
    await claimed(world)
    world.ws.set_topic("general", "Cake at four", world.zoe.id)
    await calm(world)

    assert world.ws.channel("general").topic["value"] == "Cake at four"
    assert not world.zoe.told


async def test_the_topic_of_a_private_channel_is_guarded_too(world: World) -> None:
    room = await claimed(world, by=world.max, seen_by="Private: security")
    ours = room.topic["value"]
    world.ws.set_topic(room.id, "Breach", world.max.id)
    await calm(world)

    assert room.is_private
    assert room.topic["value"] == ours


async def test_a_summary_cannot_break_out_of_its_line(world: World) -> None:
    room = await claimed(world, impact="Down <!channel> & <https://evil.example|home>\n\tfor all")

    assert "\n" not in room.topic["value"]
    assert "Down ‹!channel› & ‹https://evil.example|home› for all" in room.topic["value"]
    assert not any("<!" in line for line in _topic_lines(world, room))
    assert not world.zoe.notifications


async def test_a_new_call_link_changes_the_topic_once(world: World) -> None:
    room = await claimed(world)
    await sets_call(world)

    assert "https://call.example.com/1" in room.topic["value"]
    assert len(_topic_lines(world, room)) == 2
    assert (await world.card(SurfaceKind.OPENING)).thread_ts is None


def _topic_lines(world: World, room: Channel) -> list[str]:
    return [each.text for each in world.messages(room) if each.subtype in {"channel_topic", "group_topic"}]

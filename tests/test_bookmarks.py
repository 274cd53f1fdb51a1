"""The bookmarks: record, call and state document, whatever people do to them."""

import pytest

from sandbox.hands.checks import Rejected
from sandbox.state import Channel
from tests.conftest import Worlds
from tests.journeys import calm, claimed, opens_links, sets_call
from tests.world import World

CALL = "https://call.example.com/1"


async def test_a_case_channel_has_all_three_links(world: World) -> None:
    room = await claimed(world)

    case = await world.case()
    wanted = dict(zip(["Record", "Call", "State document"], case.links(world.ace._door.place), strict=True))
    assert _links(room) == wanted
    assert all(wanted.values())


async def test_a_bookmark_that_somebody_removed_is_there_again_after_the_next_change(world: World) -> None:
    room = await claimed(world)
    room.bookmarks.pop(0)
    await sets_call(world)

    assert set(_links(room)) == {"Record", "Call", "State document"}


async def test_bookmarks_that_somebody_edited_are_corrected_at_the_next_change(world: World) -> None:
    room = await claimed(world)
    record = _links(room)["Record"]
    room.bookmarks[0] |= {"link": "https://elsewhere.example", "title": "Notes", "app_id": None}
    await sets_call(world)

    assert _links(room)["Record"] == record
    assert len(room.bookmarks) == 3


async def test_peoples_own_bookmarks_are_left_alone_even_under_our_titles(world: World) -> None:
    room = await claimed(world)
    own = dict(room.bookmarks[1], id="Bk0ZOE", link="https://zoe.example", app_id=None)
    room.bookmarks.append(own | {"last_updated_by_user_id": world.zoe.id})
    await sets_call(world)

    assert {each["link"] for each in room.bookmarks if each["title"] == "Call"} == {
        CALL,
        "https://zoe.example",
    }


async def test_the_call_link_appears_in_bookmarks_and_topic(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        room = await claimed(world)
        await sets_call(world)

        assert _links(room)["Call"] == CALL
        assert CALL in room.topic["value"]
        assert "meet.example.com" not in room.topic["value"]


async def test_a_call_link_that_is_taken_away_falls_back_to_the_policys(world: World) -> None:
    room = await claimed(world)
    await sets_call(world)
    await sets_call(world, None)

    assert _links(room)["Call"] == "https://meet.example.com/ACE-0001"
    assert CALL not in room.topic["value"]


async def test_without_a_link_in_the_policy_the_bookmark_goes_with_the_link(worlds: Worlds) -> None:
    async with worlds(links={"call": ""}) as world:
        room = await claimed(world)
        assert set(_links(room)) == {"Record", "State document"}
        await sets_call(world)
        assert _links(room)["Call"] == CALL
        await sets_call(world, None)

        assert set(_links(room)) == {"Record", "State document"}
        assert CALL not in room.topic["value"]


async def test_slacks_client_already_refuses_what_is_no_address(world: World) -> None:
    await claimed(world)
    await opens_links(world.eli, world)
    await world.eli.fills({"Link of the call": "meet me at noon"})

    with pytest.raises(Rejected):
        await world.eli.submits()


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("ftp://files.example.com/call", "Start with https://"),
        ("https://call.example.com/<b>", "Start with https://"),
        ("https://call.example.com/" + "a" * 500, "longer than 500 characters"),
    ],
)
async def test_an_address_that_cannot_be_kept_is_refused_next_to_the_field(
    world: World, link: str, said: str
) -> None:
    room = await claimed(world)
    await opens_links(world.eli, world)
    await world.eli.fills({"Link of the call": link})
    await world.eli.submits()
    await calm(world)

    assert said in world.eli.errors["Link of the call"]
    assert world.eli.view
    assert link in world.eli.screen(world.eli.view)
    assert _links(room)["Call"] == "https://meet.example.com/ACE-0001"


async def test_the_form_shows_the_link_that_is_set_and_says_what_emptying_does(world: World) -> None:
    await claimed(world)
    await sets_call(world)
    await opens_links(world.eli, world)

    assert world.eli.view
    assert CALL in world.eli.screen(world.eli.view)
    assert "to go back to the usual one" in world.eli.screen(world.eli.view)


async def test_a_guest_who_is_not_on_the_case_cannot_set_links(world: World) -> None:
    guest = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
    room = await claimed(world)
    room.members.append(guest.id)
    gus = world.ws.person("gus")
    await gus.types("/ace links", in_=room)
    await gus.fills({"Link of the call": CALL})
    await gus.submits()
    await calm(world)

    assert _links(room)["Call"] == "https://meet.example.com/ACE-0001"
    assert gus.view
    assert "You may not" in gus.screen(gus.view)


def _links(room: Channel) -> dict[str, str]:
    return {each["title"]: each["link"] for each in room.bookmarks}

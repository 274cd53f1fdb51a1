"""Filing: what the filer sees, the one message that follows the case, and who is disturbed by it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from sandbox.state import Message
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.forms import labels, shows, standing, submits_unchecked
from tests.people import answers, raises
from tests.waiting import settles
from tests.world import ALERTS, World


async def test_the_modal_itself_shows_the_key_and_the_next_steps(world: World) -> None:
    await raises(world.ana)

    shown = shows(world.ana)
    assert "ACE-0001 is filed" in shown
    assert f"The alert is on its way to #{ALERTS}" in shown
    assert "Until it is claimed, keep the customer informed" in shown
    assert labels(world.ana) == []


async def test_filing_notifies_the_filer_by_the_tracker_and_nobody_else(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    tracker = await world.card(SurfaceKind.TRACKER)

    assert [(each.user, each.why, each.ts) for each in world.ws.notifications] == [
        (world.ana.id, "dm", tracker.ts)
    ]
    assert "ACE-0001" in world.ws.notifications[0].text
    alert = await world.card(SurfaceKind.ALERT)
    assert "Filed by Ana Silva" in world.zoe.screen(alert)


async def test_the_tracker_is_one_message_that_is_edited_as_the_case_goes_on(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    before = await world.card(SurfaceKind.TRACKER)
    assert "Nobody yet" in world.ana.screen(before)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    after = await world.card(SurfaceKind.TRACKER)

    shown = world.ana.screen(after)
    assert after.ts == before.ts
    assert all(word in shown for word in ("Discovery", "@Eli Moreau", "Last update", "Next update"))
    assert len(_told_alone(world)) == 1
    assert [each.why for each in world.ana.notifications] == ["dm"]


def _told_alone(world: World) -> list[Message]:
    return [
        message
        for channel in world.ws.channels.values()
        if channel.is_im and world.ana.id in channel.members
        for message in channel.messages.values()
    ]


async def test_a_private_case_says_what_others_see_of_it(world: World) -> None:
    await raises(world.ana, seen_by="Private: security")
    await world.settle()

    assert "shows that there is a case, and nothing about the customer" in shows(world.ana)
    for message in world.messages(ALERTS):
        assert "acme" not in f"{message.text} {message.blocks}".lower()


async def test_where_the_channel_opens_at_once_the_modal_says_so(worlds: Worlds) -> None:
    async with worlds(channel={"opens": "filing"}) as world:
        await raises(world.ana)
        await world.settle()

        assert "Its channel opens now, and you are invited to it." in shows(world.ana)
        assert world.ana.id in (await world.channel()).members
        assert {each.user for each in world.ws.notifications} == {world.ana.id}


async def test_an_answer_that_is_wrong_is_told_next_to_its_field_and_everything_stays(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.presses("Add the full brief")
    await world.ana.fills(answers(target="Engineering") | {"Revenue at risk": "???"})
    long_ago = world.clock.now() - timedelta(days=1)
    await world.ana.fills({"By when?": long_ago, "What led up to it?": "A deploy."})
    await world.ana.fills({"What happens instead": "- - -"})
    await world.ana.submits()

    assert set(world.ana.errors) == {"By when?", "What happens instead", "Revenue at risk"}
    assert "still to come" in world.ana.errors["By when?"]
    assert standing(world.ana, "What led up to it?") == "A deploy."
    assert await world.count() == 0


async def test_a_needed_answer_whose_field_is_not_shown_brings_its_field(world: World) -> None:
    """Two quick changes of the team can leave the fields of the first one on the screen."""
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.presses("Add the full brief")
    await world.ana.fills(answers())
    world.ws.faults.add("views.update", error="hash_conflict")
    await world.ana.chooses("Which team should act?", "Leadership")
    assert "Which decision do you need?" not in labels(world.ana)
    await world.ana.submits()

    assert "Say which decision you need from leadership." in shows(world.ana)
    assert standing(world.ana, "Which customer?") == "Acme GmbH"
    await world.ana.fills({"Which decision do you need?": "Refund or not"})
    await world.ana.submits()
    assert "ACE-0001 is filed" in shows(world.ana)
    await world.settle()


async def test_a_product_that_left_the_policy_meanwhile_is_asked_for_again(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers(product="Mobile apps"))
    world.rules["products"] = {"web": {"name": "Web app", "responders": "@web-responders"}}
    await world.stop()
    await world.start()
    await world.ana.submits()

    assert world.ana.errors == {
        "Which product?": "This product is not on the list any more. Choose another one."
    }
    assert standing(world.ana, "What can they no longer do?").startswith("Nobody at Acme")
    await world.ana.fills({"Which product?": "Web app"})
    await world.ana.submits()
    await world.settle()
    assert (await world.case()).ace.product == "web"


async def test_without_its_database_the_form_stays_and_says_what_to_do(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    store = world.ace.store
    engines = store.engine, store._writers
    store.engine = store._writers = create_async_engine("postgresql+asyncpg://127.0.0.1:1/nothing")
    await world.ana.submits()
    said = shows(world.ana)
    await store.engine.dispose()
    store.engine, store._writers = engines

    assert "ACE cannot use its database just now, so nothing was changed." in said
    assert "If you typed into a form, it is still there." in said
    await world.ana.presses("Back")
    assert standing(world.ana, "Which customer?") == "Acme GmbH"
    await world.ana.submits()
    assert "ACE-0001 is filed" in shows(world.ana)
    await world.settle()
    assert await world.count() == 1


async def test_two_people_filing_at_once_get_keys_of_their_own(world: World) -> None:
    for person, customer in ((world.ana, "Acme"), (world.noor, "Globex")):
        await person.types("/raiseanace", in_="general")
        await person.fills(answers(customer=customer))
    await asyncio.gather(world.ana.submits(), world.noor.submits())
    await world.settle()

    assert {shows(world.ana).split(" is filed")[0][-8:], shows(world.noor).split(" is filed")[0][-8:]} == {
        "ACE-0001",
        "ACE-0002",
    }


@pytest.mark.both
async def test_thirty_people_filing_at_once_get_keys_without_a_gap(world: World) -> None:
    world.sandbox.deliveries.ack_timeout = (
        60  # thirty at once on a busy machine; the keys are what counts here
    )
    for number in range(30):
        world.ws.add_user(f"person{number}", f"Person {number}")
    crowd = [world.ws.person(f"person{number}") for number in range(30)]
    for person in crowd:
        world.ws.channel("general").members.append(person.id)
        await person.types("/raiseanace", in_="general")
        await person.fills(answers(customer=f"Customer {person.name}"))
    await asyncio.gather(*(person.submits() for person in crowd))
    await settles(world, hours=0.1)  # one alert a second goes into the channel

    filed = sorted(shows(person).split(" is filed")[0].rpartition("ACE-")[2] for person in crowd)
    assert filed == [f"{number:04d}" for number in range(1, 31)]
    assert len({(await world.case(number)).ace.filer for number in range(1, 31)}) == 30


@pytest.mark.parametrize("most", [1500])
async def test_the_longest_impact_fits_and_one_sign_more_does_not(world: World, most: int) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())
    await submits_unchecked(world, world.ana, impact="x" * (most + 1))
    assert world.ana.errors == {"What can they no longer do?": "That is 1,501 characters; 1,500 fit here."}
    await submits_unchecked(world, world.ana, impact="x" * most)
    await world.settle()

    assert (await world.case()).ace.impact == "x" * most

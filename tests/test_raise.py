"""Raising: every way to the form, what it carries in, and how it grows without losing a word."""

from collections.abc import Awaitable, Callable

import pytest

from blocks.messages import INTRODUCTION
from bot.playbook.choices import Target
from tests.forms import labels, shows, standing
from tests.people import SHORT
from tests.world import ALERTS, World

RAISE = "Raise an escalation"
IMPACT = "What can they no longer do?"
PRIVATE_WARNING = "This starts from a private conversation."


async def _by_command(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")


async def _by_shortcut(world: World) -> None:
    await world.ana.uses_shortcut("Raise an ACE")


async def _by_the_home_tab(world: World) -> None:
    await world.ana.opens_home()
    await world.settle()
    await world.ana.presses(RAISE)


async def _by_the_introduction(world: World) -> None:
    await world.ana.presses(RAISE, in_=ALERTS)


async def _by_a_message(world: World) -> None:
    message = await world.max.types("Acme is stuck", in_="support")
    assert message
    await world.ana.uses_message_shortcut("Raise an ACE", message)


async def _by_a_mention(world: World) -> None:
    world.ws.channel("support").members.append(world.app.bot_user)
    await world.ana.types("@ace Acme is stuck", in_="support")
    await world.settle()
    await world.ana.presses(RAISE, in_="support")


WAYS = [_by_command, _by_shortcut, _by_the_home_tab, _by_the_introduction, _by_a_message, _by_a_mention]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
async def test_every_way_leads_to_the_same_form_and_a_case(
    world: World, way: Callable[[World], Awaitable[None]]
) -> None:
    await way(world)
    assert labels(world.ana)[:4] == ["Which customer?", IMPACT, "How bad is it?", "Which product?"]
    await world.ana.fills(SHORT)
    await world.ana.submits()
    await world.settle()

    assert (await world.case()).ace.filer == world.ana.id
    assert world.ana.trouble == []


async def test_the_introduction_is_pinned_once_and_says_how_to_start(world: World) -> None:
    await world.stop()
    await world.start()
    await world.settle()
    (pin,) = world.ws.channel(ALERTS).pins
    shown = world.ana.screen(world.ws.message(world.ws.channel(ALERTS), pin.ts))

    assert INTRODUCTION.replace("`", "") in shown
    assert sum(RAISE in world.ana.screen(each) for each in world.messages(ALERTS)) == 1


async def test_the_home_tab_is_published_when_it_is_opened_and_teaches_the_next_step(world: World) -> None:
    await world.noor.opens_home()
    await world.settle()
    home = world.noor.home()

    assert home
    assert "What happens then" in world.noor.screen(home)
    assert world.ana.home() is None
    await world.move(minutes=1)
    await world.noor.opens_home()
    await world.settle()
    assert world.called("views.publish") == 2


async def test_what_follows_the_command_is_the_impact_as_people_read_it(world: World) -> None:
    world.ws.channel("support").members.append(world.app.bot_user)
    await world.eli.types("/ace help", in_="support")
    await world.ana.types("/raiseanace Acme & Sons <are> stuck, ask @eli or #general", in_="support")

    assert standing(world.ana, IMPACT) == "Acme & Sons <are> stuck, ask @Eli Moreau or #general"


async def test_what_is_too_long_for_the_impact_stands_in_full_below(world: World) -> None:
    story = " ".join(f"word{number}" for number in range(320))
    message = await world.max.types(story, in_="support")
    assert message
    await world.ana.uses_message_shortcut("Raise an ACE", message)

    assert len(story) > 1500
    assert standing(world.ana, IMPACT) == story[:1499].rstrip() + "…"
    assert standing(world.ana, "What led up to it?") == story


async def test_a_message_in_a_public_channel_brings_its_words_and_its_address(world: World) -> None:
    root = await world.max.types("Acme is stuck", in_="support")
    reply = await world.max.types("they see <b>500</b> at https://acme.example/x", in_="support", thread=root)
    assert reply
    await world.ana.uses_message_shortcut("Raise an ACE", reply)

    assert standing(world.ana, IMPACT) == "they see <b>500</b> at https://acme.example/x"
    assert standing(world.ana, "What shows it?") == world.ws.permalink(reply.channel, reply.ts)
    assert PRIVATE_WARNING not in shows(world.ana)


@pytest.mark.parametrize("where", ["a direct message", "a private channel", "a private channel with the bot"])
async def test_a_message_that_others_cannot_read_is_warned_about(world: World, where: str) -> None:
    people = [world.ana.id, world.max.id]
    if where == "a direct message":
        place = world.ws.open_dm(people)
    else:
        place = world.ws.add_channel("acme-war-room", creator=people[0], members=people, private=True)
    if where.endswith("bot"):
        place.members.append(world.app.bot_user)
    message = await world.max.types("their contract ends on Friday", in_=place)
    assert message
    await world.ana.uses_message_shortcut("Raise an ACE", message)

    assert PRIVATE_WARNING in shows(world.ana)
    assert standing(world.ana, IMPACT) == "their contract ends on Friday"


async def test_a_channel_that_slack_is_slow_to_tell_of_counts_as_private(world: World) -> None:
    message = await world.max.types("Acme is stuck", in_="support")
    assert message
    world.ws.faults.add("conversations.info", delay=30)
    await world.ana.uses_message_shortcut("Raise an ACE", message)

    assert PRIVATE_WARNING in shows(world.ana)
    assert world.ana.trouble == []


@pytest.mark.parametrize(
    ("name", "region"),
    [("ana", "Europe"), ("eli", "Europe"), ("zoe", "Asia"), ("max", "Europe"), ("noor", "Americas, East")],
)
async def test_the_region_is_guessed_from_the_zone_of_whoever_files(
    world: World, name: str, region: str
) -> None:
    person = world.ws.person(name)
    await person.types("/raiseanace", in_="general")

    assert standing(person, "Where does the customer work?") == region


async def test_the_form_opens_without_a_guess_when_slack_does_not_tell_who_it_is(world: World) -> None:
    world.ws.faults.add("users.info", error="internal_error", times=2)
    await world.ana.types("/raiseanace", in_="support")

    assert standing(world.ana, "Where does the customer work?") == ""


FIELDS = {
    Target.SUPPORT_L2: [],
    Target.ENGINEERING: [
        "Steps to make it happen",
        "What should happen",
        "What happens instead",
        "Browser and version",
        "Operating system",
        "Size of the file or data",
        "When did it happen?",
    ],
    Target.PRODUCT: [
        "What is the customer trying to get done?",
        "How often does it come up?",
        "Is a competitor in play?",
    ],
    Target.SECURITY: [
        "What was seen?",
        "Who or what may be affected?",
        "What has been done to stop it?",
        "How soon must security look?",
    ],
    Target.LEADERSHIP: ["Which decision do you need?", "Decided by when?"],
}


@pytest.mark.parametrize("target", Target)
async def test_the_team_that_should_act_brings_its_own_labels(world: World, target: Target) -> None:
    await world.ana.types("/raiseanace", in_="support")
    before = labels(world.ana)
    await world.ana.chooses("Which team should act?", target.label)

    assert [label for label in labels(world.ana) if label not in before] == FIELDS[target]


async def test_nothing_typed_is_lost_when_the_form_grows_and_changes(world: World) -> None:
    said = {"Which customer?": "Acme *GmbH* & Co", IMPACT: "They cannot pay.\n\nSince 9:00."}
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(said)
    await world.ana.presses("Add the full brief")
    assert "Revenue at risk" in labels(world.ana)
    await world.ana.fills({"Which team should act?": "Engineering"})
    await world.ana.fills({"What happens instead": "`500` on /pay_now", "Revenue at risk": "120k"})
    await world.ana.fills({"Which team should act?": "Leadership"})

    assert {label: standing(world.ana, label) for label in said} == said
    assert standing(world.ana, "What happens instead") == "`500` on /pay_now"
    assert standing(world.ana, "Revenue at risk") == "120k"
    assert "Steps to make it happen" not in labels(world.ana)


async def test_two_changes_of_the_team_at_once_do_no_harm(world: World) -> None:
    world.sandbox.deliveries.faults.double("block_actions")
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills({"Which customer?": "Acme"})
    await world.ana.chooses("Which team should act?", "Product")

    assert standing(world.ana, "Which customer?") == "Acme"
    assert "How often does it come up?" in labels(world.ana)
    assert world.ana.trouble == []

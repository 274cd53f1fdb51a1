"""The command: help, one case, claiming, and what it says to words and keys it cannot take."""

import pytest

from bot.playbook.lifecycle import Status
from tests.leading import led
from tests.people import raises
from tests.world import ALERTS, World


async def _raised(world: World, **changes: str) -> None:
    await raises(world.ana, **changes)
    await world.settle()


@pytest.mark.parametrize("line", ["/ace", "/ace help", "/ace HELP please"])
async def test_help_says_what_there_is(world: World, line: str) -> None:
    await world.zoe.types(line, in_="general")

    assert world.zoe.was_told("/raiseanace opens the form")
    assert world.zoe.was_told("/ace show ACE-0001 tells where a case stands")
    assert not world.zoe.was_told("/ace claim")


async def test_help_in_a_case_channel_lists_what_is_possible_there_for_whoever_asks(world: World) -> None:
    gus = world.ws.person(world.ws.add_user("gus", "Gus Guest", is_restricted=True).name)
    room = await led(world, Status.TRIAGE)
    room.members.append(gus.id)
    for person in (world.eli, gus):
        await person.types("/ace help", in_=room)

    assert world.eli.was_told("ACE-0001 is Triage")
    assert world.eli.was_told("/ace start Start work, or at once: /ace start engineering has the steps")
    assert not any(
        world.eli.was_told(word) for word in ("/ace resolve", "/ace claim", "/ace undo", "/ace close")
    )
    assert gus.was_told("/ace show")
    assert not any(gus.was_told(word) for word in ("/ace start", "/ace severity", "/ace status"))


@pytest.mark.parametrize(
    "line", ["/ace show ACE-0001", "/ace ACE-0001", "/ace show ace-1", "/ace SHOW Ace-0001"]
)
async def test_a_case_is_shown_to_whoever_asks_and_to_nobody_else(world: World, line: str) -> None:
    await _raised(world)
    before = len(world.ws.notifications)
    await world.zoe.types(line, in_="general")

    assert world.zoe.was_told("ACE-0001 Acme GmbH: Nobody at Acme can export invoices")
    assert world.zoe.was_told("High (Sev 2) · New · led by nobody yet")
    assert len(world.ws.notifications) == before
    assert world.messages("general") == []


async def test_a_shown_case_can_be_claimed_on_the_spot(world: World) -> None:
    await _raised(world)
    await world.eli.types("/ace show ACE-0001", in_="general")
    await world.eli.presses("Claim ACE-0001", in_="general")
    await world.settle()

    assert (await world.case()).ace.em == world.eli.id


async def test_claiming_by_command_says_what_follows(world: World) -> None:
    await _raised(world)
    await world.eli.types("/ace claim ACE-0001", in_="general")
    await world.settle()

    assert world.eli.was_told("You lead ACE-0001 now.")
    assert world.eli.id in (await world.channel()).members


async def test_in_a_case_channel_the_key_may_be_left_out(world: World) -> None:
    await _raised(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    await world.eli.types("/ace show", in_=await world.channel())

    assert world.eli.was_told("Discovery · led by Eli Moreau")


@pytest.mark.parametrize("line", ["/ace show", "/ace claim", "/ace show me", "/ace claim SPACE-0001"])
async def test_elsewhere_a_case_has_to_be_named(world: World, line: str) -> None:
    await world.eli.types(line, in_="general")

    assert world.eli.was_told("Which case? Name its key, for example /ace show ACE-0001.")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/ace claimm ACE-0001", "Did you mean /ace claim?"),
        ("/ace resolv", "Did you mean /ace resolve? For example: /ace resolve the fix is live"),
        ("/ace shwo", "Did you mean /ace show?"),
        ("/ace halp", "Did you mean /ace help?"),
        ("/ace frobnicate", "/ace help lists what there is."),
        ("/ace <!channel> *x* `y`", "/ace help lists what there is."),
        ("/ace " + "x" * 5000, "/ace help lists what there is."),
    ],
)
async def test_an_unknown_word_gets_the_nearest_one_and_an_example(
    world: World, line: str, answer: str
) -> None:
    await world.eli.types(line, in_="general")

    assert world.eli.was_told(answer)
    assert world.eli.was_told("For example: /ace ")


@pytest.mark.parametrize("word", ["show", "claim"])
async def test_a_private_key_and_one_that_is_not_there_get_the_same_words(world: World, word: str) -> None:
    await _raised(world, seen_by="Private: security")
    await world.eli.types(f"/ace {word} ACE-0001", in_="general")
    await world.eli.types(f"/ace {word} ACE-0002", in_="general")

    private, unknown = world.eli.told
    assert private.startswith("There is no ACE-0001 that you can see.")
    assert private.replace("ACE-0001", "ACE-0002") == unknown
    assert (await world.case()).ace.em is None


async def test_the_filer_and_the_group_see_a_private_case(world: World) -> None:
    await _raised(world, seen_by="Private: security")
    for person in (world.ana, world.max):
        await person.types("/ace show ACE-0001", in_="general")
        assert person.was_told("ACE-0001 Acme GmbH")


@pytest.mark.parametrize(
    "line", ["/ace show ACE-0", "/ace show ACE-99999999999999999999", "/ace show ACE-0000"]
)
async def test_a_key_that_cannot_be_is_no_key(world: World, line: str) -> None:
    await world.eli.types(line, in_="general")

    assert world.eli.was_told("Which case?")
    assert world.eli.trouble == []


async def test_words_behind_a_command_that_only_has_a_form_go_into_it(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    await world.eli.types("/ace validate ran the exports of <!channel> & all regions twice", in_=room)

    view = world.eli.view
    assert view is not None
    filled = [
        block["element"].get("initial_value") for block in view.body["blocks"] if block["type"] == "input"
    ]
    assert "ran the exports of <!channel> & all regions twice" in filled

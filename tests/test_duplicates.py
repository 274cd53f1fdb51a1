"""Cases that are there already: joined, linked or filed all the same; private ones are never revealed."""

import pytest

from blocks import documents
from storage import entries
from storage.models import SurfaceKind
from tests.forms import labels, shows, standing
from tests.makers import close_directly, make_private_directly
from tests.people import answers, raises
from tests.world import ALERTS, World

GATE = "Is it the same thing?"
LIKE = "Exports of invoices time out for everyone at Acme."


async def _first(world: World, **changes: str) -> None:
    await raises(world.ana, impact=LIKE, **changes)
    await world.settle()


async def _second(world: World, **changes: str) -> None:
    """Noor files for the same customer and stands before the choice, or before a filed case."""
    await world.noor.types("/raiseanace", in_="general")
    await world.noor.fills(answers(customer="ACME", impact="Invoices cannot be exported.", **changes))
    await world.noor.submits()


async def test_the_first_submit_asks_about_an_open_case_of_the_same_customer(world: World) -> None:
    await _first(world)
    await _second(world)

    shown = shows(world.noor)
    assert "This customer is with us already" in shown
    assert f"ACE-0001 (open): {LIKE}" in shown
    assert "Join ACE-0001 instead" in shown
    assert "File, and link it to ACE-0001" in shown
    assert standing(world.noor, "Which customer?") == "ACME"
    assert await world.count() == 1


async def test_joining_puts_it_on_the_timeline_and_invites_once_there_is_a_channel(world: World) -> None:
    await _first(world)
    await _second(world)
    await world.noor.fills({GATE: "Join ACE-0001 instead"})
    await world.noor.submits()
    await world.settle()

    assert "You joined ACE-0001" in shows(world.noor)
    assert await world.count() == 1
    assert await _joined(world) == ["Joined, reporting: Invoices cannot be exported."]
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    assert world.noor.id in (await world.channel()).members
    assert [each.user for each in world.ws.notifications if each.why == "dm"] == [world.ana.id]


async def _joined(world: World) -> list[str]:
    async with world.ace.store.read() as tx:
        return [each.text for each in await entries.of_case(tx, 1) if "joined" in each.data]


async def test_joining_a_case_with_a_channel_invites_at_once_and_the_tracker_follows(world: World) -> None:
    await _first(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=5)
    await _second(world)
    await world.noor.fills({GATE: "Join ACE-0001 instead"})
    await world.noor.submits()
    await world.move(minutes=1)
    case = await world.case()

    assert world.noor.id in (await world.channel()).members
    assert case.ace.claimed_at
    assert case.ace.updated_at > case.ace.claimed_at


async def test_a_join_that_is_delivered_twice_is_noted_once(world: World) -> None:
    await _first(world)
    await _second(world)
    await world.noor.fills({GATE: "Join ACE-0001 instead"})
    world.sandbox.deliveries.faults.double("view_submission")
    await world.noor.submits()
    await world.settle()

    assert "You joined ACE-0001" in shows(world.noor)
    assert len(await _joined(world)) == 1


async def test_the_filer_may_join_their_own_case_and_nothing_they_wrote_is_lost(world: World) -> None:
    await _first(world)
    await raises(world.ana, impact="Imports fail now, too.")
    await world.ana.fills({GATE: "Join ACE-0001 instead"})
    await world.ana.submits()
    await world.settle()

    assert await _joined(world) == ["Joined, reporting: Imports fail now, too."]


async def test_linking_files_a_case_and_every_card_of_both_shows_it(world: World) -> None:
    await _first(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    await _second(world)
    await world.noor.fills({GATE: "File, and link it to ACE-0001"})
    await world.noor.submits()
    await world.move(minutes=1)
    assert "ACE-0002 is filed" in shows(world.noor)
    await world.eli.presses("Claim ACE-0002", in_=ALERTS)
    await world.move(minutes=1)

    for number, other in ((1, "ACE-0002"), (2, "ACE-0001")):
        for kind in (SurfaceKind.ALERT, SurfaceKind.OPENING):
            assert other in world.eli.screen(await world.card(kind, number))
        assert other.replace("-", "\\-") in documents.state_table(await world.case(number))


async def test_filing_all_the_same_links_nothing(world: World) -> None:
    await _first(world)
    await _second(world)
    await world.noor.fills({GATE: "File all the same"})
    await world.noor.submits()
    await world.settle()

    assert "ACE-0002 is filed" in shows(world.noor)
    assert (await world.case(2)).linked == []


@pytest.mark.parametrize(
    ("days_ago", "impact", "asked"),
    [(10, LIKE, True), (89, LIKE, True), (91, LIKE, False), (10, "The office door does not open.", False)],
)
async def test_a_closed_case_is_shown_when_it_is_recent_and_looks_alike(
    world: World, days_ago: int, impact: str, asked: bool
) -> None:
    await raises(world.ana, impact=impact)
    await world.settle()
    await close_directly(world, days_ago=days_ago)
    await _second(world)

    assert (GATE in labels(world.noor)) is asked
    if asked:
        assert "ACE-0001 (closed lately)" in shows(world.noor)
        assert "Join ACE-0001" not in shows(world.noor)
        await world.noor.fills({GATE: "File, and link it to ACE-0001"})
        await world.noor.submits()
        await world.settle()
        assert (await world.case(2)).linked == [1]
    else:
        assert "ACE-0002 is filed" in shows(world.noor)
    await world.settle()


@pytest.mark.parametrize("again", ["noor", "ana", "max"])
async def test_a_private_case_is_revealed_to_nobody_by_the_question(world: World, again: str) -> None:
    await _first(world, seen_by="Private: security")
    person = world.ws.person(again)
    await raises(person, impact=LIKE, where="general")
    await world.settle()

    assert "ACE-0002 is filed" in shows(person)


async def test_a_private_report_is_never_offered_to_open_cases(world: World) -> None:
    await _first(world)
    await _second(world, seen_by="Private: people")
    await world.settle()

    assert "ACE-0002 is filed" in shows(world.noor)
    assert await _joined(world) == []


async def test_a_report_made_private_at_the_question_cannot_be_joined_to_an_open_case(world: World) -> None:
    await _first(world)
    await _second(world)
    await world.noor.fills({GATE: "Join ACE-0001 instead", "Who may see this?": "Private: people"})
    await world.noor.submits()

    assert "Everyone can read ACE-0001" in world.noor.errors[GATE]
    assert await _joined(world) == []
    await world.noor.fills({GATE: "File all the same"})
    await world.noor.submits()
    await world.settle()
    assert "ACE-0002 is filed" in shows(world.noor)


@pytest.mark.parametrize("change", [close_directly, make_private_directly], ids=["closed", "made private"])
async def test_a_case_that_went_away_between_the_two_submits_cannot_be_joined(world: World, change) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    await raises(world.ana, impact="The office door does not open.")
    await world.settle()
    await _second(world)
    await change(world)
    await world.noor.fills({GATE: "Join ACE-0001 instead"})
    await world.noor.submits()

    assert "ACE-0001 cannot be joined any more, and nothing was filed yet." in shows(world.noor)
    assert GATE not in labels(world.noor)
    assert "door" not in shows(world.noor)
    assert standing(world.noor, "What can they no longer do?") == "Invoices cannot be exported."
    assert await _joined(world) == []
    await world.noor.submits()
    await world.settle()
    assert "ACE-0002 is filed" in shows(world.noor)


async def test_another_open_case_is_still_offered_when_the_first_went_away(world: World) -> None:
    await _first(world)
    await raises(world.max, impact=LIKE)
    await world.max.fills({GATE: "File all the same"})
    await world.max.submits()
    await world.settle()
    await _second(world)
    await make_private_directly(world, 2)
    await world.noor.fills({GATE: "Join ACE-0002 instead"})
    await world.noor.submits()

    assert "ACE-0002 cannot be joined any more" in shows(world.noor)
    assert "File, and link it to ACE-0002" not in shows(world.noor)
    await world.noor.fills({GATE: "Join ACE-0001 instead"})
    await world.noor.submits()
    await world.settle()
    assert "You joined ACE-0001" in shows(world.noor)


async def test_a_case_made_private_meanwhile_is_linked_to_nothing_and_the_filer_hears_of_it(
    world: World,
) -> None:
    await _first(world)
    await _second(world)
    await make_private_directly(world)
    await world.noor.fills({GATE: "File, and link it to ACE-0001"})
    await world.noor.submits()
    await world.settle()

    assert "ACE-0002 is filed" in shows(world.noor)
    assert "It is not linked to ACE-0001" in shows(world.noor)
    assert (await world.case(2)).linked == []


async def test_a_submit_without_a_choice_asks_for_one(world: World) -> None:
    await _first(world)
    await _second(world)
    view = world.noor.view
    assert view
    view.values["duplicate_choice"]["duplicate_choice"]["selected_option"] = {
        "text": {"type": "plain_text", "text": "Join"},
        "value": "join:99",
    }
    await world.noor.submits()

    assert world.noor.errors == {GATE: "Choose what to do about the case that is there already."}

"""The brief: scored on the opening card, asked for with one press, answered in a form, true on every card."""

from blocks import documents
from bot.playbook import brief
from sandbox.state import Message
from storage.models import SurfaceKind
from tests.forms import labels, shows, standing
from tests.people import raises
from tests.world import ALERTS, World

EVENTS = "What happened before, and what made you raise it now?"


async def _claimed(world: World) -> Message:
    await raises(world.ana)
    await world.settle()
    await world.ana.closes()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    return await world.card(SurfaceKind.OPENING)


async def test_the_opening_card_says_how_complete_the_brief_is_and_what_is_missing(world: World) -> None:
    card = await _claimed(world)
    case = await world.case()
    shown = world.eli.screen(card)

    assert f"Brief: {brief.score(case.report)} of 100." in shown
    assert "Missing: What led up to it, Expected outcome" in shown
    assert "Ask the filer: What led up to it" in shown


async def test_the_em_asks_with_one_press_and_the_answer_reaches_brief_and_cards(world: World) -> None:
    card = await _claimed(world)
    before = brief.score((await world.case()).report)
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.settle()
    assert world.eli.was_told("The filer was asked.")
    assert [each.why for each in world.ana.notifications] == ["dm", "dm"]
    assert f"@Eli Moreau asks about ACE-0001 (Acme GmbH): {EVENTS}" in world.ana.screen(_asked(world))

    await world.ana.presses("Answer", on=_asked(world))
    assert EVENTS in shows(world.ana)
    await world.ana.fills({"What led up to it?": "A deploy at nine."})
    await world.ana.submits()
    await world.move(minutes=1)
    case = await world.case()

    assert world.ana.view is None
    assert case.report.events == "A deploy at nine."
    assert brief.score(case.report) > before
    shown = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert f"Brief: {brief.score(case.report)} of 100." in shown
    assert "Ask the filer: What led up to it" not in shown
    assert len(world.ana.notifications) == 2


def _asked(world: World) -> Message:
    dm = world.ws.channels[world.ana.notifications[-1].channel]
    return world.ws.message(dm, world.ana.notifications[-1].ts)


async def test_any_other_gap_can_be_asked_for_from_the_menu(world: World) -> None:
    card = await _claimed(world)
    await world.eli.presses("Ask: Expected outcome", on=card)
    await world.settle()

    assert "What should be true for you to call this solved?" in world.ana.screen(_asked(world))


async def test_the_summary_that_was_asked_for_is_the_headline_from_then_on(world: World) -> None:
    card = await _claimed(world)
    for label in ("Ask: Expected outcome", "Ask: What was tried", "Ask: Evidence"):
        await world.eli.presses(label, on=card)
        await world.settle()
        await world.ana.presses("Answer", on=_asked(world))
        await world.ana.fills(dict.fromkeys(labels(world.ana), "see https://acme.example/t/1"))
        await world.ana.submits()
        await world.move(minutes=1)
    await world.eli.presses("Ask: One-line summary", on=await world.card(SurfaceKind.OPENING))
    await world.settle()
    await world.ana.presses("Answer", on=_asked(world))
    await world.ana.fills({"The whole thing in one line": "Invoices | of Acme are stuck"})
    await world.ana.submits()
    await world.move(minutes=1)

    for kind in (SurfaceKind.ALERT, SurfaceKind.TRACKER, SurfaceKind.OPENING):
        assert "Invoices | of Acme are stuck" in world.eli.screen(await world.card(kind))
    assert "are stuck" in (await world.channel()).topic["value"]
    assert "are stuck" in documents.state_table(await world.case())


async def test_asking_again_within_the_hour_or_after_the_answer_sends_nothing(world: World) -> None:
    card = await _claimed(world)
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.zoe.presses("Ask the filer: What led up to it", on=card)
    await world.move(minutes=1)
    assert world.zoe.was_told("The filer was asked that just now and has not answered yet.")
    assert len(world.ana.notifications) == 2
    await world.ana.presses("Answer", on=_asked(world))
    await world.ana.fills({"What led up to it?": "A deploy."})
    await world.ana.submits()
    await _presses_once_more_on_an_old_card(world)

    assert world.eli.was_told("That is answered already: the card shows what is still missing.")
    assert len(world.ana.notifications) == 2


async def _presses_once_more_on_an_old_card(world: World) -> None:
    """Eli's screen shows the card as it was when he asked."""
    presses = [each for each in world.sandbox.deliveries.log if each.payload.get("type") == "block_actions"]
    asked = [each for each in presses if each.payload["actions"][0].get("value") == "events"]
    await world.sandbox.deliveries.repeat(asked[0])
    await world.settle()


async def test_after_an_hour_the_filer_may_be_asked_once_more(world: World) -> None:
    card = await _claimed(world)
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.move(minutes=61)
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.settle()

    assert len(world.ana.notifications) == 3


async def test_the_filer_can_correct_an_answer_by_the_same_button(world: World) -> None:
    card = await _claimed(world)
    await world.eli.presses("Ask the filer: What led up to it", on=card)
    await world.settle()
    for answer in ("A deploy.", "A deploy at nine."):
        await world.ana.presses("Answer", on=_asked(world))
        await world.ana.fills({"What led up to it?": answer})
        await world.ana.submits()
        await world.move(minutes=1)
    await world.ana.presses("Answer", on=_asked(world))

    assert standing(world.ana, "What led up to it?") == "A deploy at nine."
    assert (await world.case()).report.events == "A deploy at nine."


async def test_an_em_who_filed_it_gets_the_question_at_once(world: World) -> None:
    await raises(world.eli)
    await world.settle()
    await world.eli.closes()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)
    await world.eli.presses("Ask the filer: What led up to it", on=await world.card(SurfaceKind.OPENING))

    assert labels(world.eli) == ["What led up to it?"]
    await world.eli.fills({"What led up to it?": "A deploy."})
    await world.eli.submits()
    await world.move(minutes=1)
    assert (await world.case()).report.events == "A deploy."


async def test_an_empty_or_impossible_answer_is_told_in_the_form(world: World) -> None:
    card = await _claimed(world)
    await world.eli.presses("Ask: Evidence", on=card)
    await world.settle()
    await world.ana.presses("Answer", on=_asked(world))
    await world.ana.submits()

    assert world.ana.errors == {"What shows it?": "Write an answer, or press Cancel."}
    await world.ana.fills({"What shows it?": "???"})
    await world.ana.submits()
    assert "There is no word in this yet." in world.ana.errors["What shows it?"]
    assert (await world.case()).report.evidence == ""

"""Should it be an escalation: what support could solve is asked about, and may be raised with a reason."""

import pytest

from bot.playbook.timeline import EntryKind
from storage import entries
from tests.conftest import Worlds
from tests.forms import labels, shows, standing
from tests.people import answers
from tests.world import World

SIGNS = "Does any of this hold?"
GATE = "How do you want to go on?"
WHY = "Why raise it?"
GUIDANCE = "The customer needs guidance or training, not a fix"


async def _stands_before_the_gate(world: World, **changes: str) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers(**changes) | {SIGNS: [GUIDANCE]})
    await world.ana.submits()


async def test_a_sign_that_support_can_solve_it_is_asked_about_first(world: World) -> None:
    await _stands_before_the_gate(world)

    assert "Could support solve this?" in shows(world.ana)
    assert f"• {GUIDANCE}" in shows(world.ana)
    assert standing(world.ana, "Which customer?") == "Acme GmbH"
    assert await world.count() == 0


async def test_left_to_support_nothing_is_filed(world: World) -> None:
    await _stands_before_the_gate(world)
    await world.ana.fills({GATE: "Handle it in support after all"})
    await world.ana.submits()
    await world.settle()

    assert "Handled in support" in shows(world.ana)
    assert "Nothing was filed." in shows(world.ana)
    assert await world.count() == 0
    assert world.ws.notifications == []


async def test_raising_it_anyway_takes_a_reason_that_is_kept(world: World) -> None:
    await _stands_before_the_gate(world)
    await world.ana.fills({GATE: "Raise it anyway"})
    await world.ana.submits()
    assert world.ana.errors == {WHY: "Say in a few words why support cannot solve it."}
    await world.ana.fills({WHY: "Their CEO called"})
    await world.ana.submits()
    await world.settle()

    assert "ACE-0001 is filed" in shows(world.ana)
    async with world.ace.store.read() as tx:
        (filing,) = [each for each in await entries.of_case(tx, 1) if each.kind is EntryKind.FILING]
    assert filing.text.endswith("Raised although support might solve it: Their CEO called")


async def test_words_that_speak_of_guidance_are_noticed_too(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers(impact="They ask how do we export invoices to Excel."))
    await world.ana.submits()

    assert "It says “how do we”: guidance may be all the customer needs." in shows(world.ana)


@pytest.mark.parametrize("changes", [{"severity": "Critical (Sev 1)"}, {"seen_by": "Private: security"}])
async def test_what_is_critical_or_private_is_never_questioned(world: World, changes: dict[str, str]) -> None:
    await _stands_before_the_gate(world, **changes)
    await world.settle()

    assert "ACE-0001 is filed" in shows(world.ana)


async def test_the_policy_may_do_without_the_question(worlds: Worlds) -> None:
    async with worlds(intake={"support_check": False}) as world:
        await _stands_before_the_gate(world)
        await world.settle()

        assert "ACE-0001 is filed" in shows(world.ana)


async def test_both_questions_come_one_after_the_other_and_keep_what_was_chosen(world: World) -> None:
    await world.max.types("/raiseanace", in_="general")
    await world.max.fills(answers())
    await world.max.submits()
    await _stands_before_the_gate(world)
    await world.ana.fills({"Is it the same thing?": "File all the same"})
    await world.ana.submits()
    assert labels(world.ana)[:3] == ["Is it the same thing?", GATE, WHY]
    await world.ana.presses("Add the full brief")
    assert standing(world.ana, "Is it the same thing?") == "File all the same"
    await world.ana.fills({GATE: "Raise it anyway", WHY: "It is Friday"})
    await world.ana.submits()
    await world.settle()

    assert "ACE-0002 is filed" in shows(world.ana)

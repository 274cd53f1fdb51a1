"""The full form: every answer of every team's form is kept, and a complete brief scores 100."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playbook import brief
from bot.playbook.choices import Target
from bot.playbook.intake import FIELDS_BY_TARGET
from bot.playbook.report import READERS
from sandbox.hands.controls import Control, controls, seen
from storage.models import SurfaceKind
from tests.forms import shows
from tests.people import SHORT
from tests.world import ALERTS, World

LEFT_OUT = {"support_signs", "visibility", "target", "product"}
ELSEWHERE = {"source", "support_reason"}


async def _fills_everything(world: World, target: Target) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.presses("Add the full brief")
    await world.ana.fills({"Which team should act?": target.label, "Which product?": "Web app"})
    assert world.ana.view
    fields = [each for each in controls(world.ana.view.body["blocks"]) if each.is_input]
    answers = {each.label: _answer(world, each) for each in fields if each.block["block_id"] not in LEFT_OUT}
    await world.ana.fills(answers | {"Which customer?": SHORT["Which customer?"]})


def _answer(world: World, control: Control) -> Any:
    match control.type:
        case "datetimepicker":
            past = control.label == "When did it happen?"
            return world.clock.now() + timedelta(days=-1 if past else 1)
        case "number_input":
            return 12
        case "file_input":
            return [("export error.png", b"picture"), ("worker.log", b"disk full")]
        case "plain_text_input":
            return f"{control.label} said"
        case "checkboxes":
            return [seen(each["text"]) for each in control.element["options"]]
    return seen(control.element["options"][-1]["text"])


@pytest.mark.parametrize("target", Target)
async def test_every_answer_is_kept_and_the_brief_is_complete(world: World, target: Target) -> None:
    await _fills_everything(world, target)
    await world.ana.submits()
    await world.settle()
    assert "ACE-0001 is filed" in shows(world.ana), world.ana.errors
    report = (await world.case()).report

    of_others = {name for each in Target if each is not target for name in FIELDS_BY_TARGET[each]}
    given = {name for name in READERS if getattr(report, name) not in ("", None, ())}
    wanted = set(READERS) - ELSEWHERE - {"support_signs"}
    assert given == wanted - (of_others - set(FIELDS_BY_TARGET[target]))
    assert brief.missing(report) == []
    assert brief.score(report) == 100


async def test_files_are_kept_as_links_beside_what_was_typed(world: World) -> None:
    await _fills_everything(world, Target.ENGINEERING)
    await world.ana.submits()
    await world.settle()

    first, *links = (await world.case()).report.evidence.splitlines()
    assert first == "What shows it? said"
    assert [link.rpartition(" ")[0] for link in links] == ["export error.png", "worker.log"]
    assert all(link.rpartition(" ")[2].startswith("http") for link in links)


async def test_a_complete_brief_asks_the_filer_for_nothing(world: World) -> None:
    await _fills_everything(world, Target.ENGINEERING)
    await world.ana.submits()
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.move(minutes=1)

    shown = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert "Brief: 100 of 100. Nothing important is missing." in shown
    assert "Ask the filer" not in shown

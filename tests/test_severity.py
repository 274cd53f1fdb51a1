"""Severity and trend in Slack: scored with a live proposal, chosen against it, set in a line, taken back."""

import asyncio

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Trend
from storage.models import SurfaceKind
from tests.assessing import entries, posts, scores
from tests.forms import shows, standing
from tests.leading import led
from tests.world import World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


async def test_a_scorecard_proposes_as_it_is_filled_in_and_confirms_the_severity(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace severity", in_=room)
    assert "Still to score: Breadth, Depth, Duration, Revenue, Reputation, Contract" in shows(eli)
    await eli.submits()
    assert "Score Breadth, Depth" in eli.errors["Breadth"]

    await eli.chooses("Critical whatever the score", "Data loss")
    assert "Proposed: Critical (Sev 1), 0 of 18: Data loss makes it Critical" in shows(eli)
    await eli.chooses("Critical whatever the score")
    await scores(eli)
    assert "Proposed: Critical (Sev 1), 12 of 18: Depth 3" in shows(eli)
    await eli.fills({"Severity": "Medium"})
    await eli.submits()
    assert eli.errors["Why"] == "The scorecard proposes Critical. Say in a line why it should be Medium."
    assert standing(eli, "Severity") == "Medium (Sev 3)"
    assert standing(eli, "Depth").startswith("3 · ")
    await eli.fills({"Severity": "As the scorecard proposes"})
    await eli.submits()
    await world.settle()

    case = await world.case()
    assert eli.view is None
    assert (case.ace.severity, case.ace.highest_severity) == (Severity.CRITICAL, Severity.CRITICAL)
    assert case.progress.severity_confirmed
    (post,) = posts(world, room, "Severity: ")
    assert post == (
        "Severity: High (Sev 2) to Critical (Sev 1), set by Eli Moreau. 12 of 18: "
        "Depth 3, they cannot work at all, or data is wrong; Breadth 2, a whole customer, or a few "
        "customers; Duration 2, for days, or something is due tomorrow; and 2 more"
    )
    assert "Critical" in room.topic["value"]
    assert "Critical (Sev 1)" in (await world.card(SurfaceKind.ALERT)).text
    assert "Severity confirmed as Critical (ACE-0001)" in " ".join(eli.told)

    await eli.presses("Undo", in_=room)
    await world.settle()
    case = await world.case()
    assert (case.ace.severity, case.ace.highest_severity) == (Severity.HIGH, Severity.HIGH)
    assert case.progress.severity_confirmed is None
    assert (await entries(world, EntryKind.SEVERITY))[-1] == "Undone: Severity confirmed as Critical"


@SQLITE
async def test_severity_and_trend_can_be_set_in_a_line_with_its_why(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace severity critical all regions <!channel> & more", in_=room)
    assert "ACE-0001 is Critical (Sev 1) now. The scorecard has yet to confirm it" in eli.told[-1]
    await eli.types("/ace severity critical again", in_=room)
    assert "ACE-0001 is Critical already" in eli.told[-1]
    await eli.types("/ace severity urgent please", in_=room)
    assert "Begin with one of Critical, High, Medium" in eli.told[-1]

    await eli.types("/ace severity medium", in_=room)
    assert standing(eli, "Severity") == "Medium (Sev 3)"
    await scores(eli, Breadth="1", Duration="1", Contract="1")
    assert "Proposed: High" in shows(eli)
    await eli.fills({"Why": "a workaround holds"})
    await eli.submits()
    case = await world.case()
    assert (case.ace.severity, case.ace.highest_severity) == (Severity.MEDIUM, Severity.CRITICAL)
    assert case.progress.severity_confirmed
    assert case.progress.severity_confirmed.text == "a workaround holds"
    await eli.types("/ace severity sev2 the workaround fails", in_=room)
    await world.settle()
    assert eli.was_told("Severity set to High (ACE-0001).")
    assert not eli.was_told("ACE-0001 is High (Sev 2) now.")

    await eli.types("/ace trend worsening a second region <@U0>", in_=room)
    await eli.types("/ace trend worsening still", in_=room)
    assert "The trend is worsening already" in eli.told[-1]
    await eli.types("/ace trend sideways", in_=room)
    assert "Begin with one of improving, steady, worsening" in eli.told[-1]
    await eli.types("/ace trend improving", in_=room)
    assert standing(eli, "Where is it heading?") == "Improving"
    await eli.fills({"Why": "…"})
    await eli.submits()
    assert eli.errors["Why"] == "Write in one line why."
    await eli.fills({"Why": "exports pass again"})
    await eli.submits()
    await world.settle()

    assert (await world.case()).ace.trend is Trend.IMPROVING
    assert await entries(world, EntryKind.SEVERITY) == [
        "High to Critical: all regions <!channel> & more",
        "Critical to Medium: a workaround holds",
        "Medium to High: the workaround fails",
    ]
    assert await entries(world, EntryKind.TREND) == [
        "Worsening: a second region <@U0>",
        "Worsening to improving: exports pass again",
    ]
    assert len(posts(world, room, "Severity: ")) == 3
    assert "all regions &lt;!channel&gt; &amp; more" in posts(world, room, "Severity: ")[0]
    assert len(posts(world, room, "Trend: ")) == 2
    assert not [each for each in world.ana.notifications if "channel" in each.why]


async def test_of_two_severities_at_once_both_are_told_and_the_last_one_stands(world: World) -> None:
    room = await led(world, Status.TRIAGE)

    await asyncio.gather(
        world.eli.types("/ace severity critical all of them", in_=room),
        world.ana.types("/ace severity medium only one", in_=room),
    )
    await world.settle()

    case = await world.case()
    told = await entries(world, EntryKind.SEVERITY)
    assert len(told) == len(posts(world, room, "Severity: ")) == 2
    assert told[-1].split(": ")[0].endswith(f"to {case.ace.severity.label}")
    assert case.ace.highest_severity is Severity.CRITICAL


@SQLITE
async def test_what_is_closed_unknown_or_not_theirs_to_change_stays_as_it_is(world: World) -> None:
    room = await led(world, Status.CLOSED)
    eli = world.eli
    for word in ("severity", "trend", "scope", "discovery", "checklist", "assess", "systemic", "call", "plan",
                 "stakeholders", "next"):  # fmt: skip
        await eli.types(f"/ace {word}", in_=room)
        assert "ACE-0001 is Closed" in eli.told[-1], word
        assert "Reopen it first" in eli.told[-1], word
        assert eli.view is None
    await eli.types("/ace severity critical ACE-0009", in_=room)
    assert "There is no ACE-0009 that you can see" in eli.told[-1]

    assert await entries(world, EntryKind.SEVERITY) == []

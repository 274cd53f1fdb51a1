"""The gates of the intake form: known already, and for support."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blocks import intake_form
from blocks.intake_form import Answers, Draft, Duplicate, Support
from bot.playbook.likeness import Candidate, Known
from bot.playbook.report import Report
from tests.intake_views import CASES, POLICY, inputs, pick, shown, submitted
from tests.playbook.reports import GOOD


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=12))
@example("\\" * 5000, '"' * 5000, "h" * 5000, ["\\" * 500] * 9)
def test_the_metadata_stays_within_its_3000_characters(
    summary: str, reason: str, source: str, reasons: list[str]
) -> None:
    cases = [Candidate(Known(number=10**8, customer="A", summary=summary), 0.5, reason)] * 4
    draft = Draft(report=Report(source=source), links=tuple(range(10**8, 10**8 + 50)))
    draft = intake_form.with_support_check(intake_form.with_duplicates(draft, cases), reasons)

    metadata = intake_form.view(draft, POLICY)["private_metadata"] if draft.candidates else "{}"

    assert len(metadata) <= 3000
    assert json.loads(metadata)


def test_known_cases_are_listed_on_top_with_what_can_be_done() -> None:
    draft = intake_form.with_duplicates(Draft(report=GOOD), CASES)
    view = shown(draft)

    listed = next(block for block in view["blocks"] if block.get("block_id") == "duplicate_cases")["text"][
        "text"
    ]
    assert "*ACE-0001* (open): Exports fail" in listed
    assert "*ACE-0002* (closed lately): &lt;!here&gt; &amp; more" in listed
    options = inputs(view)["duplicate_choice"]["element"]["options"]
    assert [each["text"]["text"] for each in options] == [
        "Join ACE-0001 instead",
        "File, and link it to ACE-0001",
        "File, and link it to ACE-0002",
        "File all the same",
    ]
    assert next(iter(inputs(view))) == "duplicate_choice"


def test_the_gates_survive_another_redraw_with_what_was_chosen() -> None:
    draft = intake_form.with_support_check(
        intake_form.with_duplicates(Draft(report=GOOD), CASES), ["It is setup."]
    )
    sent = submitted(
        shown(draft),
        duplicate_choice=pick("link:2"),
        support_choice=pick("raise"),
        support_reason={"value": " The SLA is broken "},
    )

    read = intake_form.draft_of(sent)
    again = intake_form.draft_of(submitted(shown(replace(read, full=True))))

    assert read.answers == Answers(Duplicate.LINK, 2, Support.RAISE, "The SLA is broken")
    assert read.report == replace(GOOD, support_reason="The SLA is broken")
    assert (again.candidates, again.reasons, again.answers) == (draft.candidates, draft.reasons, read.answers)
    assert intake_form.unanswered(read) == {}


@pytest.mark.parametrize(
    ("chosen", "answers"),
    [
        ("join:1", Answers(Duplicate.JOIN, 1)),
        ("link:2", Answers(Duplicate.LINK, 2)),
        ("file", Answers(Duplicate.FILE)),
        ("join", Answers()),
        ("file:1", Answers(None, 1)),
        ("steal:1", Answers(None, 1)),
        ("join:x", Answers()),
        ("", Answers()),
    ],
)
def test_the_choice_about_a_known_case_is_read_back(chosen: str, answers: Answers) -> None:
    view = shown(intake_form.with_duplicates(Draft(), CASES))

    assert intake_form.draft_of(submitted(view, duplicate_choice=pick(chosen))).answers == answers


@pytest.mark.parametrize(
    ("duplicate", "support", "reason", "asked"),
    [
        (None, None, "", {"duplicate_choice", "support_choice"}),
        ("file", "handle", "", set()),
        ("file", "raise", "", {"support_reason"}),
        ("file", "raise", "???", {"support_reason"}),
        ("join:1", "raise", "SLA", set()),
        ("join:2", "handle", "", {"duplicate_choice"}),
        ("join:9", "handle", "", {"duplicate_choice"}),
        ("link:9", "handle", "", {"duplicate_choice"}),
    ],
)
def test_an_open_gate_says_what_it_still_needs(
    duplicate: str | None, support: str | None, reason: str, asked: set[str]
) -> None:
    draft = intake_form.with_support_check(intake_form.with_duplicates(Draft(), CASES), ["It is setup."])
    sent = submitted(
        shown(draft),
        duplicate_choice=pick(duplicate) if duplicate else {},
        support_choice=pick(support) if support else {},
        support_reason={"value": reason},
    )

    assert set(intake_form.unanswered(intake_form.draft_of(sent))) == asked


def test_without_gates_nothing_is_unanswered() -> None:
    assert intake_form.unanswered(Draft()) == {}
    assert set(inputs(shown(Draft()))).isdisjoint({"duplicate_choice", "support_choice", "support_reason"})


def test_an_answer_at_a_gate_that_was_not_shown_does_not_count() -> None:
    view = submitted(shown(Draft(report=GOOD)))
    view["state"]["values"] |= {
        "duplicate_choice": {"duplicate_choice": pick("join:7")},
        "support_choice": {"support_choice": pick("handle")},
        "support_reason": {"support_reason": {"value": "because"}},
    }

    assert intake_form.draft_of(view).answers == Answers()
    assert intake_form.read(view) == GOOD


def test_reasons_are_escaped_and_few() -> None:
    draft = intake_form.with_support_check(Draft(), ["<!channel> & co", *("more" for _ in range(20))])
    said = next(block for block in shown(draft)["blocks"] if block.get("block_id") == "support_reasons")

    assert "&lt;!channel&gt; &amp; co" in said["text"]["text"]
    assert said["text"]["text"].count("•") == 5

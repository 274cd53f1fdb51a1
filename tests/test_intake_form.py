"""The intake form: drawn within Slack's limits, read back without loss."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blocks import evidence_files, intake_form
from blocks.ids import Form, Press
from blocks.intake_form import Draft
from blocks.intake_questions import GROUPS, ORDER, Question
from bot.playbook.choices import SupportSign, Target
from bot.playbook.intake import FAST, FIELDS_BY_TARGET, LENGTHS, NEEDED
from bot.playbook.report import Report, one_line, typed
from bot.playbook.severity import Severity
from bot.playbook.visibility import Visibility
from sandbox.blockkit import check_view
from tests.intake_views import CASES, POLICY, inputs, shown, submitted
from tests.playbook.reports import ANY, GOOD, JSON, complete

QUESTIONS = [question for _, questions in GROUPS for question in questions]


def test_the_fast_form_asks_seven_questions_and_offers_the_full_brief() -> None:
    view = shown(Draft())

    assert [name for name in inputs(view) if name not in {"target", "support_signs"}] == [
        "customer",
        "impact",
        "severity",
        "product",
        "region",
        "visibility",
    ]
    assert set(inputs(view)) == {*FAST, "support_signs"}
    assert view["callback_id"] == Form.INTAKE
    (more,) = [block for block in view["blocks"] if block["type"] == "actions"]
    assert [each["text"]["text"] for each in more["elements"]] == ["Add the full brief"]
    assert more["elements"][0]["action_id"] == Press.FULL_FORM


def test_only_what_a_case_cannot_do_without_is_required() -> None:
    required = {name for name, block in inputs(shown(Draft(full=True))).items() if not block.get("optional")}

    assert required == {*NEEDED, "visibility"}


def test_the_full_form_asks_for_everything_under_headings() -> None:
    view = shown(Draft(full=True))
    targeted = {name for names in FIELDS_BY_TARGET.values() for name in names}

    assert set(inputs(view)) == (set(ORDER) - targeted) | {evidence_files.BLOCK}
    headings = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert headings == [title for title, _ in GROUPS]


def test_every_answer_of_a_report_has_its_question() -> None:
    assert set(ORDER) == {each.name for each in fields(Report)} - {"source", "support_reason"}
    assert len(set(ORDER)) == len(ORDER)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("target", Target)
def test_a_target_adds_its_own_fields_and_choosing_one_redraws_the_form(target: Target, full: bool) -> None:
    plain = set(inputs(shown(Draft(full=full))))
    view = shown(Draft(report=Report(target=target), full=full))

    assert set(inputs(view)) - plain == set(FIELDS_BY_TARGET[target])
    assert inputs(view)["target"]["dispatch_action"] is True
    assert inputs(view)["target"]["element"]["action_id"] == Press.TARGET


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_is_short_and_has_no_emoji(question: Question) -> None:
    assert len(question.label) <= 48
    assert len(question.hint) <= 120
    assert (question.label + question.hint).isascii()


def test_severity_says_what_each_one_means() -> None:
    hint = inputs(shown(Draft()))["severity"]["hint"]["text"]

    assert all(POLICY.severity(each).description in hint for each in Severity)


def test_the_guessed_region_is_chosen_already() -> None:
    region = inputs(shown(Draft(report=Report(region="india"))))["region"]

    assert region["element"]["initial_option"]["value"] == "india"


def test_ids_stay_the_same_from_fast_to_full_and_over_every_target() -> None:
    first = inputs(shown(Draft()))
    for target in Target:
        second = inputs(shown(Draft(report=Report(target=target), full=True)))
        for name, block in first.items():
            assert second[name]["element"]["action_id"] == block["element"]["action_id"] == name
            assert second[name]["element"]["type"] == block["element"]["type"]


@pytest.mark.parametrize("target", Target)
def test_a_complete_report_comes_back_as_it_was(target: Target) -> None:
    report = replace(complete(target), platform="iOS", source="https://x.example/p1", support_reason="")
    draft = Draft(report=report, full=True)

    again = intake_form.draft_of(submitted(shown(draft)))

    assert again.report == report
    assert intake_form.read(submitted(shown(draft))) == report


def _possible(report: Report) -> Report:
    """`report` as somebody could have typed it: choices of the policy, texts trimmed and within length."""
    lines = {question.name for question in QUESTIONS if question.lines}
    texts = {name: typed(getattr(report, name))[:length].strip() for name, length in LENGTHS.items()}
    texts = {name: text if name in lines else one_line(text) for name, text in texts.items()}
    moments = {
        name: moment.replace(microsecond=0)
        for name in ("deadline", "customer_deadline", "occurred", "decision_by")
        if (moment := getattr(report, name))
    }
    chosen = {"product": "web", "region": "", "platform": "", "source": "", "support_reason": ""}
    return replace(report, **(texts | moments | chosen))


@settings(max_examples=50, deadline=None)
@given(ANY, st.booleans())
def test_nothing_typed_is_lost_when_the_form_is_drawn_again(report: Report, full: bool) -> None:
    draft = Draft(report=_possible(report), full=full, channel="C1")

    once = intake_form.draft_of(submitted(intake_form.view(draft, POLICY)))
    twice = intake_form.draft_of(submitted(intake_form.view(replace(once, full=True), POLICY)))

    assert once == draft
    assert twice.report == draft.report


@settings(max_examples=50, deadline=None)
@given(ANY, st.booleans(), st.booleans())
@example(complete(Target.SECURITY), True, True)
def test_whatever_was_typed_the_form_is_one_that_slack_takes(
    report: Report,
    full: bool,
    private: bool,
) -> None:
    draft = Draft(report=report, full=full, private_source=private)
    shown(intake_form.with_support_check(intake_form.with_duplicates(draft, CASES), ["a"]))


def test_the_longest_answers_fit_into_one_view() -> None:
    longest: dict[str, Any] = {name: "ж" * length for name, length in LENGTHS.items()}
    report = replace(complete(Target.ENGINEERING), **longest)
    view = shown(Draft(report=report, full=True))

    assert len(json.dumps(view, ensure_ascii=False).encode()) < 250_000


def test_the_metadata_carries_where_it_came_from_and_nothing_that_was_typed() -> None:
    draft = Draft(
        report=replace(GOOD, source="https://acme.slack.com/archives/C1/p1", events="secret words"),
        channel="C1",
        private_source=True,
        links=(3, 4),
    )

    view = shown(draft)

    assert json.loads(view["private_metadata"]) == {
        "channel": "C1",
        "private": True,
        "source": "https://acme.slack.com/archives/C1/p1",
        "links": [3, 4],
    }
    assert intake_form.draft_of(submitted(view)) == draft


def test_a_private_source_is_warned_about_on_top() -> None:
    warned = shown(Draft(private_source=True))["blocks"][0]

    assert "private conversation" in warned["text"]["text"]
    assert shown(Draft())["blocks"][0]["block_id"] == "customer"


def test_after_filing_the_modal_shows_the_key_and_the_next_steps() -> None:
    view = intake_form.filed("ACE-0001", ["An EM is being called.", "You get a message."])

    assert check_view(view) == []
    assert "submit" not in view
    assert view["blocks"][0]["text"]["text"] == "ACE-0001 is filed"
    assert view["blocks"][1]["text"]["text"] == "• An EM is being called.\n• You get a message."
    assert check_view(intake_form.told("Nothing was filed", [])) == []


@pytest.mark.parametrize("visibility", Visibility)
def test_who_may_see_it_is_always_chosen(visibility: Visibility) -> None:
    element = inputs(shown(Draft(report=Report(visibility=visibility))))["visibility"]["element"]

    assert element["initial_option"]["text"]["text"] == visibility.label
    assert [each["text"]["text"] for each in element["options"]] == [each.label for each in Visibility]


VALUES = st.dictionaries(
    st.sampled_from([*ORDER, "duplicate_choice", "support_choice", "support_reason", "other"]),
    JSON
    | st.dictionaries(
        st.text(max_size=3),
        JSON
        | st.dictionaries(
            st.sampled_from(["value", "selected_option", "selected_options", "selected_date_time"]), JSON
        ),
        max_size=2,
    ),
)


@settings(max_examples=50, deadline=None)
@given(VALUES | JSON, JSON, JSON)
def test_a_view_of_any_shape_is_read_without_an_error(values: Any, state: Any, metadata: Any) -> None:
    for view in (
        {"state": {"values": values}, "private_metadata": json.dumps(metadata)},
        {"state": state, "private_metadata": metadata},
        {},
    ):
        draft = intake_form.draft_of(view)
        assert Report.from_json(draft.report.to_json()) == draft.report
        shown(draft)


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("", None),
        ("many", None),
        ("--5", None),
        ("1.5", None),
        ("9" * 99, None),
    ],
)
def test_a_number_is_read_as_far_as_it_is_one(digits: str, number: int | None) -> None:
    sent = submitted(shown(Draft(full=True)), customers_affected={"value": digits})

    assert intake_form.read(sent).customers_affected == number


def test_ticked_signs_come_back() -> None:
    report = replace(GOOD, support_signs=(SupportSign.SETUP, SupportSign.REPEAT))

    assert intake_form.read(submitted(shown(Draft(report=report)))) == report

"""What people type, on every surface that shows a case: there to be read, and harmless."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blocks import (
    assessment_messages,
    attempt_form,
    brief_card,
    call_form,
    contact_form,
    cover_form,
    criteria_form,
    deadline_form,
    documents,
    first_hour_form,
    handover_card,
    handover_form,
    item_form,
    kit,
    log_form,
    people_messages,
    plan_form,
    resolution_forms,
    roles_form,
    scope_form,
    severity_form,
    stakeholders_form,
    systemic_form,
    trend_form,
    triage_form,
    update_form,
    visibility_forms,
    workflow_form,
)
from blocks.alert_card import alert
from blocks.cards import Card
from blocks.opening_card import opening
from blocks.reminder_card import reminder
from blocks.tracker_card import tracker
from bot.playbook.acts import Act
from bot.playbook.handover import MOST, PARTS, Packet
from bot.playbook.lifecycle import Status
from bot.playbook.report import typed
from bot.playbook.timeline import EntryKind
from bot.playbook.updates import Update
from sandbox.blockkit import check_message, check_view
from sandbox.text import unescape
from storage.case_records import Handover
from storage.overview import Overview
from tests.worded import LINK, NOW, SOMEBODY, reminder_of, worded


def _drawn(draw: Callable[..., Card | None], case: Overview) -> Card | None:
    said = case.ace.impact
    detail = {"title": "Severity", "before": "High", "after": "Critical", "why": said, "name": said}
    also = {"did": said, "whom": SOMEBODY, "link": LINK, "when": NOW.isoformat(), "step": "on_call"}
    return draw(case, detail | also)


def _packet(case: Overview) -> Packet:
    return Packet(**dict.fromkeys(PARTS, case.ace.impact[:MOST]))


def _offered(case: Overview) -> Handover:
    made = case.work.handover
    assert made
    made.packet = _packet(case).to_json()
    return made


def _told(draw: Callable[..., Card | None], case: Overview) -> Card | None:
    said = case.ace.impact
    people = dict.fromkeys(("to", "by", "giver", "taker"), SOMEBODY)
    cover = case.work.covers[0].id
    return draw(case, people | {"role": "scribe", "why": said, "code": said, "where": "#eng", "cover": cover})


def _update(case: Overview) -> dict[str, Any]:
    said = case.ace.impact[:2000]
    return Update(changed=said, impact=said, resolution=said, following=said).to_json()


CARDS: dict[str, Callable[[Overview], Card | None]] = {
    "alert": alert,
    "opening card": opening,
    "tracker": tracker,
    "state message": documents.state_message,
    "brief": brief_card.brief_card,
    "update": lambda case: update_form.message(case, {"update": _update(case), "by": SOMEBODY}),
    "reminder": lambda case: reminder(*reminder_of(case), {1: case}),
    "handover": lambda case: handover_card.handover(case, _offered(case)),
    **{name: partial(_told, draw) for name, draw in people_messages.ABOUT_PEOPLE.items()},
    **{name: partial(_drawn, draw) for name, draw in assessment_messages.ABOUT_ASSESSING.items()},
}
FORMS: dict[str, Callable[[Overview], dict[str, Any]]] = {
    "severity": lambda case: severity_form.view(severity_form.draft_of(case), case.policy),
    "trend": trend_form.view,
    "scope": scope_form.view,
    "discovery call": lambda case: call_form.view(case, Act.DISCOVERY_CALL),
    "triage call": lambda case: call_form.view(case, Act.TRIAGE_CALL),
    "first hour": lambda case: first_hour_form.view(first_hour_form.draft_of(case), case.policy),
    "triage questions": triage_form.view,
    "systemic": systemic_form.view,
    "stakeholders": stakeholders_form.listing,
    "plan": plan_form.view,
    "next step": plan_form.next_view,
    "criteria": criteria_form.listing,
    "items": item_form.listing,
    "item": lambda case: item_form.one(case, case.work.items[0]),
    "attempts": attempt_form.listing,
    "contact": contact_form.view,
    "promises": contact_form.promises,
    "roles": roles_form.view,
    "cover": lambda case: cover_form.view(case, SOMEBODY),
    "handover": lambda case: handover_form.view(case, _packet(case)),
    "handover that waits": lambda case: handover_form.waiting(case, _offered(case), SOMEBODY),
    "declined handover": lambda case: handover_form.decline(case, 1),
    "log": lambda case: log_form.from_message(
        {"channel": "C1", "ts": "1.000001"},
        EntryKind.CHANGE,
        case.ace.impact,
        cases=[("1", case.ace.customer)],
    ),
    "deadline": lambda case: deadline_form.challenge_item(case, case.work.items[0]),
    "update": update_form.view,
    "brief": brief_card.view,
    "validation": resolution_forms.validation,
    "resolution message": resolution_forms.message,
    "feedback": resolution_forms.feedback,
    "confirmation": resolution_forms.confirmation,
    "visibility": visibility_forms.choice,
    "start work": lambda case: workflow_form.step_form(case, Act.START),
}
HARMLESS = re.compile(r"<(?:@U0SOMEBODY|#C\w+|!date\^[^<>]*|https?://[^<>|]*(?:\|[^<>]*)?)>")
NASTY = (
    "<!channel> <!here> <@UEVIL> <#CEVIL> <!subteam^S1> <https://evil.example|your bank> & *x* `y` | # [a](b)"
)
TEXTS = st.text(min_size=1, max_size=120).map(typed).filter(lambda text: any(map(str.isalnum, text)))


def _mrkdwn(part: Any) -> Iterator[str]:
    """Every text below that Slack reads as mrkdwn."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for each in part.values():
            yield from _mrkdwn(each)
    elif isinstance(part, list):
        for each in part:
            yield from _mrkdwn(each)


def _pings(text: str) -> list[str]:
    """What is left of Slack's sequences when those of ours are taken out."""
    return re.findall(r"<[^<>]*>?", HARMLESS.sub("", text))


@pytest.mark.parametrize("name", FORMS)
@given(text=TEXTS)
@example(text=NASTY)
@example(text="x" * 4000)
@example(text="&" * 3000)
@settings(max_examples=5)
def test_a_form_about_a_case_is_one_that_slack_takes_whatever_was_typed(name: str, text: str) -> None:
    view = FORMS[name](worded(text))

    assert check_view(view) == []
    assert [found for part in _mrkdwn(view) for found in _pings(part)] == []


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("status", [Status.TRIAGE, Status.RESOLVED])
@given(text=TEXTS)
@example(text=NASTY)
@example(text="x" * 4000)
@example(text="&" * 3000)
@settings(max_examples=5)
def test_a_card_of_a_case_is_one_that_slack_takes_and_pings_nobody(
    name: str, status: Status, text: str
) -> None:
    shown = CARDS[name](worded(text, status=status))

    assert shown
    assert check_message(shown.blocks) == []
    assert len(shown.blocks) <= 12
    assert [found for part in [*_mrkdwn(shown.blocks), shown.text] for found in _pings(part)] == []


@pytest.mark.parametrize("name", ["opening card", "state message", *assessment_messages.ABOUT_ASSESSING])
def test_what_was_typed_can_be_read_to_the_letter(name: str) -> None:
    said = "<b> 5 > 3 & “so” on"
    shown = CARDS[name](worded(said))

    assert shown
    if name in {"call_arranged", "tagged", "teller"}:  # these say nothing that was typed, but names
        return
    assert said in unescape(shown.text)
    assert kit.escape(said) in shown.text
    assert any(said in unescape(part) for part in _mrkdwn(shown.blocks))


@given(text=TEXTS)
@example(text=NASTY)
@settings(max_examples=20)
def test_the_table_of_the_state_document_stays_one_table_of_two_columns(text: str) -> None:
    rows = documents.state_table(worded(text)).split("\n")

    assert rows[1] == "|---|---|"
    for row in rows:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3, row
        assert "<" not in row
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", row)
    assert len(rows) * 2 <= 300

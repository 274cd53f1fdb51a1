"""The form about the discovery call or the triage call of a case."""

from collections.abc import Mapping
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, moment_of, text_of
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.acts import Act
from bot.playbook.calls import CallSaid, CallState
from bot.playbook.progress import Call
from bot.playbook.triage import call_due
from storage.overview import Overview

NOTE = 1500  # characters


def view(case: Overview, act: Act) -> Json:
    """What there is to record about the call that `act` is about."""
    triage = act is Act.TRIAGE_CALL
    call = (case.progress.triage_call if triage else case.progress.discovery_call) or Call()
    link: Json = {"type": "url_text_input"} | ({"initial_value": call.link} if call.link else {})
    return form(
        Form.CALL,
        f"{'Triage' if triage else 'Discovery'} call",
        [
            kit.section(_purpose(case, triage=triage)),
            field(
                "state",
                "What is there to record?",
                kit.radio("state", CallState.options(), initial=_state(call)),
            ),
            field(
                "when",
                "When",
                kit.moment_picker("when", initial=call.when),
                hint="For one that was held, empty means just now.",
                optional=True,
            ),
            field("link", "Link", link, optional=True),
            field(
                "note",
                "Outcome or reason",
                kit.text_input("note", initial=_note(call), multiline=True, max_length=NOTE),
                hint="What came out of it, or why it is not needed or has to be later.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Save",
        act=act,
    )


def read(view: Mapping[str, Any]) -> tuple[Act | None, CallSaid]:
    """Which call, and what was said about it."""
    act = Act.of(kept_in(view).get("act"))
    said = CallSaid(
        state=CallState.of(text_of(view, "state")),
        when=moment_of(view, "when"),
        link=text_of(view, "link"),
        note=text_of(view, "note"),
    )
    return act if act in {Act.DISCOVERY_CALL, Act.TRIAGE_CALL} else None, said


def _purpose(case: Overview, *, triage: bool) -> str:
    if not triage:
        return f"*{case.key}*: the call looks closer at the problem and settles when it counts as solved."
    due = call_due(case.ace.claimed_at, case.policy)
    until = f" It is due by {kit.moment(due)}." if due else ""
    return f"*{case.key}*: the call settles who does what, and who tells the customer when.{until}"


def _state(call: Call) -> CallState | None:
    if call.held:
        return CallState.HELD
    if call.waived:
        return CallState.WAIVED
    return CallState.ARRANGED if call.when else None


def _note(call: Call) -> str | None:
    noted = call.held or call.waived or call.arranged
    return noted.text if noted else None

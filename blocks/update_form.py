"""The form of an update: its audience's template filled in with what is known, and the message it becomes."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from blocks import case_form, kit, typed
from blocks.cards import Card, Json, card
from blocks.ids import Form, to_do
from bot.playbook import clocks
from bot.playbook.acts import Act
from bot.playbook.kinds import ClockKind
from bot.playbook.updates import Audience, Update, lines
from storage.overview import Overview

LONGEST = 2000  # characters of one answer
NO_ESTIMATE = "There is no estimate yet."


def view(case: Overview, *, changed: str = "") -> Json:
    """The form: what changed, impact now, expected resolution, and when the next update comes."""
    last = _last(case)
    return case_form.form(
        Form.UPDATE,
        f"Update on {case.key}",
        [
            case_form.field(
                "audience", "Who reads it", kit.radio("", Audience.options(), initial=Audience.TEAM)
            ),
            _asked("changed", "What changed", changed),
            _asked("impact", "Impact now", last.impact or case.ace.impact),
            _asked("resolution", "Expected time of resolution", last.resolution or NO_ESTIMATE),
            _asked("following", "Next update", _following(case)),
        ],
        number=case.ace.number,
        submit="Post update",
    )


def _asked(name: str, label: str, filled: str) -> Json:
    element = kit.text_input("", initial=filled, multiline=name in {"changed", "impact"}, max_length=LONGEST)
    return case_form.field(name, label, element, optional=name != "changed")


def _last(case: Overview) -> Update:
    """What the last update said, so that what still holds need not be typed again."""
    told = next((entry.data for entry in case.latest if entry.data.get("changed")), {})
    return Update.from_json(told)


def _following(case: Overview) -> str:
    """When the next update is due if this one is posted now, in the zone of whoever leads."""
    clock = next((row for row in case.clocks if row.kind is ClockKind.INTERNAL), None)
    if clock is None:
        return ""
    place, deadline = clocks.Place(clock.zone, clock.holidays), case.report.customer_deadline
    fresh = clocks.due(clock.kind, case.now, case.ace.severity, case.policy, place, deadline=deadline)
    return f"{fresh.target.astimezone(ZoneInfo(clock.zone)):%a %d %b, about %H:%M %Z}"


def read(view: Mapping[str, Any]) -> tuple[int, Update]:
    """Case number and update of a form."""
    said = {name: case_form.text_of(view, name) for name in ("changed", "impact", "resolution", "following")}
    audience = Audience.of(case_form.text_of(view, "audience")) or Audience.TEAM
    return case_form.number_of(view), Update(audience=audience, **said)


def message(case: Overview, detail: Json) -> Card | None:
    """The update in the case channel; words for the customer come with the button that logs the contact."""
    update = Update.from_json(detail.get("update") or {})
    by = kit.escape(case.name(str(detail.get("by") or "")))
    title = _TITLES[update.audience]
    said = [(label, text) for label, text in lines(update) if text]
    buttons = []
    if update.audience is Audience.CUSTOMER:
        buttons = [kit.button(Act.CONTACT.label, to_do(Act.CONTACT, case.ace.number), style="primary")]
    if any(row.paused_at for row in case.clocks):
        buttons.append(kit.button(Act.RESUME.label, to_do(Act.RESUME, case.ace.number)))
    return card(
        kit.section(f"*{title}* on {case.key}, by {by}"),
        *(typed.quote(label, text) for label, text in said),
        kit.actions(*buttons) if buttons else None,
        text=f"{title} on {case.key}, by {by}. "
        + " ".join(f"{label}: {kit.escape(kit.short(text, 600))}" for label, text in said),
    )


_TITLES = {
    Audience.TEAM: "Update",
    Audience.LEADERSHIP: "Update for leadership",
    Audience.CUSTOMER: "Words for the customer, ready to be sent",
}

"""Somebody's own settings: working days and hours, quiet hours, and the daily digest."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from blocks import case_form, kit
from blocks.ids import Form
from blocks.kit import Json

DAYS = (
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
)
DIGEST = (("on", "Send me the daily digest"),)

Span = tuple[int, int] | None


class Settings(NamedTuple):
    """What the form shows and holds; minutes after midnight."""

    days: tuple[str, ...]
    works: Span
    quiet: Span
    digest: bool


def view(kept: Settings) -> Json:
    """The form."""
    return kit.modal(
        "Your settings",
        [
            kit.section(
                "Reminders of cases that are not Critical reach you in your working hours, direct messages "
                "outside your quiet hours. Deadlines stay where they are. Empty hours mean the usual ones."
            ),
            case_form.field(
                "days", "Days you work", kit.checkboxes("", DAYS, chosen=kept.days), optional=True
            ),
            *_span("works", "You work", kept.works),
            *_span("quiet", "Quiet hours", kept.quiet),
            case_form.field(
                "digest",
                "Digest",
                kit.checkboxes("", DIGEST, chosen=["on"] if kept.digest else []),
                optional=True,
            ),
        ],
        callback_id=Form.SETTINGS,
        submit="Save",
        close="Cancel",
    )


def _span(name: str, label: str, kept: Span) -> list[Json]:
    start, end = kept or (None, None)
    return [
        case_form.field(f"{name}_from", f"{label} from", _time(start), optional=True),
        case_form.field(f"{name}_until", f"{label} until", _time(end), optional=True),
    ]


def _time(minutes: int | None) -> Json:
    element: Json = {"type": "timepicker", "placeholder": kit.plain("Choose a time")}
    if minutes is not None:
        element["initial_time"] = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return element


def read(view: Mapping[str, Any]) -> tuple[Settings, dict[str, str]]:
    """What the form holds, and what is wrong with it by field: one half of a span is not enough."""
    wrong: dict[str, str] = {}
    works, quiet = (_read_span(view, name, wrong) for name in ("works", "quiet"))
    known = {value for value, _ in DAYS}
    days = tuple(day for day in case_form.several_of(view, "days") if day in known)
    return Settings(days, works, quiet, "on" in case_form.several_of(view, "digest")), wrong


def _read_span(view: Mapping[str, Any], name: str, wrong: dict[str, str]) -> Span:
    start, end = (_minutes(view, f"{name}_{part}") for part in ("from", "until"))
    if (start is None) != (end is None):
        missing = f"{name}_until" if end is None else f"{name}_from"
        wrong[missing] = "Choose this time too, or leave both empty."
    return None if start is None or end is None else (start, end)


def _minutes(view: Mapping[str, Any], name: str) -> int | None:
    hour, _, minute = case_form.time_of(view, name).partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    found = 60 * int(hour) + int(minute)
    return found if found < 24 * 60 else None

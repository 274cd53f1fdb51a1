"""The form that logs something to a timeline: in a case's channel, or from a message anywhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from blocks import kit
from blocks.case_form import field, form, kept_in, moment_of, number_of, text_of
from blocks.ids import Form
from blocks.kit import Json, Option
from bot.playbook.timeline import NOTED, EntryKind

TEXT = 3000  # characters that Slack lets one type
FILES = 8  # of a message, kept with the form


def view(key: str, number: int) -> Json:
    """Something that one saw, did or decided."""
    return form(
        Form.LOG,
        f"Log to {key}",
        [*_what(EntryKind.OBSERVATION, ""), _when()],
        number=number,
        submit="Log it",
    )


def from_message(
    message: Json, kind: EntryKind, text: str, *, number: int = 0, cases: Sequence[Option] = ()
) -> Json:
    """A message, to be put right: `cases` are to choose from where it belongs to none; `message` is kept."""
    chosen = next(iter(cases), ("", ""))[0] if len(cases) == 1 else None
    which = field("case", "Which case?", kit.select("case", cases, initial=chosen)) if cases else None
    kept = {**message, "files": list(message.get("files") or [])[:FILES]}
    return form(
        Form.LOG,
        "Log to timeline",
        [
            which,
            *_what(kind, text),
            kit.context("It keeps its author, time and link. Everybody on the case can read it."),
        ],
        number=number,
        submit="Log it",
        message=kept,
    )


def _what(kind: EntryKind, text: str) -> list[Json]:
    kinds = [(each.value, each.label) for each in NOTED]
    shown = text if len(text) <= TEXT else text[: TEXT - 1] + "…"
    return [
        field("kind", "What is it?", kit.radio("kind", kinds, initial=kind.value)),
        field("text", "What to log?", kit.text_input("text", initial=shown, multiline=True, max_length=TEXT)),
    ]


def _when() -> Json:
    return field(
        "at",
        "When did it happen?",
        kit.moment_picker("at"),
        hint="Leave it empty for just now.",
        optional=True,
    )


def read(view: Mapping[str, Any]) -> tuple[int, EntryKind, str, datetime | None]:
    """Case (0: none was chosen), kind, text and time."""
    chosen = text_of(view, "case")
    number = int(chosen) if chosen.isdecimal() else number_of(view)
    kind = EntryKind.of(text_of(view, "kind"))
    return (
        number,
        kind if kind in NOTED else EntryKind.OBSERVATION,
        text_of(view, "text"),
        moment_of(view, "at"),
    )


def message_of(view: Mapping[str, Any]) -> Json:
    """The message that the form is about, empty when it is about none."""
    message = kept_in(view).get("message")
    return message if isinstance(message, dict) else {}

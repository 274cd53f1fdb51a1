"""The forms of putting off: a snooze, and the pause of update clocks."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from blocks import case_form, due_lines, kit
from blocks.ids import Form
from blocks.kit import Json
from bot.playbook.kinds import ClockKind
from bot.playbook.report import typed
from bot.playbook.severity import Severity
from bot.playbook.snoozes import Choice
from storage.clock_records import ClockRow
from storage.overview import Overview

DIGITS = 11  # of seconds since the epoch; more is nobody's
WHY = 500  # characters
NEXT_DAY = "The start of the next working day"


def snooze(case: Overview, choices: Sequence[Choice]) -> Json:
    """For how long; only what ends before the limit is offered."""
    options = [(str(int(each.until.timestamp())), _named(each)) for each in choices]
    return case_form.form(
        Form.SNOOZE,
        f"Snooze {case.key}",
        [
            kit.section("The reminder comes again then. What is due stays due: no deadline moves."),
            case_form.field("until", "Remind me in", kit.radio("", options, initial=options[0][0])),
        ],
        number=case.ace.number,
        submit="Snooze",
    )


def _named(choice: Choice) -> str:
    return f"{choice.span.nominal // 60:.0f} minutes" if choice.span else NEXT_DAY


def read_snooze(view: Mapping[str, Any]) -> tuple[int, datetime | None]:
    """Case number and until when."""
    return case_form.number_of(view), _moment(case_form.text_of(view, "until"))


def _moment(said: str) -> datetime | None:
    is_number = said.isascii() and said.isdigit() and len(said) <= DIGITS
    return datetime.fromtimestamp(int(said), UTC) if is_number else None


def pause(case: Overview, rows: Sequence[ClockRow], latest: datetime | None) -> Json:
    """Which clocks, until when and why."""
    options = [(row.kind.value, due_lines.name(row).capitalize()) for row in rows]
    longest = (
        f" The longest pause of a {case.ace.severity.label} case ends {kit.moment(latest)}." if latest else ""
    )
    warning = " *This case is Critical*: you are asked once more." if _critical(case) else ""
    return case_form.form(
        Form.PAUSE,
        f"Pause {case.key}",
        [
            kit.section(
                "A clock that stands still keeps the time it has left and goes on by itself. "
                f"Pauses are shown beside how well updates were kept.{longest}{warning}"
            ),
            case_form.field(
                "kinds", "What to pause", kit.checkboxes("", options, chosen=[value for value, _ in options])
            ),
            case_form.field("until", "Until when", kit.moment_picker("", initial=latest)),
            case_form.field("reason", "Why", kit.text_input("", multiline=True, max_length=WHY)),
        ],
        number=case.ace.number,
        submit="Pause",
    )


def sure(key: str, number: int, kinds: Sequence[ClockKind], until: datetime, reason: str) -> Json:
    """Asks once more before a Critical case is paused; the text says what will happen.

    Source: product, "How it feels".
    """
    names = " and ".join(f"the {kind.label.lower()}" for kind in kinds)
    asked = kit.text_input("", initial=reason, multiline=True, max_length=WHY)
    return case_form.form(
        Form.PAUSE_CRITICAL,
        f"Pause {key}?",
        [
            kit.section(
                f"*{key} is Critical.* Until {kit.moment(until)} nobody is reminded of {names}: neither the "
                "EM nor the backup, and nothing counts as missed. Then it goes on by itself with the time "
                "that is left. Resume ends it sooner."
            ),
            case_form.field("reason", "Why", asked),
        ],
        number=number,
        submit="Pause Critical",
        close="Keep as it is",
        kinds=[kind.value for kind in kinds],
        until=int(until.timestamp()),
    )


def read_sure(view: Mapping[str, Any]) -> tuple[int, list[ClockKind], datetime | None, str]:
    """The same of the form that asked once more."""
    kept = case_form.kept_in(view)
    named = kept.get("kinds")
    kinds = [kind for said in (named if isinstance(named, list) else []) if (kind := ClockKind.of(said))]
    reason = typed(case_form.text_of(view, "reason"))
    return case_form.number_of(view), kinds, _moment(str(kept.get("until", ""))), reason


def _critical(case: Overview) -> bool:
    return case.ace.severity is Severity.CRITICAL


def read_pause(view: Mapping[str, Any]) -> tuple[int, list[ClockKind], datetime | None, str]:
    """Case number, clocks, until when and why."""
    kinds = [kind for said in case_form.several_of(view, "kinds") if (kind := ClockKind.of(said))]
    reason = typed(case_form.text_of(view, "reason"))
    return case_form.number_of(view), kinds, case_form.moment_of(view, "until"), reason

"""The list of workaround attempts, the form of a new one, and of a try."""

from collections.abc import Mapping
from typing import Any

from blocks import kit, typed
from blocks.attempt_lines import going, outcome
from blocks.case_form import field, form, id_of, kept_in, number_of, text_of
from blocks.ids import Form, Press, about
from blocks.kit import Json
from bot.playbook.attempts import DAY, LONGEST, Next
from bot.playbook.work import AttemptKind, AttemptResult
from storage.case_records import Attempt
from storage.overview import Overview

NEW, STOP = "new", "stop"  # besides the results, what is chosen from a menu or pressed
NOTE = "note"
_SHOWN = 20  # attempts that are over


def listing(case: Overview) -> Json:
    """What is being tried, each with how its next try can go, then what was tried."""
    number, over = case.ace.number, [each for each in case.work.attempts if each.ended_at]
    add = kit.button("Try another workaround", about(Press.ATTEMPT, number, f"{NEW}:0"), style="primary")
    past = "\n".join(f"• {typed.linked(each.what, 120)}: {outcome(each)}" for each in over[-_SHOWN:])
    return form(
        Form.PANEL,
        "Workarounds",
        [
            *(_entry(case, each) for each in going(case)),
            kit.actions(add),
            kit.section(f"*Tried before*\n{past}") if past else None,
        ],
        number=number,
        submit=None,
    )


def _entry(case: Overview, attempt: Attempt) -> Json:
    results = [(each.value, f"Tried again: {each.label.lower()}") for each in AttemptResult]
    menu = kit.overflow(
        about(Press.ATTEMPT, case.ace.number, f"menu:{attempt.id}"), [*results, (STOP, "Stop trying")]
    )
    tries = "1 try" if len(attempt.tries) == 1 else f"{len(attempt.tries)} tries"
    count = f"{tries}, {outcome(attempt)}" if attempt.tries else "no try yet"
    box = f"{attempt.kind.label} · until {kit.moment(attempt.ends_at)}"
    return kit.section(f"{typed.linked(attempt.what, 300)}\n{box} · {count}", accessory=menu)


def new(case: Overview) -> Json:
    """What is tried, and for how long."""
    box = case.policy.severity(case.ace.severity).clocks.attempt
    minutes: Json = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": f"{DAY}",
    }
    return form(
        Form.ATTEMPT,
        "Try a workaround",
        [
            field("kind", "Kind of workaround", kit.radio("kind", AttemptKind.options())),
            field("what", "What is tried?", kit.text_input("what", multiline=True, max_length=LONGEST)),
            field(
                "box",
                "For how many minutes?",
                minutes,
                hint=f"Then you are asked how it went. Left empty: {box}.",
                optional=True,
            ),
        ],
        number=case.ace.number,
        submit="Start",
    )


def tried(case: Overview, attempt: Attempt, result: AttemptResult) -> Json:
    """A note on a try, and whether it goes on."""
    on = [
        field(
            "then",
            "And now?",
            kit.radio("then", Next.options(), initial=Next.AGAIN),
            hint=f"A box of this attempt is {attempt.box} min.",
        )
    ]
    asked = "What was different?" if result is AttemptResult.DIFFERENT else "Anything worth noting?"
    return form(
        Form.TRIED,
        f"Tried again: {result.label.lower()}",
        [
            kit.section(typed.linked(attempt.what, LONGEST)),
            field(NOTE, asked, kit.text_input(NOTE, multiline=True, max_length=LONGEST), optional=True),
            *([] if result is AttemptResult.WORKED else on),
        ],
        number=case.ace.number,
        submit="Log try",
        attempt=attempt.id,
        result=result,
    )


def read_new(view: Mapping[str, Any]) -> tuple[int, AttemptKind | None, str, str]:
    """Case, kind, what is tried, and the minutes as typed."""
    kind = AttemptKind.of(text_of(view, "kind"))
    return number_of(view), kind, text_of(view, "what"), text_of(view, "box")


def read_tried(view: Mapping[str, Any]) -> tuple[int, int, AttemptResult | None, str, Next]:
    """Case, attempt, result, note, and what comes next."""
    result = AttemptResult.of(kept_in(view).get("result"))
    then = Next.of(text_of(view, "then")) or Next.STOP
    return number_of(view), id_of(view, "attempt"), result, text_of(view, NOTE), then

"""The scorecard as a form: six dimensions with their anchors, what they propose, and what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blocks import kit
from blocks.case_form import field as ask
from blocks.case_form import form, kept_in, number_of, several_of, text_of
from blocks.ids import Form, Press
from blocks.kit import Json
from bot.playbook import naming, scorecard
from bot.playbook.policy import Policy
from bot.playbook.scorecard import ANCHORS, Dimension, Override
from bot.playbook.severity import Severity
from storage.overview import Overview

AS_PROPOSED = "as_proposed"
OVERRIDES = f"{Press.SCORE}:overrides"
WHY = 500  # characters of a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in the form; `stands` is the severity that the case has, `chosen` None to follow."""

    number: int
    stands: Severity | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    chosen: Severity | None = None
    why: str = ""


def draft_of(case: Overview, chosen: Severity | None = None) -> Draft:
    """The scorecard as it is kept."""
    made = case.progress
    return Draft(
        number=case.ace.number,
        stands=case.ace.severity,
        scores=made.scores,
        overrides=made.overrides,
        chosen=chosen,
    )


def view(draft: Draft, policy: Policy) -> Json:
    """The form; a press in it draws it again with what it proposes then."""
    key = naming.key(draft.number, policy.keys.prefix)
    return form(
        Form.SEVERITY,
        f"Severity of {key}",
        [
            kit.context(
                "Each of the six counts 0 to 3. All are needed to confirm the severity, unless a box below "
                "them makes it Critical by itself."
            ),
            *(_dimension(each, draft.scores.get(each)) for each in Dimension),
            kit.field(
                "overrides",
                "Critical whatever the score",
                kit.checkboxes(OVERRIDES, Override.options(), chosen=draft.overrides),
                optional=True,
                dispatch=True,
            ),
            kit.section(_proposal(draft), block_id="proposal"),
            ask(
                "chosen",
                "Severity",
                kit.select("chosen", _choices(), initial=draft.chosen or AS_PROPOSED),
                hint="Another one than proposed needs a reason.",
            ),
            ask(
                "why",
                "Why",
                kit.text_input("why", initial=draft.why, max_length=WHY),
                hint="One line. Empty, the scorecard's own reasons stand there.",
                optional=True,
            ),
        ],
        number=draft.number,
        submit="Confirm severity",
        stands=draft.stands,
    )


def read(view: Mapping[str, Any]) -> Draft:
    """What stands in a form; whatever it does not hold is left out."""
    chosen = text_of(view, "chosen")
    scored = {each.value: text_of(view, each.value, _name(each)) for each in Dimension}
    points = {str(point): point for point in range(scorecard.MOST + 1)}
    return Draft(
        number=number_of(view),
        stands=Severity.of(kept_in(view).get("stands")),
        scores={name: points[said] for name, said in scored.items() if said in points},
        overrides=tuple(several_of(view, "overrides", OVERRIDES)),
        chosen=Severity.of(chosen),
        why=text_of(view, "why"),
    )


def _dimension(dimension: Dimension, points: int | None) -> Json:
    options = [(str(point), f"{point} · {anchor}") for point, anchor in enumerate(ANCHORS[dimension])]
    initial = None if points is None else str(points)
    chosen = kit.radio(_name(dimension), options, initial=initial)
    return kit.field(dimension.value, dimension.label, chosen, optional=True, dispatch=True)


def _name(dimension: Dimension) -> str:
    return f"{Press.SCORE}:{dimension}"


def _choices() -> list[kit.Option]:
    return [(AS_PROPOSED, "As the scorecard proposes"), *((each.value, each.long_label) for each in Severity)]


def _proposal(draft: Draft) -> str:
    """What the scores come to so far."""
    stands = f" It is {draft.stands.label} now." if draft.stands else ""
    proposed = scorecard.propose(draft.scores, draft.overrides)
    if proposed is None:
        left = ", ".join(each.label for each in scorecard.missing(draft.scores))
        return f"*Still to score*: {left}.{stands}"
    return f"*Proposed: {proposed.severity.long_label}*, {proposed.line}.{stands}"

"""The message that tells whoever decides that somebody asks to see a case."""

from blocks import kit, typed
from blocks.cards import Card, card
from blocks.ids import Press, about
from storage.case_records import AccessRequest
from storage.overview import Overview

WORDS = 500


def access_asked(case: Overview, made: AccessRequest) -> Card:
    """Who asks and why, with the two answers; once it is answered, by whom and how."""
    line = f"{kit.person(made.person)} asks to see *{case.key}*: {typed.linked(made.why, WORDS)}"
    outcome = _outcome(case, made)
    number, which = case.ace.number, str(made.id)
    buttons = kit.actions(
        kit.button(f"Let in to {case.key}", about(Press.LET_IN, number, which), style="primary"),
        kit.button("Decline", about(Press.TURN_DOWN, number, which)),
        block_id="access",
    )
    note = (
        "Let in, they read all of it, also what was written before, and are invited to its channel. "
        "Declined, they are told nothing: neither that you did, nor that the case exists."
    )
    return card(
        kit.section(line),
        kit.context(outcome or note),
        None if outcome else buttons,
        text=f"{line.replace('*', '')} {outcome or note}",
    )


def _outcome(case: Overview, made: AccessRequest) -> str:
    if not made.answered_at:
        return ""
    who = kit.escape(case.name(made.answered_by or ""))
    how = "let them in" if made.state == "granted" else "declined"
    return f"{who} {how} {kit.moment(made.answered_at)}."

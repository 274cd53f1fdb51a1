"""Discovery and triage calls: arranged, held or not needed, and what has to be said of each."""

from dataclasses import dataclass
from datetime import datetime

from bot.playbook.intake import is_said
from bot.playbook.labelled import Labelled
from bot.playbook.refusal import Refusal


class CallState(Labelled):
    """What there is to record about a call."""

    ARRANGED = "arranged", "It is arranged"
    HELD = "held", "It was held"
    WAIVED = "waived", "It is not needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSaid:
    """What somebody said about a call; `note` is its outcome, why it is not needed, or why it is late."""

    state: CallState | None
    when: datetime | None = None
    link: str = ""
    note: str = ""


def check(said: CallSaid, now: datetime, due: datetime | None = None) -> None:
    """Raises Refusal, with the field (state, when or note), when something is missing or at a wrong time.

    `due` is when the call has to be held at the latest: an arranged one that comes later needs a note.
    """
    if said.state is None:
        raise Refusal("Choose what there is to record.", field="state")
    if said.state is CallState.ARRANGED:
        _check_arranged(said, now, due)
    elif said.state is CallState.HELD and said.when and said.when > now:
        later = "That is still to come. Choose when it was held, or record it as arranged."
        raise Refusal(later, field="when")
    elif not is_said(said.note):
        held = said.state is CallState.HELD
        words = "Write what came out of the call." if held else "Write why it is not needed."
        raise Refusal(words, field="note")


def _check_arranged(said: CallSaid, now: datetime, due: datetime | None) -> None:
    if said.when is None:
        raise Refusal("Choose when it takes place.", field="when")
    if said.when <= now:
        raise Refusal("That moment has passed already. Choose one that is still to come.", field="when")
    if due and said.when > due and not is_said(said.note):
        late = f"That is after {due:%d %b %H:%M} UTC, when it is due. Write why it has to be later."
        raise Refusal(late, field="note")

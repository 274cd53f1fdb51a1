"""The end of a case in words: a line for the card, rows for the state document."""

from blocks import kit, typed
from bot.playbook.lifecycle import Status
from bot.playbook.progress import Validation
from bot.playbook.work import FeedbackTrack
from storage.overview import Overview

_LATE = (Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED)


def resolution_line(case: Overview) -> str | None:
    """How far the end is prepared, as mrkdwn; None before anything of it is said."""
    made = case.progress
    if case.ace.status not in _LATE:
        return None
    if made.de_escalation:
        why = typed.linked(made.de_escalation.noted.text, 160)
        parts = [f"de-escalated: {made.de_escalation.reason.label.lower()} ({why})"]
    else:
        parts = ["fix validated"] if made.validation else []
        parts += [f"told to {_told(case)}"] if made.communicated else []
        parts += [f"feedback: {made.feedback.label}"] if made.feedback else []
    if made.confirmation:
        parts.append(
            "confirmed by the customer" if made.confirmation.received else "no word from the customer"
        )
    return f"*Resolution*: {'; '.join(parts)}." if parts else None


def challenge_line(case: Overview) -> str | None:
    """The date that the EM proposed to the filer, while it waits for an answer, as mrkdwn."""
    challenge = case.progress.deadline_challenge
    if challenge is None:
        return None
    why = typed.linked(challenge.noted.text, 120)
    return f"*Deadline*: {kit.moment(challenge.due)} is proposed to the filer ({why}) and not answered yet."


def resolution_rows(case: Overview) -> list[tuple[str, str]]:
    """What is recorded of the end, for the state document."""
    made = case.progress
    rows = []
    if made.validation:
        rows.append(("Fix validated", _validated(made.validation)))
    if made.communicated:
        rows.append(("Resolution told", f"to {_told(case)}: {made.communicated.text}"))
    if made.feedback:
        rows.append(("Product feedback", _feedback(case, made.feedback)))
    if calm := made.de_escalation:
        text = (
            f"{calm.reason.label}. {calm.noted.text} Told {calm.team}: {calm.message} Learnt: {calm.learned}"
        )
        rows.append(("De-escalated", text))
    if made.confirmation:
        word = "Confirmed" if made.confirmation.received else "Not confirmed"
        rows.append(("The customer's word", f"{word}: {made.confirmation.noted.text}"))
    return rows


def _validated(made: Validation) -> str:
    word = "the customer confirmed it" if made.confirmed else f"not confirmed: {made.why_not}"
    return f"{made.tested}; rolled out {made.rollout.label.lower()}; {word}"


def _told(case: Overview) -> str:
    return ", ".join(each.label.lower() for each in case.progress.communicated_to) or "those concerned"


def _feedback(case: Overview, track: FeedbackTrack) -> str:
    made = case.progress
    who = f" (for {case.name(made.feedback_manager)})" if made.feedback_manager else ""
    return f"{track.label}{who}{f': {made.feedback_note}' if made.feedback_note else ''}"

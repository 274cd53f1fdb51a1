"""What is said in the case channel when the work takes a turn."""

from collections.abc import Callable, Mapping

from blocks import kit, typed
from blocks.cards import Card, Json, card
from blocks.ids import to_do
from bot.playbook.acts import WAYS, Act
from storage.overview import Overview


def _worked(case: Overview, detail: Json) -> Card | None:
    """A workaround helps: the customer can be told, and the case may cool down."""
    found = next((each for each in case.work.attempts if each.id == detail["attempt"]), None)
    if found is None:
        return None
    who = kit.escape(case.name(str(detail["by"])))
    line = f"*A workaround worked*, says {who}: {typed.linked(found.what, 300)}"
    acts = [act for act in (Act.CONTACT, Act.DE_ESCALATE) if case.ace.status in WAYS[act].statuses]
    buttons = [kit.button(act.label, to_do(act, case.ace.number)) for act in acts]
    return card(
        kit.section(line),
        kit.actions(*buttons, block_id="worked") if buttons else None,
        text=line.replace("*", ""),
    )


def _de_escalated(case: Overview, detail: Json) -> Card | None:
    """To the team that was asked to act: they can stop. Outside its channel nothing of a private case."""
    calm = case.progress.de_escalation
    if calm is None or (case.ace.visibility.is_private and detail["to"] != case.room):
        return None
    team, message = typed.linked(calm.team, 100), typed.linked(calm.message, 1000)
    line = f"*{case.key} is de-escalated* ({kit.escape(case.ace.customer)}). For {team}: {message}"
    why = f"{calm.reason.label}. Decided by {kit.escape(case.name(calm.noted.by))}."
    return card(kit.section(line), kit.context(why), text=f"{line.replace('*', '')} {why}")


def _feedback(case: Overview, detail: Json) -> Card | None:
    """To the product manager whom a lesson is for."""
    made = case.progress
    if made.feedback is None or made.feedback_manager != detail["to"]:
        return None
    line = (
        f"{kit.person(detail['by'])} has feedback for you from {case.key} "
        f"({kit.escape(case.ace.customer)}), *{made.feedback.label}*: "
        f"{typed.linked(made.feedback_note, 1000)}"
    )
    return card(kit.section(line), text=line.replace("*", ""))


ABOUT_WORK: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "worked": _worked,
    "de_escalated": _de_escalated,
    "feedback": _feedback,
}

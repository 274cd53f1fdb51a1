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


ABOUT_WORK: Mapping[str, Callable[[Overview, Json], Card | None]] = {"worked": _worked}

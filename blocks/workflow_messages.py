"""Messages about a case's way: where it stands now and why, that it was declined, what can go."""

from collections.abc import Callable, Mapping

from blocks import kit, problems, typed
from blocks.cards import Card, Json, card
from blocks.ids import to_do
from bot.playbook.acts import Act
from bot.playbook.lifecycle import Status
from storage.overview import Overview


def _status_changed(case: Overview, detail: Json) -> Card:
    """That a case moved, by whom and why; what is to be done next stands on its card."""
    after = Status(detail["after"])
    why = typed.linked(str(detail["why"]), 700)
    line = f"*{case.key} is {after.label} now.* {_name(case, detail)}: {why}"
    return card(kit.section(line), text=line.replace("*", "", 2))


def _undone(case: Overview, detail: Json) -> Card:
    line = f"*Taken back*: {kit.escape(str(detail['label']))}. {case.key} is {case.ace.status.label}, "
    line += f"{case.ace.severity.long_label}. {_name(case, detail)} pressed Undo."
    return card(kit.section(line), text=line.replace("*", "", 2))


def _name(case: Overview, detail: Json) -> str:
    return kit.escape(case.name(str(detail["by"])))


def _declined(case: Overview, detail: Json) -> Card | None:
    """For the filer: why it is no escalation, and what to do instead."""
    declined = case.progress.declined
    if declined is None:
        return None
    line = (
        f"*{case.key} was declined* by {_name(case, detail)}: {typed.linked(declined.text, 700)}\n"
        f"*What to do instead*: {typed.linked(case.progress.instead, 700)}"
    )
    why = "When things change, it can be reopened with all that was written."
    again = kit.button("Reopen", to_do(Act.REOPEN, case.ace.number))
    return card(
        kit.section(line), kit.context(why), kit.actions(again), text=f"{line.replace('*', '')} {why}"
    )


def _offer_archive(case: Overview, detail: Json) -> Card | None:
    """Some days after Closed; nothing when it was reopened meanwhile, or the channel is gone."""
    closed = case.ace.closed_at
    if closed is None or closed.isoformat() != detail["closed"] or not case.room:
        return None
    line = (
        f"{case.key} is closed since {kit.moment(closed)}. Its channel {kit.channel(case.room)} can be "
        "archived: everything in it stays readable, and nobody can write there any more."
    )
    return card(kit.section(line, accessory=archive_button(case)), text=line)


def archive_button(case: Overview) -> Json:
    """The button that archives the channel, after a question."""
    sure = kit.confirm(
        "Archive the channel?",
        "Everyone is taken to the archive, and only a person can bring the channel back, in Slack itself.",
        "Archive",
        "Keep it",
    )
    return kit.button("Archive channel", to_do(Act.ARCHIVE, case.ace.number), confirm=sure)


def _not_archived(case: Overview, detail: Json) -> Card | None:
    if not case.room:
        return None
    line = (
        f"*The channel of {case.key} could not be archived*: {problems.reason(str(detail['code']))}. "
        f"Nothing was changed. {kit.channel(case.room)} can be archived by hand in its settings."
    )
    return card(kit.section(line), text=line.replace("*", "", 2))


ABOUT_WORKFLOW: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "status_changed": _status_changed,
    "undone": _undone,
    "declined": _declined,
    "offer_archive": _offer_archive,
    "not_archived": _not_archived,
}

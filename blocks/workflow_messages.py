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
    head, said = (
        f"{case.key} moved to {Status(detail['after']).label}.",
        f" {_who(case, detail)}: {detail['why']}",
    )
    return card(typed.line(*typed.said(head, bold=True), *typed.said(said)), text=f"{head}{kit.escape(said)}")


def _undone(case: Overview, detail: Json) -> Card:
    ace = case.ace
    line = (
        f"*Taken back*: {kit.escape(str(detail['label']))}. {case.key} is {ace.status.label}, "
        f"{ace.severity.long_label}. {kit.escape(_who(case, detail))} pressed Undo."
    )
    return card(kit.section(line), text=line.replace("*", "", 2))


def _who(case: Overview, detail: Json) -> str:
    return case.name(str(detail["by"]))


def _declined(case: Overview, detail: Json) -> Card | None:
    """For the filer: why it is no escalation, and what to do instead."""
    declined, instead = case.progress.declined, case.progress.instead
    if declined is None:
        return None
    head, who = f"{case.key} was declined by ", _who(case, detail)
    later = "When things change, it can be reopened with all that was written."
    again = kit.button("Reopen", to_do(Act.REOPEN, case.ace.number))
    return card(
        typed.line(*typed.said(f"{head}{who}", bold=True), *typed.said(f": {declined.text}")),
        typed.quote("What to do instead", instead),
        kit.context(later),
        kit.actions(again),
        text=kit.escape(f"{head}{who}: {declined.text} What to do instead: {instead} {later}"),
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

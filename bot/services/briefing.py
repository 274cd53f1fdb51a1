"""Briefing: asking the filer for what the brief lacks, and taking in the answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.playbook import brief, naming
from bot.playbook.intake import NEEDED
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.timeline import EntryKind
from bot.services import clockwork, history, privacy
from bot.services.found import found
from bot.services.intake import ACCOUNT, SUMMARY
from storage import entries, escalations, outbox, people
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

AGAIN = timedelta(hours=1)  # before the same thing is asked once more
SHOWN = (Effect.ALERT, Effect.OPENING, Effect.TRACKER, Effect.TOPIC, Effect.DOCUMENT)


async def ask(tx: Tx, number: int, item: str, *, by: str) -> str:
    """Ask the filer for one missing item, and return who is to answer.

    That is the filer; or `by`, and nobody was asked, when they filed it themselves or the filer has left.
    Raises Refusal when it is not missing any more, or was asked within the hour.
    """
    ace = await found(tx, number, by=by, lock=True)
    await _may_change(tx, ace, by)
    asked = brief.item_for(item)
    if asked is None or asked.is_in(Report.from_json(ace.report)):
        raise Refusal("That is answered already: the card shows what is still missing. Nothing was sent.")
    filer = await people.find(tx, ace.filer)
    if ace.filer == by or (filer and filer.deactivated):
        return by
    await _not_again(tx, number, item)
    history.note(tx, ace, EntryKind.UPDATE, f"Asked the filer: {asked.label}", by=by, item=item)
    detail = {"what": "ask", "to": ace.filer, "item": item, "by": by}
    await outbox.once(tx, Effect.SAY, number, f"ask-{item}-{int(tx.now.timestamp())}", detail=detail)
    await outbox.add(tx, Effect.DOCUMENT, number)
    return ace.filer


async def _not_again(tx: Tx, number: int, item: str) -> None:
    asked = [entry.at for entry in await entries.of_case(tx, number) if entry.data.get("item") == item]
    if asked and tx.now - max(asked) < AGAIN:
        minutes = (tx.now - max(asked)) // timedelta(minutes=1)
        when = f"{minutes} min ago" if minutes else "just now"
        raise Refusal(f"The filer was asked that {when} and has not answered yet. Nothing was sent again.")


async def answer(tx: Tx, number: int, report: Report, items: Iterable[str], *, by: str) -> Escalation:
    """Take the answers to `items`, fields of `report`, into the brief; the cards follow.

    Raises Refusal when `by` may not answer for this case.
    """
    ace = await found(tx, number, by=by, lock=True)
    if by != ace.filer:
        await _may_change(tx, ace, by)
    before = Report.from_json(ace.report)
    answers = {item: getattr(report, item) for item in items if item not in NEEDED}
    changed = {item: said for item, said in answers.items() if said != getattr(before, item)}
    if not changed:
        return ace
    after = replace(before, **changed)
    ace.report = after.to_json()
    ace.summary, ace.account_id = after.headline[:SUMMARY], after.account_id[:ACCOUNT] or None
    ace.updated_at = tx.now
    _note(tx, ace, sorted(changed), by=by)
    if "customer_deadline" in changed:
        await clockwork.customer_deadline_changed(tx, ace)
    for effect in SHOWN:
        await outbox.add(tx, effect, number)
    return ace


def _note(tx: Tx, ace: Escalation, changed: list[str], *, by: str) -> None:
    labels = ", ".join(dict.fromkeys(asked.label for name in changed if (asked := brief.item_for(name))))
    key = naming.key(ace.number, tx.policy.keys.prefix)
    history.note(tx, ace, EntryKind.UPDATE, f"Added to the brief of {key}: {labels}", by=by, items=changed)


async def _may_change(tx: Tx, ace: Escalation, by: str) -> None:
    if by not in await escalations.involved(tx, ace.number):
        await privacy.check(tx, Permission.CHANGE, by)

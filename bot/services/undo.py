"""Undo: reversible changes are kept for a while, and put back with one press."""

from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history
from storage import changes, outbox
from storage.case_records import Item
from storage.columns import Json, Record
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

QUOTED = 80  # characters of a label in a refusal


class Before:
    """What records were before a change; take it first, change them, then `offer` to undo it."""

    def __init__(self, *records: Record) -> None:
        """Remember these records as they are."""
        self._records = [(record, changes.snapshot(record)) for record in records]
        self._added: list[Record] = []

    def added(self, *records: Record) -> None:
        """Note records that the change adds; they must have been flushed when it is offered."""
        self._added += records

    def parts(self) -> list[Json]:
        """What changed, for the database."""
        changed = [changes.part(record, before) for record, before in self._records]
        new = [changes.part(record, None) for record in self._added]
        return [*(each for each in changed if each["after"]), *new]


async def offer(tx: Tx, ace: Escalation, label: str, before: Before, *, by: str) -> None:
    """Keep a change for the policy's time, and show whoever made it a line with [Undo], seen by them alone.

    `label` says what was done, such as "Severity set to High". Source: product, "How it feels".
    """
    await tx.flush()
    lasts = tx.policy.clocks.undo.elapsed
    change = await changes.keep(tx, ace.number, label, before.parts(), by=by, lasts=lasts)
    if channel := await cases.room(tx, ace):
        detail: Json = {"what": "undo", "to": channel, "user": by, "change": change.id, "label": label}
        await outbox.once(tx, Effect.WHISPER, ace.number, f"undo-{change.id}", detail=detail)


async def undo(tx: Tx, number: int | None, change_id: int | None = None, *, by: str) -> str:
    """Take a change back, the newest one unless one is named; returns what it was.

    Raises Refusal when there is none, its time is over, or something else has changed meanwhile.
    """
    ace = await cases.changing(tx, number, by=by)
    change = await (changes.find(tx, change_id) if change_id else changes.latest(tx, ace.number))
    if change is None or change.number != ace.number:
        raise Refusal("There is nothing that could still be undone. Nothing was changed.")
    if change.undone_at:
        raise Refusal("That was undone already. Nothing was changed.")
    if change.until <= tx.now:
        raise Refusal("Too much time has passed to undo that. Nothing was changed; make the change anew.")
    before = ace.status, ace.severity
    if not await changes.put_back(tx, change.parts):
        raise Refusal(
            f"“{_short(change.label)}” cannot be undone: it was changed again since. Nothing was changed."
        )
    change.undone_at = ace.updated_at = tx.now
    await clockwork.restored(tx, ace)
    kind = _kind(ace, *before)
    history.note(tx, ace, kind, f"Undone: {change.label}", by=by, change=change.id)
    if kind is not EntryKind.CHANGE:  # the channel was told of it, so it is told of this, too
        await cases.announce(tx, ace, "undone", f"undone-{change.id}", label=change.label, by=by)
    await cases.show(tx, ace, *cases.EVERYWHERE)
    if any(part["table"] == Item.__tablename__ for part in change.parts):
        await outbox.add(tx, Effect.RETROSPECTIVE, ace.number)  # its card lists those that came out of it
    return change.label


def _short(label: str) -> str:
    return label if len(label) <= QUOTED else f"{label[: QUOTED - 1].rstrip()}…"


def _kind(ace: Escalation, status: object, severity: object) -> EntryKind:
    if ace.status != status:
        return EntryKind.STATUS
    return EntryKind.SEVERITY if ace.severity != severity else EntryKind.CHANGE

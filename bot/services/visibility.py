"""Visibility: a case turns private with all that is shown of it, or is opened up by those in charge."""

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.visibility import Visibility
from bot.services import cases, handover, history, redaction, viewers
from storage import escalations, outbox, reminders
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

TIED = (Effect.ALERT, Effect.OPENING, Effect.DOCUMENT)  # what shows the cases that another is linked to


async def check(
    tx: Tx, number: int, to: Visibility | None, why: str, *, by: str, seen: Visibility | None = None
) -> Escalation:
    """The case, held, when `by` may make it visible as `to` for that reason.

    `seen` is what it was when they decided. Raises Refusal when they may not, or when it makes no sense.
    """
    ace = await cases.changing(tx, number, by=by)
    key = naming.key(number, tx.policy.keys.prefix)
    if to is None:
        raise Refusal("Choose who may see it. Nothing was changed.", field="to")
    if seen is not None and seen is not ace.visibility:
        raise Refusal(
            f"Somebody was faster: {key} is “{ace.visibility.label}” now. Nothing more was changed."
        )
    if to is ace.visibility:
        raise Refusal(f"{key} is “{to.label}” already. Nothing was changed.", field="to")
    if not why.strip():
        raise Refusal("Say why, in a few words: it stays on the record. Nothing was changed.", field="why")
    if len(why) > viewers.REASON:
        raise Refusal(f"That is longer than {viewers.REASON} characters. Say it shorter.", field="why")
    await viewers.check_in_charge(tx, ace, by)
    return ace


async def change(
    tx: Tx, number: int, to: Visibility | None, why: str, *, by: str, seen: Visibility | None = None
) -> Escalation:
    """Decide anew who may see a case; there is no undo, since words that were blanked do not come back.

    Made private, it loses its public channel and gets one of its own, and all that stands where outsiders
    read is redrawn without its words or blanked. Opened up, only our own gate is lifted. Raises Refusal as
    `check` does. Source: product, "Intake".
    """
    ace = await check(tx, number, to, why, by=by, seen=seen)
    before, ace.visibility, ace.updated_at = ace.visibility, to or ace.visibility, tx.now
    said = f"{before.label} to {ace.visibility.label}: {why.strip()}"
    history.note(tx, ace, EntryKind.VISIBILITY, said, by=by, visibility=ace.visibility, before=before)
    await tx.flush()
    if ace.visibility.is_private and not before.is_private:
        await _untie(tx, ace, by=by)
        await handover.end_unseen(tx, ace, by=by)
        await redaction.leave(tx, ace)
    else:
        await reminders.see_anew(tx, ace.number)
        once = f"visibility-{int(tx.now.timestamp())}"
        await cases.announce(tx, ace, "visibility_changed", once, by=by, before=before.value)
    await cases.show(tx, ace, *cases.EVERYWHERE, Effect.MEMBERS)
    return ace


async def _untie(tx: Tx, ace: Escalation, *, by: str) -> None:
    """A private case is linked to nothing: others' cards would tell of it."""
    key = naming.key(ace.number, tx.policy.keys.prefix)
    for other in await escalations.unlink(tx, ace.number):
        if second := await escalations.find(tx, other):
            history.note(tx, second, EntryKind.LINK, f"No longer linked to {key}", by=by, other=ace.number)
        for effect in TIED:
            await outbox.add(tx, effect, other)

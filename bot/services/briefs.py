"""Briefs: the structured brief sent to the team that is asked, once."""

from dataclasses import replace

from bot.playbook import naming
from bot.playbook.permissions import Permission
from bot.playbook.progress import Noted
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.timeline import EntryKind
from bot.services import cases, history
from storage import escalations, outbox, people
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect


async def send(tx: Tx, number: int, *, by: str) -> str:
    """Send the brief where the policy says for its team, else into the case channel; returns where to.

    That of a private case stays within its channel. Raises Refusal when it was sent, or there is no place.
    """
    ace = await cases.changing(tx, number, by=by, what=Permission.CHANGE)
    key = naming.key(ace.number, tx.policy.keys.prefix)
    target = Report.from_json(ace.report).target
    made, which = cases.progress(ace), target.value if target else ""
    if sent := made.briefs.get(which):
        who = (await people.names(tx, [sent.by])).get(sent.by, "somebody")
        raise Refusal(f"{who} has sent the brief of {key} already. Nothing was sent again.")
    where = tx.policy.brief.place(target, private=ace.visibility.is_private) or await cases.room(tx, ace)
    if not where:
        raise Refusal(f"{key} has no channel yet that its brief could be sent to. Nothing was sent.")
    noted = Noted(by=by, at=tx.now, text=where)
    ace.progress = replace(made, briefs={**made.briefs, which: noted}).to_json()
    team = target.label if target else "the case channel"
    history.note(tx, ace, EntryKind.UPDATE, f"Brief sent to {team}", by=by, brief=which, to=where)
    detail: Json = {"to": where, "by": by, "which": which}
    await outbox.once(tx, Effect.BRIEF, ace.number, f"{which}-{int(tx.now.timestamp())}", detail=detail)
    await cases.show(tx, ace, Effect.DOCUMENT, Effect.OPENING)
    return team


async def unsent(tx: Tx, number: int, which: str, *, code: str) -> None:
    """Slack would not take it: it counts as not sent, and whoever sent it is told why."""
    ace = await escalations.lock(tx, number)
    if ace is None:
        return
    made = cases.progress(ace)
    sent = made.briefs.get(which)
    if sent is None:
        return
    left = {name: noted for name, noted in made.briefs.items() if name != which}
    ace.progress = replace(made, briefs=left).to_json()
    history.note(tx, ace, EntryKind.UPDATE, "The brief could not be sent", by=None, brief=which, code=code)
    await _told(tx, ace, sent, code)
    await cases.show(tx, ace, Effect.DOCUMENT, Effect.OPENING)


async def _told(tx: Tx, ace: Escalation, sent: Noted, code: str) -> None:
    once = f"brief-unsent-{int(sent.at.timestamp())}"
    await cases.tell(tx, ace, sent.by, "brief_unsent", once, where=sent.text, code=code)

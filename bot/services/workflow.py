"""Workflow: a case moves on, comes back or ends, each time with a line of why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.playbook import acts, guards, naming
from bot.playbook.acts import Act
from bot.playbook.guards import Missing, NotYet
from bot.playbook.lifecycle import Status, Step, back_to, move
from bot.playbook.permissions import Permission
from bot.playbook.progress import Noted
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import (
    attempts,
    cases,
    clockwork,
    cover,
    criteria,
    handover,
    history,
    retrospectives,
    rooms,
    undo,
)
from storage import entries, outbox, overview, people
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

ONWARD: Mapping[Act, Status] = {
    Act.TRIAGE: Status.TRIAGE,
    Act.START: Status.IN_PROGRESS,
    Act.RESOLVE: Status.RESOLVED,
    Act.CLOSE: Status.CLOSED,
}
LONGEST = 600  # characters of a line of why


async def missing(tx: Tx, ace: Escalation, step: Step) -> list[Missing]:
    """What still holds a step up."""
    case = await overview.of(tx, ace.number)
    if case is None:
        raise LookupError(ace.number)
    waits_for = await retrospectives.holding(tx, ace) if step is Step.CLOSE else None
    return guards.missing(step, replace(case.facts, retrospective=waits_for))


async def advance(tx: Tx, number: int | None, act: Act, *, why: str, by: str) -> Escalation:
    """Move a case on by one of the acts of `ONWARD`.

    Raises NotYet while something is missing, Refusal when it may not, or cannot from where the case is.
    """
    ace = await cases.changing(tx, number, by=by, what=acts.needs(act))
    target, key = ONWARD[act], naming.key(ace.number, tx.policy.keys.prefix)
    if ace.status is target:
        raise Refusal(await _there_already(tx, ace, key))
    acts.check(act, ace.status, key)
    step = move(ace.status, target)
    if gaps := await missing(tx, ace, step):
        raise NotYet(key, act, gaps)
    said = reason(why)
    if act not in {Act.TRIAGE, Act.START}:
        await enter(tx, ace, target, why=said, by=by)
        return ace
    before = undo.Before(ace, *await clockwork.rows(tx, ace))
    await enter(tx, ace, target, why=said, by=by)
    await undo.offer(tx, ace, f"Moved to {target.label}", before, by=by)
    return ace


async def _there_already(tx: Tx, ace: Escalation, key: str) -> str:
    """That it was moved before, and by whom: of two people who press at once, one reads this."""
    moved = next(iter(await entries.latest(tx, ace.number, limit=1, kinds=(EntryKind.STATUS,))), None)
    names = await people.names(tx, [moved.author]) if moved and moved.author else {}
    by = f"; {' '.join(names.values())} moved it" if names else ""
    return f"{key} is {ace.status.label} already{by}. Nothing was changed."


async def enter(tx: Tx, ace: Escalation, target: Status, *, why: str, by: str) -> None:
    """Put a case into a status and let everything follow: clocks, cards, the retrospective.

    The one place where a status changes after the claim; the case is held, and the step was checked.
    """
    if not target.is_open:
        await attempts.let_go(tx, ace, by=by)
    before = ace.status
    ace.status, ace.status_at, ace.updated_at = target, tx.now, tx.now
    if target is Status.RESOLVED:
        ace.resolved_at = tx.now
    elif target is not Status.CLOSED:
        ace.resolved_at = None
    ace.closed_at = tx.now if target is Status.CLOSED else None
    await tx.flush()
    text = f"{before.label} to {target.label}: {why}"
    history.note(tx, ace, EntryKind.STATUS, text, by=by, status=target, before=before, why=why)
    await clockwork.status_changed(tx, ace, before, by=by)
    await cases.show(tx, ace, *cases.EVERYWHERE)
    await cases.announce(
        tx, ace, "status_changed", f"status-{tx.now.isoformat()}", before=before, after=target, why=why, by=by
    )
    if target is Status.RESOLVED:
        await retrospectives.resolved(tx, ace)
    if target is Status.CLOSED:
        await handover.end(tx, ace, by=by)
        await cover.finish_all(tx, ace)
        await _offer_archive(tx, ace)


async def reopen(tx: Tx, number: int | None, *, why: str, by: str) -> Escalation:
    """Take a resolved or closed case up again: to the work, or to where it was declined.

    What was said of its end (validation, message, confirmation) has to be said anew. An archived channel
    gets a successor. Raises Refusal when it is open.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.REOPEN)
    made = cases.progress(ace)
    again = replace(
        made,
        validation=None,
        communicated=None,
        confirmation=None,
        declined=None,
        instead="",
        de_escalation=None,
    )
    cases.keep(tx, ace, again)
    if made.de_escalation:
        await criteria.open_again(tx, ace, made.de_escalation.noted.at, by=by)
    target = back_to(declined=made.declined is not None, led=ace.em is not None)
    await enter(tx, ace, target, why=reason(why), by=by)
    await rooms.renew(tx, ace)
    return ace


async def decline(tx: Tx, number: int | None, *, why: str, instead: str, by: str) -> Escalation:
    """Close a case that is no escalation; the filer is told why, and what to do instead.

    Raises Refusal when it has been triaged already. Source: product, "Ownership".
    """
    ace = await cases.changing(tx, number, by=by, what=Permission.CLOSE, act=Act.DECLINE)
    said, todo = reason(why), reason(instead, field="instead")
    made = replace(cases.progress(ace), declined=Noted(by=by, at=tx.now, text=said), instead=todo)
    cases.keep(tx, ace, made)
    await enter(tx, ace, Status.CLOSED, why=f"declined. {said} Instead: {todo}", by=by)
    if by != ace.filer:
        await cases.tell(tx, ace, ace.filer, "declined", f"declined-{tx.now.isoformat()}", by=by)
    return ace


def reason(why: str, *, field: str = "why") -> str:
    """The line of why, as it is kept. Raises Refusal when there is none, or too much of it."""
    said = " ".join(why.split())
    if not said:
        raise Refusal("A line of why is needed: it goes into the timeline.", field=field)
    if len(said) > LONGEST:
        raise Refusal(f"One line of at most {LONGEST} characters is needed here.", field=field)
    return said


async def _offer_archive(tx: Tx, ace: Escalation) -> None:
    """Some days on, whoever led the case is asked whether its channel can go; nothing goes by itself."""
    closed = tx.now.isoformat()
    detail: Json = {"what": "offer_archive", "to": ace.em or ace.filer, "closed": closed}
    lane = f"archive:{ace.number}"  # what is said meanwhile need not wait for it
    after: timedelta = tx.policy.channel.offer_archive.elapsed
    what = f"archive-{closed}"
    await outbox.once(tx, Effect.SAY, ace.number, what, detail=detail, lane=lane, after=after)


async def archive(tx: Tx, number: int | None, *, by: str) -> Escalation:
    """Archive the channel of a closed case. Raises Refusal when it is not closed, or has no channel."""
    ace = await cases.changing(tx, number, by=by, what=Permission.CLOSE, act=Act.ARCHIVE)
    channel = await cases.room(tx, ace)
    if channel is None:
        key = naming.key(ace.number, tx.policy.keys.prefix)
        raise Refusal(f"{key} has no channel that could be archived. Nothing was changed.")
    history.note(tx, ace, EntryKind.CHANNEL, "Asked to archive the case channel", by=by, channel=channel)
    await outbox.once(
        tx,
        Effect.ARCHIVE,
        ace.number,
        f"{channel}-{tx.now.isoformat()}",
        detail={"channel": channel, "by": by},
    )
    return ace

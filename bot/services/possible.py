"""What somebody can do to a case as it stands: by its status, its state, and what the policy lets them do."""

from bot.playbook.acts import Act, needs, offered
from bot.playbook.permissions import Permission
from bot.playbook.refusal import Refusal
from bot.services import leadership, privacy
from storage import changes, escalations
from storage.database import Tx
from storage.models import Escalation
from storage.overview import Overview


async def acts_of(tx: Tx, case: Overview, *, by: str) -> set[Act]:
    """Every act that `by` could begin now; `by` may see the case."""
    there = {act for acts in offered(case.ace.status).values() for act in acts}
    granted = {what for what in {needs(act) for act in there} if await may(tx, case.ace, what, by=by)}
    idle = await _idle(tx, case) | await _others(tx, case, by)
    return {act for act in there if needs(act) in granted and act not in idle}


async def may(tx: Tx, ace: Escalation, what: Permission, *, by: str) -> bool:
    """Whether `by` may do something of this sort to a case that they see."""
    if what is Permission.CLAIM and ace.visibility.is_private:
        return by in await privacy.group(tx, ace.visibility)
    if what in {Permission.SEE, Permission.CHANGE} and by in await escalations.involved(tx, ace.number):
        return True
    return await privacy.may(tx, what, by)


async def check(tx: Tx, ace: Escalation, act: Act, *, by: str) -> None:
    """Raises Refusal when `by` may not do it, before anything is typed."""
    what = needs(act)
    if not await may(tx, ace, what, by=by):
        await privacy.check(tx, what, by)
        raise Refusal(f"You may not {what.label} of this sort. Nothing was changed.")


async def _others(tx: Tx, case: Overview, by: str) -> set[Act]:
    """Acts that are for somebody else: for whoever leads the case, and whoever decides who sees it."""
    theirs = {
        Act.HANDOVER: case.work.handover is not None
        or await leadership.leads(tx, case.ace, by)
        or await leadership.has_left(tx, case.ace),
        Act.VISIBILITY: await privacy.decides(tx, case.ace, by),
    }
    return {act for act, is_theirs in theirs.items() if not is_theirs}


async def _idle(tx: Tx, case: Overview) -> set[Act]:
    """Acts that would find nothing to act on."""
    none = {
        Act.UNDO: await changes.latest(tx, case.ace.number) is None,
        Act.ARCHIVE: not case.room,
        Act.PROMISES: not case.work.promises,
        Act.DEADLINE: case.report.deadline is None and not case.work.items,
        Act.RESUME: not any(clock.resumes_at for clock in case.clocks),
    }
    return {act for act, nothing in none.items() if nothing}

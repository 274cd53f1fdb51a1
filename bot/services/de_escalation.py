"""De-escalation: why a case can cool down, who is told, what was learnt; then it is Resolved."""

from dataclasses import replace

from bot.playbook import acts
from bot.playbook.acts import Act
from bot.playbook.contacts import Told
from bot.playbook.lifecycle import Status, move
from bot.playbook.progress import Calmer, DeEscalation, Noted
from bot.playbook.report import Report
from bot.playbook.resolution import Calm
from bot.playbook.timeline import EntryKind
from bot.playbook.work import CriterionState, Direction, Medium
from bot.services import cases, contacts, criteria, history, workflow
from storage import casework
from storage.database import Tx
from storage.models import Escalation


async def de_escalate(tx: Tx, number: int | None, calm: Calm, *, by: str) -> Escalation:
    """Take the four steps, waive what is open of the exit criteria, and resolve the case.

    Raises Refusal, next to its field, when one of the steps is missing, or when it may not be resolved.
    Source: skill sheet, "De-escalation".
    """
    ace = await cases.changing(tx, number, by=by, what=acts.needs(Act.DE_ESCALATE), act=Act.DE_ESCALATE)
    calm.check()
    move(ace.status, Status.RESOLVED)
    reason = calm.reason or Calmer.REASSESSED
    why = workflow.reason(calm.why)
    _keep(tx, ace, calm, reason, why, by=by)
    told = Told(direction=Direction.OUT, medium=calm.medium or Medium.TICKET, said=calm.told)
    await contacts.record(tx, ace, told, by=by)
    await _let_go(tx, ace, f"de-escalated: {reason.label.lower()}", by=by)
    await _tell_team(tx, ace, by=by)
    await workflow.enter(tx, ace, Status.RESOLVED, why=f"de-escalated. {reason.label}. {why}", by=by)
    return ace


def _keep(tx: Tx, ace: Escalation, calm: Calm, reason: Calmer, why: str, *, by: str) -> None:
    made = DeEscalation(
        reason=reason,
        team=calm.team.strip(),
        message=calm.message.strip(),
        customer=calm.told.strip(),
        learned=calm.learned.strip(),
        noted=Noted(by=by, at=tx.now, text=why),
    )
    cases.keep(tx, ace, replace(cases.progress(ace), de_escalation=made))
    history.note(tx, ace, EntryKind.UPDATE, f"Told {made.team}: {made.message}", by=by)
    history.note(tx, ace, EntryKind.CHECK, f"Learnt: {made.learned}", by=by)


async def _let_go(tx: Tx, ace: Escalation, why: str, *, by: str) -> None:
    """What is open need not be met any more."""
    for each in (await casework.of(tx, ace.number)).criteria:
        if each.state is CriterionState.OPEN:
            criteria.settle(tx, each, CriterionState.WAIVED, why, by=by)
            text = f"Waived: {each.text} ({why})"
            history.note(tx, ace, EntryKind.CRITERION, text, by=by, criterion=each.id)


async def _tell_team(tx: Tx, ace: Escalation, *, by: str) -> None:
    """Say it once where the policy has the team's briefs posted, else in the case channel.

    Nothing of a private case is said outside its own channel.
    """
    once = f"de-escalated-{tx.now.isoformat()}"
    place = team_channel(tx, ace)
    if not place:
        await cases.announce(tx, ace, "de_escalated", once, by=by)
        return
    detail = {"otherwise": await cases.room(tx, ace) or "", "by": by}
    await cases.tell(tx, ace, place, "de_escalated", once, **detail)


def team_channel(tx: Tx, ace: Escalation) -> str:
    """Where the team that was asked hears of it besides the case channel, "" for nowhere."""
    target = Report.from_json(ace.report).target
    return tx.policy.brief.channel(target) if target and not ace.visibility.is_private else ""

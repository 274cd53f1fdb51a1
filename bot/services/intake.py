"""Intake: filing an escalation once, or joining and linking what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.playbook import naming
from bot.playbook.lifecycle import Status
from bot.playbook.likeness import Candidate, Known, candidates, customer_words
from bot.playbook.permissions import Permission
from bot.playbook.policy_tables import Opening
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.services import clockwork, history, privacy
from storage import escalations, outbox, people
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

SUMMARY, CUSTOMER, ACCOUNT = 300, 200, 100  # characters kept in columns of their own
A_WHILE = timedelta(seconds=5)  # for Slack, which did not tell who the filer is
PREFIX = 4  # letters of a customer's name by which like names are looked for


@dataclass(frozen=True)
class Filed:
    """What filing came to: the escalation, and what it is not linked to."""

    ace: Escalation
    unlinked: tuple[int, ...] = ()


async def duplicates(tx: Tx, report: Report) -> list[Candidate]:
    """Cases that the filer should look at first: the same customer's, open or closed lately, none private.

    None for a private report: joining would tell everybody what it says, and it is tied to nothing.
    """
    if report.visibility.is_private:
        return []
    words = " ".join(customer_words(report.customer))
    window = tx.policy.intake.duplicate_window.elapsed
    near = await escalations.comparable(
        tx, starts=words[:PREFIX], account_id=report.account_id or None, since=tx.now - window
    )
    known = [_known(ace) for ace in near]
    return candidates(report, known, now=tx.now, window=window)


def _known(ace: Escalation) -> Known:
    return Known(
        number=ace.number,
        customer=ace.customer,
        account_id=ace.account_id or "",
        product=ace.product,
        summary=ace.summary,
        impact=ace.impact,
        visibility=ace.visibility,
        closed_at=ace.closed_at,
    )


async def filed_before(tx: Tx, filing: str, *, by: str) -> Escalation | None:
    """The escalation that this very form made already; forms are submitted and delivered more than once."""
    return await escalations.filed_as(tx, filing, by=by)


async def file(tx: Tx, report: Report, *, filing: str, by: str, linked: Sequence[int] = ()) -> Filed:
    """File an escalation under the next key, once for each `filing` (the form's view id).

    The report has been checked (bot.playbook.intake.problems), and in this transaction whether it is filed
    already (`filed_before`). Raises Refusal when `by` may not file; the commit raises IntegrityError when
    another process takes the same form in this moment: look again then.
    """
    await privacy.check(tx, Permission.RAISE, by)
    number = await escalations.take_number(tx)
    ace = escalations.file(tx, **_new(tx, report, number=number, filing=filing, by=by))
    why = f" Raised although support might solve it: {report.support_reason}" if report.support_reason else ""
    history.note(tx, ace, EntryKind.FILING, f"Filed: {ace.summary}{why}", by=by, status=ace.status)
    await clockwork.filed(tx, ace)
    unlinked = tuple([other for other in linked if not await tie(tx, ace, other, by=by)])
    await _show(tx, ace)
    return Filed(ace, unlinked=unlinked)


def _new(tx: Tx, report: Report, *, number: int, filing: str, by: str) -> Json:
    severity = report.severity or Severity.MEDIUM
    return {
        "number": number,
        "filing": filing,
        "filer": by,
        "filed_at": tx.now,
        "customer": report.customer[:CUSTOMER],
        "account_id": report.account_id[:ACCOUNT] or None,
        "customer_key": " ".join(customer_words(report.customer))[:CUSTOMER],
        "summary": report.headline[:SUMMARY],
        "impact": report.impact,
        "severity": severity,
        "highest_severity": severity,
        "product": report.product,
        "region": report.region,
        "visibility": report.visibility,
        "status": Status.NEW,
        "status_at": tx.now,
        "updated_at": tx.now,
        "report": report.to_json(),
        "team": "",
        "version": 1,
    }


async def _show(tx: Tx, ace: Escalation) -> None:
    await outbox.add(tx, Effect.ALERT, ace.number, priority=outbox.urgency(ace.severity))
    await outbox.add(tx, Effect.TRACKER, ace.number)
    if await people.find(tx, ace.filer) is None:
        await outbox.add(
            tx, Effect.LEARN_PERSON, ace.number, ace.filer, detail={"user": ace.filer}, after=A_WHILE
        )
    if tx.policy.opens(ace.severity) is Opening.FILING:
        await outbox.add(tx, Effect.CHANNEL, ace.number)


async def join(tx: Tx, number: int, report: Report, *, filing: str, by: str) -> Escalation | None:
    """Add `by` and what they reported to an open case, once for each `filing`; None when it is open no more.

    Raises Refusal when it would make known what they reported in private.
    """
    ace = await escalations.lock(tx, number)
    if ace is None or ace.closed_at is not None or ace.visibility.is_private:
        return None
    if not await privacy.sees(tx, ace, by):
        return None
    if report.visibility.is_private:
        key = naming.key(number, tx.policy.keys.prefix)
        raise Refusal(
            f"Everyone can read {key}, and what you write here is private. "
            "File it all the same, or let everyone see it.",
            field="duplicate_choice",
        )
    if not await people.first_delivery(tx, f"join:{filing}"):
        return ace
    await escalations.involve(tx, number, by, "joined")
    said = f"Joined, reporting: {report.impact}"
    history.note(tx, ace, EntryKind.LINK, said, by=by, joined=by, report=report.to_json())
    ace.updated_at = tx.now
    for effect in (Effect.MEMBERS, Effect.OPENING, Effect.TRACKER, Effect.DOCUMENT):
        await outbox.add(tx, effect, number)
    return ace


async def tie(tx: Tx, ace: Escalation, other: int, *, by: str) -> bool:
    """Link two cases; False when the other one is not there, or one of them is private."""
    second = await escalations.find(tx, other)
    if second is None or second.number == ace.number:
        return False
    if second.visibility.is_private or ace.visibility.is_private:
        return False
    await escalations.link(tx, ace.number, other, by=by)
    key, other_key = (naming.key(each, tx.policy.keys.prefix) for each in (ace.number, other))
    history.note(tx, ace, EntryKind.LINK, f"Linked to {other_key}", by=by, other=other)
    history.note(tx, second, EntryKind.LINK, f"Linked to {key}", by=by, other=ace.number)
    for effect in (Effect.ALERT, Effect.OPENING, Effect.DOCUMENT):
        await outbox.add(tx, effect, other)
    return True

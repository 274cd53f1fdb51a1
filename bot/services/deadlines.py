"""Unrealistic deadlines: another date is proposed, with its reason, and who set the first one answers."""

from dataclasses import replace
from datetime import datetime

from bot.playbook import action_items as rules
from bot.playbook import naming
from bot.playbook.action_items import Change
from bot.playbook.acts import Act
from bot.playbook.progress import Challenge, Noted
from bot.playbook.refusal import Refusal
from bot.playbook.report import Report
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, items
from storage import people
from storage.case_records import Item
from storage.database import Tx
from storage.models import Escalation

ANSWERED = "That was answered already, or the date was changed meanwhile. Nothing was changed."


async def challenge_item(
    tx: Tx, number: int | None, item_id: int, proposed: datetime | None, why: str, *, by: str
) -> Item:
    """Propose another date for an action item to whoever set it.

    Raises Refusal, next to its field, when the proposal is none, or waits for an answer already.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.DEADLINE)
    item = await items.find(tx, ace, item_id)
    rules.check_change(Change.CHALLENGE, item.state)
    if item.due is None:
        raise Refusal("That action item has no date, so there is nothing to challenge. Nothing was changed.")
    if item.challenge:
        raise Refusal("Another date is proposed for it already and waits for an answer. Nothing was changed.")
    answerer = await _answerer(tx, ace, item)
    if by == answerer:
        raise Refusal("You set that date yourself: edit the item instead. Nothing was changed.")
    due = rules.check_proposal(proposed, item.due, why, now=tx.now)
    item.challenge = {"due": due.isoformat(), "why": why.strip(), "by": by, "at": tx.now.isoformat()}
    await _asked(tx, ace, f"the date of “{item.text}”", (item.due, due), why, by=by)
    detail = {"item": item.id, "by": by}
    await cases.tell(tx, ace, answerer, "challenge", _once(tx, item), **detail)
    return item


async def answer_item(
    tx: Tx, number: int | None, item_id: int, *, accept: bool, comment: str, by: str
) -> Item:
    """Accept the date that was proposed for an action item, or keep the one that was set.

    Raises Refusal when nothing waits for an answer, or `by` is not the one to give it.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.DEADLINE)
    item = await items.find(tx, ace, item_id)
    if not item.challenge or not item.state.is_owed:
        raise Refusal(ANSWERED)
    proposer, proposed = str(item.challenge["by"]), datetime.fromisoformat(str(item.challenge["due"]))
    if by not in {await _answerer(tx, ace, item), ace.em} or by == proposer:
        raise Refusal("That is for whoever set the date, or the EM, to answer. Nothing was changed.")
    said = _comment(comment, accept=accept)
    _check_future(proposed, tx.now, accept=accept)
    item.challenge = {}
    if accept:
        await _move(tx, ace, item, proposed, proposer)
    detail = {"item": item.id, "by": by, "accepted": accept, "comment": said}
    await cases.tell(tx, ace, proposer, "challenge_answered", f"{_once(tx, item)}-answer", **detail)
    await _answered(tx, ace, f"the date of “{item.text}”", proposed, said, accept=accept, by=by)
    return item


async def challenge_brief(
    tx: Tx, number: int | None, proposed: datetime | None, why: str, *, by: str
) -> Escalation:
    """Propose another date to the filer for the one that they asked for; raises Refusal as the other does."""
    ace = await cases.changing(tx, number, by=by, act=Act.DEADLINE)
    key = naming.key(ace.number, tx.policy.keys.prefix)
    made, report = cases.progress(ace), Report.from_json(ace.report)
    if report.deadline is None or not ace.status.is_open:
        raise Refusal(f"{key} waits for no date of the filer's. Nothing was changed.")
    filer = await people.find(tx, ace.filer)
    left = bool(filer and filer.deactivated)
    if made.deadline_challenge and not left:
        raise Refusal("Another date is proposed to the filer already. Nothing was changed.")
    if by == ace.filer:
        raise Refusal("You asked for that date yourself. Nothing was changed; tell the EM another one.")
    due = rules.check_proposal(proposed, report.deadline, why, now=tx.now)
    if left:
        return await _moved_at_once(tx, ace, due, why, by=by)
    noted = Noted(by=by, at=tx.now, text=why.strip())
    cases.keep(tx, ace, replace(made, deadline_challenge=Challenge(due=due, noted=noted)))
    await _asked(tx, ace, "the filer's date", (report.deadline, due), why, by=by)
    once = f"challenge-brief-{tx.now.isoformat()}"
    await cases.tell(tx, ace, ace.filer, "challenge", once, item=0, by=by)
    return ace


async def _moved_at_once(tx: Tx, ace: Escalation, due: datetime, why: str, *, by: str) -> Escalation:
    """The filer has left, so that nobody could answer: the new date holds."""
    cases.keep(tx, ace, replace(cases.progress(ace), deadline_challenge=None))
    ace.report = replace(Report.from_json(ace.report), deadline=due).to_json()
    said = f"the filer has left. {why.strip()}"
    await _answered(tx, ace, "the filer's date", due, said, accept=True, by=by)
    await cases.show(tx, ace, *cases.EVERYWHERE)
    return ace


async def answer_brief(tx: Tx, number: int | None, *, accept: bool, comment: str, by: str) -> Escalation:
    """The filer accepts the date that was proposed, or keeps their own; raises Refusal as for an item."""
    ace = await cases.changing(tx, number, by=by)
    made, report = cases.progress(ace), Report.from_json(ace.report)
    challenge = made.deadline_challenge
    if challenge is None:
        raise Refusal(ANSWERED)
    if by != ace.filer:
        raise Refusal("That is for the filer to answer, who asked for the date. Nothing was changed.")
    said = _comment(comment, accept=accept)
    _check_future(challenge.due, tx.now, accept=accept)
    cases.keep(tx, ace, replace(made, deadline_challenge=None))
    if accept:
        ace.report = replace(report, deadline=challenge.due).to_json()
    once = f"challenge-brief-{tx.now.isoformat()}-answer"
    detail = {"item": 0, "by": by, "accepted": accept, "comment": said}
    await cases.tell(tx, ace, challenge.noted.by, "challenge_answered", once, **detail)
    await _answered(tx, ace, "the filer's date", challenge.due, said, accept=accept, by=by)
    await cases.show(tx, ace, *cases.EVERYWHERE)
    return ace


async def _move(tx: Tx, ace: Escalation, item: Item, due: datetime, proposer: str) -> None:
    """The new date was proposed by whoever has to keep it, so it is agreed with that."""
    item.due = due
    if proposer in {item.owner, items.manager_of(tx, item.owner or "")}:
        item.committed_by, item.agreed_at = proposer, item.agreed_at or tx.now
    if item.agreed_at:
        await clockwork.item_agreed(tx, ace, item)
    await items.show(tx, ace, item)


async def _answerer(tx: Tx, ace: Escalation, item: Item) -> str:
    """Who set the date; when they have left, the EM."""
    setter = item.due_by or item.added_by
    known = await people.find(tx, setter)
    return ace.em or setter if known and known.deactivated else setter


def _comment(comment: str, *, accept: bool) -> str:
    if not accept and not comment.strip():
        raise Refusal("Say why the date has to stay: whoever asked will want to know.", field="comment")
    return comment.strip()


def _check_future(proposed: datetime, now: datetime, *, accept: bool) -> None:
    if accept and proposed <= now:
        raise Refusal("The date that was proposed has passed by now. Keep yours, and agree on another one.")


def _once(tx: Tx, item: Item) -> str:
    return f"challenge-{item.id}-{tx.now.isoformat()}"


async def _asked(
    tx: Tx, ace: Escalation, what: str, dates: tuple[datetime, datetime], why: str, *, by: str
) -> None:
    due, proposed = (f"{each:%d %b %Y %H:%M}" for each in dates)
    text = f"Asked to move {what} from {due} to {proposed} UTC: {why.strip()}"
    history.note(tx, ace, EntryKind.ITEM, text, by=by)
    ace.updated_at = tx.now
    await cases.show(tx, ace)


async def _answered(
    tx: Tx, ace: Escalation, what: str, proposed: datetime, said: str, *, accept: bool, by: str
) -> None:
    verb = f"Moved {what} to {proposed:%d %b %Y %H:%M} UTC" if accept else f"Kept {what}"
    history.note(tx, ace, EntryKind.ITEM, f"{verb}{f': {said}' if said else ''}", by=by)
    ace.updated_at = tx.now
    await cases.show(tx, ace)

"""Access: somebody asks to see a case without learning whether there is one, and whoever leads it answers."""

from datetime import timedelta

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, privacy, teammates, viewers
from storage import access, escalations, outbox
from storage.case_records import AccessRequest
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect

AGAIN = timedelta(days=1)  # after a request was declined
A_DAY = 10  # requests of one person that are passed on


def asked(key: str) -> str:
    """The one answer to whoever asks, whether or not there is such a case."""
    return (
        f"If there is a {key} that you cannot see, those in charge of it have your request and your reason. "
        "ACE writes to you once they let you in; until then it tells nobody whether the case exists."
    )


async def ask(tx: Tx, number: int, why: str, *, by: str) -> str:
    """Pass a request on to those in charge, at most one of a person at a time; returns what to answer.

    Raises Refusal for words that cannot be kept and for a case that `by` sees already, and for nothing else.
    """
    key = naming.key(number, tx.policy.keys.prefix)
    why = why.strip()
    if not why:
        raise Refusal("Say in a few words why you need to see it. Nothing was sent.", field="why")
    if len(why) > viewers.REASON:
        raise Refusal(
            f"That is longer than {viewers.REASON} characters. Nothing was sent; say it shorter.", field="why"
        )
    ace = await escalations.lock(tx, number)
    if ace is None:
        return asked(key)
    if await privacy.sees(tx, ace, by):
        raise Refusal(f"You can see {key} already: `/ace show {key}` tells where it stands.")
    if await _counts(tx, number, by):
        await _pass_on(tx, ace, why, by=by)
    return asked(key)


async def _counts(tx: Tx, number: int, by: str) -> bool:
    """Whether a request is passed on: not while one waits, nor the day after one was declined."""
    before = await access.newest(tx, number, by)
    if before and (before.state == access.ASKED or _lately_declined(before, tx)):
        return False
    return await access.count_since(tx, by, tx.now - timedelta(days=1)) < A_DAY


def _lately_declined(before: AccessRequest, tx: Tx) -> bool:
    when = before.answered_at
    return before.state == access.DECLINED and when is not None and tx.now - when < AGAIN


async def _pass_on(tx: Tx, ace: Escalation, why: str, *, by: str) -> None:
    made = AccessRequest(number=ace.number, person=by, why=why, asked_at=tx.now)
    tx.add(made)
    await tx.flush()
    said = f"{await teammates.name(tx, by)} asks to see this case: {why}"
    history.note(tx, ace, EntryKind.VISIBILITY, said, by=by, request=made.id)
    for person in await privacy.in_charge(tx, ace):
        detail = {"request": made.id, "to": person}
        await outbox.add(tx, Effect.ACCESS, ace.number, f"{made.id}:{person}", detail=detail)
    await cases.show(tx, ace)


async def answer(tx: Tx, number: int, request: int, *, granted: bool, by: str) -> str:
    """Let somebody in who asked, or not; who asked is told only the first. Returns their name.

    Raises Refusal when `by` may not decide it, or when it was answered before.
    """
    ace = await cases.changing(tx, number, by=by)
    await viewers.check_in_charge(tx, ace, by)
    made = await access.find(tx, request)
    if made is None or made.number != ace.number:
        raise Refusal("There is no such request. Nothing was changed.")
    name = await teammates.name(tx, made.person)
    if not await access.answer(tx, request, access.GRANTED if granted else access.DECLINED, by=by):
        how = "let in" if made.state == access.GRANTED else "turned down"
        raise Refusal(f"{name} was {how} already. Nothing was changed.")
    if granted:
        await viewers.admit(tx, ace, made.person, f"They asked: {made.why}", by=by)
        return name
    history.note(tx, ace, EntryKind.VISIBILITY, f"Not let in: {name}", by=by, person=made.person)
    await viewers.redraw_requests(tx, ace)
    await cases.show(tx, ace)
    return name

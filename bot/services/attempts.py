"""Workaround attempts: time-boxed, tried again and again, each try with its result in the timeline."""

from datetime import timedelta

from bot.playbook import attempts as rules
from bot.playbook.acts import Act
from bot.playbook.attempts import Next
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.playbook.work import AttemptKind, AttemptResult
from bot.services import cases, clockwork, history
from storage import casework
from storage.case_records import Attempt
from storage.database import Tx
from storage.models import Escalation


async def start(
    tx: Tx, number: int | None, kind: AttemptKind | None, what: str, *, box: str = "", by: str
) -> Attempt:
    """Begin to try a workaround for `box` minutes, else for as long as the policy says.

    Raises Refusal, next to its field, when something is missing. Source: triage playbook, "Time-boxed
    workarounds".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ATTEMPT)
    chosen = rules.check(kind, what)
    minutes = rules.minutes(box, usual(tx, ace), field="box")
    there = (await casework.of(tx, ace.number)).attempts
    said = what.strip()
    if any(each.ended_at is None and each.what.casefold() == said.casefold() for each in there):
        raise Refusal("That is being tried already. Nothing was started; log its next try.", field="what")
    if len(there) >= rules.MOST:
        raise Refusal(f"A case has at most {rules.MOST} attempts. Nothing was started.", field="what")
    attempt = Attempt(
        number=ace.number,
        kind=chosen,
        what=said,
        started_by=by,
        started_at=tx.now,
        ends_at=tx.now + timedelta(minutes=minutes),
        box=minutes,
    )
    tx.add(attempt)
    await tx.flush()
    await clockwork.attempt_started(tx, ace, attempt)
    text = f"Trying for {minutes} min: {said} ({chosen.label.lower()})"
    history.note(tx, ace, EntryKind.ATTEMPT, text, by=by, attempt=attempt.id)
    await _show(tx, ace)
    return attempt


async def tried(
    tx: Tx,
    number: int | None,
    attempt_id: int,
    result: AttemptResult,
    *,
    note: str = "",
    then: Next = Next.STOP,
    by: str,
    field: str | None = None,
) -> Attempt:
    """Log a try: it went the same, differently, or it worked, which ends the attempt.

    Raises Refusal when it is over already, or a different result does not say what was different.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.ATTEMPT)
    attempt = await find(tx, ace, attempt_id)
    rules.check_try(result, note, field=field)
    said = note.strip()
    one = {"at": tx.now.isoformat(), "by": by, "result": result.value, "note": said}
    attempt.tries, attempt.result = [*attempt.tries, one], result
    text = f"Tried again: {result.label.lower()}. {attempt.what}{f' ({said})' if said else ''}"
    history.note(tx, ace, EntryKind.ATTEMPT, text, by=by, attempt=attempt.id, result=result)
    if result is AttemptResult.WORKED or then is Next.STOP:
        await _end(tx, ace, attempt, by=by)
    else:
        attempt.ends_at = tx.now + timedelta(minutes=attempt.box)
        await clockwork.attempt_started(tx, ace, attempt)
    if result is AttemptResult.WORKED:
        await cases.announce(tx, ace, "worked", f"attempt-{attempt.id}-worked", attempt=attempt.id, by=by)
    await _show(tx, ace)
    return attempt


async def stop(tx: Tx, number: int | None, attempt_id: int, *, by: str) -> Attempt:
    """End an attempt without another try. Raises Refusal when it is over already."""
    ace = await cases.changing(tx, number, by=by, act=Act.ATTEMPT)
    attempt = await find(tx, ace, attempt_id)
    history.note(tx, ace, EntryKind.ATTEMPT, f"No longer tried: {attempt.what}", by=by, attempt=attempt.id)
    await _end(tx, ace, attempt, by=by)
    await _show(tx, ace)
    return attempt


async def let_go(tx: Tx, ace: Escalation, *, by: str) -> None:
    """End every attempt of a case that is over: nobody is asked any more how it went."""
    for attempt in (await casework.of(tx, ace.number)).attempts:
        if attempt.ended_at is None:
            text = f"No longer tried: {attempt.what}"
            history.note(tx, ace, EntryKind.ATTEMPT, text, by=by, attempt=attempt.id)
            await _end(tx, ace, attempt, by=by)


async def find(tx: Tx, ace: Escalation, attempt_id: int) -> Attempt:
    """An attempt of a case that goes on. Raises Refusal when there is none such."""
    found = await tx.session.get(Attempt, attempt_id)
    if found is None or found.number != ace.number:
        raise Refusal("That attempt is not on this case. Nothing was changed.")
    if found.ended_at:
        became = f": it {found.result.label.lower()}" if found.result is AttemptResult.WORKED else ""
        raise Refusal(f"That attempt is over already{became}. Nothing was changed; start another one.")
    return found


def usual(tx: Tx, ace: Escalation) -> timedelta:
    """How long a box is unless somebody says otherwise."""
    return tx.policy.severity(ace.severity).clocks.attempt.elapsed


async def _end(tx: Tx, ace: Escalation, attempt: Attempt, *, by: str) -> None:
    attempt.ended_at = tx.now
    await clockwork.attempt_ended(tx, ace, attempt, by=by)


async def _show(tx: Tx, ace: Escalation) -> None:
    ace.updated_at = tx.now
    await cases.show(tx, ace)

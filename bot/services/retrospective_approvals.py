"""Approvals: asked for, given or refused for exactly one content, asked for again after every edit."""

from collections.abc import Sequence
from datetime import timedelta

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Content
from bot.playbook.retrospective_steps import State, Step, is_decided, needed
from bot.playbook.timeline import EntryKind
from bot.services import cases, clockwork, history, retrospective_approvers, retrospectives
from storage import escalations, outbox, retro_overview
from storage import retrospectives as records
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.retro_overview import need_of
from storage.retro_records import RetroDecision, RetroRequest, Retrospective


class Stale(Refusal):
    """A decision about something that has changed since."""


QUIET = timedelta(minutes=2)  # after an edit, for more edits, before approvers are asked again
COMMENT = 3000  # characters


async def request(tx: Tx, number: int, named: Sequence[str], *, by: str) -> RetroRequest:
    """Ask the approvers: those of the policy, else those who are named here.

    Raises Refusal when required sections are empty, or when there is nobody, or too few, to ask.
    """
    ace, retro, state = await retrospectives.taking(tx, number, Step.REQUEST, by=by)
    content = await retrospectives.content(tx, retro)
    if missing := content.missing():
        raise Refusal(
            f"Still empty: {', '.join(section.label for section in missing)}. Write them "
            "first (press Write on the card), then request approval. Nothing was sent."
        )
    approvers = await retrospective_approvers.fitting(tx, ace, retro, named)
    asked = RetroRequest(
        number=number,
        request=retro.request + 1,
        content=content.to_json(),
        hash=content.hash,
        approvers=approvers,
        need=str(tx.policy.approvals.need),
        asked_by=by,
        asked_at=tx.now,
    )
    tx.add(asked)
    retro.state, retro.request = state, asked.request
    await tx.flush()
    history.note(
        tx, ace, EntryKind.APPROVAL, "Requested approval of the retrospective", by=by, people=approvers
    )
    await clockwork.retrospective_settled(tx, ace, by=by)
    await clockwork.approval_asked(tx, ace, asked.request, approvers)
    await notify(tx, asked)
    await retrospectives.show(tx, ace)
    return asked


async def approve(tx: Tx, number: int, which: int, seen: str, *, by: str) -> bool:
    """Approve what the message of request `which` showed (the hash `seen`); True when that was enough.

    Raises Refusal when it changed since, when `by` decided already, or may not decide.
    """
    ace, retro, _ = await _deciding(tx, number, Step.APPROVE, which, seen, by=by)
    asked = await _decide(tx, retro, seen, by=by, approved=True)
    history.note(tx, ace, EntryKind.APPROVAL, "Approved the retrospective", by=by, request=which)
    approved = [each.approver for each in await records.decisions(tx, number, which) if each.approved]
    here = await retrospective_approvers.still_here(tx, asked.approvers)
    enough = is_decided(need_of(asked.need), here, approved)
    if enough:
        retro.state, asked.outcome, asked.closed_at = State.APPROVED, "approved", tx.now
        await clockwork.approval_settled(tx, ace, which, by=by)
        await cases.tell(tx, ace, retro.owner, "retro_approved", f"retro-approved-{which}")
    else:
        waiting = [each for each in here if each not in approved]
        await clockwork.approval_asked(tx, ace, which, waiting)
    await notify(tx, asked)
    await retrospectives.show(tx, ace)
    return enough


async def ask_changes(tx: Tx, number: int, which: int, seen: str, comment: str, *, by: str) -> None:
    """Send it back to its owner with what should be different.

    Raises Refusal as `approve` does, or without a comment.
    """
    if not comment.strip():
        raise Refusal("Say what should be different: the owner cannot guess it.", field="comment")
    ace, retro, state = await _deciding(tx, number, Step.CHANGES, which, seen, by=by)
    asked = await _decide(tx, retro, seen, by=by, approved=False, comment=comment[:COMMENT])
    retro.state, asked.outcome, asked.closed_at = state, "changes", tx.now
    said = f"Asked for changes to the retrospective: {comment[:500]}"
    history.note(tx, ace, EntryKind.APPROVAL, said, by=by, request=which)
    await _back_to_draft(tx, ace, asked, by=by)
    once = f"retro-changes-{which}-{by}"
    await cases.tell(tx, ace, retro.owner, "retro_changes", once, by=by, comment=comment[:COMMENT])


async def withdraw(tx: Tx, number: int, *, by: str) -> None:
    """Take the request back: it is a draft again. Raises Refusal."""
    ace, retro, state = await retrospectives.taking(tx, number, Step.WITHDRAW, by=by)
    asked = await records.request(tx, number, retro.request)
    retro.state = state
    history.note(tx, ace, EntryKind.APPROVAL, "Withdrew the request for approval", by=by)
    if asked:
        asked.outcome, asked.closed_at = "withdrawn", tx.now
        await _back_to_draft(tx, ace, asked, by=by)


async def _back_to_draft(tx: Tx, ace: Escalation, asked: RetroRequest, *, by: str) -> None:
    await clockwork.approval_settled(tx, ace, asked.request, by=by)
    await notify(tx, asked)
    await retrospectives.show(tx, ace)


async def _deciding(
    tx: Tx, number: int, what: Step, which: int, seen: str, *, by: str
) -> tuple[Escalation, Retrospective, State]:
    """For a decision about exactly what was shown."""
    ace, retro, state = await retrospectives.taking(tx, number, what, by=by)
    content = await retrospectives.content(tx, retro)
    if which != retro.request or seen != content.hash:
        raise Stale(
            "It was changed after you were asked, so your decision was not recorded: it would have been "
            "about something else. A new message shows the difference; decide there."
        )
    return ace, retro, state


async def _decide(
    tx: Tx, retro: Retrospective, seen: str, *, by: str, approved: bool, comment: str = ""
) -> RetroRequest:
    """Record a decision, once for each request and person."""
    asked = await records.request(tx, retro.number, retro.request)
    before = [
        each for each in await records.decisions(tx, retro.number, retro.request) if each.approver == by
    ]
    if before and before[0].approved and approved:
        raise Refusal("You approved this version already. Nothing was changed; the card tells who is left.")
    if asked is None:
        raise Refusal("Approval is not asked for any more. Nothing was changed.")
    for each in before:  # somebody who approved may still ask for changes
        await tx.session.delete(each)
    await tx.flush()
    tx.add(
        RetroDecision(
            number=retro.number,
            request=retro.request,
            approver=by,
            approved=approved,
            hash=seen,
            comment=comment,
            at=tx.now,
        )
    )
    await tx.flush()
    return asked


async def edited(
    tx: Tx,
    ace: Escalation,
    retro: Retrospective,
    state: State,
    *,
    before: Content,
    after: Content,
    by: str,
) -> None:
    """What an edit means for approvals: those given no longer hold, and everyone is asked again.

    A request whose messages have not gone out yet simply takes the new content.
    """
    if state is not State.REVIEW or before.hash == after.hash:
        return
    asked = await records.request(tx, retro.number, retro.request)
    if asked is None:
        return
    retro.state = state
    sent = [each for each in await records.notes(tx, retro.number, f"approval:{asked.request}:") if each.ts]
    if not sent:
        asked.content, asked.hash = after.to_json(), after.hash
        return
    asked.outcome, asked.closed_at = "superseded", tx.now
    fit = [each for each in asked.approvers if not await retrospective_approvers.unfit(tx, ace, retro, each)]
    again = RetroRequest(
        number=retro.number,
        request=asked.request + 1,
        content=after.to_json(),
        hash=after.hash,
        approvers=fit,
        need=asked.need,
        asked_by=by,
        asked_at=tx.now,
        after_edit=True,
    )
    tx.add(again)
    retro.request = again.request
    await tx.flush()
    history.note(
        tx, ace, EntryKind.APPROVAL, "The edit asks for approval again", by=by, request=again.request
    )
    await clockwork.approval_settled(tx, ace, asked.request, by=by)
    await clockwork.approval_asked(tx, ace, again.request, fit)
    await notify(tx, asked)
    await notify(tx, again, after=QUIET)


async def reconsider(tx: Tx, number: int, *, by: str) -> None:
    """Ask again when what is in review changed without an edit of its own, as by its action items."""
    ace = await escalations.lock(tx, number)
    retro = await records.find(tx, number, lock=True)
    asked = await records.request(tx, number, retro.request) if retro else None
    if ace is None or retro is None or asked is None or retro.state not in {State.REVIEW, State.APPROVED}:
        return
    before, after = Content.from_json(asked.content), await retrospectives.content(tx, retro)
    await edited(tx, ace, retro, State.REVIEW, before=before, after=after, by=by)
    await retrospectives.show(tx, ace)


async def notify(tx: Tx, asked: RetroRequest, *, after: timedelta = timedelta()) -> None:
    """Send each approver of a request their message, or draw it again as it stands now."""
    for person in asked.approvers:
        what = f"approval:{asked.request}:{person}"
        detail = {"what": "approval", "to": person, "request": asked.request}
        await outbox.add(tx, Effect.RETRO_NOTE, asked.number, what, detail=detail, after=after)


async def left(tx: Tx, person: str) -> None:
    """Somebody's account was switched off: what waited for them may be decided without them."""
    for number in [each.number for each in await records.waiting_for(tx, person)]:
        await escalations.lock(tx, number)
        waiting = await records.find(tx, number, lock=True)
        view = await retro_overview.of(tx, number)
        if waiting is None or waiting.state is not State.REVIEW or view is None or view.asked is None:
            continue
        if view.is_decided and needed(need_of(view.asked.need), view.approvers):
            waiting.state, view.asked.outcome, view.asked.closed_at = State.APPROVED, "approved", tx.now
            await clockwork.approval_settled(tx, view.case.ace, waiting.request, by=waiting.owner)
            await cases.tell(
                tx, view.case.ace, waiting.owner, "retro_approved", f"retro-approved-{waiting.request}"
            )
        else:
            once = f"retro-left-{waiting.request}-{person}"
            await cases.tell(tx, view.case.ace, waiting.owner, "retro_left", once, who=person)
        await retrospectives.show(tx, view.case.ace)

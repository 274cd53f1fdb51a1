"""Viewers: who may see a case, letting somebody in, and taking somebody off it."""

from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, privacy, redaction, teammates
from storage import access, casework, escalations, outbox, reminders, surfaces
from storage.casework import Casework
from storage.database import Tx
from storage.models import Escalation, SurfaceKind
from storage.outbox import Effect

REASON = 500  # characters of a reason
CARDS = (Effect.OPENING, Effect.DOCUMENT, Effect.TRACKER, Effect.MEMBERS)


async def check_in_charge(tx: Tx, ace: Escalation, by: str) -> None:
    """Raises Refusal when `by` may not decide who sees a private case."""
    if not ace.visibility.is_private or await privacy.decides(tx, ace, by):
        return
    key = naming.key(ace.number, tx.policy.keys.prefix)
    raise Refusal(
        f"Who may see {key} is decided by whoever leads it and by its group in the policy. "
        "Nothing was changed; ask one of them."
    )


async def change(
    tx: Tx, number: int, *, let_in: str | None, take_off: str | None, why: str, by: str
) -> Escalation:
    """Let somebody in, take somebody off, or both, with a reason.

    Raises Refusal when `by` may not, when there is nothing to do, or when it makes no sense.
    """
    ace = await cases.changing(tx, number, by=by)
    await check_in_charge(tx, ace, by)
    if not let_in and not take_off:
        raise Refusal("Choose whom to let in or whom to take off. Nothing was changed.", field="let_in")
    if not why.strip():
        raise Refusal("Say why, in a few words: it stays on the record.", field="why")
    if let_in:
        await admit(tx, ace, let_in, why.strip()[:REASON], by=by)
    if take_off:
        await _dismiss(tx, ace, take_off, why.strip()[:REASON], by=by)
    return ace


async def admit(tx: Tx, ace: Escalation, person: str, why: str, *, by: str) -> None:
    """Let somebody see all of a case: invited to its channel, and told. The right to do so was checked."""
    await teammates.check(tx, person, field="let_in")
    name = await teammates.name(tx, person)
    await teammates.learn(tx, ace, person)
    if not await escalations.involve(tx, ace.number, person, "let in"):
        raise Refusal(f"{name} is on this case already. Nothing was changed.", field="let_in")
    history.note(tx, ace, EntryKind.VISIBILITY, f"Let in: {name}. {why}", by=by, person=person)
    await _settle(tx, ace, person, by=by)
    await reminders.see_anew(tx, ace.number)
    await cases.tell(tx, ace, person, "let_in", f"let-in-{person}-{int(tx.now.timestamp())}", by=by)
    await cases.show(tx, ace, *CARDS)


async def _dismiss(tx: Tx, ace: Escalation, person: str, why: str, *, by: str) -> None:
    name = await teammates.name(tx, person)
    work = await casework.of(tx, ace.number)
    if reason := await _stays(tx, ace, work, person):
        raise Refusal(f"{name} {reason} Nothing was changed.", field="take_off")
    if not await escalations.uninvolve(tx, ace.number, person):
        raise Refusal(f"{name} is not on this case any more. Nothing was changed.", field="take_off")
    history.note(tx, ace, EntryKind.VISIBILITY, f"Taken off: {name}. {why}", by=by, person=person)
    await _may_be_inside(tx, ace.number, person)
    if ace.visibility.is_private:
        await redaction.forget_by(tx, ace, person)
    once = f"taken-off-{person}-{int(tx.now.timestamp())}"
    await cases.tell(tx, ace, person, "taken_off", once, by=by)
    await cases.show(tx, ace, *CARDS)


async def _may_be_inside(tx: Tx, number: int, person: str) -> None:
    """Count somebody as invited: an invitation may have reached them without Slack's answer reaching us."""
    members = await surfaces.find(tx, number, SurfaceKind.MEMBERS)
    invited = (members.detail.get("invited") or []) if members else []
    known = members.detail if members else None
    detail = surfaces.merged(known, invited=[*dict.fromkeys([*invited, person])])
    await surfaces.keep(tx, number, SurfaceKind.MEMBERS, detail=detail)


async def _stays(tx: Tx, ace: Escalation, work: Casework, person: str) -> str:
    """Why somebody cannot be taken off as things are; "" when they can."""
    held = (await escalations.roles(tx, ace.number)).values()
    group = await privacy.group(tx, ace.visibility) if ace.visibility.is_private else []
    offered = work.handover.taker if work.handover else None
    reasons = {
        "leads this case: hand it over first.": person == ace.em,
        "has a role on this case: give it to somebody else first.": person in held,
        "owes an action item of this case: give it to somebody else first.": any(
            item.owner == person and item.state.is_owed for item in work.items
        ),
        "stands in for somebody here: end that first.": any(
            person == cover.stand_in for cover in work.covers
        ),
        "was offered this case: withdraw that first.": person == offered,
        "belongs to the group that the policy names, which sees each such case.": person in group,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


async def came_in(tx: Tx, ace: Escalation, person: str, *, by: str | None) -> None:
    """Somebody was let into a private channel in Slack itself: they read all of it, and the list says so."""
    if not await escalations.involve(tx, ace.number, person, "channel"):
        return
    await teammates.learn(tx, ace, person)
    said = f"Let into the channel in Slack: {await teammates.name(tx, person)}"
    history.note(tx, ace, EntryKind.VISIBILITY, said, by=by, person=person)
    await _settle(tx, ace, person, by=by or person)
    await cases.show(tx, ace, *CARDS)


async def _settle(tx: Tx, ace: Escalation, person: str, *, by: str) -> None:
    """Somebody is in: what they asked for is answered by that."""
    for request in await access.waiting(tx, ace.number):
        if request.person == person:
            await access.answer(tx, request.id or 0, access.GRANTED, by=by)
    await redraw_requests(tx, ace)


async def redraw_requests(tx: Tx, ace: Escalation) -> None:
    """Show the requests to see a case as they are now, wherever they were shown."""
    await tx.flush()
    for row in await access.shown(tx, ace.number):
        what = row.key.split(":", 2)[2]
        await outbox.add(tx, Effect.ACCESS, ace.number, what, detail=dict(row.detail))

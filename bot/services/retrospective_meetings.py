"""The meeting of a retrospective: planned, its people invited, and recorded when it was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playbook.refusal import Refusal
from bot.playbook.retrospective_steps import Step
from bot.playbook.timeline import EntryKind
from bot.services import history, retrospective_approvers, retrospectives
from storage import outbox
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation
from storage.outbox import Effect
from storage.retro_records import Retrospective

LONGEST = timedelta(days=90)  # ahead


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What the form says of a meeting; `people` are user ids."""

    at: datetime | None
    minutes: int
    place: str
    people: Sequence[str]


async def plan(tx: Tx, number: int, wanted: Meeting, *, by: str) -> Retrospective:
    """Set the meeting and invite the people; those invited before hear of a move, those left out of that.

    Raises Refusal for a moment that is past or far away, and for people who may not see the case.
    """
    ace, retro, _ = await retrospectives.taking(tx, number, Step.PLAN, by=by)
    at, people = wanted.at, wanted.people
    if at is None or at <= tx.now:
        raise Refusal("That moment is past. Choose when the meeting shall be.", field="at")
    if at > tx.now + LONGEST:
        raise Refusal("That is more than three months away. Choose an earlier moment.", field="at")
    if not people:
        raise Refusal("Choose at least one person to invite.", field="people")
    for person in people:
        await retrospective_approvers.check_person(tx, ace, person, field="people")
    before = [str(each) for each in retro.meeting.get("people", [])]
    meeting: Json = {
        "at": at.isoformat(),
        "minutes": wanted.minutes,
        "place": wanted.place,
        "people": list(dict.fromkeys(people)),
        "by": by,
        "sequence": int(retro.meeting.get("sequence", -1)) + 1,
    }
    retro.meeting = meeting
    said = f"Planned the meeting of the retrospective for {at:%d %b %Y %H:%M} UTC"
    history.note(tx, ace, EntryKind.RETROSPECTIVE, said, by=by, people=list(people))
    await _invite(tx, number, meeting, [*people, *before])
    await retrospectives.show(tx, ace)
    return retro


async def _invite(tx: Tx, number: int, meeting: Json, people: Sequence[str]) -> None:
    """One message for each; a meeting that moved sends a new one, which the calendar file follows."""
    for person in dict.fromkeys(people):
        what = f"invitation:{meeting['sequence']}:{person}"
        detail = {"what": "invitation", "to": person, "sequence": meeting["sequence"]}
        await outbox.add(tx, Effect.RETRO_NOTE, number, what, detail=detail)


async def hold(tx: Tx, number: int, at: datetime | None, note: str, *, by: str) -> Escalation:
    """Record that the meeting took place. Raises Refusal for a moment that has not come."""
    ace, retro, _ = await retrospectives.taking(tx, number, Step.PLAN, by=by)
    if at is None or at > tx.now:
        raise Refusal("That moment has not come yet. Choose when it was held.", field="at")
    held: Json = {"at": at.isoformat(), "by": by, "note": note}
    retro.meeting = {**retro.meeting, "at": at.isoformat(), "held": held}
    said = f"Held the meeting of the retrospective. {note}".strip()
    history.note(tx, ace, EntryKind.RETROSPECTIVE, said, by=by)
    await retrospectives.show(tx, ace)
    return ace

"""The outbox: intentions added with the change that causes them, and what an operator does with them.

Order holds inside a lane. A redraw has a lane of its own; what is said to one place about one case shares
another. Rows are written just before the commit, all in one statement. How they are taken, settled and given
back is in storage.leases.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, and_, bindparam, case, delete, func, or_, select, update
from sqlmodel import col

from bot.playbook.severity import Severity
from storage import inserts
from storage.columns import Json
from storage.database import Tx
from storage.outbox_row import OutboxRow, RowState


class Effect(StrEnum):
    """What Slack can be told; one module of bot/effects carries each out."""

    INTRO = "intro"
    ALERT = "alert"
    TRACKER = "tracker"
    CHANNEL = "channel"
    MEMBERS = "members"
    OPENING = "opening"
    TOPIC = "topic"
    BOOKMARKS = "bookmarks"
    DOCUMENT = "document"
    REACTION = "reaction"
    CLOCKS = "clocks"
    SAY = "say"
    WHISPER = "whisper"
    RETRACT = "retract"
    TWINS = "twins"
    REMINDER = "reminder"
    DIGEST = "digest"
    HOME = "home"
    LEARN_PERSON = "learn_person"
    LEARN_GROUPS = "learn_groups"
    ARCHIVE = "archive"
    RETROSPECTIVE = "retrospective"
    RETRO_NOTE = "retro_note"
    REDACT = "redact"  # takes the words out of what stands where outsiders read
    ACCESS = "access"  # somebody asks to see a private case
    HANDOVER = "handover"
    COVER_END = "cover_end"
    MARKS = "marks"
    BRIEF = "brief"

    @property
    def is_redraw(self) -> bool:
        """Whether doing it again only shows the present state once more."""
        return self not in _ONCE_DONE


_ONCE_DONE = {  # nothing is left to be counted on
    Effect.CLOCKS,
    Effect.SAY,
    Effect.WHISPER,
    Effect.RETRACT,
    Effect.TWINS,
    Effect.REACTION,
    Effect.DIGEST,
    Effect.ARCHIVE,
    Effect.COVER_END,
    Effect.MARKS,
    Effect.BRIEF,
    Effect.REDACT,
}

SECOND_LOOK = "late"  # what tells the row of a second look from that of the first
URGENT, SOON, USUAL, LATER = 1, 3, 5, 9  # Critical cases, new cases, changes, digests and notes


def urgency(severity: Severity) -> int:
    """The priority of what people wait for: a Critical case goes first."""
    return URGENT if severity is Severity.CRITICAL else SOON


async def add(
    tx: Tx,
    kind: Effect,
    number: int = 0,
    what: str = "",
    *,
    detail: Json | None = None,
    lane: str | None = None,
    priority: int = USUAL,
    after: timedelta = timedelta(),
) -> None:
    """Ask for an effect, or once more for one that is there already.

    `what` tells several of one kind apart (a message's own key, a person); `after` leaves time for more
    changes to come together. A redraw also keeps its distance from the last one. Asking again brings a row
    that was given up back to life.
    """
    key = f"{kind}:{number}" + (f":{what}" if what else "")
    _write(tx, _AGAIN, key, kind, number, detail=detail, lane=lane, priority=priority, after=after)


async def once(
    tx: Tx,
    kind: Effect,
    number: int,
    what: str,
    *,
    detail: Json | None = None,
    lane: str | None = None,
    priority: int = USUAL,
    after: timedelta = timedelta(),
) -> None:
    """Ask for something that happens one single time: asked again under the same `what`, nothing is added.

    Messages about one case to one place (`detail["to"]`), and notes to one person (`detail["user"]`) there,
    arrive in the order in which they were asked for.
    """
    key = f"{kind}:{number}:{what}"
    if lane is None and kind in {Effect.SAY, Effect.WHISPER} and detail and "to" in detail:
        lane = f"{kind}:{number}:{detail['to']}:{detail.get('user', '')}".rstrip(":")
    _write(tx, _ONCE, key, kind, number, detail=detail, lane=lane, priority=priority, after=after)


def _write(
    tx: Tx,
    statement: inserts.Inserts,
    key: str,
    kind: Effect,
    number: int,
    *,
    detail: Json | None,
    lane: str | None,
    priority: int,
    after: timedelta,
) -> None:
    row: Json = {
        "key": key,
        "kind": kind.value,
        "number": number,
        "lane": lane or key,
        "priority": priority,
        "detail": detail or {},
        "state": RowState.WAITING,
        "wanted": 1,
        "done": 0,
        "attempts": 0,
        "available_at": tx.now + after,
        "added_at": tx.now,
        "result": {},
    }
    if asked := tx.kept(statement[tx.dialect], key):  # once more in one transaction is once
        row["priority"] = min(asked["priority"], priority)
        row["available_at"] = min(asked["available_at"], row["available_at"])
        row["detail"] = asked["detail"] if statement is _ONCE else row["detail"]
    tx.at_end(statement[tx.dialect], row, key=key, order=row["lane"])
    tx.wakes_outbox = True


def _again(insert: Any) -> Any:
    """Insert a row, or ask for the one that is there once more."""
    row = insert(OutboxRow.__table__)
    there, asked = OutboxRow, row.excluded
    waits = col(there.state) == RowState.WAITING
    soonest = case((col(there.rest_until) > asked.available_at, there.rest_until), else_=asked.available_at)
    under_way = and_(col(there.lease_owner).is_not(None), col(there.available_at) <= asked.added_at)
    lesser = and_(waits, col(there.priority) < asked.priority)
    return row.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "wanted": col(there.wanted) + 1,
            "state": RowState.WAITING,
            "detail": asked.detail,
            "priority": case((lesser, there.priority), else_=asked.priority),
            "available_at": case(
                (or_(~waits, under_way, col(there.available_at) > soonest), soonest),
                else_=col(there.available_at),
            ),
            "attempts": case((col(there.state) == RowState.DEAD, 0), else_=col(there.attempts)),
        },
    )


_AGAIN = inserts.each(_again)
_ONCE = inserts.unless_there(OutboxRow)


_ROW = OutboxRow.__table__.c
_EARLIER = OutboxRow.__table__.alias("earlier")
IS_HEAD = (  # nothing earlier waits in the row's lane
    ~select(_EARLIER.c.id)
    .where(
        _EARLIER.c.lane == _ROW.lane,
        _EARLIER.c.id < _ROW.id,
        _EARLIER.c.state == RowState.WAITING,
    )
    .exists()
)
IS_KNOWN = _ROW.kind.in_([kind.value for kind in Effect])  # a newer version's are left to its own processes
IS_OPEN = or_(  # of the kinds in `withheld` only urgent rows are taken
    _ROW.kind.not_in(bindparam("withheld", expanding=True)), _ROW.priority <= URGENT
)
_NEXT_DUE = select(func.min(_ROW.available_at)).where(
    _ROW.state == RowState.WAITING,
    or_(_ROW.lease_until.is_(None), _ROW.lease_until < bindparam("wall", type_=Float)),
    IS_KNOWN,
    IS_OPEN,
    IS_HEAD,
)


async def next_due(tx: Tx, *, wall: float, withheld: Collection[Effect] = ()) -> datetime | None:
    """When the next waiting row that nobody holds, and that is the first of its lane, falls due.

    Of the kinds in `withheld` only urgent rows count.
    """
    values: Json = {"wall": wall, "withheld": [kind.value for kind in withheld]}
    found = await tx.run(_NEXT_DUE, values)
    return found.scalar_one()  # type: ignore[no-any-return]


async def waiting(tx: Tx) -> int:
    """How many rows still wait, held ones included."""
    found = await tx.exec(select(func.count()).where(col(OutboxRow.state) == RowState.WAITING))
    return int(found.scalar_one())


async def held(tx: Tx, *, wall: float) -> int:
    """How many rows somebody is carrying out under a lease that lasts."""
    found = await tx.exec(
        select(func.count()).where(
            col(OutboxRow.state) == RowState.WAITING, col(OutboxRow.lease_until) >= wall
        )
    )
    return int(found.scalar_one())


async def listing(tx: Tx, state: RowState | None = None) -> list[OutboxRow]:
    """Every row that is not done, or every row in one state, oldest first."""
    wanted = col(OutboxRow.state) == state if state else col(OutboxRow.state) != RowState.DONE
    found = await tx.exec(select(OutboxRow).where(wanted).order_by(col(OutboxRow.id)))
    return list(found.scalars().all())


async def posted(tx: Tx, number: int) -> list[OutboxRow]:
    """The rows of a case that left a message in Slack, as far as they are still kept, oldest first."""
    rows = select(OutboxRow).where(col(OutboxRow.number) == number).order_by(col(OutboxRow.id))
    return [row for row in (await tx.exec(rows)).scalars().all() if row.result.get("ts")]


async def in_doubt(tx: Tx, number: int) -> list[OutboxRow]:
    """The rows of a case that are being carried out, or of which nobody knows what tries left in Slack.

    Those that are to look once more a while later count, since that is in doubt until then.
    """
    late = col(OutboxRow.key) == f"{Effect.BOOKMARKS}:{number}:{SECOND_LOOK}"
    found = await tx.exec(
        select(OutboxRow).where(
            col(OutboxRow.number) == number,
            or_(col(OutboxRow.first_try_at).is_not(None), late),
            col(OutboxRow.state) != RowState.DONE,
        )
    )
    return list(found.scalars().all())


async def revive(tx: Tx, key: str | None = None) -> int:
    """Try what was given up once more: the row of that key, or all of them; returns how many there were.

    What its earlier tries may have left in Slack is looked for first, as after any doubt.
    """
    dead = update(OutboxRow).where(col(OutboxRow.state) == RowState.DEAD)
    if key is not None:
        dead = dead.where(col(OutboxRow.key) == key)
    again = dead.values(state=RowState.WAITING, attempts=0, available_at=tx.now)
    revived = int((await tx.exec(again.execution_options(synchronize_session=False))).rowcount)
    if revived:
        tx.wakes_outbox = True
    return revived


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget what was said once and done before a time; redraws stay, since they carry on counting.

    There are ever more reminders, and old ones are only edited, where nothing is counted: they go too.
    """
    redraws = [kind.value for kind in Effect if kind.is_redraw and kind is not Effect.REMINDER]
    old = delete(OutboxRow).where(
        col(OutboxRow.state) == RowState.DONE,
        col(OutboxRow.added_at) < before,
        col(OutboxRow.kind).not_in(redraws),
    )
    return int((await tx.exec(old.execution_options(synchronize_session=False))).rowcount)

"""The weekly report on action items of retrospectives: asked for once a week, posted for everyone to read."""

from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, update
from sqlmodel import col

from bot.playbook import zones
from storage import outbox
from storage.clock_records import Beat
from storage.database import Tx
from storage.outbox import Effect

NAME = "retro_weekly"
AT = time(9)  # on Mondays, in the organisation's zone
CHANNEL = "retrospectives"  # stands for the workspace's channel, which the message finds when it is sent
_TYPE = Beat.__table__.c.next_at.type
_MOVE = (
    update(Beat.__table__)
    .where(col(Beat.name) == NAME, col(Beat.next_at) == bindparam("old", type_=_TYPE))
    .values(next_at=bindparam("new", type_=_TYPE))
)


async def beat(tx: Tx) -> None:
    """When the time has come, ask for the report, once however many processes beat.

    Nothing is posted when nothing is owed or done.
    """
    there = await tx.session.get(Beat, NAME)
    following = _next(tx)
    if there is None:
        tx.add(Beat(name=NAME, next_at=following))
        return
    if there.next_at > tx.now:
        return
    moved = await tx.run(_MOVE, {"old": there.next_at, "new": following})
    if moved.rowcount == 1:
        detail = {"what": "weekly", "to": CHANNEL, "at": tx.now.isoformat()}
        what = f"weekly:{there.next_at:%Y%m%d}"
        await outbox.once(tx, Effect.RETRO_NOTE, 0, what, detail=detail, priority=outbox.LATER)


def _next(tx: Tx) -> datetime:
    """The next Monday morning."""
    where = zones.zone(tx.policy.organisation.zone)
    today = tx.now.astimezone(where).date()
    monday = today - timedelta(days=today.weekday())
    at = zones.nearest(datetime.combine(monday, AT), where)
    return at if at > tx.now else zones.nearest(datetime.combine(monday + timedelta(days=7), AT), where)

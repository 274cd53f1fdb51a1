"""The weekly report on action items of retrospectives: asked for once a week, posted for everyone to read."""

from datetime import datetime, time, timedelta

from bot.playbook import zones
from storage import beats, outbox
from storage.database import Tx
from storage.outbox import Effect

NAME = "retro_weekly"
AT = time(9)  # on Mondays, in the organisation's zone
CHANNEL = "retrospectives"  # stands for the workspace's channel, which the message finds when it is sent


async def beat(tx: Tx) -> None:
    """When the time has come, ask for the report, once however many processes beat.

    Nothing is posted when nothing is owed or done.
    """
    if due := await beats.taken(tx, NAME, _next(tx)):
        detail = {"what": "weekly", "to": CHANNEL, "at": tx.now.isoformat()}
        what = f"weekly:{due:%Y%m%d}"
        await outbox.once(tx, Effect.RETRO_NOTE, 0, what, detail=detail, priority=outbox.LATER)


def _next(tx: Tx) -> datetime:
    """The next Monday morning."""
    where = zones.zone(tx.policy.organisation.zone)
    today = tx.now.astimezone(where).date()
    monday = today - timedelta(days=today.weekday())
    at = zones.nearest(datetime.combine(monday, AT), where)
    return at if at > tx.now else zones.nearest(datetime.combine(monday + timedelta(days=7), AT), where)

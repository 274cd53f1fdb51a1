"""Where a reminder is said: the case channel, the alert's thread or channel, or to the person alone."""

from bot.playbook.kinds import ClockKind
from bot.playbook.labelled import Labelled
from bot.playbook.rungs import Level, Rung, To


class Where(Labelled):
    """A place for a reminder."""

    CASE = "case", "in the case channel"
    THREAD = "thread", "under the alert"
    ALERT = "alert", "in the alert channel"
    DIRECT = "direct", "in a direct message"


_PERSONAL = frozenset({ClockKind.APPROVAL, ClockKind.ITEM})


def places(kind: ClockKind, rung: Rung) -> tuple[Where, ...]:
    """Where a rung is told; none for what notifies nobody.

    Before the claim there is no case channel, and an edit of the alert notifies nobody: so it is a reply and
    a direct message. Midway to a miss the nudge in the channel is edited, and a direct message comes.
    """
    if rung.to is None:
        return ()
    if kind is ClockKind.CLAIM:
        return (Where.THREAD, Where.DIRECT)
    if rung.level is Level.TAKE_OVER:
        return (Where.ALERT,)
    if rung.level is Level.REPEAT:
        return (Where.THREAD,)
    if rung.level is Level.MIDWAY or (kind in _PERSONAL and rung.to is not To.EM):
        return (Where.DIRECT,)
    return (Where.CASE,)

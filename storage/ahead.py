"""Ahead: what changes that share a transaction are about to ask, asked once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import col

from storage import people
from storage.database import Tx
from storage.models import Entry, Surface
from storage.surfaces import is_case_channel

_CASES = select(col(Surface.channel), col(Surface.number)).where(
    *is_case_channel(), col(Surface.channel).in_(bindparam("channels", expanding=True))
)
_LOGGED = select(col(Entry.channel), col(Entry.ts)).where(
    col(Entry.channel).in_(bindparam("channels", expanding=True)),
    col(Entry.ts).in_(bindparam("messages", expanding=True)),
)


@dataclass(frozen=True)
class Asks:
    """What one change is going to ask; "" where it asks nothing."""

    person: str = ""
    event: str = ""  # whether this delivery of it is the first
    channel: str = ""  # whose case channel it is
    ts: str = ""  # whether the message there is logged


async def read(tx: Tx, asks: Sequence[Asks]) -> None:
    """Ask it all now; whoever asks later in the transaction has the answer at hand."""
    await people.meet(tx, [each.person for each in asks if each.person])
    if events := [each.event for each in asks if each.event]:
        first = await people.first_deliveries(tx, events)
        tx.known.deliveries = {event: event in first for event in events}
    if channels := sorted({each.channel for each in asks if each.channel}):
        found = await tx.run(_CASES, {"channels": channels})
        tx.known.cases = dict.fromkeys(channels) | {row.channel: row.number for row in found}
        messages = [(each.channel, each.ts) for each in asks if each.channel and each.ts]
        times = sorted({ts for _channel, ts in messages})
        there = await tx.run(_LOGGED, {"channels": channels, "messages": times})
        tx.known.logged = dict.fromkeys(messages, False) | {(row.channel, row.ts): True for row in there}

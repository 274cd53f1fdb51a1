"""Taking back a message that was posted under a lease that had passed to somebody else."""

from bot.effects.courier import NOTHING, Courier, Later, Outcome, Refused
from storage import leases, surfaces
from storage.columns import Json
from storage.leases import Lease
from storage.outbox_row import RowState

GONE = {"message_not_found", "channel_not_found", "cant_delete_message", "is_archived", "not_in_channel"}
MEANWHILE = 5.0  # seconds between looks at whether the other one has recorded theirs


def of(lease: Lease, posted: tuple[str, str]) -> Json:
    """The detail of the row that takes `posted` back."""
    return {"row": lease.id, "wanted": lease.wanted, "channel": posted[0], "ts": posted[1]}


async def retract(courier: Courier) -> Outcome:
    """Delete the message once another one is recorded; the recorded one itself stays, whoever recorded it."""
    detail = courier.lease.detail
    channel, ts = detail["channel"], detail["ts"]
    async with courier.store.read() as tx:
        row = await leases.find(tx, detail["row"])
        standing = await surfaces.at(tx, channel, ts)
    if row is None or standing or row.result == {"channel": channel, "ts": ts}:
        return NOTHING
    if row.done < detail["wanted"]:
        if row.state is RowState.DEAD:
            return NOTHING
        raise Later(MEANWHILE)
    try:
        await courier.call(courier.client.chat_delete, channel=channel, ts=ts)
    except Refused as no:
        if no.code not in GONE:
            raise
    return NOTHING

"""A request to see a case: posted to each who may answer it, and brought up to date once somebody has."""

from blocks.access_card import access_asked
from bot.effects.card import GONE
from bot.effects.codes import is_gone
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from bot.effects.say import once
from storage import access, leases, overview


async def show(courier: Courier) -> Outcome:
    """Show the request as it is now; one that was answered before it was shown is not shown any more."""
    detail = courier.lease.detail
    async with courier.store.read() as tx:
        made = await access.find(tx, int(detail["request"]))
        case = await overview.of(tx, courier.number)
        row = await leases.find(tx, courier.lease.id)
    if made is None or case is None:
        return NOTHING
    posted = row.result if row else {}
    card = access_asked(case, made)
    if not posted.get("ts"):
        answered = made.state != access.ASKED and not courier.lease.may_have_happened
        return NOTHING if answered else await once(courier, card, detail["to"])
    try:
        await courier.call(
            courier.client.chat_update,
            channel=posted["channel"],
            ts=posted["ts"],
            text=card.text,
            blocks=card.blocks,
        )
    except Refused as no:
        if no.code not in GONE and not is_gone(detail["to"], no.code):
            raise
    return NOTHING

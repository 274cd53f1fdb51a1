"""The brief, posted once where the team that is asked reads it."""

from blocks.brief_card import brief_card
from bot.effects.codes import CLOSED, NOBODY
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from bot.services import briefs, privacy
from storage import overview
from storage.database import Tx


async def post(courier: Courier) -> Outcome:
    """Post it as things are now; a crash in between is found out by the message's key."""
    detail = courier.lease.detail
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None:
        return NOTHING
    try:
        channel = await _channel(courier, str(detail["to"]))
        async with courier.store.read() as tx:
            if not await privacy.hears(tx, case.ace, channel):
                return _unsent(courier, "private")
        if found := await courier.earlier(channel):
            return Outcome(posted=found)
        card = brief_card(case)
        answer = await courier.call(
            courier.client.chat_postMessage,
            channel=channel,
            text=card.text,
            blocks=card.blocks,
            metadata=courier.metadata,
            unfurl_links=False,
            unfurl_media=False,
        )
    except Refused as no:
        if no.code not in CLOSED | NOBODY:
            raise
        return _unsent(courier, no.code)
    return Outcome(posted=(str(answer["channel"]), str(answer["ts"])))


async def _channel(courier: Courier, named: str) -> str:
    """The id of a channel; one that is named is looked for among those that the app is in.

    Raises Refused when the app is in none of that name.
    """
    if not named.startswith("#"):
        return named
    async for each in courier.channels():
        if each.get("name") == named[1:]:
            return str(each["id"])
    raise Refused("not_in_channel", {})


def _unsent(courier: Courier, code: str) -> Outcome:
    which = str(courier.lease.detail["which"])

    async def record(tx: Tx) -> None:
        await briefs.unsent(tx, courier.number, which, code=code)

    return Outcome(record=record, problem=code)

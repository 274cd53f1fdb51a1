"""The message that offers the EM's seat: posted to one person, and brought up to date when it is answered."""

from blocks.handover_card import handover
from bot.effects.card import GONE
from bot.effects.codes import CLOSED, NOBODY
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from bot.playbook.handover import HandoverState
from bot.services import privacy
from storage import handovers, outbox, overview
from storage.case_records import Handover
from storage.columns import Json
from storage.database import Tx
from storage.outbox import Effect
from storage.overview import Overview


async def show(courier: Courier) -> Outcome:
    """Show the offer as it is now."""
    async with courier.store.read() as tx:
        made = await handovers.find(tx, int(courier.lease.detail["handover"]))
        case = await overview.of(tx, courier.number)
        heard = case and made and await privacy.hears(tx, case.ace, made.taker)
    if made is None or case is None or not heard:
        return NOTHING  # of a case that turned private, what was shown is blanked already
    if made.channel and made.ts:
        return await _update(courier, case, made, (made.channel, made.ts))
    if made.state is not HandoverState.OFFERED and not courier.lease.may_have_happened:
        return NOTHING
    try:
        return await _post(courier, case, made)
    except Refused as no:
        if no.code not in CLOSED | NOBODY:
            raise
        return _unsent(courier, made, no.code)


async def _update(courier: Courier, case: Overview, made: Handover, at: tuple[str, str]) -> Outcome:
    card = handover(case, made)
    try:
        await courier.call(
            courier.client.chat_update, channel=at[0], ts=at[1], text=card.text, blocks=card.blocks
        )
    except Refused as no:
        if no.code not in GONE:
            raise
    return NOTHING


async def _post(courier: Courier, case: Overview, made: Handover) -> Outcome:
    """Post it, or adopt and redraw what an earlier try of this row posted."""
    if found := await courier.earlier(made.taker):
        await _update(courier, case, made, found)
        return _kept(made, found)
    if made.state is not HandoverState.OFFERED:
        return NOTHING
    card = handover(case, made)
    answer = await courier.call(
        courier.client.chat_postMessage,
        channel=made.taker,
        text=card.text,
        blocks=card.blocks,
        metadata=courier.metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    return _kept(made, (str(answer["channel"]), str(answer["ts"])))


def _kept(made: Handover, posted: tuple[str, str]) -> Outcome:
    async def record(tx: Tx) -> None:
        if kept := await handovers.find(tx, made.id or 0):
            kept.channel, kept.ts = posted

    return Outcome(record=record, posted=posted)


def _unsent(courier: Courier, made: Handover, code: str) -> Outcome:
    """The giver hears that it did not arrive."""
    detail: Json = {"what": "handover_unsent", "to": made.giver, "taker": made.taker, "code": code}

    async def record(tx: Tx) -> None:
        await outbox.once(tx, Effect.SAY, courier.number, f"unsent-{made.id}", detail=detail)

    return Outcome(record=record)

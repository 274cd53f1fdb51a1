"""Messages that say a thing once, to a channel, thread or person; whispers; the reaction that confirms."""

import structlog

from blocks import messages
from blocks.cards import Card
from blocks.privacy_messages import WORDLESS
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.services import privacy, timeline
from storage import overview
from storage.columns import Json
from storage.database import Tx

log = structlog.get_logger(__name__)

# Slack's words for a person who left, and for a place that is closed to us: trying again changes nothing.
NOBODY_THERE = {
    "channel_not_found",
    "user_not_found",
    "user_disabled",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "thread_locked",
    "cannot_reply_to_message",
}
DONE = {"already_reacted", "no_reaction", "message_not_found"}


async def say(courier: Courier) -> Outcome:
    """Post the message once; a crash in between is found out by the message's key.

    What cannot be said where it was meant goes to `detail["otherwise"]`, where there is such a place.
    """
    detail = courier.lease.detail
    said, other = NOTHING, detail.get("otherwise")
    if made := await _draw(courier, detail["to"]):
        said = await once(courier, made, detail["to"], detail.get("thread"))
    if said is NOTHING and other and (made := await _draw(courier, other)):
        return await once(courier, made, other)
    return said


async def once(courier: Courier, made: Card, target: str, thread: str | None = None) -> Outcome:
    """Post a message unless an earlier try of this row did; nobody there to be told is no fault."""
    try:
        if found := await courier.earlier(target, thread):
            return Outcome(posted=found)
        return Outcome(posted=await _post(courier, made, target, thread))
    except Refused as no:
        if no.code not in NOBODY_THERE:
            raise
        log.warning("nobody there to be told", code=no.code)
        return NOTHING


async def _post(courier: Courier, made: Card, target: str, thread: str | None) -> tuple[str, str]:
    arguments: Json = {"thread_ts": thread} if thread else {}
    answer = await courier.call(
        courier.client.chat_postMessage,
        channel=target,
        text=made.text,
        blocks=made.blocks,
        metadata=courier.metadata,
        unfurl_links=False,
        unfurl_media=False,
        **arguments,
    )
    return str(answer["channel"]), str(answer["ts"])


async def whisper(courier: Courier) -> Outcome:
    """A note that one person sees; at most once, since nobody could find out whether it was shown."""
    made = await _draw(courier, courier.lease.detail["to"])
    if made is None or courier.lease.may_have_happened:
        return NOTHING
    detail = courier.lease.detail
    try:
        await courier.call(
            courier.client.chat_postEphemeral,
            channel=detail["to"],
            user=detail["user"],
            text=made.text,
            blocks=made.blocks,
        )
    except Refused as no:
        log.info("note not shown", what=detail["what"], code=no.code)
    return NOTHING


async def _draw(courier: Courier, place: str) -> Card | None:
    """What there is to say in a place; a case can have turned private since that was asked for."""
    detail = courier.lease.detail
    if not courier.number:
        return messages.without_case(detail)
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
        wordless = detail["what"] in WORDLESS
        if case and not wordless and not await privacy.hears(tx, case.ace, place):
            log.warning("a private case is not spoken of there", what=detail["what"])
            return None
    return messages.about_case(case, detail) if case else None


async def react(courier: Courier) -> Outcome:
    """Confirm a logged message with one reaction, or take it back from one that is logged no more.

    The timeline is as it is all the same when Slack refuses; but a message that is not there is withdrawn.
    """
    detail = courier.lease.detail
    client = courier.client
    try:
        await courier.call(
            client.reactions_remove if detail.get("remove") else client.reactions_add,
            channel=detail["channel"],
            timestamp=detail["ts"],
            name=detail["name"],
        )
    except Refused as no:
        if no.code not in DONE:
            log.warning("not confirmed", code=no.code)
        if no.code == "message_not_found":
            return Outcome(record=_gone(courier.number, detail["channel"], detail["ts"]))
    return NOTHING


def _gone(number: int, channel: str, ts: str) -> Record:
    async def record(tx: Tx) -> None:
        await timeline.gone(tx, number, channel, ts)

    return record

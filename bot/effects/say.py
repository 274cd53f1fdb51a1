"""Messages that say a thing once, to a channel, thread or person; whispers; the reaction that confirms."""

import structlog

from blocks import messages
from blocks.cards import Card
from blocks.privacy_messages import WORDLESS
from bot.effects import frame
from bot.effects.codes import ARCHIVED, CLOSED, REMOVED, is_gone
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused, Unseen
from bot.services import privacy, timeline
from storage import overview
from storage.columns import Json
from storage.database import Tx
from storage.models import SurfaceKind
from storage.overview import Overview

log = structlog.get_logger(__name__)

DONE = {"already_reacted", "no_reaction", "message_not_found"}


async def say(courier: Courier) -> Outcome:
    """Post the message once; a crash in between is found out by the message's key.

    What cannot be said where it was meant goes to `detail["otherwise"]`, where there is such a place.
    """
    detail = courier.lease.detail
    other = detail.get("otherwise")
    try:
        said = await _said(courier, detail["to"], detail.get("thread"))
    except (Refused, Unseen) as no:
        if not (other and (no.code in CLOSED if isinstance(no, Unseen) else no.final)):
            raise
        said = NOTHING
    return await _said(courier, other) if other and said is NOTHING else said


async def _said(courier: Courier, place: str, thread: str | None = None) -> Outcome:
    """Say it there, unless that is a place of which people know already that nothing can be said in it.

    Whether it was said in a place that ACE was taken out of meanwhile, nobody can find out any more.
    """
    case, made = await _draw(courier, place)
    if made is None:
        return NOTHING
    try:
        return await once(courier, made, place, thread)
    except (Refused, Unseen) as no:
        if no.code not in ARCHIVED | REMOVED:
            raise
        if case and place == case.channel:
            return Outcome(record=frame.lost(case, no.code))
        if not thread and not (case and place == _left(case)):
            raise
        log.warning("not said where ACE is not any more", code=no.code)
        return NOTHING


def _left(case: Overview) -> str | None:
    """The channel that the case was led in before."""
    return (case.detail(SurfaceKind.CHANNEL).get("before") or {}).get("id")


async def once(courier: Courier, made: Card, target: str, thread: str | None = None) -> Outcome:
    """Post a message unless an earlier try of this row did; to somebody who is gone, nothing is said.

    Raises what Courier.call raises; Refused is final when the place is closed to ACE.
    """
    try:
        if found := await courier.earlier(target, thread):
            return Outcome(posted=found)
        return Outcome(posted=await _post(courier, made, target, thread))
    except Refused as no:
        return unsaid(target, no)


def unsaid(target: str, no: Refused) -> Outcome:
    """What a refused message comes to: nothing when it was for somebody who is gone.

    Raises Refused otherwise, final when the place is closed to ACE.
    """
    if not is_gone(target, no.code):
        raise Refused(no.code, no.answer, final=no.code in CLOSED) from no
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
    _, made = await _draw(courier, courier.lease.detail["to"])
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


async def _draw(courier: Courier, place: str) -> tuple[Overview | None, Card | None]:
    """The case, and what there is to say in a place; it can have turned private since that was asked for."""
    detail = courier.lease.detail
    if not courier.number:
        return None, courier.drawing(messages.WITHOUT_CASE, "what")(detail)
    draw = courier.drawing(messages.ABOUT_CASE, "what")
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
        wordless = detail["what"] in WORDLESS
        if case and not wordless and not await privacy.hears(tx, case.ace, place):
            log.warning("a private case is not spoken of there", what=detail["what"])
            return case, None
    return case, draw(case, detail) if case else None


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

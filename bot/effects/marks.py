"""Marks on a message as they are now: that one message is read with its reactions, and no other."""

from datetime import UTC, datetime
from typing import Any

from blocks.received import people_in, readable
from bot.effects.courier import NOTHING, Courier, Outcome, Refused
from bot.playbook.timeline import EntryKind
from bot.services import marks, timeline
from bot.services.marks import Mark
from bot.services.timeline import Message
from storage import escalations, people
from storage.columns import Json
from storage.database import Tx

GONE = {"message_not_found", "channel_not_found", "not_in_channel", "no_item_specified", "bad_timestamp"}


async def look(courier: Courier) -> Outcome:
    """Bring the timeline in line with the marks on one message.

    Source: Slack, `reaction_added` carries no text, `reactions.get` gives the message, thread replies too.
    """
    detail = courier.lease.detail
    channel, ts, way = str(detail["channel"]), str(detail["ts"]), str(detail["way"])
    if way == "pin" and not detail["on"]:
        return Outcome(record=_unpinned(channel, ts))
    try:
        answer = await courier.call(courier.client.reactions_get, channel=channel, timestamp=ts, full=True)
    except Refused as no:
        if no.code not in GONE:
            raise
        return NOTHING
    message = _message(answer.get("message"), channel, courier.place.bot_user)
    if message is None:
        return NOTHING
    reactions = [each for each in answer["message"].get("reactions") or [] if isinstance(each, dict)]

    async def record(tx: Tx) -> None:
        number = await _number(tx, message)
        if number is None:
            return
        if way == "pin":
            made = Mark("pin", tx.policy.emoji.pin, str(detail["by"]))
        else:
            kind, by = await _chosen(tx, reactions, courier.place.bot_user)
            made = Mark("emoji", kind, by)
        await marks.mark(tx, number, await _readable(tx, message), made)

    return Outcome(record=record)


def _unpinned(channel: str, ts: str) -> Any:
    async def record(tx: Tx) -> None:
        if number := await escalations.number_at(tx, channel):
            await marks.unmark(tx, number, channel, ts, "pin")

    return record


async def _number(tx: Tx, message: Message) -> int | None:
    number = await escalations.number_at(tx, message.channel)
    return number or await timeline.under_alert(tx, message.channel, message.thread)


async def _chosen(tx: Tx, reactions: list[Json], bot: str) -> tuple[EntryKind | None, str]:
    """The kind of the last reaction that means one, and the first of those behind it who may log."""
    for each in reversed(reactions):
        kind = tx.policy.kind_of(str(each.get("name") or ""))
        for person in each.get("users") or [] if kind else []:
            if person != bot and await timeline.may(tx, str(person)):
                return kind, str(person)
    return None, ""


async def _readable(tx: Tx, message: Message) -> Message:
    names = await people.names(tx, people_in(message.text))
    return Message(**{**vars(message), "text": readable(message.text, names)})


def _message(shown: object, channel: str, bot: str) -> Message | None:
    """A message as reactions.get shows it; None for one of our own and for what cannot be read."""
    if not isinstance(shown, dict):
        return None
    author, ts, thread = (str(shown.get(name) or "") for name in ("user", "ts", "thread_ts"))
    if author == bot or not ts:
        return None
    reply = thread not in {"", ts}
    files = [each for each in shown.get("files") or [] if isinstance(each, dict)]
    return Message(
        channel=channel,
        ts=ts,
        author=author or str(shown.get("bot_id") or ""),
        text=str(shown.get("text") or ""),
        at=datetime.fromtimestamp(float(ts), UTC),
        thread=thread if reply else None,
        in_bot_thread=reply and shown.get("parent_user_id") == bot,
        files=tuple(
            {"name": str(each.get("name") or "file"), "link": str(each.get("permalink") or "")}
            for each in files
        ),
        edited=str((shown.get("edited") or {}).get("ts") or ""),
        bot=bool(shown.get("bot_id")),
    )

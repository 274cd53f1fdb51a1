"""Raising an escalation: the form opened from everywhere, and drawn again as it grows."""

import asyncio
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from blocks import intake_form, received
from blocks.intake_form import Draft
from bot.playbook.intake import LENGTHS
from bot.playbook.report import Report
from handlers.reading import part, text
from handlers.request import Request, Unanswered
from storage import people

PATIENCE = 0.8  # seconds for what Slack knows of a channel; the form has to open within three


async def begin(request: Request) -> None:
    """Open the form: a slash command, a global shortcut or a button.

    What follows the command is the impact; a button under a mention carries what that said, and where.
    """
    channel = text(request.body, "channel_id") or text(request.body, "channel", "id")
    thread = text(request.body, "message", "thread_ts")
    said = await _readable(request, text(request.body, "text")) or request.value
    link = request.door.place.permalink(channel, thread) if thread else ""
    private = bool(thread) and await _is_private(request, channel)
    report = _told(request, said, link)
    await _open(request, Draft(report=report, channel=channel, private_source=private))


async def begin_from_message(request: Request) -> None:
    """Open the form with a message's words and address, and a warning when not everybody could read it."""
    message, channel = part(request.body, "message"), text(request.body, "channel", "id")
    ts = text(request.body, "message_ts") or text(message, "ts")
    said = await _readable(request, text(message, "text"))
    link = request.door.place.permalink(channel, ts, text(message, "thread_ts")) if channel and ts else ""
    private = await _is_private(request, channel)
    report = _told(request, said, link)
    await _open(request, Draft(report=report, channel=channel, private_source=private))


async def _readable(request: Request, said: str) -> str:
    if not said:
        return ""
    async with request.store.read() as tx:
        names = await people.names(tx, received.people_in(said))
    return received.readable(said, names)


async def _is_private(request: Request, channel: str) -> bool:
    """Whether others may be unable to read a conversation; one that Slack hides from us counts as private."""
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await request.door.client.conversations_info(channel=channel)
    except (SlackApiError, Unanswered, TimeoutError):
        return True
    there = part(answer.data, "channel")
    return bool(there.get("is_private")) or not there.get("is_channel")


def _told(request: Request, said: str, link: str) -> Report:
    """The first words as the impact; what is too long for one stands in full under what led up to it.

    The region is a guess: where whoever asks is.
    """
    region, most = request.policy.guess_region(request.door.met.get(request.by)), LENGTHS["impact"]
    if len(said) <= most:
        return Report(impact=said, source=link, evidence=link, region=region)
    begun = said[: most - 1].rstrip() + "…"
    return Report(impact=begun, events=said[: LENGTHS["events"]], source=link, evidence=link, region=region)


async def _open(request: Request, draft: Draft) -> None:
    await request.open(intake_form.view(draft, request.policy))


async def more(request: Request) -> None:
    """Draw the form again, in full."""
    await _redraw(request, replace(intake_form.draft_of(request.view), full=True))


async def retarget(request: Request) -> None:
    """Draw the form again, with the questions of the target that was chosen."""
    await _redraw(request, intake_form.draft_of(request.view))


async def _redraw(request: Request, draft: Draft) -> None:
    view = request.view
    await request.door.client.views_update(
        view_id=text(view, "id"), hash=text(view, "hash"), view=intake_form.view(draft, request.policy)
    )

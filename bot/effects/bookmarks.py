"""The channel's bookmarks: record, call and state document, always present and always right."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.effects import frame
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.effects.twins import LATE
from storage import outbox, overview
from storage.columns import Json
from storage.database import Tx
from storage.models import SurfaceKind
from storage.outbox import Effect
from storage.overview import Overview

Method = Callable[..., Awaitable[AsyncSlackResponse]]
TITLES = {"record": "Record", "call": "Call", "document": "State document"}


async def show(courier: Courier) -> Outcome:
    """Add the bookmarks that are missing, correct those that differ, take away those whose link is gone.

    Slack tells nobody when people change bookmarks, so each time one looks first; a new channel has none.
    """
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None or not case.room:
        return NOTHING
    known = case.detail(SurfaceKind.BOOKMARKS)
    there: Json = dict(known)
    try:
        if known or case.detail(SurfaceKind.CHANNEL).get("adopted") or courier.lease.may_have_happened:
            there = await _there(courier, case.room, known)
        await _put_all(courier, case.room, dict(zip(TITLES, case.links(courier.place), strict=True)), there)
    except Refused as no:
        return frame.refused(case, no.code, _record(case, there, no.code))
    return Outcome(record=_record(case, there, None, again=courier.lease.may_have_happened))


async def _there(courier: Courier, channel: str, known: Json) -> Json:
    """Those of our bookmarks that the channel shows, by name: the noted ones, else ours by their title."""
    with courier.looking():
        answer = await courier.call(courier.client.bookmarks_list, channel_id=channel)
    listed: list[Json] = answer.get("bookmarks") or []
    found: Json = {}
    for name, title in TITLES.items():
        noted = known.get(name, {}).get("id")
        same = [each for each in listed if each["id"] == noted]
        same += [each for each in listed if each.get("title") == title and is_ours(courier, each)]
        if same:
            found[name] = {key: same[0].get(key) for key in ("id", "title", "link")}
        for twin in same[1:]:  # two processes may have added it at the same time
            if twin["id"] != same[0]["id"]:
                await changed(courier, courier.client.bookmarks_remove, channel, twin)
    return found


def is_ours(courier: Courier, bookmark: Json) -> bool:
    """Whether ACE added a bookmark, or changed it last."""
    place = courier.place
    by_us = bookmark.get("last_updated_by_user_id") == place.bot_user
    return by_us or bool(place.app and bookmark.get("app_id") == place.app)


async def _put_all(courier: Courier, channel: str, links: dict[str, str | None], there: Json) -> None:
    """The first of them first, since Slack shows them as they came, and the others together."""
    first, *others = links
    await _put(courier, channel, first, links[first], there)
    puts = [_put(courier, channel, name, links[name], there) for name in others]
    for problem in await asyncio.gather(*puts, return_exceptions=True):
        if isinstance(problem, BaseException):
            raise problem


async def _put(courier: Courier, channel: str, name: str, link: str | None, there: Json) -> None:
    """Make one bookmark lead to `link`, or take it away; `there`, what the channel shows, is kept true."""
    before, title = there.get(name), TITLES[name]
    if before and not link:
        await changed(courier, courier.client.bookmarks_remove, channel, before)
        del there[name]
    elif before and (before["link"], before["title"]) != (link, title):
        del there[name]
        if await changed(courier, courier.client.bookmarks_edit, channel, before, title=title, link=link):
            there[name] = before | {"title": title, "link": link}
    if link and name not in there:
        new: Json = {"title": title, "link": link}
        added = await courier.call(courier.client.bookmarks_add, channel_id=channel, type="link", **new)
        there[name] = {"id": added["bookmark"]["id"], **new}


async def changed(courier: Courier, method: Method, channel: str, bookmark: Json, **changes: Any) -> bool:
    """Change or remove a bookmark; False when somebody has removed it meanwhile."""
    try:
        await courier.call(method, channel_id=channel, bookmark_id=bookmark["id"], **changes)
    except Refused as no:
        if no.code != "not_found":
            raise
        return False
    return True


def _record(case: Overview, there: Json, problem: str | None, *, again: bool = False) -> Record:
    """What to note; `again`: an earlier try may yet come through, so one looks once more a while later."""

    async def record(tx: Tx) -> None:
        number, values = case.ace.number, {"channel": case.channel, "detail": there, "problem": problem}
        await frame.keep(tx, number, SurfaceKind.BOOKMARKS, **values)
        if again:
            lane = f"{Effect.BOOKMARKS}:{number}"
            await outbox.add(tx, Effect.BOOKMARKS, number, outbox.SECOND_LOOK, lane=lane, after=LATE)

    return record

"""People: getting acquainted with who presses and files, and hearing of changes to members and groups."""

import asyncio
from collections.abc import Iterable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.services import departures, retrospective_approvals
from bot.slack_client import code_of
from handlers.reading import part, text
from handlers.request import Request
from storage import directory, outbox, people
from storage.models import Person
from storage.outbox import Effect

log = structlog.get_logger(__name__)

PATIENCE = 1.0  # seconds; the form opens without what Slack does not tell by then


async def acquainted(request: Request) -> Person | None:
    """Who this is: as kept, else as Slack tells it now, else nobody we know; asked of Slack once."""
    if not request.by:
        return None
    async with request.store.read() as tx:
        known = await people.find(tx, request.by)
    if known:
        return known
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await request.door.client.users_info(user=request.by)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError) as problem:
        code = code_of(problem) if isinstance(problem, SlackApiError) else type(problem).__name__
        log.warning("Slack does not tell who somebody is", error=code)
        return None
    async with request.store.begin() as change:
        return await directory.learn(change, part(answer.data, "user"))


async def introduced(request: Request, persons: Iterable[str]) -> None:
    """Make sure that those who are named are known, if Slack tells in time; all are asked for at once."""
    async with request.store.read() as tx:
        strangers = [each for each in dict.fromkeys(persons) if not await people.find(tx, each)]
    found = [part(answer.data, "user") for answer in await _asked(request, strangers)]
    if found:
        async with request.store.begin() as change:
            for user in found:
                await directory.learn(change, user)


async def _asked(request: Request, strangers: list[str]) -> list[AsyncSlackResponse]:
    calls = [request.door.client.users_info(user=each) for each in strangers]
    try:
        async with asyncio.timeout(PATIENCE):
            answers = await asyncio.gather(*calls, return_exceptions=True)
    except TimeoutError:
        return []
    return [each for each in answers if isinstance(each, AsyncSlackResponse)]


async def meet(request: Request) -> None:
    """Make sure that whoever it is is known, if Slack tells; asked once, while this process lives."""
    met = request.door.met
    if request.by and request.by not in met and (person := await acquainted(request)):
        met[request.by] = person.zone


async def changed(request: Request) -> None:
    """Somebody's name, zone or standing changed, or they are new: keep it if we know them."""
    user = part(request.event, "user")
    async with request.store.begin() as tx:
        if not await people.find(tx, text(user, "id")):
            return
        person = await directory.learn(tx, user)
        if person and person.deactivated:
            await retrospective_approvals.left(tx, person.id)
            await departures.left(tx, person.id)
    if person and person.id in request.door.met:
        request.door.met[person.id] = person.zone


async def groups_changed(request: Request) -> None:
    """A user group or its members changed: fetch them again."""
    async with request.store.begin() as tx:
        await outbox.add(tx, Effect.LEARN_GROUPS)


async def home(request: Request) -> None:
    """Somebody opened the Home tab: show it."""
    if text(request.event, "tab") == "messages" or not request.by:
        return
    async with request.store.begin() as tx:
        await outbox.add(
            tx, Effect.HOME, what=request.by, detail={"user": request.by}, priority=outbox.URGENT
        )

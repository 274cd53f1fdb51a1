"""Where a case is led: tried again, exchanged, its people invited again, its call link set."""

from slack_sdk.errors import SlackApiError

from blocks import room_forms
from bot.playbook.refusal import Refusal
from bot.services import rooms
from bot.services.found import found
from handlers.reading import Json, part, text
from handlers.request import Request, Unanswered


async def try_again(request: Request) -> None:
    """Do once more what Slack refused."""
    async with request.store.begin() as tx:
        await rooms.try_again(tx, _number(request), by=request.by)
    await request.tell("Trying again. The card changes as soon as it worked, or says why it did not.")


async def choose(request: Request) -> None:
    """Ask which channel to use instead."""
    async with request.store.read() as tx:
        ace = await found(tx, _number(request), by=request.by)
    await request.open(room_forms.other_channel(ace, request.policy))


async def use(request: Request) -> None:
    """Use the channel that was chosen, if the app is in it."""
    number, channel = room_forms.read_channel(request.view)
    place = request.door.place
    if channel in (place.alert_channel, place.retro_channel):
        raise Refusal(
            "That channel serves every case, so it cannot be one case's own. Choose another one.",
            field="channel",
        )
    there = await _looked_at(request, channel)
    async with request.store.begin() as tx:
        await rooms.use_channel(
            tx, number, channel, text(there, "name"), private=bool(there.get("is_private")), by=request.by
        )


async def _looked_at(request: Request, channel: str) -> Json:
    """The channel as Slack describes it; raises Refusal when the app cannot work in it."""
    try:
        answer = await request.door.client.conversations_info(channel=channel)
    except SlackApiError as problem:
        raise _unusable("ACE cannot see that channel") from problem
    except Unanswered as problem:
        said = "Slack did not tell ACE about that channel in time, so nothing was changed. Submit again."
        raise Refusal(said, field="channel") from problem
    there = part(answer.data, "channel")
    if there.get("is_archived"):
        raise Refusal("That channel is archived. Choose one that people can write in.", field="channel")
    if not there.get("is_member"):
        raise _unusable("ACE is not in that channel")
    return there


def _unusable(why: str) -> Refusal:
    return Refusal(
        f"{why}, so nothing was changed. Open it, type /invite and this app's name, and submit again.",
        field="channel",
    )


async def reinvite(request: Request) -> None:
    """Invite again whoever could not be invited."""
    async with request.store.begin() as tx:
        await rooms.reinvite(tx, _number(request), by=request.by)
    await request.tell("Inviting again. The line about it leaves the card when it worked.")


async def links(request: Request) -> None:
    """Ask for the call's address."""
    await begin_links(request, _number(request))


async def begin_links(request: Request, number: int) -> None:
    """Ask for the address of a case's call."""
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
    await request.open(room_forms.links(ace, request.policy))


async def set_links(request: Request) -> None:
    """Keep the call's address."""
    number, link = room_forms.read_links(request.view)
    async with request.store.begin() as tx:
        await rooms.set_call_link(tx, number, link, by=request.by)
    await request.close()


def _number(request: Request) -> int:
    if request.number is None:
        raise Refusal("This button names no case. Nothing was changed.")
    return request.number

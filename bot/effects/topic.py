"""The case channel's topic: set only when its text changes, as each change writes a line in the channel."""

from blocks import kit
from bot.effects import frame
from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.playbook import topic
from storage import overview, surfaces
from storage.database import Tx
from storage.models import Surface, SurfaceKind
from storage.overview import Overview


async def show(courier: Courier) -> Outcome:
    """Make the topic say what the database says."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None or not case.room:
        return NOTHING
    text = words(case, courier)
    surface = case.surfaces.get(SurfaceKind.TOPIC)
    if surface and surface.drawn == text and not courier.lease.may_have_happened:
        return NOTHING
    try:
        if not await _stands(courier, case.room, surface, text):
            await courier.call(courier.client.conversations_setTopic, channel=case.room, topic=text)
    except Refused as no:
        return frame.refused(case, no.code, _record(case, None, no.code))
    return Outcome(record=_record(case, text, None))


async def _stands(courier: Courier, channel: str, surface: Surface | None, text: str) -> bool:
    """Whether the channel has this topic already; asked only when we may have set it without knowing."""
    if not courier.lease.may_have_happened and (surface is None or surface.drawn is not None):
        return False
    try:
        info = await courier.call(courier.client.conversations_info, channel=channel)
    except Refused:
        return False
    return kit.unescape(info["channel"].get("topic", {}).get("value", "")) == text


def words(case: Overview, courier: Courier) -> str:
    """The topic's text for the case as it stands."""
    ace = case.ace
    return topic.topic(
        severity=ace.severity.label,
        status=ace.status.label,
        roles=case.seats,
        summary=ace.summary,
        links=[link for link in case.links(courier.place) if link],
    )


def _record(case: Overview, text: str | None, problem: str | None) -> Record:
    """What was set; unless somebody edited the topic meanwhile, for then it is not known what it says."""
    edited = case.detail(SurfaceKind.TOPIC).get("edited")

    async def record(tx: Tx) -> None:
        now = await surfaces.find(tx, case.ace.number, SurfaceKind.TOPIC)
        drawn = text if now is None or now.detail.get("edited") == edited else None
        values = {"channel": case.channel, "drawn": drawn, "problem": problem}
        await frame.keep(tx, case.ace.number, SurfaceKind.TOPIC, **values)

    return record

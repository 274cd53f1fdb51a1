"""The audit of private cases: no message of ours about one stands, with its words, where outsiders read."""

from bot.playbook.timeline import EntryKind
from bot.services import privacy
from sandbox.state import Channel, Message
from storage import entries
from storage.database import Tx
from storage.overview import Overview
from tests.world import World


async def leaks(world: World, tx: Tx, case: Overview) -> list[str]:
    """What was said of a private case outside of its channel and of insiders' direct messages."""
    if not case.ace.visibility.is_private:
        return []
    insiders = {*case.involved, *await privacy.group(tx, case.ace.visibility), world.app.bot_user}
    told = await _told(tx, case)
    words = {case.ace.customer, case.ace.summary}
    return [
        f"{case.key}: its words stand in #{room.name}: {message.text[:80]!r}"
        for room in world.ws.channels.values()
        if room.id not in {case.channel, *told} and not (_is_private(room) and insiders >= set(room.members))
        for message in room.messages.values()
        if _is_about(message, case) and any(word in f"{message.text} {message.blocks}" for word in words)
    ]


def _is_private(room: Channel) -> bool:
    """Whether only its members read a channel; an earlier private channel of the case is one."""
    return room.is_im or room.is_private


def _is_about(message: Message, case: Overview) -> bool:
    """Whether it is a message of ours that a change to this case caused."""
    if not message.metadata or message.deleted:
        return False
    parts = str(message.metadata.get("event_payload", {}).get("key", "")).split(":")
    return len(parts) > 1 and parts[1] == str(case.ace.number)


async def _told(tx: Tx, case: Overview) -> set[str]:
    """Where Slack let ACE blank nothing, such as an archived channel; those in charge were told so."""
    noted = [each for each in await entries.of_case(tx, case.ace.number) if each.kind is EntryKind.VISIBILITY]
    return {each.data["channel"] for each in noted if each.text.startswith("Could not be blanked")}

"""The case channel: created once under its own name, adopted after a crash, refused with a reason."""

from dataclasses import dataclass, replace

from bot.effects.courier import NOTHING, Courier, Outcome, Record, Refused
from bot.playbook import naming
from bot.playbook.timeline import EntryKind
from bot.services import cases, history, redaction, room_events, rooms
from storage import escalations, outbox, overview, surfaces
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, SurfaceKind
from storage.outbox import Effect
from storage.overview import Overview

SUFFIXES = range(2, 30)
SKEW = 60  # seconds that Slack's clock and ours may differ


@dataclass(frozen=True)
class Found:
    """A channel that is ours now."""

    id: str
    name: str
    private: bool


async def open_channel(courier: Courier) -> Outcome:
    """Create the case channel if there is none, or go back into it; refused, tell whoever leads the case."""
    async with courier.store.read() as tx:
        case = await overview.of(tx, courier.number)
    if case is None:
        return NOTHING
    stray = await _stray(courier, case)
    outcome = await _open(courier, case)
    return replace(outcome, record=_renaming(case, stray, outcome.record)) if stray else outcome


async def _open(courier: Courier, case: Overview) -> Outcome:
    if case.room:
        return NOTHING
    try:
        if case.removed and await _entered(courier, case):
            return Outcome(record=_returned(case.channel or ""))
        found = await _create(courier, case)
    except Refused as no:
        return Outcome(record=_refused(case, no.code, courier.lease.wanted), problem=no.code)
    return Outcome(record=_opened(case, found))


async def _entered(courier: Courier, case: Overview) -> bool:
    """Go back into the channel that the app was taken out of; False when another one shall take its place."""
    try:
        await courier.call(courier.client.conversations_join, channel=case.channel or "")
    except Refused:
        if case.detail(SurfaceKind.CHANNEL).get("replace"):
            return False
        raise
    return True


async def _stray(courier: Courier, case: Overview) -> str | None:
    """The id of the public channel that an earlier try of this row made before the case turned private.

    Nobody was told of it, and it bears the customer's name.
    """
    if not (courier.lease.may_have_happened and case.ace.visibility.is_private):
        return None
    base = _name(case, private=False)
    names = {base, *(naming.suffixed(base, count) for count in SUFFIXES)}
    with courier.looking():
        async for channel in courier.channels():
            known = channel.get("is_private") or channel["id"] == case.channel
            if channel.get("name") in names and not known and await _is_ours(courier, channel):
                return str(channel["id"])
    return None


def _name(case: Overview, *, private: bool) -> str:
    return naming.channel_name(
        case.ace.number, case.ace.customer, prefix=case.policy.keys.channel_prefix, private=private
    )


async def _create(courier: Courier, case: Overview) -> Found:
    base = _name(case, private=case.ace.visibility.is_private)
    start = 2 if case.channel else int(case.detail(SurfaceKind.CHANNEL).get("suffix") or 1)
    for count in (start, *(each for each in SUFFIXES if each > start)):
        name = base if count == 1 else naming.suffixed(base, count)
        try:
            made = await courier.call(
                courier.client.conversations_create, name=name, is_private=case.ace.visibility.is_private
            )
        except Refused as no:
            if no.code != "name_taken":
                raise
            if ours := await _adopt(courier, name):
                return ours
            continue
        return Found(made["channel"]["id"], made["channel"]["name"], case.ace.visibility.is_private)
    raise Refused("name_taken", {})


async def _adopt(courier: Courier, name: str) -> Found | None:
    """The channel of that name that this row made, in an earlier try or in other hands, if it did.

    Ours means: made by our bot user, not before the first try, and no other case's.
    """
    with courier.looking():
        async for channel in courier.channels():
            if channel.get("name") == name and await _is_ours(courier, channel):
                return Found(channel["id"], channel["name"], bool(channel.get("is_private")))
    return None


async def _is_ours(courier: Courier, channel: Json) -> bool:
    if channel.get("creator") != courier.place.bot_user:
        return False
    if float(channel.get("created") or 0) < courier.lease.first_try_at.timestamp() - SKEW:
        return False
    async with courier.store.read() as tx:
        owner = await surfaces.at(tx, channel["id"])
    return owner is None or owner.number == courier.number


def _opened(case: Overview, found: Found) -> Record:
    async def record(tx: Tx) -> None:
        now = await surfaces.find(tx, case.ace.number, SurfaceKind.CHANNEL)
        if now and now.channel != case.channel:
            return  # somebody chose another channel meanwhile, and that counts
        ace = await escalations.lock(tx, case.ace.number)
        if ace and ace.visibility.is_private and not found.private:
            await _not_this_one(tx, ace, found)
            return
        await rooms.moved(tx, case.ace.number, found.id, found.name, private=found.private)
        if case.detail(SurfaceKind.CHANNEL).get("before", {}).get("was_public"):
            await cases.announce(tx, case.ace, "history_remains", f"remains-{found.id}")
        if case.detail(SurfaceKind.CHANNEL).get("suffix") or case.channel:
            said = f"Goes on in #{found.name}"
            history.note(tx, case.ace, EntryKind.CHANNEL, said, by=None, channel=found.id)

    return record


async def _not_this_one(tx: Tx, ace: Escalation, found: Found) -> None:
    """The case turned private while its public channel was made: that one stays empty, another one opens."""
    await _named_otherwise(tx, ace, found.id)
    await outbox.add(tx, Effect.CHANNEL, ace.number, priority=outbox.urgency(ace.severity))


async def _named_otherwise(tx: Tx, ace: Escalation, channel: str) -> None:
    await redaction.blank(tx, ace, f"name:{ace.number}", {"part": "name", "channel": channel})


def _renaming(case: Overview, stray: str, then: Record | None) -> Record:
    """What to note beside what came of it: a channel that nobody was told of bears the customer's name."""

    async def record(tx: Tx) -> None:
        await _named_otherwise(tx, case.ace, stray)
        if then:
            await then(tx)

    return record


def _returned(channel: str) -> Record:
    async def record(tx: Tx) -> None:
        await room_events.returned(tx, channel)

    return record


def _refused(case: Overview, code: str, asked: int) -> Record:
    """What to note; people are told once for each time that it was `asked` for."""
    number = case.ace.number

    async def record(tx: Tx) -> None:
        await surfaces.keep(tx, number, SurfaceKind.CHANNEL, problem=code)
        for effect in (Effect.ALERT, Effect.TRACKER):
            await outbox.add(tx, effect, number)
        told = {"what": "no_channel", "to": case.ace.em or case.ace.filer}
        await outbox.once(tx, Effect.SAY, number, f"no-channel-asked-{asked}", detail=told)

    return record

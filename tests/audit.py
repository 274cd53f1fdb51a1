"""The audit: every place in Slack that shows a case, compared with the database."""

from collections.abc import AsyncIterator, Iterator

from sqlalchemy import select
from sqlmodel import col

from blocks import documents
from blocks.alert_card import alert
from blocks.cards import Card, Json
from blocks.opening_card import opening
from blocks.retro_card import retrospective
from blocks.tracker_card import tracker
from bot.playbook import topic
from bot.playbook.handover import HandoverState
from sandbox.state import Message
from sandbox.text import sent
from storage import entries, outbox, overview, people, retro_overview
from storage.case_records import Handover
from storage.database import Tx
from storage.models import Entry, SurfaceKind
from storage.outbox_row import OutboxRow, RowState
from storage.overview import Overview
from storage.workplace import Workplace
from tests import audit_reminders
from tests.audit_privacy import leaks
from tests.world import World

CARDS = {SurfaceKind.ALERT: alert, SurfaceKind.OPENING: opening, SurfaceKind.TRACKER: tracker}


async def audit(world: World) -> list[str]:
    """Every difference between Slack and the database, in words; none is the hope.

    Moves the clock on by a minute first, so that what waits to be drawn together is drawn.
    """
    await world.move(minutes=1)
    found: list[str] = []
    cases: list[Overview] = []
    async with world.ace.store.read() as tx:
        while case := await overview.of(tx, len(cases) + 1, latest=80):
            found += [f"{case.key}: {line}" async for line in _case(world, tx, case)]
            found += await leaks(world, tx, case)
            cases.append(case)
        found += [f"outbox: {row.key} is {row.state} ({row.error})" for row in await _unfinished(tx)]
        found += [line async for line in audit_reminders.differences(world, tx)]
        found += _strays(world, cases, await _left(tx, cases))
    return found


async def _case(world: World, tx: Tx, case: Overview) -> AsyncIterator[str]:
    for line in _cards(world, case):
        yield line
    if case.room and (view := await retro_overview.of(tx, case.ace.number)):
        for line in _card(world, case, SurfaceKind.RETROSPECTIVE, retrospective(view)):
            yield line
    if case.room:
        for line in [*_room(world, case, world.ace._door.place), *await _members(world, tx, case)]:
            yield line
    elif case.ace.em and not (case.channel or case.problem(SurfaceKind.CHANNEL)):
        yield "is claimed, and has neither a channel nor a reason why not"
    for line in await _handovers(world, tx, case):
        yield line
    for entry in await entries.of_case(tx, case.ace.number):
        for line in _entry(world, entry):
            yield line


def _cards(world: World, case: Overview) -> Iterator[str]:
    for kind, draw in CARDS.items():
        surface = case.surfaces.get(kind)
        if surface is None:
            if kind is SurfaceKind.ALERT:
                yield "has no alert"
        elif not surface.problem and (case.room or kind is not SurfaceKind.OPENING):
            yield from _card(world, case, kind, draw(case))


def _card(world: World, case: Overview, kind: SurfaceKind, card: Card) -> Iterator[str]:
    where = case.message(kind)
    if where is None:
        yield f"the {kind} card is nowhere"
        return
    message = world.ws.channels[where[0]].messages.get(where[1])
    if message is None or message.deleted:
        yield f"the {kind} card was deleted"
        return
    if _bare(message.blocks)[: len(card.blocks)] != _bare(card.blocks):
        yield f"the {kind} card shows something else:\n{message.blocks}\n{card.blocks}"
    if message.text != sent(card.text):  # Slack makes links of bare addresses
        yield f"the {kind} card reads {message.text!r}, not {card.text!r}"


def _bare(blocks: list[Json]) -> list[Json]:
    """Blocks without the ids that Slack gives them by itself."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]


def _room(world: World, case: Overview, place: Workplace) -> Iterator[str]:
    room = world.ws.channels[case.channel or ""]
    if room.is_archived:
        yield "its channel is archived, and the database does not know"
        return
    if case.ace.visibility.is_private and not room.is_private:
        yield f"is private, and #{room.name} is not"
    if world.app.bot_user not in room.members:
        yield "ACE is not in its channel, and the database does not know"
    missing = {SurfaceKind.OPENING, SurfaceKind.TOPIC, SurfaceKind.BOOKMARKS} - set(case.surfaces)
    if missing:
        yield f"its channel has no {', '.join(sorted(missing))}"
    if room.name != case.detail(SurfaceKind.CHANNEL).get("name"):
        yield f"its channel is called {room.name}"
    if not case.problem(SurfaceKind.TOPIC) and room.topic["value"] != _topic(case, place):
        yield f"the topic reads {room.topic['value']!r}, not {_topic(case, place)!r}"
    titles = ["Record", "Call", "State document"]
    wanted = {title: link for title, link in zip(titles, case.links(place), strict=True) if link}
    noted = {each["id"] for each in case.detail(SurfaceKind.BOOKMARKS).values()}
    ours = [each for each in room.bookmarks if each["id"] in noted or each["app_id"] == world.app.id]
    there = {each["title"]: each["link"] for each in ours}
    if not case.problem(SurfaceKind.BOOKMARKS) and (there != wanted or len(ours) != len(wanted)):
        yield f"the bookmarks are {room.bookmarks}, not {wanted}"
    yield from _document(world, case)


def _topic(case: Overview, place: Workplace) -> str:
    return topic.topic(
        severity=case.ace.severity.label,
        status=case.ace.status.label,
        roles=case.seats,
        summary=case.ace.summary,
        links=[link for link in case.links(place) if link],
    )


def _document(world: World, case: Overview) -> Iterator[str]:
    surface = case.surfaces.get(SurfaceKind.DOCUMENT)
    if surface is None or not surface.ts:
        if not (surface and surface.problem):
            yield "has no state document"
    elif surface.ts.startswith("F"):
        written = world.ws.files[surface.ts].content.decode()
        table = documents.state_table(case)
        if table not in written or written.count(documents.MARK) != 1:
            yield f"the state document reads:\n{written}\nnot\n{table}"
    else:
        yield from _card(world, case, SurfaceKind.DOCUMENT, documents.state_message(case))


async def _members(world: World, tx: Tx, case: Overview) -> list[str]:
    room = world.ws.channels[case.channel or ""]
    surface = case.detail(SurfaceKind.MEMBERS)
    product = case.policy.products.get(case.ace.product)
    wanted = set(case.involved)
    made_private = case.detail(SurfaceKind.CHANNEL).get("private")
    if product and product.responders and not (case.ace.visibility.is_private or made_private):
        wanted |= set(await people.members(tx, [product.responders]))
    refused = set(surface.get("refused") or {})
    gone = {each for each in wanted if world.ws.users[each].deleted}
    left = set(surface.get("invited") or []) - set(room.members)
    missing = wanted - set(room.members) - refused - gone - left
    found = [f"{world.ws.users[each].name} is not in the channel" for each in missing]
    if case.ace.visibility.is_private and not case.detail(SurfaceKind.CHANNEL).get("adopted"):
        outsiders = set(room.members) - wanted - {world.app.bot_user} - set(surface.get("staying") or {})
        found += [f"{world.ws.users[each].name} is in the private channel" for each in outsiders]
    return found


async def _handovers(world: World, tx: Tx, case: Overview) -> list[str]:
    """Whoever was offered the case can answer while the offer stands, and no longer."""
    offers = (await tx.exec(select(Handover).where(col(Handover.number) == case.ace.number))).scalars()
    return [
        f"handover {made.id} is {made.state}, and its message has {'no ' if wanted else ''}buttons"
        for made in offers
        if made.channel and made.ts and (message := world.ws.channels[made.channel].messages.get(made.ts))
        if ("handover_accept" in str(message.blocks)) is not (wanted := made.state is HandoverState.OFFERED)
    ]


def _entry(world: World, entry: Entry) -> Iterator[str]:
    """What is wrong with an entry; of a channel that it was taken out of, ACE hears nothing any more."""
    if (
        not entry.channel
        or not entry.ts
        or world.app.bot_user not in world.ws.channels[entry.channel].members
    ):
        return
    message = world.ws.channels[entry.channel].messages.get(entry.ts)
    gone = message is None or message.deleted or message.subtype == "tombstone"
    if gone and entry.data.get("heard") is False and not entry.withdrawn_at:
        return  # in another channel a message can be gone before it is logged, and nothing tells ACE then
    unmarked = entry.data.get("marks") == {} and not entry.data.get("own")  # whoever marked it took that back
    if (gone or unmarked) != (entry.withdrawn_at is not None):
        there = "gone" if gone else "unmarked" if unmarked else "there"
        yield f"entry {entry.id}: withdrawn is {entry.withdrawn_at}, while its message is {there}"
    room = world.ws.channels[entry.channel]
    if message and not gone and not room.is_archived:
        marks = [name for name, people in message.reactions.items() if world.app.bot_user in people]
        heard = entry.data.get("heard", True)
        wanted = [world.ace.store.policy.emoji.confirm] if heard and not unmarked else []
        if marks != wanted:
            yield f"entry {entry.id} is confirmed by {marks}"


async def _unfinished(tx: Tx) -> list[OutboxRow]:
    waiting = [row for row in await outbox.listing(tx, RowState.WAITING) if row.available_at <= tx.now]
    return [*waiting, *await outbox.listing(tx, RowState.DEAD)]


async def _left(tx: Tx, cases: list[Overview]) -> set[str]:
    """The channels that cases were led in before: those they know of, and those that were blanked."""
    rooms = [case.detail(SurfaceKind.CHANNEL) for case in cases]
    before = {str((room.get("before") or {}).get("id")) for room in rooms}
    behind = {part["channel"] for room in rooms for part in room.get("behind") or []}
    done = await outbox.listing(tx, RowState.DONE)
    return before | behind | {row.detail["channel"] for row in done if row.kind == outbox.Effect.REDACT}


def _strays(world: World, cases: list[Overview], left: set[str]) -> Iterator[str]:
    """What Slack shows twice, or without a case behind it."""
    surfaces = [surface for case in cases for surface in case.surfaces.values()]
    replaced = {tuple(old) for surface in surfaces for old in surface.detail.get("earlier", [])}
    keys: dict[str, list[Message]] = {}
    for room in world.ws.channels.values():
        for message in room.messages.values():
            if message.app_id == world.app.id and message.metadata and not message.deleted:
                key = message.metadata["event_payload"]["key"]
                if (room.id, message.ts) not in replaced:
                    keys.setdefault(f"{key}@{room.id}", []).append(message)
    for key, messages in keys.items():
        if len(messages) > 1:
            yield f"{key} stands {len(messages)} times in Slack"
    known = {case.channel for case in cases} | left
    for room in world.ws.channels.values():
        ours = room.creator == world.app.bot_user and not room.is_im and not room.is_archived
        if ours and room.id not in known:
            yield f"#{room.name} belongs to no case"

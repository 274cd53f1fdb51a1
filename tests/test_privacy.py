"""Private cases: no word of the customer's is in anything that an outsider can read, nor in the log."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sandbox.person import Person
from sandbox.state import Channel, Message
from storage import outbox
from storage.models import SurfaceKind
from storage.outbox import Effect
from storage.outbox_row import RowState
from tests.doors import logged
from tests.people import raises
from tests.world import ALERTS, World, opened

CUSTOMER = "Zephyr Bionics"
IMPACT = "Patient scans leaked through exportlink since Monday"
WORDS = ("zephyr", "bionics", "patient", "leaked", "exportlink", "mobile apps", "quarantine", "rotated")

INSIDERS = {"security": ("ana", "max"), "people": ("ana", "noor")}
PEOPLE = ("ana", "max", "noor", "eli", "zoe", "gus")
FILER, EM, TEAM, NOBODY = "filer", "em", "team", "nobody"

# Who reads the customer's words through each thing that Slack is told. A new one needs a line and a thought.
READ_BY = {
    Effect.INTRO: NOBODY,
    Effect.ALERT: NOBODY,
    Effect.TRACKER: FILER,
    Effect.CHANNEL: NOBODY,  # its name and description; what is said in it has lines of its own
    Effect.MEMBERS: NOBODY,
    Effect.OPENING: TEAM,
    Effect.TOPIC: TEAM,
    Effect.BOOKMARKS: NOBODY,
    Effect.DOCUMENT: TEAM,
    Effect.REACTION: NOBODY,
    Effect.SAY: TEAM,  # the EM's question to the filer; what a mention in the private channel asked for
    Effect.RETRACT: NOBODY,  # takes a message back
    Effect.TWINS: NOBODY,  # looks for a message that came twice, and deletes it
    Effect.WHISPER: NOBODY,
    Effect.HOME: NOBODY,
    Effect.LEARN_PERSON: NOBODY,
    Effect.LEARN_GROUPS: NOBODY,
    Effect.REMINDER: EM,  # of a workaround that is tried: what it was
    Effect.DIGEST: EM,  # of those cases that its reader leads
    Effect.ARCHIVE: NOBODY,
    Effect.HANDOVER: FILER,  # who is offered the case: here the filer, who is on it
    Effect.COVER_END: NOBODY,
    Effect.MARKS: NOBODY,
    Effect.BRIEF: NOBODY,
    Effect.RETROSPECTIVE: TEAM,
    Effect.RETRO_NOTE: NOBODY,
    Effect.REDACT: NOBODY,
    Effect.CLOCKS: NOBODY,  # plans them; Slack is told nothing
    Effect.ACCESS: NOBODY,  # the asker's own words, to those in charge
}


class Seen(NamedTuple):
    """What came of a private case, as plain data."""

    kind: str
    by: dict[Effect, set[str]]  # who reads the customer's words through what
    words: dict[str, list[str]]  # the words that each person can read anywhere
    members: set[str]
    log: str
    outbox: str
    strangers: list[str]  # calls that carried a word to where no insider reads alone


@pytest.fixture(scope="module", params=list(INSIDERS))
def seen(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: Any) -> Seen:
    """A private case from its filing to its work, while outsiders try what they can."""
    file = tmp_path_factory.mktemp("private") / "ace.db"
    shutil.copy(sqlite_template, file)
    with logged("debug") as lines:
        found = asyncio.run(_lived(f"sqlite:///{file}", request.param))
    return found._replace(log=lines.text)


async def _lived(database: str, kind: str) -> Seen:
    async with opened(database) as world:
        gus = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
        world.ws.channel(ALERTS).members.append(gus.id)
        await raises(
            world.ana, customer=CUSTOMER, impact=IMPACT, product="Mobile apps", seen_by=f"Private: {kind}"
        )
        await world.settle()
        await _poke(world)
        await _work(world, world.ws.person(INSIDERS[kind][1]))
        await _poke(world)
        return await _seen(world, kind)


async def _work(world: World, em: Person) -> None:
    """Claim it and do everything that has a message of its own."""
    await em.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    room = await world.channel()
    await em.types("observation: quarantine of the bucket, keys rotated", in_=room)
    await em.presses("Ask the filer", in_=room)
    world.ws.set_topic(room.id, "All is well", em.id)
    await em.types("<@ace> ACE-0001", in_=room)
    await em.types("/ace show", in_=room)
    await em.opens_home()
    await _lead(world, em, room)
    await world.settle()
    await world.move(minutes=2)


async def _lead(world: World, em: Person, room: Channel) -> None:
    """Lead it for two days: what clocks, handovers, briefs and retrospectives say of it."""
    await em.types("/ace criteria quarantine of the bucket holds", in_=room)
    await em.types("/ace attempt keys rotated by hand", in_=room)
    await em.types("/ace contact told them that the keys are rotated", in_=room)
    await em.types("/ace update the quarantine holds", in_=room)
    await em.types("/ace brief", in_=room)
    await em.types("/ace retro", in_=room)
    if em.view:
        await em.closes(everything=True)
    await em.types("/ace handover @ana quarantine holds", in_=room)
    message = world.ws.post(room.id, em.id, "the keys were rotated twice")
    await em.reacts(message, "eyes")
    await world.zoe.types("/ace access ACE-0001 I am curious", in_=ALERTS)
    await world.settle()
    for _ in range(4):
        await world.move(hours=12)


async def _poke(world: World) -> None:
    """What outsiders try: the key in a command, in a mention, on the card, in its thread."""
    bot = world.ws.users[world.app.bot_user].name
    alert = await world.card(SurfaceKind.ALERT)
    for name in ("zoe", "gus"):
        person = world.ws.person(name)
        await person.types("/ace show ACE-0001", in_=ALERTS)
        await person.types("/ace claim ACE-0001", in_=ALERTS)
        await person.types(f"@{bot} ACE-0001", in_=ALERTS)
        await person.types("What is this?", in_=ALERTS, thread=alert)
        if alert.blocks[-1]["type"] == "actions":
            await person.presses("Claim ACE-0001", on=alert)
        await person.opens_home()
    await world.settle()


async def _seen(world: World, kind: str) -> Seen:
    room = await world.channel()
    async with world.ace.store.read() as tx:
        rows = [row for state in RowState for row in await outbox.listing(tx, state)]
    effects = {effect: _readers(world, effect, room) for effect in Effect}
    return Seen(
        kind=kind,
        by=effects,
        words={name: _words_in(readable(world, world.ws.person(name))) for name in PEOPLE},
        members={world.ws.users[each].name for each in room.members} - {"ace"},
        log="",
        outbox=json.dumps([[row.key, row.error, row.result, row.lane] for row in rows]),
        strangers=list(_strangers(world, room, INSIDERS[kind])),
    )


def _readers(world: World, effect: Effect, room: Channel) -> set[str]:
    """Who can read a word of the customer's in what an effect has shown."""
    places = [
        (world.ws.channels[message.channel], _shown(message))
        for channel in world.ws.channels.values()
        for message in channel.messages.values()
        if _key(message).startswith(f"{effect}:")
    ]
    of_the_room = {
        Effect.CHANNEL: [room.name, room.purpose],
        Effect.TOPIC: room.topic,
        Effect.BOOKMARKS: room.bookmarks,
        Effect.DOCUMENT: world.ws.files[room.canvas_id].content.decode() if room.canvas_id else "",
    }
    places.append((room, json.dumps(of_the_room.get(effect, ""))))
    homes = world.app.home_views if effect is Effect.HOME else {}
    return {
        person
        for person in PEOPLE
        if any(
            _words_in(text) and world.ws.visible(world.ws.user(person).id, place) for place, text in places
        )
    } | {world.ws.users[user].name for user, view in homes.items() if _words_in(json.dumps(view.body))}


def _key(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("key", ""))


def _shown(message: Message) -> str:
    return json.dumps([message.text, message.blocks, message.metadata, message.extra])


def readable(world: World, person: Person) -> str:
    """All that one person can find in Slack: places, messages, notifications, what only they were told."""
    found: list[Any] = [person.told, person.trouble, [note.text for note in person.notifications]]
    for place in world.ws.channels.values():
        if not world.ws.visible(person.id, place):
            continue
        found += [place.name, place.previous_names, place.topic, place.purpose, place.bookmarks]
        found += [_shown(m) for m in place.messages.values() if m.ephemeral_to in (None, person.id)]
        if place.canvas_id:
            found.append(world.ws.files[place.canvas_id].content.decode())
    found += [view.body for view in world.ws.views.values() if view.user == person.id]
    return json.dumps(found)


def _strangers(world: World, room: Channel, insiders: tuple[str, ...]) -> Iterator[str]:
    """Calls of Slack that carried a word of the customer's to any other place than an insider's."""
    own = {room.id, room.canvas_id, *(world.ws.user(name).id for name in insiders)}
    own |= {c.id for c in world.ws.channels.values() if c.is_im and own & set(c.members)}
    for call in world.ws.calls:
        places = {call.args.get(name) for name in ("channel", "channel_id", "canvas_id", "user_id")}
        if _words_in(json.dumps(call.args)) and not places & own and not call.method.startswith("views."):
            yield call.method


def _words_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text.lower()]


@pytest.mark.parametrize("effect", list(Effect))
def test_who_reads_the_customers_words_in_what_slack_is_told(seen: Seen, effect: Effect) -> None:
    team = set(INSIDERS[seen.kind])
    readers: dict[str, set[str]] = {FILER: {"ana"}, EM: team - {"ana"}, TEAM: team, NOBODY: set()}

    assert seen.by[effect] == readers[READ_BY[effect]]


@pytest.mark.parametrize("kind", list(SurfaceKind))
def test_every_place_that_shows_a_case_is_in_that_table(kind: SurfaceKind) -> None:
    assert Effect(kind.value) in READ_BY


@pytest.mark.parametrize("person", PEOPLE)
def test_an_outsider_finds_no_word_of_the_customers_anywhere(seen: Seen, person: str) -> None:
    if person in INSIDERS[seen.kind]:
        assert {"zephyr", "exportlink"} <= set(seen.words[person])
    else:
        assert seen.words[person] == []


def test_only_the_filer_and_the_manager_are_in_the_private_channel(seen: Seen) -> None:
    assert seen.members == set(INSIDERS[seen.kind])


def test_no_word_of_the_customers_is_logged_even_at_debug(seen: Seen) -> None:
    assert '"level": "debug"' in seen.log
    assert _words_in(seen.log) == []


def test_no_word_of_the_customers_is_in_what_an_operator_sees_of_the_outbox(seen: Seen) -> None:
    assert "say:1" in seen.outbox
    assert _words_in(seen.outbox) == []


def test_no_word_of_the_customers_is_sent_to_any_other_place(seen: Seen) -> None:
    assert seen.strangers == []

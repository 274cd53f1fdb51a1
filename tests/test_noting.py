"""Logging on purpose: by `/ace log`, by its form, and by the shortcut on any message."""

from datetime import timedelta

from bot.playbook.lifecycle import Status
from sandbox.person import Person
from storage import entries
from storage.models import SurfaceKind
from tests.forms import labels, standing
from tests.journeys import calm, notes, said
from tests.leading import PRIVATE, led
from tests.world import World

SHORTCUT = "Log to timeline"


def _shown(person: Person) -> str:
    assert person.view
    return person.screen(person.view)


async def test_the_command_logs_its_words_and_its_form_what_happened_before(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    zoe, now = world.zoe, world.ws.clock.now()
    await zoe.types("/ace log decision: roll back <!channel> & tell @eli", in_=room)
    await zoe.types("/ace log it is *quiet*", in_=room)
    assert zoe.was_told("On the timeline of ACE-0001 as: Decision.")
    await zoe.types("/ace log", in_=room)
    await zoe.fills({"What to log?": "restarted", "When did it happen?": now + timedelta(hours=1)})
    await zoe.submits()
    assert "That is still to come." in zoe.errors["When did it happen?"]
    await zoe.fills({"What is it?": "Change", "When did it happen?": now - timedelta(hours=2)})
    await zoe.submits()
    await calm(world)

    assert zoe.view is None
    assert await said(world) == [
        ("change", "restarted"),
        ("decision", "roll back <!channel> & tell @Eli Moreau"),
        ("observation", "it is *quiet*"),
    ]
    assert all(each.author == zoe.id for each in await notes(world))
    assert not [one for one in world.ws.notifications if one.why == "channel"]


async def test_the_shortcut_logs_a_message_of_the_case_channel_as_whoever_reads_it_says(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    sent = await world.zoe.types("hypothesis: the index <b>", in_=room)
    talk = await world.zoe.types("could be the *cache*", in_=room, files=[("a.txt", b"x")])
    assert sent
    assert talk
    await calm(world)
    await world.eli.uses_message_shortcut(SHORTCUT, sent)
    assert "Which case?" not in labels(world.eli)
    assert standing(world.eli, "What is it?") == "Hypothesis"
    assert standing(world.eli, "What to log?") == "the index <b>"
    await world.eli.fills({"What is it?": "Decision"})
    await world.eli.submits()
    await world.eli.uses_message_shortcut(SHORTCUT, talk)
    await world.eli.fills({"What to log?": "the cache is stale"})
    await world.eli.submits()
    await calm(world)

    first, second = await notes(world)
    assert (first.kind, first.text, first.earlier[0]["kind"]) == ("decision", "the index <b>", "hypothesis")
    assert (second.text, second.author, second.data["by"]) == (
        "the cache is stale",
        world.zoe.id,
        world.eli.id,
    )
    assert [each["name"] for each in second.files] == ["a.txt"]
    assert talk.reactions == {"memo": [world.app.bot_user]}
    await world.zoe.deletes(talk)
    await calm(world)
    assert [each.text for each in await notes(world)] == ["the index <b>"]


async def test_a_message_that_was_deleted_while_the_form_was_open_is_logged_as_withdrawn(
    world: World,
) -> None:
    room = await led(world, Status.IN_PROGRESS)
    talk = await world.zoe.types("could be the cache", in_=room)
    assert talk
    await world.eli.uses_message_shortcut(SHORTCUT, talk)
    await world.zoe.deletes(talk)
    await calm(world)
    await world.eli.submits()
    await calm(world)

    async with world.ace.store.read() as tx:
        entry = await entries.from_message(tx, room.id, talk.ts)
    assert entry
    assert (entry.text, entry.withdrawn_at is not None) == ("could be the cache", True)
    assert await said(world) == []


async def test_elsewhere_the_shortcut_asks_for_the_case_among_those_one_may_see(world: World) -> None:
    await led(world, Status.DISCOVERY)
    hidden = await led(world, Status.DISCOVERY, report=PRIVATE, by=world.max)
    sent = await world.ana.types("Acme says it is back", in_="support")
    inside = await world.max.types("keys were rotated", in_=hidden)
    assert sent
    assert inside
    await world.zoe.uses_message_shortcut(SHORTCUT, sent)
    assert "ACE-0002" not in _shown(world.zoe)
    assert standing(world.zoe, "Which case?") == "ACE-0001 Acme GmbH"
    await world.zoe.submits()
    await world.max.uses_message_shortcut(SHORTCUT, inside)
    assert "Which case?" not in labels(world.max)
    await world.max.submits()
    await calm(world)

    assert await said(world) == [("observation", "Acme says it is back")]
    assert await said(world, 2) == [("observation", "keys were rotated")]
    (entry,) = await notes(world)
    assert (entry.author, entry.ts) == (world.ana.id, sent.ts)
    assert sent.reactions == {}
    await world.max.uses_message_shortcut(SHORTCUT, sent)
    await world.max.fills({"Which case?": "ACE-0002 Acme GmbH"})
    await world.max.submits()
    assert "on the timeline of another case already" in _shown(world.max)
    assert await world.card(SurfaceKind.OPENING)


async def test_where_there_is_no_case_the_shortcut_says_so(world: World) -> None:
    sent = await world.ana.types("hello", in_="support")
    assert sent
    await world.zoe.uses_message_shortcut(SHORTCUT, sent)
    await world.settle()

    assert world.zoe.was_told("There is no open case that you can log this to.")

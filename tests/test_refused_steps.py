"""Slack refuses a step for good: the case lives on, the right person hears of it, trying again works."""

import pytest

from sandbox.faults import Fault
from sandbox.state import Json
from storage.models import SurfaceKind
from tests.audit import audit
from tests.journeys import calm, claimed, last_to, raised, sets_call
from tests.waiting import settles
from tests.world import ALERTS, World

# What the opening card says about a refused step: method, Slack's error, the surface, how the card names it.
ON_THE_CARD = [
    ("conversations.setTopic", "restricted_action", "the topic"),
    ("conversations.setTopic", "missing_scope", "the topic"),
    ("bookmarks.add", "permission_denied", "the bookmarks"),
    ("bookmarks.add", "too_many_bookmarks", "the bookmarks"),
]
KEYS = {"alert:1": "the alert card", "tracker:1": "the message to the filer"}


@pytest.mark.parametrize(("method", "code", "what"), ON_THE_CARD)
async def test_a_refused_furnishing_is_told_on_the_card_and_tried_again(
    world: World, method: str, code: str, what: str
) -> None:
    fault = world.ws.faults.add(method, times=None, error=code)
    await claimed(world)
    card = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert f"{what}:" in card
    assert f"({code})" in card
    assert "Everything else stands" in card
    await _try_again(world, fault, await world.card(SurfaceKind.OPENING))

    assert "Could not be brought up to date" not in world.eli.screen(await world.card(SurfaceKind.OPENING))


async def test_trying_again_in_vain_says_so_again(world: World) -> None:
    fault = world.ws.faults.add("conversations.setTopic", times=None, error="restricted_action")
    await claimed(world)
    await world.eli.presses("Try again", on=await world.card(SurfaceKind.OPENING))
    await calm(world)
    assert "the topic:" in world.eli.screen(await world.card(SurfaceKind.OPENING))
    await _try_again(world, fault, await world.card(SurfaceKind.OPENING))


@pytest.mark.parametrize("code", ["update_failed", "posting_to_channel_denied"])
@pytest.mark.parametrize("key", KEYS)
async def test_a_card_that_slack_does_not_update_is_told_to_whoever_leads(
    world: World, key: str, code: str
) -> None:
    await raised(world)
    stale = await world.card(SurfaceKind.ALERT if key == "alert:1" else SurfaceKind.TRACKER)
    fault = world.ws.faults.add(
        "chat.update", times=None, error=code, match=lambda args: args["ts"] == stale.ts
    )
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    opening = await world.card(SurfaceKind.OPENING)
    assert f"{KEYS[key]}: " in world.eli.screen(opening)
    assert f"({code})" in world.eli.screen(opening)
    await _try_again(world, fault, opening)

    assert "Eli Moreau" in world.ana.screen(stale)


@pytest.mark.parametrize("code", ["restricted_action", "cannot_create_channel", "missing_scope"])
async def test_a_refused_channel_is_told_to_whoever_claimed_and_tried_again(world: World, code: str) -> None:
    fault = world.ws.faults.add("conversations.create", times=None, error=code)
    await raised(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    assert await audit(world) == []
    told = last_to(world, "eli")
    for screen in (world.eli.screen(told), world.zoe.screen(await world.card(SurfaceKind.ALERT))):
        assert "The channel of ACE-0001 could not be opened" in screen
        assert f"({code})" in screen
        assert "The case itself is filed and goes on." in screen
    assert "Its channel could not be opened" in world.ana.screen(await world.card(SurfaceKind.TRACKER))
    assert "Led by @Eli Moreau" in world.zoe.screen(await world.card(SurfaceKind.ALERT))
    await _try_again(world, fault, told)

    assert (await world.channel()).name == "ace-0001-acme-gmbh"
    for kind in (SurfaceKind.ALERT, SurfaceKind.TRACKER):
        assert "could not be opened" not in world.zoe.screen(await world.card(kind))


async def test_each_refusal_of_a_channel_is_answered_to_whoever_tried(world: World) -> None:
    fault = world.ws.faults.add("conversations.create", times=None, error="restricted_action")
    await raised(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    first = last_to(world, "eli")
    await world.eli.presses("Try again", on=first)
    await calm(world)
    second = last_to(world, "eli")
    assert second.ts != first.ts
    assert world.eli.was_told("Trying again.")
    await _try_again(world, fault, second)


async def test_every_name_taken_is_told_as_such(world: World) -> None:
    fault = world.ws.faults.add("conversations.create", times=None, error="name_taken")
    await raised(world)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await calm(world)
    told = last_to(world, "eli")
    assert "every name that was tried is taken" in world.eli.screen(told)
    await _try_again(world, fault, told)


@pytest.mark.parametrize("code", ["cant_invite", "user_is_restricted", "missing_scope"])
async def test_people_who_cannot_be_invited_are_named_and_invited_again(world: World, code: str) -> None:
    fault = world.ws.faults.add("conversations.invite", times=None, error=code)
    room = await claimed(world)
    card = await world.card(SurfaceKind.OPENING)
    assert "Not in this channel yet: Ana Silva: " in world.eli.screen(card)
    assert "You could not be invited to #ace-0001-acme-gmbh" in world.eli.screen(last_to(world, "eli"))
    assert not world.zoe.notifications
    assert f"({code})" in world.eli.screen(card)
    assert await audit(world) == []
    fault.remove()
    await world.eli.presses("Invite again", on=last_to(world, "eli"))
    await calm(world)

    assert {world.ana.id, world.eli.id, world.zoe.id} <= set(room.members)
    assert "Not in this channel yet" not in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert not await _problems(world)


async def test_one_person_who_cannot_come_keeps_nobody_else_outside(world: World) -> None:
    world.ws.add_channel("partners", creator="max")
    guest = world.ws.add_user("gus", "Gus Guest", is_ultra_restricted=True)
    world.ws.channel("partners").members.append(guest.id)
    group = next(each for each in world.ws.usergroups.values() if each.handle == "web-responders")
    group.users.append(guest.id)
    changed = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": world.ws.team.id}
    world.ws.emit(changed, channel=None)
    room = await claimed(world)

    assert {world.ana.id, world.eli.id, world.zoe.id} <= set(room.members)
    assert guest.id not in room.members
    assert "this guest may be in one channel only" in world.eli.screen(await world.card(SurfaceKind.OPENING))
    await world.eli.presses("Invite again", on=await world.card(SurfaceKind.OPENING))
    await calm(world)
    assert world.called("conversations.invite") == 2


@pytest.mark.parametrize("code", ["restricted_action", "restricted_action_read_only_channel"])
async def test_an_opening_card_that_cannot_be_posted_is_told_to_whoever_leads(
    world: World, code: str
) -> None:
    fault = world.ws.faults.add("chat.postMessage", times=None, error=code, match=_carries("opening:1"))
    room = await claimed(world)
    told = last_to(world, "eli")
    assert "The card of ACE-0001 could not be shown in #ace-0001-acme-gmbh" in world.eli.screen(told)
    assert f"({code})" in world.eli.screen(told)
    assert room.topic["value"].startswith("High | Discovery")
    await _try_again(world, fault, told)

    record = (await world.card(SurfaceKind.OPENING)).ts.replace(".", "")
    assert record in room.topic["value"]
    assert room.bookmarks[2]["link"].endswith(record) or room.bookmarks[0]["link"].endswith(record)


@pytest.mark.parametrize("code", ["restricted_action", "canvas_creation_failed"])
async def test_a_refused_canvas_gives_way_to_a_pinned_message(world: World, code: str) -> None:
    world.ws.faults.add("conversations.canvases.create", times=None, error=code)
    room = await claimed(world)
    await settles(world)

    assert [pin.ts for pin in room.pins] == [(await world.card(SurfaceKind.DOCUMENT)).ts]
    assert not await _problems(world)


async def test_a_document_that_cannot_be_shown_at_all_is_told_on_the_card(world: World) -> None:
    world.ws.faults.add("conversations.canvases.create", times=None, error="restricted_action")
    fault = world.ws.faults.add(
        "chat.postMessage", times=None, error="restricted_action", match=_carries("document:1")
    )
    await claimed(world)
    opening = await world.card(SurfaceKind.OPENING)
    assert "the state document: " in world.eli.screen(opening)
    await _try_again(world, fault, opening)


async def test_a_document_that_cannot_be_pinned_is_still_in_the_bookmarks(world: World) -> None:
    world.ws.plan = "free"
    world.ws.faults.add("pins.add", times=None, error="restricted_action")
    room = await claimed(world)

    document = (await world.card(SurfaceKind.DOCUMENT)).ts.replace(".", "")
    assert room.pins == []
    assert room.bookmarks[2]["link"].endswith(document)


@pytest.mark.parametrize("code", ["restricted_action", "channel_not_found", "is_archived"])
async def test_a_refused_alert_is_told_to_the_filer_with_what_to_do(world: World, code: str) -> None:
    fault = world.ws.faults.add("chat.postMessage", times=None, error=code, match=_carries("alert:1"))
    await raised(world)
    tracker = await world.card(SurfaceKind.TRACKER)
    said = world.ana.screen(tracker)
    assert "The alert could not be posted" in said
    assert f"({code})" in said
    assert "Your escalation is filed." in said
    assert "/ace claim ACE-0001" in said
    assert "The alert could not be posted" in tracker.text
    fault.remove()
    await world.ana.presses("Try again", on=tracker)
    await calm(world)

    assert "Claim ACE-0001" in world.eli.screen(await world.card(SurfaceKind.ALERT))
    assert not await _problems(world)


@pytest.mark.parametrize("code", ["messages_tab_disabled", "channel_not_found"])
async def test_a_filer_who_cannot_be_reached_is_known_to_whoever_leads(world: World, code: str) -> None:
    fault = world.ws.faults.add("chat.postMessage", times=None, error=code, match=_carries("tracker:1"))
    await claimed(world)
    opening = await world.card(SurfaceKind.OPENING)
    assert "the message to the filer: " in world.eli.screen(opening)
    await _try_again(world, fault, opening)

    assert "Discovery" in world.ana.screen(await world.card(SurfaceKind.TRACKER))


async def test_a_note_about_the_topic_that_cannot_be_shown_keeps_nothing_from_being_put_back(
    world: World,
) -> None:
    room = await claimed(world)
    ours = room.topic["value"]
    world.ws.faults.add("chat.postEphemeral", times=None, error="user_not_in_channel")
    world.ws.faults.add("conversations.info", times=None, error="channel_is_limited_access")
    world.ws.set_topic(room.id, "Acme is down!", world.zoe.id)
    await calm(world)

    assert room.topic["value"] == ours


@pytest.mark.parametrize("method", ["bookmarks.list", "bookmarks.edit"])
async def test_bookmarks_that_cannot_be_changed_later_are_told_too(world: World, method: str) -> None:
    room = await claimed(world)
    fault = world.ws.faults.add(method, times=None, error="permission_denied")
    await sets_call(world)
    opening = await world.card(SurfaceKind.OPENING)
    assert "the bookmarks: " in world.eli.screen(opening)
    await _try_again(world, fault, opening)

    assert room.bookmarks[1]["link"] == "https://call.example.com/1"


@pytest.mark.parametrize("method", ["canvases.sections.lookup", "canvases.edit"])
async def test_a_canvas_that_refuses_changes_gives_way_to_a_message(world: World, method: str) -> None:
    room = await claimed(world)
    world.ws.faults.add(method, times=None, error="restricted_action")
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    assert "Decision: roll back" in world.eli.screen(await world.card(SurfaceKind.DOCUMENT))


async def test_a_reaction_that_slack_refuses_leaves_the_note_in_the_timeline(world: World) -> None:
    world.audited = False  # the reaction is missing, and that is the point
    room = await claimed(world)
    world.ws.faults.add("reactions.add", times=None, error="too_many_reactions")
    await world.zoe.types("decision: roll back", in_=room)
    await calm(world)

    assert "Decision: roll back" in world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert world.called("reactions.add") == 1


async def _try_again(world: World, fault: Fault, message) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert await audit(world) == []
    fault.remove()
    await world.eli.presses("Try again", on=message)
    await calm(world)
    assert not await _problems(world)


async def _problems(world: World) -> list[str]:
    return [str(kind) for kind, surface in (await world.case()).surfaces.items() if surface.problem]


def _carries(key: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def match(args: Json) -> bool:
        return f'"{key}"' in str(args.get("metadata")).replace("'", '"')

    return match

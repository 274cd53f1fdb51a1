"""The gate of private cases: who may claim and see them, and refusals that do not tell what exists."""

import json

import pytest

from bot.playbook.visibility import Visibility
from sandbox.person import Person
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.doors import logged
from tests.people import answers, raises
from tests.world import ALERTS, World

PRIVATE = {
    "customer": "Zephyr Bionics",
    "impact": "Patient scans leaked since Monday",
    "seen_by": "Private: security",
}


async def _filed(world: World, person: Person | None = None) -> None:
    await raises(person or world.ana, **PRIVATE)
    await world.settle()


def _guest(world: World, name: str = "gus", **kind: bool) -> Person:
    user = world.ws.add_user(name, "Gus Guest", **(kind or {"is_restricted": True}))
    world.ws.channel(ALERTS).members.append(user.id)
    return world.ws.person(user.id)


async def test_somebody_of_the_group_claims_it(world: World) -> None:
    await _filed(world)
    await world.max.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()

    assert (await world.case()).ace.em == world.max.id
    room = await world.channel()
    assert room.is_private
    assert room.name == "ace-0001-private"
    assert set(room.members) == {world.ana.id, world.max.id, world.app.bot_user}


@pytest.mark.parametrize("who", ["zoe", "noor", "gus", "one_channel"])
async def test_an_outsider_does_not_claim_it_and_is_not_told_whether_it_exists(
    world: World, who: str
) -> None:
    await _filed(world)
    guests = {"gus": {"is_restricted": True}, "one_channel": {"is_ultra_restricted": True}}
    person = _guest(world, who, **guests[who]) if who in guests else world.ws.person(who)

    for words in ("/ace claim ACE-0001", "/ace claim ACE-0099", "/ace show ACE-0001", "/ace show ACE-0099"):
        await person.types(words, in_=ALERTS)
    await person.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()

    assert len(person.told) == 5
    assert len({said.replace("ACE-0099", "ACE-0001") for said in person.told}) == 1
    assert (await world.case()).ace.em is None


async def test_the_filer_sees_it_and_may_not_claim_it(world: World) -> None:
    await _filed(world)
    await world.ana.types("/ace show ACE-0001", in_="support")
    await world.ana.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()

    assert world.ana.was_told("Zephyr Bionics")
    assert world.ana.was_told("only the people named for it in the policy can claim it")
    assert (await world.case()).ace.em is None


async def test_a_guest_who_filed_it_follows_it_like_anybody(world: World) -> None:
    gus = _guest(world)
    await gus.types("/raiseanace", in_=ALERTS)
    await gus.fills(answers(**PRIVATE))
    await gus.submits()
    await world.settle()
    await world.max.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()

    assert gus.id in (await world.channel()).members
    assert "Zephyr Bionics" in gus.screen(await world.card(SurfaceKind.TRACKER))


async def test_somebody_taken_out_of_the_group_does_not_claim_any_more(world: World) -> None:
    await _filed(world)
    group = next(one for one in world.ws.usergroups.values() if one.handle == "security-escalations")
    group.users = [world.eli.id]
    event = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": world.ws.team.id}
    world.ws.emit(event, channel=None)
    await world.settle()

    await world.max.types("/ace claim ACE-0001", in_="general")
    await world.eli.types("/ace claim ACE-0001", in_="general")

    assert world.max.was_told("There is no ACE-0001 that you can see.")
    assert (await world.case()).ace.em == world.eli.id


async def test_a_mention_of_its_key_is_answered_as_if_there_were_no_such_case(world: World) -> None:
    await _filed(world)
    bot = world.ws.users[world.app.bot_user].name

    for key in ("ACE-0001", "ACE-0099"):
        await world.ana.types(f"@{bot} {key}", in_=ALERTS)
    await world.settle()

    written = world.messages(ALERTS)
    asked = {message.ts: message.text for message in written if message.user == world.ana.id}
    # Events race each other, as Slack's do: each answer is told from the other by its thread.
    said = {asked[one.thread_ts][-8:]: one.text for one in written if one.app_id and one.thread_ts}
    assert set(said) == {"ACE-0001", "ACE-0099"}
    assert said["ACE-0001"].replace("ACE-0001", "ACE-0099") == said["ACE-0099"]


async def test_a_mention_in_its_own_channel_is_answered(world: World) -> None:
    await _filed(world)
    await world.max.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    room = await world.channel()

    await world.max.types(f"@{world.ws.users[world.app.bot_user].name} ACE-0001", in_=room)
    await world.settle()

    assert any("Zephyr Bionics" in message.text for message in world.messages(room) if message.thread_ts)


async def test_it_never_shows_among_the_cases_that_look_alike(world: World) -> None:
    await _filed(world)
    await raises(world.zoe, customer="Zephyr Bionics", impact="Exports are slow for Zephyr")
    await world.settle()

    assert await world.count() == 2
    assert (await world.case(2)).linked == []
    assert "ACE-0001" not in json.dumps(
        [world.zoe.told, [view.body for view in world.ws.views.values() if view.user == world.zoe.id]]
    )


async def test_a_private_report_is_not_offered_to_cases_that_everybody_reads(world: World) -> None:
    await raises(world.zoe, customer="Zephyr Bionics")
    await _filed(world)

    assert await world.count() == 2
    assert (await world.case(2)).ace.visibility is Visibility.SECURITY
    assert (await world.case(1)).linked == (await world.case(2)).linked == []


async def test_a_report_made_private_at_the_last_moment_is_not_added_to_an_open_case(world: World) -> None:
    await raises(world.zoe, customer="Zephyr Bionics")
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers(**PRIVATE) | {"Who may see this?": "Everyone"})
    await world.ana.submits()
    await world.ana.fills(
        {"Is it the same thing?": "Join ACE-0001 instead", "Who may see this?": "Private: security"}
    )
    await world.ana.submits()
    await world.settle()

    assert "what you write here is private" in " ".join(world.ana.errors.values())
    assert "leaked" not in json.dumps([entry.text for entry in (await world.case(1)).latest])


@pytest.mark.parametrize("group", [[], ["@nobody-there"]], ids=["empty", "unknown"])
async def test_an_empty_group_is_said_at_the_start_and_to_whoever_files(
    worlds: Worlds, group: list[str]
) -> None:
    with logged("warning") as lines:
        async with worlds(
            private={"security": {"members": group}, "people": {"members": ["U012AB3CD"]}}
        ) as world:
            await _filed(world)

            warned = [line.get("policy") for line in lines.at("warning")]
            assert "[private.security] members" in warned
            assert "[private.people] members" not in warned
            view = world.ana.view
            assert view
            assert "Nobody can claim it yet" in world.ana.screen(view)


async def test_whom_slack_does_not_name_in_time_is_asked_to_try_again(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    fault = world.ws.faults.add("users.info", error="internal_error", times=None)
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()

    assert world.eli.was_told("Slack did not tell ACE in time who you are")
    assert (await world.case()).ace.em is None

    fault.remove()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    assert (await world.case()).ace.em == world.eli.id


async def test_a_guest_who_was_never_met_changes_nothing(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    gus = _guest(world)
    room = await world.channel()
    room.members.append(gus.id)

    await gus.presses("Ask the filer", in_=room)
    await world.settle()

    assert gus.was_told("You may not change an escalation in this workspace")
    assert not [entry for entry in (await world.case()).latest if entry.text.startswith("Asked")]

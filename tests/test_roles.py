"""Roles: given by form and by words, told to whoever gets one, with history, and taken back."""

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.journeys import calm, last_to
from tests.leading import led
from tests.world import World


async def _history(world: World) -> list[str]:
    return [entry.text for entry in reversed((await world.case()).latest) if entry.kind is EntryKind.ROLE]


@pytest.mark.both
async def test_roles_are_given_by_form_and_words_told_kept_and_taken_back(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    eli = world.eli
    await eli.types("/ace assign", in_=room)
    await eli.fills({"Tech lead": "zoe", "Scribe": "max"})
    await eli.submits()
    await calm(world)

    assert (await world.case()).roles == {
        Role.EM: eli.id,
        Role.TECH_LEAD: world.zoe.id,
        Role.SCRIBE: world.max.id,
    }
    assert {world.zoe.id, world.max.id} <= set(room.members)
    assert "Eli Moreau made you Tech lead of ACE-0001 (Acme GmbH)" in world.zoe.screen(last_to(world, "zoe"))
    assert "Tech lead Zoe Tanaka" in room.topic["value"]

    await world.zoe.types("/ace assign tech lead @noor", in_=room)
    await world.zoe.types("/ace assign Scribe: nobody", in_=room)
    await calm(world)
    assert not world.zoe.was_told("ACE-0001: Tech lead: Noor Haddad.")
    assert world.zoe.was_told("Tech lead: Noor Haddad")
    assert (await world.case()).roles == {Role.EM: eli.id, Role.TECH_LEAD: world.noor.id}
    assert await _history(world) == [
        "EM: claimed",
        "Tech lead: Zoe Tanaka",
        "Scribe: Max Weber",
        "Tech lead: Noor Haddad (before: Zoe Tanaka)",
        "Scribe: nobody (before: Max Weber)",
    ]

    await world.zoe.types("/ace undo", in_=room)
    await world.zoe.types("/ace undo", in_=room)
    await calm(world)
    assert (await world.case()).roles == {
        Role.EM: eli.id,
        Role.TECH_LEAD: world.zoe.id,
        Role.SCRIBE: world.max.id,
    }


async def test_what_cannot_be_is_said_and_changes_nothing(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    world.ws.deactivate(world.max.id)
    told = {
        "assign em @zoe": "Who leads the case changes by a handover",
        "assign captain @zoe": "Name a role and a person, for example",
        "assign tech lead": "Name a role and a person, for example",
        "assign scribe @ace": "is an app, not a person",
        f"assign scribe <@{world.max.id}>": "Name a role and a person",
        "assign scribe nobody": "That is so already on ACE-0001. Nothing was changed.",
    }
    for words, answer in told.items():
        await world.eli.types(f"/ace {words}", in_=room)
        assert world.eli.was_told(answer), (words, world.eli.told[-1])

    assert (await world.case()).roles == {Role.EM: world.eli.id}


async def test_what_somebody_else_changed_under_an_open_form_stays(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    await world.eli.types("/ace assign", in_=room)
    await world.zoe.types("/ace assign scribe @max", in_=room)
    await world.eli.fills({"Backup EM": "zoe"})
    await world.eli.submits()
    await calm(world)

    roles = (await world.case()).roles
    assert (roles[Role.SCRIBE], roles[Role.BACKUP]) == (world.max.id, world.zoe.id)


async def test_the_card_lists_roles_in_one_order_whichever_was_given_first(world: World) -> None:
    room = await led(world, Status.DISCOVERY, ready=False)
    await world.eli.types("/ace assign scribe @max", in_=room)
    await world.eli.types("/ace assign tech lead @zoe", in_=room)
    await calm(world)

    shown = world.eli.screen(await world.card(SurfaceKind.OPENING))
    assert shown.index("Tech lead @Zoe Tanaka") < shown.index("Scribe @Max Weber")


async def test_the_card_and_the_timeline_use_the_policys_own_names(worlds: Worlds) -> None:
    async with worlds(roles={"em": "Incident commander", "scribe": "Note & time keeper"}) as world:
        room = await led(world, Status.TRIAGE)
        await world.eli.types("/ace assign scribe @zoe", in_=room)
        await calm(world)
        shown = world.eli.screen(await world.card(SurfaceKind.OPENING))
        assert "@Eli Moreau, Incident commander; Note & time keeper @Zoe Tanaka" in shown
        assert [entry.text for entry in (await world.case()).latest if entry.kind is EntryKind.ROLE] == [
            "Note & time keeper: Zoe Tanaka",
            "Incident commander: claimed",
        ]

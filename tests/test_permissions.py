"""Permissions: what the policy leaves to others is refused in words, logged, and changes nothing."""

from bot.playbook.lifecycle import Status
from bot.playbook.permissions import Permission
from storage.models import SurfaceKind
from tests.conftest import Worlds
from tests.doors import logged
from tests.journeys import calm, claimed, raised, said
from tests.leading import led
from tests.world import ALERTS, World

GROUP = ["@security-escalations"]  # Max alone
CLOSED = dict.fromkeys(("claim", "change", "resolve", "close"), GROUP)


async def test_each_thing_that_the_policy_leaves_to_others_is_refused_and_logged(worlds: Worlds) -> None:
    with logged("info") as lines:
        async with worlds(permissions=CLOSED) as world:
            await _tries(world)
    refused = [line for line in lines.text.splitlines() if '"not permitted"' in line]
    for what in CLOSED:
        assert any(f'"{what}"' in line for line in refused), what


async def _tries(world: World) -> None:
    """Noor, who is neither of the group nor on a case, tries each; Max may."""
    await raised(world)
    noor, alert = world.noor, await world.card(SurfaceKind.ALERT)
    await noor.presses("Claim ACE-0001", on=alert)
    await world.max.presses("Claim ACE-0001", on=alert)
    await calm(world)
    await led(world, Status.RESOLVED, by=world.max)
    await led(world, Status.IN_PROGRESS, by=world.max)
    before = [await world.case(number) for number in (1, 2, 3)]
    tried = {
        "assign scribe @zoe ACE-0001": "change",
        "contact told them so ACE-0001": "change",
        "close all is well ACE-0002": "close",
        "resolve it is live ACE-0003": "resolve",
    }
    for words, what in tried.items():
        await noor.types(f"/ace {words}", in_=ALERTS)
        assert f"You may not {Permission(what).label} in this workspace" in noor.told[-1], words
        assert "Nothing was changed." in noor.told[-1]
    assert noor.was_told("You may not claim an escalation in this workspace")
    after = [await world.case(number) for number in (1, 2, 3)]
    assert [(each.ace.status, each.roles, each.count) for each in after] == [
        (each.ace.status, each.roles, each.count) for each in before
    ]


async def test_who_may_not_see_cases_finds_none_and_those_on_one_see_it(worlds: Worlds) -> None:
    async with worlds(permissions={"see": GROUP}) as world:
        await claimed(world, by=world.max)
        for words in ("show", "assign scribe @noor", "brief", "log a note"):
            await world.noor.types(f"/ace {words} ACE-0001", in_=ALERTS)
        assert (
            len({told for told in world.noor.told if "There is no ACE-0001 that you can see." in told}) == 1
        )
        assert len(world.noor.told) == 4
        await world.ana.types("/ace show ACE-0001", in_=ALERTS)
        assert world.ana.was_told("Acme GmbH")
        assert await said(world) == []


async def test_the_products_responders_are_invited_and_may_work(world: World) -> None:
    room = await claimed(world)

    assert world.zoe.id in room.members
    await world.zoe.types("/ace assign tech lead @zoe", in_=room)
    await calm(world)
    assert world.zoe.was_told("Tech lead: Zoe Tanaka")

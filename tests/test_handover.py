"""Handover: a packet and an offer; the seat passes on when it is accepted, and is never empty or shared."""

import asyncio
import itertools
from datetime import timedelta

import pytest

from bot.playbook.lifecycle import Status
from bot.playbook.refusal import Refusal
from bot.playbook.roles import Role
from bot.playbook.timeline import EntryKind
from bot.playbook.visibility import Visibility
from bot.services import handover, visibility, workflow
from sandbox.person import Person
from storage import entries, escalations, roles
from storage.models import RoleSpan
from tests.journeys import calm, last_to
from tests.leading import led
from tests.world import World


async def offered(world: World, to: str = "zoe", by: Person | None = None) -> None:
    """Eli offers the case."""
    room = await world.channel()
    await (by or world.eli).types(f"/ace handover @{to}", in_=room)
    await calm(world)


async def _ems(world: World) -> list[str]:
    """Whoever led the case, in the order of the history: at every entry exactly one."""
    async with world.ace.store.read() as tx:
        told = await entries.of_case(tx, 1)
    changes = [each.data for each in told if each.kind is EntryKind.ROLE and each.data.get("role") == Role.EM]
    for before, after in itertools.pairwise(changes):
        assert after["before"] == before["person"], "somebody led it whom nobody handed it to"
    return [str(each["person"]) for each in changes]


async def _one_seat(world: World) -> str:
    """The one EM, in the case and in the record of who held which role when."""
    async with world.ace.store.read() as tx:
        held = await roles.held(tx, 1)
        spans = (await tx.exec(RoleSpan.__table__.select())).all()
    em = (await world.case()).ace.em
    assert em
    assert held[Role.EM].person == em
    seats = sorted(
        ((each.since, each.until) for each in spans if each.role is Role.EM), key=lambda each: each[0]
    )
    assert all(left[1] == right[0] for left, right in itertools.pairwise(seats))
    return em


async def test_a_case_is_handed_over_with_a_packet_and_led_on_by_whoever_accepts(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    eli, zoe = world.eli, world.zoe
    await eli.types("decision: wait for the vendor <!channel> & *test*", in_=room)
    await calm(world)
    await eli.types("/ace", in_=room)
    await eli.presses("Hand over")
    await eli.fills({"Who takes it on?": "zoe", "What blocks": f"the vendor's *answer*{' and more' * 150}!"})
    await eli.submits()
    await calm(world)

    assert eli.view is None
    asked = last_to(world, "zoe")
    shown = zoe.screen(asked)
    assert "Eli Moreau hands over ACE-0001 to you." in shown
    assert "wait for the vendor <!channel> & *test*" in shown
    assert f"the vendor's *answer*{' and more' * 150}!" in shown
    assert (await world.case()).ace.em == eli.id
    with pytest.raises(LookupError):
        await zoe.presses("Withdraw", on=asked)

    await zoe.presses("Accept ACE-0001", on=asked)
    await calm(world)
    assert zoe.was_told("You lead ACE-0001 now.")
    assert await _one_seat(world) == zoe.id
    assert await _ems(world) == [eli.id, zoe.id]
    assert zoe.id in room.members
    assert "Zoe Tanaka accepted ACE-0001" in eli.screen(last_to(world, "eli"))
    assert "EM Zoe Tanaka" in room.topic["value"]
    shown = zoe.screen(asked)
    assert "This handover was accepted" in shown
    assert "Decline ACE-0001" not in shown

    await _presses_again(world)
    assert zoe.was_told("This handover was accepted already. Nothing was changed.")


async def _presses_again(world: World) -> None:
    """Their screen showed the buttons for a moment longer."""
    log = [each for each in world.sandbox.deliveries.log if each.payload.get("type") == "block_actions"]
    await world.sandbox.deliveries.repeat(
        next(each for each in reversed(log) if "handover_accept" in str(each.payload["actions"]))
    )
    await world.settle()


async def test_an_offer_is_declined_with_a_reason_withdrawn_and_made_once_at_a_time(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    eli, zoe = world.eli, world.zoe
    await offered(world)
    await eli.types("/ace handover @max", in_=room)
    assert eli.was_told("ACE-0001 is offered to Zoe Tanaka already.")
    await zoe.presses("Decline ACE-0001", on=last_to(world, "zoe"))
    await zoe.fills({"Why not, and who could?": "on leave from noon; <@max> could"})
    await zoe.submits()
    await calm(world)
    assert "Zoe Tanaka declined to take on ACE-0001" in eli.screen(last_to(world, "eli"))
    assert "on leave from noon" in eli.screen(last_to(world, "eli"))

    await offered(world, "max")
    await eli.types("/ace handover", in_=room)
    await eli.presses("Withdraw handover")
    await calm(world)
    assert "This handover was withdrawn" in world.max.screen(last_to(world, "max"))
    for told in ("/ace handover @eli", "/ace handover", "/ace handover nobody"):
        await world.ana.types(told, in_=room)
        await eli.closes(everything=True) if eli.view else None
    assert world.ana.was_told("Only Eli Moreau, who leads ACE-0001, or their stand-in can do that.")
    await eli.types("/ace handover @eli", in_=room)
    assert eli.was_told("They lead ACE-0001 already.")
    assert await _ems(world) == [eli.id]
    assert await _one_seat(world) == eli.id


async def test_nobody_who_may_not_lead_is_offered_a_case(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    gus = world.ws.add_user("gus", "Gus Guest", is_restricted=True)
    room.members.append(gus.id)
    await world.eli.types("/ace handover @gus", in_=room)
    await world.eli.types("/ace handover @ace", in_=room)

    assert world.eli.was_told("Gus Guest cannot lead ACE-0001: the policy does not let them.")
    assert world.eli.was_told("is an app, not a person")
    assert (await world.case()).work.handover is None


async def test_an_offer_and_a_cover_end_with_the_case(world: World) -> None:
    room = await led(world, Status.RESOLVED)
    await offered(world)
    await world.eli.types("/ace cover @max", in_=room)
    await world.eli.fills({"Until when?": world.ws.clock.now() + timedelta(days=1)})
    await world.eli.submits()
    async with world.ace.store.begin() as tx:
        ace = await escalations.lock(tx, 1)
        assert ace
        await workflow.enter(tx, ace, Status.CLOSED, why="all is well", by=world.eli.id)
    await calm(world)
    assert (await world.case()).work.covers == []
    shown = world.zoe.screen(last_to(world, "zoe"))
    assert "This handover ended with the case" in shown
    assert "Accept ACE-0001" not in shown


async def test_an_offer_of_a_case_that_turns_private_is_taken_back_and_blanked(world: World) -> None:
    await led(world, Status.IN_PROGRESS)
    await offered(world)
    assert "Acme" in world.zoe.screen(last_to(world, "zoe"))
    async with world.ace.store.begin() as tx:
        await visibility.change(tx, 1, Visibility.SECURITY, "a leak", by=world.eli.id)
    await calm(world)

    assert (await world.case()).work.handover is None
    dm = world.ws.open_dm([world.app.bot_user, "zoe"])
    assert not any("Acme" in world.zoe.screen(message) for message in world.messages(dm))
    assert await _one_seat(world) == world.eli.id


async def test_a_case_whose_manager_has_left_is_taken_over(world: World) -> None:
    room = await led(world, Status.IN_PROGRESS)
    world.ws.deactivate(world.eli.id)
    await world.settle()
    await world.zoe.types("/ace handover @max", in_=room)
    assert world.zoe.was_told("Only Eli Moreau, who leads ACE-0001, or their stand-in can do that.")
    await world.zoe.types("/ace handover", in_=room)
    await world.zoe.presses("Take over ACE-0001")
    await calm(world)

    assert await _one_seat(world) == world.zoe.id
    assert await _ems(world) == [world.eli.id, world.zoe.id]


@pytest.mark.both
async def test_of_all_answers_that_come_at_once_one_counts(world: World) -> None:
    await led(world, Status.IN_PROGRESS)
    if world.database.startswith("postgresql"):  # an SQLite file is served by one process
        await world.start()
    await offered(world)
    made = (await world.case()).work.handover
    assert made
    which = made.id or 0
    stores = [ace.store for ace in world.replicas]

    async def attempt(number: int) -> str:
        async with stores[number % len(stores)].begin() as tx:
            if number % 3 == 0:
                await handover.accept(tx, 1, which, by=world.zoe.id)
            elif number % 3 == 1:
                await handover.withdraw(tx, 1, which, by=world.eli.id)
            else:
                await handover.decline(tx, 1, which, "", by=world.zoe.id)
        return ("accepted", "withdrawn", "declined")[number % 3]

    outcomes = await asyncio.gather(*(attempt(each) for each in range(9)), return_exceptions=True)
    won = [each for each in outcomes if isinstance(each, str)]
    lost = [each for each in outcomes if not isinstance(each, str)]
    await world.settle()

    assert len(won) == 1
    assert all(isinstance(each, Refusal) for each in lost), lost
    em = world.zoe.id if won == ["accepted"] else world.eli.id
    assert await _one_seat(world) == em
    assert await _ems(world) == ([world.eli.id, world.zoe.id] if won == ["accepted"] else [world.eli.id])

"""Filing once: whatever is delivered, pressed or lost twice makes one escalation, and says so."""

import asyncio
from datetime import timedelta

import pytest

from sandbox.deliver import INTERACTIVE
from sandbox.hands import modal
from tests.conftest import Worlds
from tests.forms import shows
from tests.people import answers, raises
from tests.world import ALERTS, World

pytestmark = pytest.mark.both


async def _fills(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.fills(answers())


async def _is_filed_once(world: World) -> None:
    await world.settle()
    assert await world.count() == 1
    assert "ACE-0001 is filed" in shows(world.ana)
    cards = [each for each in world.messages(ALERTS) if "ACE-0001" in each.text]
    assert len(cards) == 1
    assert [each.why for each in world.ws.notifications] == ["dm"]


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_a_submission_that_is_delivered_twice_files_once(worlds: Worlds, *, socket_mode: bool) -> None:
    async with worlds(socket_mode=socket_mode) as world:
        await _fills(world)
        world.sandbox.deliveries.faults.double("view_submission")
        await world.ana.submits()

        await _is_filed_once(world)


async def test_two_presses_at_once_file_once(world: World) -> None:
    await _fills(world)
    await asyncio.gather(modal.submit(world.ana), modal.submit(world.ana))

    await _is_filed_once(world)


async def test_a_submission_that_comes_again_later_is_answered_like_the_first(world: World) -> None:
    await raises(world.ana)
    await world.settle()
    (sent,) = [each for each in world.sandbox.deliveries.log if each.payload.get("type") == "view_submission"]
    await world.move(days=1)
    again = await world.sandbox.deliveries.repeat(sent)

    assert sent.answer
    assert again.body == sent.answer.body
    await _is_filed_once(world)


async def test_a_crash_between_the_commit_and_the_answer_files_once(world: World) -> None:
    await _fills(world)
    world.sandbox.deliveries.faults.lose_answer("view_submission")
    await world.ana.submits()
    assert world.ana.trouble == ["We had some trouble connecting. Try again?"]
    assert "Acme GmbH" in shows(world.ana)
    await world.stop()
    await world.start()
    await world.ana.submits()

    await _is_filed_once(world)


async def test_what_was_filed_stays_filed_although_an_answer_would_be_wrong_by_now(world: World) -> None:
    await world.ana.types("/raiseanace", in_="support")
    await world.ana.presses("Add the full brief")
    await world.ana.fills(answers() | {"By when?": world.clock.now() + timedelta(hours=1)})
    world.sandbox.deliveries.faults.lose_answer("view_submission")
    await world.ana.submits()
    await world.move(hours=2)
    await world.ana.submits()

    assert world.ana.errors == {}
    await _is_filed_once(world)


async def test_the_same_submission_to_another_replica_files_once(world: World) -> None:
    await _fills(world)
    await world.ana.submits()
    if world.database.startswith("sqlite"):  # its file takes one process at a time
        await world.stop()
    await world.start()
    (sent,) = [each for each in world.sandbox.deliveries.log if each.payload.get("type") == "view_submission"]
    again = await world.sandbox.deliveries.request(world.app, INTERACTIVE, sent.payload)

    assert sent.answer
    assert again.body == sent.answer.body
    await _is_filed_once(world)

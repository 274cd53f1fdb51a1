"""Filing once: whatever is delivered, pressed or lost twice makes one escalation, and says so."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from bot.playbook.report import Report
from bot.services import intake
from sandbox.deliver import INTERACTIVE
from sandbox.hands import modal
from storage.ahead import Asks
from storage.database import Tx
from storage.together import Together
from tests.conftest import Worlds
from tests.forms import shows
from tests.leading import REPORT
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


async def test_of_two_reports_about_one_customer_in_the_same_instant_the_second_is_asked(
    world: World,
) -> None:
    together, who = Together(world.ace.store), world.ana.id
    await world.ana.types("/ace", in_="support")  # ACE gets to know her

    async def files(tx: Tx, filing: str, report: Report) -> int:
        """The number of the case; 0 when there is one already that the filer should look at first."""
        if await intake.duplicates(tx, report):
            return 0
        return (await intake.file(tx, report, filing=filing, by=who)).ace.number

    reports = {
        "V1": REPORT,
        "V2": replace(REPORT, impact="They cannot log in"),
        "V3": replace(REPORT, customer="Globex"),
    }
    made = await asyncio.gather(
        *(
            together.make(partial(files, filing=filing, report=each), Asks(who))
            for filing, each in reports.items()
        )
    )
    assert made == [1, 0, 2]
    await world.settle()


async def test_a_case_is_offered_once_whether_it_is_kept_for_the_end_or_inserted_already(
    world: World,
) -> None:
    await world.ana.types("/ace", in_="support")
    async with world.ace.store.begin() as tx:
        await intake.file(tx, REPORT, filing="V1", by=world.ana.id)
        before = await intake.duplicates(tx, REPORT)
        await tx.catch_up()
        after = await intake.duplicates(tx, REPORT)
    assert [each.known.number for each in before] == [each.known.number for each in after] == [1]
    await world.settle()


async def test_reports_of_one_instant_are_filed_whatever_else_is_in_their_transaction(world: World) -> None:
    """One is linked to an earlier case, and many come with it: what refers to a case comes after the case."""
    together, who = Together(world.ace.store), world.ana.id
    await world.ana.types("/ace", in_="support")
    undone: list[object] = []

    async def files(tx: Tx, number: int) -> int:
        report, linked = replace(REPORT, customer=f"Customer {number}"), [1] if number == 2 else []
        return (await intake.file(tx, report, filing=f"V{number}", by=who, linked=linked)).ace.number

    def hear(connection: object) -> None:
        undone.append(connection)

    await together.make(partial(files, number=1), Asks(who))
    event.listen(world.ace.store.engine.sync_engine, "rollback", hear)
    made = await asyncio.gather(
        *(together.make(partial(files, number=number), Asks(who)) for number in range(2, 10))
    )
    assert made == [*range(2, 10)]
    assert undone == []
    event.remove(world.ace.store.engine.sync_engine, "rollback", hear)
    await world.settle()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_the_same_forms_at_two_replicas_in_the_same_instant_are_filed_once_each(world: World) -> None:
    """Whoever is second hears the first one's number, and no number is left out."""
    other = await world.start()
    doors = [Together(ace.store) for ace in (world.replicas[0], other)]
    who = world.ana.id

    def files(filing: str) -> Callable[[Tx], Awaitable[int]]:
        async def file(tx: Tx) -> int:
            if before := await intake.filed_before(tx, filing, by=who):
                return before.number
            return (await intake.file(tx, REPORT, filing=filing, by=who)).ace.number

        return file

    await world.ana.types("/ace", in_="support")  # ACE gets to know her
    forms = [f"V{number:04d}" for number in range(20)]
    made = [
        await asyncio.gather(*(door.make(files(form), Asks(who)) for door in doors for _twice in range(2)))
        for form in forms
    ]
    assert [set(numbers) for numbers in made] == [{number} for number in range(1, 21)]
    at_once = await asyncio.gather(
        *(door.make(files(f"W{number}"), Asks(who)) for number in range(20) for door in doors)
    )
    assert [set(pair) for pair in zip(at_once[::2], at_once[1::2], strict=True)] == [
        {number} for number in at_once[::2]
    ]
    assert sorted(set(at_once)) == [*range(21, 41)]
    await world.settle()

"""ace outbox: what was given up is seen with its reason, and tried again while ACE runs."""

import asyncio
import json

import pytest
from sqlalchemy import text

from bot.cli import main
from tests.journeys import claimed
from tests.people import raises
from tests.waiting import settles
from tests.world import ALERTS, World


async def ran(*arguments: str) -> int:
    return await asyncio.to_thread(main, ["outbox", *arguments])


@pytest.fixture
async def given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A case whose alert and tracker were given up, before Slack was told of either."""
    monkeypatch.setenv("DATABASE_URL", world.database)
    fault = world.ws.faults.add("chat.postMessage", error="fatal_error", times=None)
    await raises(world.ana, customer="Zephyr Bionics")
    await world.settle()
    async with world.ace.store.begin() as tx:
        await tx.exec(text("UPDATE outbox SET state = 'dead', error = 'fatal_error' WHERE state = 'waiting'"))
    fault.remove()
    return world


async def test_the_list_tells_key_case_state_and_reason_but_no_customer(
    given_up: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ran("list", "--dead", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert await ran("list") == 0
    told = capsys.readouterr().out

    assert {row["key"] for row in rows} >= {"alert:1", "tracker:1"}
    alert = next(row for row in rows if row["key"] == "alert:1")
    assert (alert["ace"], alert["state"], alert["error"]) == ("ACE-0001", "dead", "fatal_error")
    assert "alert:1" in told
    assert told.splitlines()[-1].endswith("`ace outbox retry KEY`, or `ace outbox retry --all-dead`.")
    assert "Zephyr" not in told + json.dumps(rows)
    assert await ran("retry", "--all-dead") == 0
    await given_up.settle()


async def test_one_row_is_tried_again_by_the_running_ace(
    given_up: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ran("retry", "alert:1") == 0
    assert capsys.readouterr().out.startswith("1 to be tried again")
    await given_up.settle()

    assert [each for each in given_up.messages(ALERTS) if "Zephyr Bionics" in each.text]
    assert await ran("retry", "--all-dead") == 0
    await given_up.settle()


async def test_all_are_tried_again_and_then_nothing_is_left(
    given_up: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ran("retry", "--all-dead") == 0
    await given_up.settle()
    await given_up.move(minutes=1)
    capsys.readouterr()
    assert await ran("list") == 0

    assert capsys.readouterr().out == "Nothing waits, and nothing was given up.\n"


async def test_a_key_that_was_not_given_up_changes_nothing(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", world.database)

    assert await ran("retry", "alert:7") == 1
    assert "alert:7" in capsys.readouterr().out
    assert await ran("retry", "--all-dead") == 0
    assert capsys.readouterr().out == "Nothing was given up.\n"


async def test_what_slack_refused_is_tried_again_by_its_key_or_all_at_once(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", world.database)
    refused = world.ws.faults.add("conversations.setTopic", error="restricted_action", times=None)
    for customer in ("Zephyr Bionics", "Globex"):
        await claimed(world, number=await world.count() + 1, customer=customer)
    await settles(world)
    assert await ran("list") == 0
    assert "`ace outbox retry --all-refused`" in capsys.readouterr().out
    refused.remove()

    assert await ran("retry", "topic:1") == 0
    assert capsys.readouterr().out.startswith("1 to be tried again")
    await settles(world)
    assert (await world.channel(1)).topic["value"].startswith("High | Discovery")
    assert (await world.channel(2)).topic["value"] == ""
    assert await ran("retry", "topic:1") == 1
    assert "Nothing called topic:1 was given up or refused" in capsys.readouterr().out

    assert await ran("retry", "--all-refused") == 0
    await settles(world)
    assert (await world.channel(2)).topic["value"].startswith("High | Discovery")
    capsys.readouterr()
    assert await ran("retry", "--all-refused") == 0
    assert capsys.readouterr().out == "Nothing was refused.\n"

"""The log of a whole journey at debug level: case and request in each line, nothing typed, no token."""

import json
from typing import Any

import pytest

from tests.conftest import Worlds
from tests.doors import Lines, logged
from tests.people import raises
from tests.world import ALERTS, World

CUSTOMER = "Zephyr Bionics"
IMPACT = "Scanners in the quarantine ward stopped at dawn"
OBSERVED = "a private window resolves it"
TYPED = ("zephyr", "bionics", "scanner", "quarantine", "dawn", "private window", "resolves")


async def _journey(world: World) -> None:
    await raises(world.ana, customer=CUSTOMER, impact=IMPACT)
    await world.settle()
    await world.eli.presses("Claim ACE-0001", in_=ALERTS)
    await world.settle()
    await world.eli.types(f"observation: {OBSERVED}", in_=await world.channel())
    await world.zoe.types("/ace claim ACE-0001", in_="general")
    await world.settle()
    await world.move(minutes=5)


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_nothing_that_was_typed_and_no_secret_is_ever_logged(worlds: Worlds, socket_mode: bool) -> None:
    with logged("debug") as lines:
        async with worlds(socket_mode=socket_mode) as world:
            # One of each trouble, since troubles are when programs tell too much.
            world.ws.faults.add("conversations.setTopic", error="internal_error")
            world.ws.faults.add("chat.postMessage", drop=True, after_effect=True)
            world.ws.faults.add("bookmarks.add", error="invalid_arguments")
            await _journey(world)
            app = world.app

    said = lines.text.lower()
    assert said
    for word in TYPED:
        assert word not in said
    for secret in (app.bot_token, app.app_token, app.signing_secret):
        assert secret not in lines.text


async def test_each_change_leaves_a_line_with_its_case_its_request_and_who_did_it(world: World) -> None:
    with logged("info") as lines:
        await _journey(world)
    handled = {line["handler"]: line for line in _all(lines) if line["event"] == "handled"}

    assert set(handled) >= {"filing.file", "ownership.claim", "timeline.said"}
    assert {line["ace"] for line in handled.values()} == {"ACE-0001"}
    assert handled["ownership.claim"]["by"] == world.eli.id
    assert len({line["request"] for line in handled.values()}) == len(handled)


async def test_a_delivery_that_slack_refuses_names_the_case(world: World) -> None:
    world.ws.faults.add("reactions.add", error="too_many_reactions")
    with logged("info") as lines:
        await _journey(world)
        await world.settle()
    (refused,) = [line for line in _all(lines) if line.get("code") == "too_many_reactions"]

    assert refused["ace"] == "ACE-0001"
    assert refused["outbox"].startswith("reaction:1")
    world.audited = False


async def test_a_request_that_follows_on_the_same_connection_is_not_about_the_same_case(world: World) -> None:
    await raises(world.ana)
    await raises(world.eli, customer="Other Ltd")
    await world.settle()
    with logged("info") as lines:
        await world.eli.presses("Claim ACE-0002", in_=ALERTS)
        await world.settle()
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await world.settle()

    claims = [line["ace"] for line in _all(lines) if line.get("handler") == "ownership.claim"]
    assert claims == ["ACE-0002", "ACE-0001"]


def _all(lines: Lines) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.text.splitlines()]

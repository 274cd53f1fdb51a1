"""Texts that are too long, or that PostgreSQL cannot hold, wherever a request has one: no fault of ours."""

import itertools
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import DBAPIError

from sandbox.deliver.record import COMMANDS
from storage.database import unreachable
from storage.models import Counter
from tests.conftest import Worlds
from tests.doors import Answer, Door, logged
from tests.requests import EVENT, Requests, changed, fresh_trigger, paths, recorded
from tests.world import World

Request = tuple[str, dict[str, Any], tuple[Any, ...]]  # kind, body, and where the text is that is changed
WORSE = ("x" * 33, "\x00", "y" * 5000)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_no_text_of_a_request_is_a_fault_however_long(worlds: Worlds) -> None:
    async with worlds() as world, aiohttp.ClientSession() as session:
        slack = Door(world, session)
        worse = itertools.cycle(WORSE)
        with logged("info") as lines:
            for number, (kind, body, path) in enumerate(places(await recorded(world, "filed"))):
                asked = changed(fresh(world, body, number), path, next(worse))
                answer = await send(slack, kind, asked)
                assert answer.status < 500, (path, answer)
        assert lines.at("error") == []
        assert "out of reach" not in lines.text
        world.audited = False  # Slack knows none of these channels and messages


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_value_that_does_not_fit_is_not_taken_for_a_database_out_of_reach(worlds: Worlds) -> None:
    async with worlds() as world:
        with pytest.raises(DBAPIError) as refused:
            async with world.ace.store.begin() as tx:
                tx.add(Counter(name="x" * 33, value=1))
        assert not unreachable(refused.value)


def places(requests: Requests) -> Iterator[Request]:
    """Every text of every shape of request, what the app itself drew left out."""
    known = set()
    for (kind, name), body in requests.items():
        for path in paths(body):
            shape = (kind, name) if path[0] == "event" else (kind, "view" in body)
            if isinstance(_at(body, path), str) and "blocks" not in path and (shape, path) not in known:
                known.add((shape, path))
                yield kind, body, path


def fresh(world: World, body: dict[str, Any], number: int) -> dict[str, Any]:
    """The request as one that has not been made before."""
    body = deepcopy(body)
    if "trigger_id" in body:
        body["trigger_id"] = fresh_trigger(world, body)
    if event := body.get("event"):
        body["event_id"] = f"EvX{number}"
        event |= {"ts": f"17{number:08d}.000100"} if "ts" in event else {}
    if view := body.get("view"):
        view["id"] = f"VX{number}"
        customer = view["state"]["values"].get("customer") or {}
        for answer in customer.values():
            answer["value"] = f"Customer {number * 7919:x}"
    return body


def _at(body: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        body = body[step]
    return body


async def send(slack: Door, kind: str, body: dict[str, Any]) -> Answer:
    if kind == COMMANDS:
        return await slack.command(body)
    return await (slack.event(body) if kind == EVENT else slack.interaction(body))

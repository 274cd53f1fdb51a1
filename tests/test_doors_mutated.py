"""Mutated requests: whatever is missing, added or of a wrong type, no fault of ours comes of it."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.deliver.record import COMMANDS, EVENTS
from tests.doors import Answer, Door, door, logged
from tests.requests import KINDS, changed, fresh_trigger, paths, recorded

EXAMPLES = 150

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 10**30, 1.5, "", "\x00", "null", "ACE-0001", "claim:1", "claim:", ":" * 40]),
    st.sampled_from([[], {}, [[]], [None], {"id": 5}, {"id": None}, ["id"], [{"action_id": "claim:1"}]]),
    st.text(max_size=30),
    st.just("x" * 5000),
    st.integers(1, 60).map(lambda depth: json.loads("[" * depth + "]" * depth)),
)
GRID = {"enterprise": {"id": "E1", "name": "Grid"}, "enterprise_id": "E1", "is_enterprise_install": True}


@st.composite
def _mutated(draw: st.DrawFn, originals: list[dict[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = deepcopy(draw(st.sampled_from(originals)))
    if draw(st.booleans()):
        body |= deepcopy(GRID)
    for _ in range(draw(st.integers(1, 3))):
        everywhere = list(paths(body))
        shallow = [path for path in everywhere if len(path) <= 2]
        path = draw(st.sampled_from(shallow if draw(st.booleans()) else everywhere))
        changed(body, path, deepcopy(draw(JUNK)), remove=draw(st.booleans()))
    return body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.timeout(300)
async def test_a_mutated_request_is_turned_away_or_answered_but_is_never_a_fault(
    sqlite_template: Path, tmp_path: Path, kind: str
) -> None:
    async with door(sqlite_template, tmp_path) as slack:
        originals = (await recorded(slack.world))[kind]
        assert originals
        send: dict[str, Callable[[Any], Coroutine[Any, Any, Answer]]] = {
            COMMANDS: slack.command,
            EVENTS: slack.event,
            "event_callback": slack.event,
        }
        with logged() as lines:
            await _try_each(slack, originals, send.get(kind, slack.interaction))
        assert lines.at("error") == []


async def _try_each(
    slack: Door, originals: list[dict[str, Any]], send: Callable[[Any], Coroutine[Any, Any, Answer]]
) -> None:
    """Each example goes to the one ACE that runs in this loop; Hypothesis itself is not asynchronous."""
    loop = asyncio.get_running_loop()
    seen: list[int] = []

    triggers = {original.get("trigger_id") for original in originals} - {None}

    async def attempt(body: dict[str, Any]) -> None:
        before = await slack.kept()
        if isinstance(trigger := body.get("trigger_id"), str) and trigger in triggers:
            body = body | {"trigger_id": fresh_trigger(slack.world, body)}
        answer = await send(body)
        seen.append(answer.status)
        assert answer.status < 500, answer
        if answer.status >= 400:
            assert await slack.kept() == before

    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=slow
    )
    @given(body=_mutated(originals))
    def every(body: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(attempt(body), loop).result(timeout=60)

    await asyncio.to_thread(every)
    assert len(seen) >= EXAMPLES
    assert 200 in seen

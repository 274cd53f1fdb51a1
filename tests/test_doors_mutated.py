"""Mutated requests: whatever is missing, added or of a wrong type, no fault of ours and nothing half done."""

import asyncio
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.deliver.record import COMMANDS
from tests.audit import audit
from tests.doors import Answer, Door, door, logged
from tests.requests import EVENT, FORM, Requests, changed, fresh_trigger, paths, recorded
from tests.tours import TOURS

EXAMPLES = 25  # of each kind of request that a tour makes

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 10**30, 1.5, "", "\x00", "null", "ACE-0001", "claim:1", "claim:", ":" * 40]),
    st.sampled_from([[], {}, [[]], [None], {"id": 5}, {"id": None}, ["id"], [{"action_id": "claim:1"}]]),
    st.text(max_size=30),
    st.just("x" * 5000),
    st.integers(1, 60).map(lambda depth: json.loads("[" * depth + "]" * depth)),
)
# What Enterprise Grid adds to everything, and to the people, teams and views in it.
GRID = {"enterprise": {"id": "E1", "name": "Grid"}, "enterprise_id": "E1", "is_enterprise_install": True}
WITHIN = {
    "user": {"enterprise_user": {"id": "W1", "enterprise_id": "E1", "teams": ["T1"]}, "team_id": "T2"},
    "team": {"enterprise_id": "E1", "enterprise_name": "Grid"},
    "view": {"app_installed_team_id": "E1", "external_id": ""},
    "event": {"enterprise": "E1", "source_team": "T2", "user_team": "E1", "is_ext_shared_channel": True},
}
DRAWN = {"blocks", "title", "submit", "close"}  # what ACE drew itself; it reads little of that
TRIGGER, EVENT_ID, VIEW_ID = ("trigger_id",), ("event_id",), ("view", "id")
ONCE = (TRIGGER, EVENT_ID, VIEW_ID)  # what makes a request one that was made before


@st.composite
def _mutated(draw: st.DrawFn, originals: Requests) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(sorted({kind for kind, _ in originals})))
    name = draw(st.sampled_from(sorted(name for of, name in originals if of == kind)))
    body: dict[str, Any] = deepcopy(originals[kind, name])
    if draw(st.booleans()):
        body |= deepcopy(GRID)
        for part, more in WITHIN.items():
            if isinstance(body.get(part), dict):
                body[part] |= deepcopy(more)
    for _ in range(draw(st.integers(0, 3))):
        everywhere = list(paths(body))
        read = [path for path in everywhere if not DRAWN & set(path)]
        path = draw(st.sampled_from(read if draw(st.booleans()) else everywhere))
        changed(body, path, deepcopy(draw(JUNK)), remove=draw(st.booleans()))
    return kind, body


@pytest.mark.parametrize("tour", TOURS)
@pytest.mark.timeout(300)
async def test_a_mutated_request_is_no_fault_and_what_it_does_not_do_whole_it_does_not_do_at_all(
    sqlite_template: Path, tmp_path: Path, tour: str
) -> None:
    async with door(sqlite_template, tmp_path) as slack:
        originals = await recorded(slack.world, tour)
        with logged() as lines:
            await _try_each(slack, originals)
        assert lines.at("error") == []
        if tour != "filed":  # its events tell of channels what is not so
            assert await audit(slack.world) == []


async def _try_each(slack: Door, originals: Requests) -> None:
    """Each example goes to the one ACE that runs in this loop; Hypothesis itself is not asynchronous."""
    loop = asyncio.get_running_loop()
    known = {where: {_at(body, where) for body in originals.values()} - {None} for where in ONCE}
    examples = EXAMPLES * len({kind for kind, _ in originals})
    statuses: list[int] = []

    async def attempt(kind: str, body: dict[str, Any]) -> None:
        for where, ids in known.items():
            if isinstance(there := _at(body, where), str) and there in ids:
                _anew(slack, kind, body, where, len(statuses))
        before, refused = await slack.kept(), slack.refused()
        answer = await _send(slack, kind, body)
        statuses.append(answer.status)
        assert answer.status < 500, answer
        if answer.status >= 400 or slack.refused() > refused or "othing was changed" in answer.text:
            assert await slack.kept() == before, answer

    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=slow
    )
    @given(made=_mutated(originals))
    def every(made: tuple[str, dict[str, Any]]) -> None:
        asyncio.run_coroutine_threadsafe(attempt(*made), loop).result(timeout=60)

    await asyncio.to_thread(every)
    assert len(statuses) >= examples
    assert 200 in statuses


def _anew(slack: Door, kind: str, body: dict[str, Any], where: tuple[str, ...], number: int) -> None:
    """As a request that has not been made before; what is pressed in a view is pressed in that very view."""
    if where == TRIGGER:
        body["trigger_id"] = fresh_trigger(slack.world, body)
    elif where == EVENT_ID or kind == FORM:
        changed(body, where, f"X{number}")


def _at(body: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        body = body.get(step) if isinstance(body, dict) else None
    return body


async def _send(slack: Door, kind: str, body: dict[str, Any]) -> Answer:
    if kind == COMMANDS:
        return await slack.command(body)
    return await (slack.event(body) if kind == EVENT else slack.interaction(body))

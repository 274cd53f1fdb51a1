"""ACE as one process: ready or not, connected again, stopped and started, with nothing lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.engine import make_url

from tests.conftest import Worlds
from tests.doors import Door, door, logged
from tests.people import answers, raises
from tests.postgres import Postgres
from tests.waiting import until
from tests.world import ALERTS, World, opened

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
async def slack(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Door]:
    """Slack at ACE's door."""
    async with door(sqlite_template, tmp_path) as made:
        yield made


async def test_readyz_follows_the_database_away_and_back(postgres: Postgres, postgres_template: str) -> None:
    async with (
        postgres.borrowed(postgres_template) as url,
        opened(url) as world,
        aiohttp.ClientSession() as session,
    ):
        slack = Door(world, session)
        await raises(world.ana)
        await world.settle()
        assert (await slack.get("readyz")).status == 200

        async with _away(postgres, url):
            away = await slack.get("readyz")
            assert away.status == 503
            assert "the database cannot be written" in json.loads(away.text)["problem"]
            assert (await slack.get("healthz")).status == 200
            await world.eli.presses("Claim ACE-0001", in_=ALERTS)
            await world.ace._door.drain()
            assert world.eli.was_told("ACE cannot use its database just now, so nothing was changed.")
            event = {"type": "app_home_opened", "user": world.ana.id, "tab": "home"}
            envelope = {"type": "event_callback", "event_id": "Ev9", "event": event}
            assert (await slack.event(envelope)).status == 503  # so that Slack delivers it again

        assert (await slack.get("readyz")).status == 200
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await world.settle()
        assert (await world.case()).ace.em == world.eli.id
        assert (await world.channel()).name == "ace-0001-acme-gmbh"


class _away:  # noqa: N801 (it reads like a word)
    """Within it, a database cannot be found under its name, and nobody is connected to it."""

    def __init__(self, postgres: Postgres, url: str) -> None:
        self._postgres = postgres
        self._name = make_url(url).database

    async def __aenter__(self) -> None:
        await self._postgres._run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        await self._postgres._run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"  # noqa: S608
        )

    async def __aexit__(self, *_: object) -> None:
        await self._postgres._run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')


async def test_a_restart_delivers_what_was_waiting(worlds: Worlds) -> None:
    async with worlds() as world:
        silent = world.ws.faults.add("*", error="service_unavailable", status=503, times=None)
        await _raises_while_slack_is_silent(world)
        await world.stop()
        silent.remove()
        assert [m for m in world.messages(ALERTS) if "ACE-0001" in m.text] == []

        await world.start()
        await world.move(minutes=10)
        await world.settle()

        assert len([m for m in world.messages(ALERTS) if "ACE-0001" in m.text]) == 1
        assert len(world.messages(world.ana.sees("@ace"))) == 1


def _noted(event: asyncio.Event) -> bool:
    event.set()
    return True


async def _raises_while_slack_is_silent(world: World) -> None:
    """File a case while only the form's opening gets through to Slack."""
    (silent,) = world.ws.faults.arranged
    world.ws.faults.clear()
    await world.ana.types("/raiseanace", in_="support")
    world.ws.faults.arranged.append(silent)
    await world.ana.fills(answers())
    await world.ana.submits()


async def test_a_stop_waits_for_what_is_in_hand(worlds: Worlds) -> None:
    async with worlds() as world:
        begun = asyncio.Event()
        world.ws.faults.add("chat.postMessage", delay=0.3, match=lambda _call: _noted(begun))
        await raises(world.ana)
        await begun.wait()

        await world.stop()
        calls = len(world.ws.calls)
        await world.start()
        await world.settle()

        alerts = [m for m in world.messages(ALERTS) if "ACE-0001" in m.text]
        assert len(alerts) == 1
        assert len(world.ws.calls) > calls


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "cut"])
async def test_socket_mode_loses_nothing_when_the_connection_is_renewed(worlds: Worlds, reason: str) -> None:
    async with worlds(socket_mode=True) as world:
        sockets = world.sandbox.deliveries.sockets
        await sockets.connected(world.app)
        if reason == "cut":
            await sockets.cut(world.app)
        else:
            await sockets.disconnect(world.app, reason)
        world.sandbox.deliveries.ack_timeout = 20  # it reconnects within five seconds
        await raises(world.ana)
        await world.settle()
        await world.eli.presses("Claim ACE-0001", in_=ALERTS)
        await world.settle()
        await world.eli.types("observation: it is the certificate", in_=await world.channel())
        await world.settle()

        assert (await world.case()).ace.em == world.eli.id
        assert "it is the certificate" in [entry.text for entry in (await world.case()).latest]
        assert world.ana.trouble == world.eli.trouble == []


@ON_SQLITE
async def test_a_stop_in_socket_mode_answers_what_has_arrived(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        await raises(world.ana)
        await world.settle()
        slow = world.ws.faults.add("users.info", delay=0.3, match=lambda call: call["user"] == world.eli.id)
        pressing = asyncio.create_task(world.eli.presses("Claim ACE-0001", in_=ALERTS))
        await until(lambda: slow.hits)
        await world.stop()
        await pressing
        assert world.eli.trouble == []

        await world.start()
        await world.settle()
        assert (await world.case()).ace.em == world.eli.id


@ON_SQLITE
async def test_in_socket_mode_what_slack_cannot_have_sent_is_not_acknowledged(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world:
        world.sandbox.deliveries.ack_timeout = 0.2
        for payload in (
            {},
            {"type": "block_actions", "actions": [None]},
            {"type": "view_submission", "view": 5},
        ):
            with logged() as lines:
                answer = await world.sandbox.deliveries.request(world.app, "interactive", payload)
            assert not answer.ok
            assert "request turned away" in lines.text
            assert lines.at("error") == []


async def test_in_socket_mode_nothing_comes_in_over_http(worlds: Worlds) -> None:
    async with worlds(socket_mode=True) as world, aiohttp.ClientSession() as session:
        slack = Door(world, session)

        assert (await slack.event({"type": "url_verification", "challenge": "x"})).status == 404
        assert (await slack.get("healthz")).status == 200
        assert (await slack.get("readyz")).status == 200


async def test_a_start_and_a_stop_are_no_faults(slack: Door) -> None:
    with logged() as lines:
        await slack.world.stop()
        await slack.world.start()
        await slack.world.settle()

    assert lines.at("error") == lines.at("warning") == []

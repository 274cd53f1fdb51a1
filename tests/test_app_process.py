"""`ace run` as a process of its own: refusals before anything starts, and an end that loses nothing."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import demo
from sandbox.server import Sandbox
from sandbox.state import App
from sandbox.workspace import Workspace
from tests.people import raises
from tests.world import ALERTS

ROOT = Path(__file__).parent.parent
TOKEN, SECRET = "xoxb-very-secret-0123456789", "very-secret-signing-secret"


@asynccontextmanager
async def running(environment: dict[str, str], directory: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run`, killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=directory,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def _written(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def _left(directory: Path) -> list[str]:
    return sorted(file.name for file in directory.iterdir())


async def refused(environment: dict[str, str], directory: Path) -> str:
    """What a start says that ends with exit status 2."""
    async with running(environment, directory) as process:
        out, err = await process.communicate()
    assert process.returncode == 2, err.decode()
    assert out == b""
    return err.decode()


async def test_every_missing_variable_is_told_at_once_and_nothing_is_started(tmp_path: Path) -> None:
    said = await refused({}, tmp_path)

    for variable in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ACE_ALERT_CHANNEL"):
        assert f"{variable} is not set." in said
    assert "Traceback" not in said
    assert _left(tmp_path) == []


async def test_every_wrong_variable_is_told_at_once_without_its_secret(tmp_path: Path) -> None:
    policy = _written(
        tmp_path / "policy.toml", '[keys]\nprefix = 5\n[severities.high.clocks]\nclaim = "soon"\n'
    )
    wrong = {
        "SLACK_BOT_TOKEN": TOKEN.replace("xoxb", "xoxp"),
        "SLACK_SIGNING_SECRET": "xoxb-not-a-secret",
        "SLACK_APP_TOKEN": TOKEN,
        "SLACK_API_URL": "slack",
        "DATABASE_URL": f"mysql://root:{SECRET}@db/ace",
        "ACE_ALERT_CHANNEL": "Not A Channel",
        "PORT": "http",
        "ACE_LOG": "loud",
        "ACE_POLICY": str(policy),
    }

    said = await refused(wrong, tmp_path)

    for variable in wrong:
        assert variable in said, said
    assert "keys.prefix" in said
    assert "severities.high.clocks.claim" in said
    assert "secret-0123456789" not in said
    assert SECRET not in said
    assert "Traceback" not in said
    assert _left(tmp_path) == [policy.name]


async def test_a_slack_that_nobody_reaches_is_told(tmp_path: Path) -> None:
    said = await refused(_environment("http://127.0.0.1:1/api/"), tmp_path)

    assert "Slack cannot be reached at http://127.0.0.1:1/api/" in said
    assert TOKEN not in said
    assert "Traceback" not in said


async def test_a_database_and_a_slack_that_nobody_reaches_are_told_together(tmp_path: Path) -> None:
    url = f"postgresql://ace:{SECRET}@127.0.0.1:1/ace"

    said = await refused(_environment("http://127.0.0.1:1/api/") | {"DATABASE_URL": url}, tmp_path)

    assert "DATABASE_URL:" in said
    assert "Slack cannot be reached" in said
    assert SECRET not in said


async def test_a_token_and_channels_that_slack_does_not_know_are_told(tmp_path: Path) -> None:
    async with _office() as (_ws, app, url):
        token = await refused(_environment(url), tmp_path)
        channels = await refused(
            _environment(url)
            | {
                "SLACK_BOT_TOKEN": app.bot_token,
                "ACE_ALERT_CHANNEL": "nowhere",
                "ACE_RETRO_CHANNEL": "C0NOSUCHONE",
            },
            tmp_path,
        )

    assert "SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth)." in token
    assert TOKEN not in token
    assert "ACE_ALERT_CHANNEL: " in channels
    assert "ACE_RETRO_CHANNEL: " in channels
    assert "Traceback" not in token + channels


async def test_a_wrong_app_token_is_told(tmp_path: Path) -> None:
    async with _office(socket_mode=True) as (_ws, app, url):
        ours = demo.environment(app, url, f"sqlite:///{tmp_path}/ace.db")

        said = await refused(ours | {"SLACK_APP_TOKEN": "xapp-1-wrong-secret"}, tmp_path)

    assert "SLACK_APP_TOKEN" in said
    assert "invalid_auth" in said
    assert "xapp-1-wrong-secret" not in said
    assert "Traceback" not in said


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    async with _office() as (_ws, app, url):
        taken = url.split(":")[2].partition("/")[0]
        ours = demo.environment(app, url, f"sqlite:///{tmp_path}/ace.db")

        said = await refused(ours | {"PORT": taken}, tmp_path)

    assert f"Port {taken} on 127.0.0.1 is in use." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_cleanly_with_a_delivery_in_hand(
    sqlite_template: Path, tmp_path: Path, signum: signal.Signals
) -> None:
    database = tmp_path / "ace.db"
    shutil.copy(sqlite_template, database)
    async with _office() as (ws, app, url):
        ours = demo.environment(app, url, f"sqlite:///{database}")
        begun = asyncio.Event()
        async with running(ours, tmp_path) as process:
            app.request_url = f"{await _ready(process)}slack/events"
            ws.faults.add(
                "chat.postMessage",
                delay=0.5,
                match=lambda call: "ACE-0001" in str(call.get("text")) and _noted(begun),
            )
            await raises(ws.person("ana"))
            await begun.wait()

            process.send_signal(signum)
            _out, err = await process.communicate()

        assert process.returncode == 0, err.decode()
        assert '"level": "error"' not in err.decode()
        assert "Traceback" not in err.decode()
        alerts = [each for each in ws.channel(ALERTS).messages.values() if "ACE-0001" in each.text]
        assert len(alerts) <= 1

        async with running(ours, tmp_path) as process:  # what was left is done after the next start
            app.request_url = f"{await _ready(process)}slack/events"
            await _until_told(ws)
            process.send_signal(signum)
            await process.communicate()

        alerts = [each for each in ws.channel(ALERTS).messages.values() if "ACE-0001" in each.text]
        assert len(alerts) == 1


@asynccontextmanager
async def _office(*, socket_mode: bool = False) -> AsyncIterator[tuple[Workspace, App, str]]:
    """The simulated workspace with the app in it, and the address of its Web API."""
    ws = demo.workspace()
    app = demo.install(ws, socket_mode=socket_mode)
    async with Sandbox(ws) as sandbox:
        yield ws, app, sandbox.api_url


def _noted(event: asyncio.Event) -> bool:
    event.set()
    return True


def _environment(api_url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "ACE_ALERT_CHANNEL": ALERTS,
        "PORT": "0",
    }


async def _ready(process: asyncio.subprocess.Process) -> str:
    """The address that a process says it serves, once it does."""
    assert process.stderr
    async for line in process.stderr:
        if b'"event": "ready"' in line:
            url = str(line).partition('"url": "')[2].partition('"')[0]
            async with aiohttp.ClientSession() as session, session.get(f"{url}readyz") as answer:
                assert answer.status == 200
            return url
    raise AssertionError("it never got ready")


async def _until_told(ws: Workspace) -> None:
    """Wait for the tracker, which comes after the alert."""
    told = asyncio.Event()
    ana = ws.person("ana").id

    def look(_news: object = None) -> None:
        dms = [room for room in ws.channels.values() if room.is_im and ana in room.members]
        if any(room.messages for room in dms):
            told.set()

    ws.watchers.append(look)
    look()
    async with asyncio.timeout(30):
        await told.wait()

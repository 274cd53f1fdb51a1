"""ace demo, run and doctor as processes: when they speak, how they end, what keeps them from starting."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import demo
from sandbox.server import Sandbox
from sandbox.state import App
from tests.examining import POLICY

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds for a process on a busy machine


@asynccontextmanager
async def started(*arguments: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`ace` as a process of its own, without anything that this machine's environment says."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "bot",
        *arguments,
        env=kept | {"PYTHONPATH": str(ROOT), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """The exit status, and what was written to standard output and error."""
    async with started(*arguments, **environment) as process, asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class Office:
    """A simulated workspace that processes can reach, and the environment that leads to it."""

    def __init__(self, app: App, sandbox: Sandbox, directory: Path) -> None:
        self.app = app
        self.ws = sandbox.workspace
        self._sandbox = sandbox
        self._directory = directory

    def environment(self, **changes: str) -> dict[str, str]:
        """What `ace run` needs to know, with these changes."""
        policy = self._directory / "policy.toml"
        policy.write_text(POLICY)
        database = f"sqlite:///{self._directory / 'ace.db'}"
        made = demo.environment(self.app, self._sandbox.api_url, database)
        return made | {"ACE_POLICY": str(policy)} | changes


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A workspace with ACE installed, and nobody serving it."""
    ws = demo.workspace()
    app = demo.install(ws)
    async with Sandbox(ws) as sandbox:
        yield Office(app, sandbox, tmp_path)


async def test_the_demo_names_its_page_when_it_answers_and_ends_quietly() -> None:
    async with started("demo", PORT="0") as process, asyncio.timeout(PATIENCE):
        assert process.stdout
        line = (await process.stdout.readline()).decode()
        url = next(word for word in line.split() if word.startswith("http"))
        async with aiohttp.ClientSession() as session, session.get(url) as page:
            assert page.status == 200
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()

    assert process.returncode == 0
    assert errors == b""


async def test_a_port_in_use_ends_the_demo_with_one_line(taken: int) -> None:
    status, out, err = await ended("demo", PORT=str(taken))

    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert f"Port {taken} on 127.0.0.1 is in use" in line


async def test_a_port_in_use_ends_run_with_one_line(office: Office, taken: int) -> None:
    status, out, err = await ended("run", **office.environment(PORT=str(taken)))

    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert f"Port {taken} on 127.0.0.1 is in use" in line


async def test_a_database_out_of_reach_ends_run_with_one_line_and_no_password(office: Office) -> None:
    far = "postgresql://ace:hunter2hunter2@127.0.0.1:9/ace"
    status, out, err = await ended("run", **office.environment(DATABASE_URL=far))

    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert "no PostgreSQL answers at 127.0.0.1:9/ace" in line
    assert "hunter2" not in line


async def test_a_database_file_that_cannot_be_made_ends_run_with_one_line(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "folder.db").mkdir()
    status, out, err = await ended(
        "run", **office.environment(DATABASE_URL=f"sqlite:///{tmp_path}/folder.db")
    )

    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert "folder.db" in line
    assert "DATABASE_URL" in line


async def test_a_stop_while_slack_keeps_the_start_waiting_ends_run_quietly(office: Office) -> None:
    asked = asyncio.Event()

    def waiting(_arguments: object) -> bool:
        asked.set()
        return True

    office.ws.faults.add("auth.test", delay=15, match=waiting)
    async with started("run", **office.environment()) as process, asyncio.timeout(PATIENCE):
        await asked.wait()
        process.send_signal(signal.SIGTERM)
        out, err = await process.communicate()

    assert (process.returncode, out, err) == (0, b"", b"")


async def test_the_doctors_exit_status_tells_fine_from_wrong_from_unusable(office: Office) -> None:
    fine = await ended("doctor", **office.environment())
    office.app.scopes.discard("pins:write")
    wrong = await ended("doctor", "--json", **office.environment())
    unusable = await ended("doctor", **office.environment(SLACK_BOT_TOKEN="nonsense"))

    assert [fine[0], wrong[0], unusable[0]] == [0, 1, 2], (fine, wrong, unusable)
    assert "pins:write" in wrong[1]
    assert "nonsense" not in unusable[1]
    assert fine[2] == wrong[2] == unusable[2] == ""

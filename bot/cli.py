"""The command line: what `ace` can do, and which module does it."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

Arguments = Callable[[argparse.ArgumentParser], None]


class Command(NamedTuple):
    """A command: its words, `module:function` below bot.commands, its help, and what it takes."""

    words: tuple[str, ...]
    runs: str
    text: str
    takes: Arguments = lambda _parser: None


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _listed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dead", action="store_true", help="only what was given up")
    _json(parser)


def _retried(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("key", nargs="?", metavar="KEY", help="the key that `ace outbox list` shows")
    which.add_argument("--all-dead", action="store_true", help="everything that was given up")
    which.add_argument("--all-refused", action="store_true", help="everything that Slack refused to show")


def _backed_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where to; it must not exist yet")


def _policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help="the file; without it the one of ACE_POLICY")


def _clocks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--severity", required=True, help="critical, high or medium")
    parser.add_argument(
        "--kind", required=True, help="claim, internal, customer, promise, triage-call, item …"
    )
    parser.add_argument("--from", required=True, dest="since", metavar="TIME", help='"2026-03-13T18:00"')
    parser.add_argument("--zone", help="an IANA name; the organisation's unless given")
    parser.add_argument(
        "--holidays", metavar="REGION", help='public holidays such as "GB-ENG"; none with --zone'
    )
    parser.add_argument("--deadline", metavar="TIME", help="the customer's deadline")
    parser.add_argument("--promise", metavar="TIME", help="the time that was promised, agreed or set")
    parser.add_argument("--recipient-zone", metavar="ZONE", help="where everybody who is reminded works")
    parser.add_argument("--policy", metavar="FILE", help="a policy file; without it the one of ACE_POLICY")
    _json(parser)


COMMANDS = (
    Command(("demo",), "demo:run", "open a simulated workspace with ACE in it (PORT, default 3000)"),
    Command(("run",), "run:run", "serve a real workspace; see the README for the environment variables"),
    Command(
        ("doctor",),
        "doctor:run",
        "check settings, policy, database and Slack, and say how to mend",
        _json,
    ),
    Command(("migrate",), "migrate:run", "bring the database (DATABASE_URL) to the present schema, and stop"),
    Command(("policy",), "policy:run", "check a policy file, and print every fault", _policy),
    Command(
        ("clocks",), "clocks:run", "show when a policy would remind whom, and when it is missed", _clocks
    ),
    Command(("backup",), "backup:run", "copy the database to FILE, also while ACE runs", _backed_up),
    Command(("outbox", "list"), "outbox:show", "what Slack has not been told yet", _listed),
    Command(("outbox", "retry"), "outbox:retry", "try again what was given up", _retried),
)
GROUPS = {"outbox": "what Slack has not been told yet, and trying again what was given up"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0: done; 1: something is wrong (doctor, policy) or not there; 2: it cannot be done with these settings.
    """
    options = _parser().parse_args(arguments)
    # Each command imports what it needs, so that --help is quick.
    module, _, function = options.runs.partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(import_module(f"bot.commands.{module}"), function)
    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ace", description="Runs customer escalations in Slack.")
    rooms: dict[tuple[str, ...], Any] = {(): parser.add_subparsers(required=True, metavar="COMMAND")}
    for command in COMMANDS:
        *group, name = command.words
        if tuple(group) not in rooms:
            text = GROUPS[group[0]]
            nested = rooms[()].add_parser(group[0], help=text, description=text)
            rooms[tuple(group)] = nested.add_subparsers(required=True, metavar="COMMAND")
        made = rooms[tuple(group)].add_parser(name, help=command.text, description=command.text)
        command.takes(made)
        made.set_defaults(runs=command.runs)
    return parser

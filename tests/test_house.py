"""The house keeps in step with itself: manifest, ids, handlers, settings, commands, README and habits."""

import ast
import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
import yaml

import blocks
import bot.playbook
import handlers
import storage
from blocks.ids import Command, Form, Press, Shortcut
from bot import cli
from bot.effects import CARRIED_OUT
from bot.settings import variables
from handlers.command import HELP, SETTINGS
from handlers.request import Doorway
from handlers.router import Router
from storage.outbox import Effect
from tests.requests import NOT_DRAWN_FORMS, NOT_DRAWN_PRESSES
from tests.shapes import KINDS
from tests.tours import TOURS

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage", "blocks", "sandbox", "tests")
LONGEST = 300  # lines of a file
DOORS = {"handlers/router.py", "bot/delivery.py"}  # where everything that goes wrong is caught
LATER = {"bot/settlement.py"}  # raises what it cannot mend

# Events that the manifest subscribes to and nobody takes yet, each with its reason.
NOT_YET = {
    "member_left_channel": "people may leave a case channel; nobody is dragged back",
}
# What a scope is for stands behind it, so that whoever approves the app can judge it.
SCOPE = re.compile(r"^      - (?P<scope>[a-z_.]+(?::[a-z.]+)?)(?P<why>  # .+)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """manifest.yml."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def readme() -> str:
    """README.md."""
    return (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def routed() -> Router:
    """What register() routes; routing needs no door."""
    return handlers.register(cast("Doorway", None))


def _files(*rooms: str) -> Iterator[Path]:
    for room in rooms or ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "migrations" not in found.name:
            yield importlib.import_module(found.name)


@pytest.mark.parametrize(
    ("names", "kind"),
    [(Command, "commands"), (Shortcut, "shortcuts"), (Form, "forms"), (Press, "presses")],
    ids=["commands", "shortcuts", "forms", "presses"],
)
def test_every_name_that_slack_sends_back_has_a_handler(
    routed: Router, names: type[StrEnum], kind: str
) -> None:
    assert set(getattr(routed, kind)) == {str(name) for name in names}


def test_the_manifest_asks_for_the_commands_and_shortcuts_that_there_are(manifest: dict[str, Any]) -> None:
    features = manifest["features"]

    assert [each["command"] for each in features["slash_commands"]] == [str(name) for name in Command]
    assert [each["callback_id"] for each in features["shortcuts"]] == [str(name) for name in Shortcut]


def test_every_event_of_the_manifest_is_taken_or_left_with_a_reason(
    manifest: dict[str, Any], routed: Router
) -> None:
    subscribed = {
        name.partition(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]
    }
    taken = {kind.partition("/")[0] for kind in routed.events}

    assert taken | set(NOT_YET) == subscribed
    assert not taken & set(NOT_YET)


def test_every_form_and_every_press_is_met_on_a_tour() -> None:
    forms = {form for way in TOURS.values() for form in way.forms}
    presses = {press for way in TOURS.values() for press in way.presses}

    assert (forms | NOT_DRAWN_FORMS, forms & NOT_DRAWN_FORMS) == (set(Form), set())
    assert (presses | NOT_DRAWN_PRESSES, presses & NOT_DRAWN_PRESSES) == (set(Press), set())


def test_every_event_is_recorded_as_slack_sends_it(manifest: dict[str, Any], routed: Router) -> None:
    subscribed = {
        name.partition(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]
    }

    assert {kind.partition("/")[0] for kind in KINDS} == subscribed
    assert set(routed.events) - set(KINDS) == set()


def test_every_scope_of_the_manifest_says_what_it_is_for(manifest: dict[str, Any]) -> None:
    text = (ROOT / "manifest.yml").read_text("utf-8").partition("    bot:\n")[2].partition("\nsettings:")[0]
    found = {match["scope"]: match["why"] for match in SCOPE.finditer(text)}

    assert list(found) == manifest["oauth_config"]["scopes"]["bot"]
    assert [scope for scope, why in found.items() if not why] == []


@pytest.mark.parametrize("effect", list(Effect))
def test_every_intention_of_the_outbox_is_carried_out(effect: Effect) -> None:
    assert effect in CARRIED_OUT


def test_the_readme_has_every_environment_variable_as_it_is(readme: str) -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", readme, re.MULTILINE)
    told = {None: "must be set", "": "not set"}

    assert rows == [
        (each.name, told.get(each.default) or f"`{each.default}`", each.meaning) for each in variables()
    ]


def test_the_readme_and_the_usage_know_every_command_of_the_machine(readme: str) -> None:
    usage = (ROOT / "ace").read_text("utf-8").partition("TEXT'\n")[2].partition("\nTEXT")[0]
    there = {command.words[0] for command in cli.COMMANDS} | {"test"}
    in_readme = set(re.findall(r"^\| `\./ace ([a-z]+)", readme, re.MULTILINE))
    in_usage = set(re.findall(r"^  \./ace ([a-z]+)", usage, re.MULTILINE))

    assert in_readme == in_usage
    assert in_readme - {"bench", "soak"} == there


def test_the_readme_knows_every_command_in_slack(readme: str, routed: Router) -> None:
    for name in Command:
        assert f"`{name}" in readme
    assert set(re.findall(r"`/ace ([a-z]+)", readme)) == {HELP, SETTINGS, *routed.acts}


def test_the_import_layers_hold() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 broken" in found.stdout


def test_no_file_is_longer_than_one_can_read() -> None:
    files = [*_files(), *(ROOT / "sandbox").rglob("*.js"), *(ROOT / "sandbox").rglob("*.css"), ROOT / "ace"]
    lengths = {_name(file): len(file.read_text("utf-8").splitlines()) for file in files}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_everything_is_caught_at_the_two_doors_only() -> None:
    found = {_name(file) for file in _files() for node in _nodes(file) if _catches_everything(node)}

    assert found - LATER == DOORS


def _nodes(file: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(file.read_text("utf-8")))


def _catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {each.id if isinstance(each, ast.Name) else None for each in caught}
    raised_again = isinstance(node.body[-1], ast.Raise)
    return node.type is None or ("Exception" in names) or ("BaseException" in names and not raised_again)


def test_the_tests_use_no_stand_ins_for_our_own_parts() -> None:
    found = {_name(file) for file in _files("tests") for node in _nodes(file) if _stands_in(node)}

    assert found == set()


def _stands_in(node: ast.AST) -> bool:
    """A mock by any import, pytest-mock's fixture, or an attribute exchanged behind the code's back."""
    if isinstance(node, ast.Import):
        return any(alias.name in {"mock", "unittest.mock"} for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module in {"mock", "unittest.mock"} or any(alias.name == "mock" for alias in node.names)
    if isinstance(node, ast.arg):
        return node.arg == "mocker"
    return isinstance(node, ast.Attribute) and node.attr == "setattr"


def test_nothing_looks_whether_a_thing_is_there_before_it_makes_it() -> None:
    makes = {"mkdir", "touch", "write_text", "write_bytes", "conversations_create", "add"}
    found = [
        f"{_name(file)}:{node.lineno}"
        for file in _files("bot", "handlers", "storage", "blocks")
        for node in _nodes(file)
        if isinstance(node, ast.If) and "exists" in _called(node.test) and makes & _called(*node.body)
    ]

    assert found == []


def _called(*nodes: ast.AST) -> set[str]:
    """The names of the methods that are called somewhere in these."""
    return {
        each.func.attr
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
    }


def test_the_examples_in_docstrings_are_true() -> None:
    results = [
        doctest.testmod(module)
        for package in (bot.playbook, storage, blocks, handlers)
        for module in _modules(package)
    ]

    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 0


def test_importing_a_module_does_nothing() -> None:
    """In a fresh process with nothing set: no file, no socket, no thread, no event loop comes of it."""
    script = (
        "import sys, threading, asyncio, importlib, pkgutil\n"
        "import bot, handlers, storage, blocks\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, args: seen.append((event, args)) if event.startswith('socket.')"
        " or event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+') else None)\n"
        "for package in (bot, handlers, storage, blocks):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if 'migrations' not in found.name and not found.name.endswith('__main__'):\n"
        "            importlib.import_module(found.name)\n"
        "assert not seen, seen\n"
        "assert threading.active_count() == 1\n"
    )

    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stderr


def test_every_module_says_what_it_is_for() -> None:
    files = [
        file for file in _files("bot", "handlers", "storage", "blocks", "sandbox") if file.stat().st_size
    ]

    assert [_name(file) for file in files if not ast.get_docstring(ast.parse(file.read_text("utf-8")))] == []
